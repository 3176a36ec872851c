/**
 * How many rows of 事项 a second pass the codecs, beside the least that must happen to the same bytes anyway: JSON parsed
 * on the way in, JSON written on the way out.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { decodeRow, encodeNewRow, type Values } from '../../bitable-schema/table.ts';
import type { Town } from '../support/town.ts';
import { type Figure, median } from './figure.ts';

const ROWS = 2_000;
const ROUNDS = 9;

const rowsPerSecond = (work: () => void): number => {
  const startedAt = performance.now();
  work();
  return (ROWS * 1_000) / (performance.now() - startedAt);
};

/** `town` holds at least one complete row, which is read as the stand-in sends it. */
export const benchCodec = async (town: Town): Promise<readonly Figure[]> => {
  const tableId = town.base.tables[cases.key] ?? '';
  const read = await town.service.feishu.rows.page({ appToken: town.base.appToken, tableId }, null);
  const fields = read.kind === 'ok' ? read.data.rows[0]?.fields : undefined;
  if (!fields) throw new Error('no row to read');
  const text = JSON.stringify(fields);
  const ours: Values = decodeRow(cases, fields);
  const written = encodeNewRow(cases, ours);

  const rates = { parse: [] as number[], decode: [] as number[], print: [] as number[], encode: [] as number[] };
  const repeat = (work: () => unknown) => () => {
    for (let row = 0; row < ROWS; row += 1) work();
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.parse.push(rowsPerSecond(repeat(() => JSON.parse(text))));
    rates.decode.push(rowsPerSecond(repeat(() => decodeRow(cases, fields))));
    rates.print.push(rowsPerSecond(repeat(() => JSON.stringify(written))));
    rates.encode.push(rowsPerSecond(repeat(() => encodeNewRow(cases, ours))));
  }
  return [
    {
      name: 'decode a row of 事项',
      value: median(rates.decode),
      unit: 'rows/s',
      reference: median(rates.parse),
      against: 'JSON.parse of the same row',
      reach: null,
    },
    {
      name: 'encode a row of 事项',
      value: median(rates.encode),
      unit: 'rows/s',
      reference: median(rates.print),
      against: 'JSON.stringify of the same row',
      reach: null,
    },
  ];
};
