/**
 * Stored cells → what each reader sees: search and batch_get, the legacy list, the echo of a write, events, and plain
 * text for the page. The shapes differ on purpose (sections 2.3, 2.6 and 4.3 of the fact sheet).
 */
import { computeFormula, formulaJson, linkedIds, lookupPath, type Value } from './bitable-computed.ts';
import { linkedTable } from './bitable-write.ts';
import { type IdType, refuse } from './http.ts';
import type { Base, Cell, Field, Table, TableRecord } from './state.ts';
import { findPerson, personId, type World } from './world.ts';

export type ReadScope = { readonly world: World; readonly base: Base; readonly idType: IdType };

/** A person as Bitable shows one; a person the tenant no longer knows keeps the id. */
export const personJson = (scope: ReadScope, openId: string): Readonly<Record<string, string>> => {
  const person = findPerson(scope.world, openId);
  return {
    id: person === undefined ? openId : personId(person, scope.idType),
    name: person?.name ?? '',
    en_name: person?.enName ?? '',
    email: person?.email ?? '',
    avatar_url: `${scope.world.settings.publicUrl}/avatars/${encodeURIComponent(openId)}`,
  };
};

/** The stored cell, or the one a computed field has. */
export const cellOf = (field: Field, record: TableRecord): Cell | undefined => {
  switch (field.type) {
    case 1001:
      return { kind: 'date', ms: record.createdAt };
    case 1002:
      return { kind: 'date', ms: record.modifiedAt };
    case 1003:
      return record.createdBy === '' ? undefined : { kind: 'people', openIds: [record.createdBy] };
    case 1004:
      return record.modifiedBy === '' ? undefined : { kind: 'people', openIds: [record.modifiedBy] };
    default:
      return record.cells[field.fieldId];
  }
};

const optionName = (field: Field, id: string): string => field.options.find((option) => option.id === id)?.name ?? '';

const groupJson = (scope: ReadScope, chatId: string): Readonly<Record<string, string>> => ({
  id: chatId,
  name: scope.world.state.chats.find((chat) => chat.chatId === chatId)?.name ?? '',
  avatar_url: `${scope.world.settings.publicUrl}/avatars/${chatId}`,
});

const fileJson = (scope: ReadScope, token: string): Readonly<Record<string, unknown>> => {
  const file = scope.world.state.files.find((each) => each.fileToken === token);
  const root = `${scope.world.settings.publicUrl}/open-apis/drive/v1/medias`;
  return {
    file_token: token,
    name: file?.name ?? '',
    type: file?.mimeType ?? '',
    size: file?.size ?? 0,
    url: `${root}/${token}/download`,
    tmp_url: `${root}/batch_get_tmp_download_url?file_tokens=${token}`,
  };
};

const locationJson = (location: string): Readonly<Record<string, string>> => ({
  location,
  pname: '',
  cityname: '',
  adname: '',
  address: '',
  name: location,
  full_address: location,
});

/** Search and batch_get; undefined = the key is missing. */
export const readShape = (scope: ReadScope, field: Field, record: TableRecord): unknown => {
  const cell = cellOf(field, record);
  if (field.type === 20) return formulaJson(formulaValue(scope, field, record));
  if (field.type === 19) return lookupJson(scope, field, record);
  if (cell === undefined) return undefined;
  switch (cell.kind) {
    case 'text':
      if (field.type === 13) return cell.text;
      return field.uiType === 'Email'
        ? [{ type: 'url', text: cell.text, link: `mailto:${cell.text}` }]
        : [{ type: 'text', text: cell.text }];
    case 'links':
      return { link_record_ids: cell.recordIds };
    case 'location':
      return locationJson(cell.location);
    case 'people':
      return cell.openIds.map((openId) => personJson(scope, openId));
    case 'files':
      return cell.fileTokens.map((token) => fileJson(scope, token));
    case 'groups':
      return cell.chatIds.map((chatId) => groupJson(scope, chatId));
    default:
      return plainShape(field, cell);
  }
};

/** The table that holds a field. */
const tableWith = (base: Base, field: Field): Table | undefined =>
  base.tables.find((table) => table.fields.some((each) => each.fieldId === field.fieldId));

