/**
 * What a field's property (字段属性) may hold, by type: formats, currencies, stars, the parts of an automatic number. From the
 * field guide of the fact sheet, section 1.4.
 */
import { z } from 'zod';
import { refuse } from './http.ts';
import type { Base } from './state.ts';

const numberFormats: readonly string[] = [
  '0',
  '0.0',
  '0.00',
  '0.000',
  '0.0000',
  '1,000',
  '1,000.00',
  '%',
  '0.00%',
  '¥',
  '¥0.00',
  '$',
  '$0.00',
];
const progressFormats: readonly string[] = ['0', '0.0', '0.00', '0%', '0.0%', '0.00%'];
const currencyFormats: readonly string[] = ['0', '0.0', '0.00', '0.000', '0.0000'];
/** The currencies the field guide lists. */
const currencies: readonly string[] =
  'CNY USD EUR GBP AED AUD BRL CAD CHF HKD INR IDR JPY KRW MOP MXN MYR PHP PLN RUB SGD THB TRY TWD VND'.split(' ');
const ratingSymbols: readonly string[] = 'star heart thumbsup fire smile lightning flower number'.split(' ');
const serialDates: readonly string[] = ['yyyyMMdd', 'yyyyMM', 'yyyy', 'MMdd', 'MM', 'dd'];
const dateFormats: readonly string[] = [
  'yyyy/MM/dd',
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm',
  'yyyy/MM/dd HH:mm',
  'MM-dd',
  'MM/dd/yyyy',
  'dd/MM/yyyy',
];

/** Refuses a property that the field guide does not allow for the type. */
export const checkProperty = (
  base: Base,
  type: number,
  uiType: string,
  property: Readonly<Record<string, unknown>>,
  code: number,
  given: Readonly<Record<string, unknown>> | null | undefined,
): void => {
  const formatter = property['formatter'];
  const isOneOf = (list: readonly string[], value: unknown): boolean =>
    typeof value === 'string' && list.includes(value);
  if (type === 15 && given !== undefined && given !== null) refuse(code, 'UrlFieldPropertyError');
  if (uiType === 'Number' && formatter !== undefined && !isOneOf(numberFormats, formatter))
    refuse(code, 'invalid formatter');
  if (uiType === 'Progress' && !isOneOf(progressFormats, formatter)) refuse(code, 'invalid formatter');
  if (
    uiType === 'Currency' &&
    !(isOneOf(currencyFormats, formatter) && isOneOf(currencies, property['currency_code']))
  ) {
    refuse(code, 'formatter and currency_code are required');
  }
  if (uiType === 'Rating' && !ratingSchema.safeParse(property).success) refuse(code, 'invalid rating');
  if (uiType === 'Barcode' && !barcodeSchema.safeParse(property).success) refuse(code, 'invalid allowed_edit_modes');
  if (type === 1005 && !serialSchema.safeParse(property).success) refuse(code, 'invalid auto_serial');
  if (type === 22 && !locationSchema.safeParse(property).success) refuse(code, 'invalid location');
  if (type === 20 && typeof (property['formula_expression'] ?? '') !== 'string')
    refuse(code, 'invalid formula_expression');
  const dateFormat = property['date_formatter'];
  if ((type === 5 || type === 1001 || type === 1002) && dateFormat !== undefined && !isOneOf(dateFormats, dateFormat)) {
    refuse(code, 'invalid date_formatter');
  }
  if (type === 18 || type === 21) {
    const tableId = property['table_id'];
    if (typeof tableId !== 'string' || !base.tables.some((table) => table.tableId === tableId))
      refuse(code, 'unknown table_id');
  }
};

const ratingSchema = z.object({
  formatter: z.literal('0').optional(),
  min: z.number().int().min(0).max(1).optional(),
  max: z.number().int().min(1).max(10).optional(),
  rating: z.object({ symbol: z.string().refine((symbol) => ratingSymbols.includes(symbol)) }).optional(),
});
const barcodeSchema = z.object({
  allowed_edit_modes: z.object({ manual: z.boolean().optional(), scan: z.boolean().optional() }).optional(),
});
const locationSchema = z.object({
  location: z.object({ input_type: z.enum(['only_mobile', 'not_limit']) }).optional(),
});
const serialSchema = z.object({
  auto_serial: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('auto_increment_number') }),
      z.object({
        type: z.literal('custom'),
        reformat_existing_records: z.boolean().optional(),
        options: z
          .array(
            z.discriminatedUnion('type', [
              z.object({ type: z.literal('system_number'), value: z.string().regex(/^[1-9]$/) }),
              z.object({ type: z.literal('fixed_text'), value: z.string().max(20) }),
              z.object({
                type: z.literal('created_time'),
                value: z.string().refine((format) => serialDates.includes(format)),
              }),
            ]),
          )
          .min(1),
      }),
    ])
    .optional(),
});