const formulaValue = (scope: ReadScope, field: Field, record: TableRecord): Value => {
  const table = tableWith(scope.base, field);
  const read = (fieldId: string): Value => {
    const other = table?.fields.find((each) => each.fieldId === fieldId);
    // A formula of formulas is not played.
    if (other === undefined || other.type === 20) return null;
    const cell = cellOf(other, record);
    return cell?.kind === 'number' ? cell.number : displayText(scope, other, record);
  };
  return computeFormula(String(field.settings['formula_expression'] ?? ''), read);
};

const lookupJson = (scope: ReadScope, field: Field, record: TableRecord): unknown => {
  const path = lookupPath(field);
  const link = tableWith(scope.base, field)?.fields.find((each) => each.fieldId === path?.linkFieldId);
  const other = link === undefined ? undefined : linkedTable(scope.base, link);
  const target = other?.fields.find((each) => each.fieldId === path?.targetFieldId);
  if (path === null || target === undefined) return undefined;
  const value = linkedIds(record, path.linkFieldId).flatMap((id) => {
    const row = other?.records.find((each) => each.recordId === id);
    const shown = row === undefined ? undefined : readShape(scope, target, row);
    return shown === undefined ? [] : Array.isArray(shown) ? shown : [shown];
  });
  return value.length === 0 ? undefined : { type: target.type, ui_type: target.uiType, value };
};

const plainShape = (field: Field, cell: Cell): unknown => {
  switch (cell.kind) {
    case 'number':
      return cell.number;
    case 'option':
      return optionName(field, cell.optionId);
    case 'options':
      return cell.optionIds.map((id) => optionName(field, id));
    case 'date':
      return cell.ms;
    case 'checkbox':
      return cell.checked;
    case 'url':
      return { text: cell.text, link: cell.link };
    case 'serial':
      return cell.text;
    default:
      return refuse(1255001, `no plain shape for ${cell.kind}`);
  }
};

/** What create and update answer: the write shape. */
export const echoShape = (scope: ReadScope, field: Field, record: TableRecord): unknown => {
  const cell = record.cells[field.fieldId];
  if (cell === undefined) return undefined;
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'links':
      return cell.recordIds;
    case 'location':
      return cell.location;
    case 'people':
      return cell.openIds.map((openId) => {
        const person = findPerson(scope.world, openId);
        return { id: person === undefined ? openId : personId(person, scope.idType) };
      });
    case 'files':
      return cell.fileTokens.map((token) => ({ file_token: token }));
    case 'groups':
      return cell.chatIds.map((id) => ({ id }));
    default:
      return plainShape(field, cell);
  }
};

/** The legacy `GET records`: numbers are strings, text is plain, links are rich. */
export const listShape = (scope: ReadScope, field: Field, record: TableRecord, textAsArray: boolean): unknown => {
  const cell = cellOf(field, record);
  if (cell === undefined) return undefined;
  switch (cell.kind) {
    case 'text':
      return textAsArray ? readShape(scope, field, record) : cell.text;
    case 'number':
      return String(cell.number);
    case 'people':
      return field.type === 1003 || field.type === 1004
        ? personJson(scope, cell.openIds[0] ?? '')
        : readShape(scope, field, record);
    case 'links': {
      const other = linkedTable(scope.base, field);
      const texts = cell.recordIds.map((id) => primaryText(scope, other, id));
      return [
        {
          record_ids: cell.recordIds,
          table_id: other?.tableId ?? '',
          text: texts.join(','),
          text_arr: texts,
          type: 'text',
        },
      ];
    }
    default:
      return readShape(scope, field, record);
  }
};

/** The text in the first column of a record, as links show it. */
const primaryText = (scope: ReadScope, table: Table | undefined, recordId: string): string => {
  const record = table?.records.find((each) => each.recordId === recordId);
  const primary = table?.fields.find((field) => field.isPrimary);
  return record === undefined || primary === undefined ? '' : displayText(scope, primary, record);
};

/** A cell in an event: a JSON text with option ids; empty = "". Undefined for computed fields, which events leave out. */
export const eventValue = (
  scope: ReadScope,
  field: Field,
  cell: Cell | undefined,
): Readonly<Record<string, unknown>> | undefined => {
  if (field.type === 19 || field.type === 20 || field.type === 24 || field.type === 3001) return undefined;
  const entry = (value: unknown): Readonly<Record<string, unknown>> => ({
    field_id: field.fieldId,
    field_value: typeof value === 'string' ? value : JSON.stringify(value),
  });
  if (cell === undefined) return entry('');
  switch (cell.kind) {
    case 'text':
      return field.type === 13 ? entry(JSON.stringify(cell.text)) : entry([{ type: 'text', text: cell.text }]);
    case 'number':
      return entry(String(cell.number));
    case 'option':
      return entry(JSON.stringify(cell.optionId));
    case 'options':
      return entry(cell.optionIds);
    case 'date':
      return entry(String(cell.ms));
    case 'checkbox':
      return entry(String(cell.checked));
    case 'people': {
      const users = cell.openIds.map((openId) => {
        const person = findPerson(scope.world, openId);
        return {
          user_id: { open_id: openId, union_id: person?.unionId ?? '', user_id: person?.userId ?? '' },
          name: person?.name ?? '',
          en_name: person?.enName ?? '',
          avatar_url: `${scope.world.settings.publicUrl}/avatars/${encodeURIComponent(openId)}`,
        };
      });
      const shown = users.map((user) => ({ userId: user.user_id.open_id, name: user.name, enName: user.en_name }));
      return { ...entry({ users: shown }), field_identity_value: { users } };
    }
    case 'url':
      return entry([{ type: 'url', text: cell.text, link: cell.link }]);
    case 'files':
      return entry(
        cell.fileTokens.map((token) => {
          const { url: _url, tmp_url: _tmp, ...kept } = fileJson(scope, token);
          return kept;
        }),
      );
    case 'links':
      return entry({ link_record_ids: cell.recordIds });
    case 'location':
      return entry(locationJson(cell.location));
    case 'groups':
      return entry(cell.chatIds.map((chatId) => groupJson(scope, chatId)));
    case 'serial':
      return entry({ number: cell.text, sequence: String(cell.sequence) });
  }
};

/** Plain text of a cell for people: option names, people's names, dates in the base's zone. */
export const displayText = (scope: ReadScope, field: Field, record: TableRecord): string => {
  if (field.type === 20) return String(formulaValue(scope, field, record) ?? '');
  const cell = cellOf(field, record);
  if (cell === undefined) return '';
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'number':
      return String(cell.number);
    case 'option':
      return optionName(field, cell.optionId);
    case 'options':
      return cell.optionIds.map((id) => optionName(field, id)).join('、');
    case 'date':
      return showDate(cell.ms, scope.base.timeZone, String(field.settings['date_formatter'] ?? 'yyyy/MM/dd'));
    case 'checkbox':
      return cell.checked ? '是' : '否';
    case 'people':
      return cell.openIds.map((openId) => findPerson(scope.world, openId)?.name ?? openId).join('、');
    case 'url':
      return cell.text;
    case 'files':
      return cell.fileTokens.map((token) => String(fileJson(scope, token)['name'])).join('、');
    case 'links': {
      const other = linkedTable(scope.base, field);
      return cell.recordIds.map((id) => primaryText(scope, other, id) || id).join('、');
    }
    case 'location':
      return cell.location;
    case 'groups':
      return cell.chatIds.map((chatId) => String(groupJson(scope, chatId)['name'])).join('、');
    case 'serial':
      return cell.text;
  }
};

/** A moment in a zone as year, month, day, hour, minute. */
export const dateParts = (ms: number, timeZone: string): ReadonlyMap<string, string> => {
  const format = formatsByZone.get(timeZone) ?? dateFormat(timeZone);
  formatsByZone.set(timeZone, format);
  return new Map(format.formatToParts(ms).map((part) => [part.type, part.value]));
};

/** Making a format costs far more than using it. */
const formatsByZone = new Map<string, Intl.DateTimeFormat>();

const dateFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

const showDate = (ms: number, timeZone: string, formatter: string): string => {
  const parts = dateParts(ms, timeZone);
  return formatter
    .replace('yyyy', parts.get('year') ?? '')
    .replace('MM', parts.get('month') ?? '')
    .replace('dd', parts.get('day') ?? '')
    .replace('HH', parts.get('hour') ?? '')
    .replace('mm', parts.get('minute') ?? '');
};
