/**
 * Everything this program can do to the world, as small typed functions that speak our words.
 * Implementations live in `store/` (libSQL) and `feishu/` (the SDK); only `compose.ts` joins them to the rest.
 */
import type { MessageId, Ms, OpenId, RecordId } from './workflow/ids.ts';

/** The present moment. Never `Date.now()` elsewhere. */
export type Now = () => Ms;
/** A fresh, unguessable id (UUID v4: also what Feishu wants as `client_token` and `uuid`). */
export type NewId = () => string;

// ---------------------------------------------------------------------------------------------------------------
// Feishu: how a call can end (reliability.md B4). Decided in `feishu/client.ts` and nowhere else.

export type FeishuFailure =
  /** Come again after `afterMs`; nothing was applied. Rate limits, gateway trouble, data not ready. */
  | { readonly kind: 'retry'; readonly code: number; readonly afterMs: number; readonly reason: string }
  /** Another writer holds the table (1254291): come again with jitter, smaller. */
  | { readonly kind: 'conflict'; readonly code: number; readonly reason: string }
  /** The row, message or person is not there any more. */
  | { readonly kind: 'gone'; readonly code: number; readonly reason: string }
  /** The request itself is wrong or forbidden; repeating it is useless. */
  | { readonly kind: 'reject'; readonly code: number; readonly reason: string }
  /** Sent, and no trustworthy answer: it may have happened. Read before writing again, or repeat with the same token. */
  | { readonly kind: 'unknown'; readonly code: number; readonly reason: string }
  /** Credentials or scopes: a person has to mend the app's settings. */
  | { readonly kind: 'auth'; readonly code: number; readonly reason: string };

export type FeishuResult<T> = { readonly kind: 'ok'; readonly data: T } | FeishuFailure;

/** 消息: cards and plain notices to one person. */
export interface Messages {
  /** Sends a card. `uuid` (≤ 50 chars) makes a repeat within one hour harmless; Feishu then answers with the first message. */
  sendCard(to: OpenId, card: object, uuid: string): Promise<FeishuResult<{ readonly messageId: MessageId }>>;
  sendText(to: OpenId, text: string, uuid: string): Promise<FeishuResult<{ readonly messageId: MessageId }>>;
  /** Replaces the whole card; allowed for 14 days after sending. */
  updateCard(message: MessageId, card: object): Promise<FeishuResult<null>>;
}

/** A Bitable row as `batch_get` and `search` give it; `fields` in Feishu's read shape, by column name; empty cells are missing. */
export interface TableRow {
  readonly recordId: RecordId;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly createdBy: OpenId | null;
  readonly modifiedBy: OpenId | null;
  readonly modifiedByName: string | null;
  readonly modifiedAt: Ms | null;
}

export interface FieldSpec {
  readonly name: string;
  readonly type: number;
  readonly uiType?: string;
  readonly property?: object;
  readonly description?: string;
}
export interface LiveField {
  readonly fieldId: string;
  readonly name: string;
  readonly type: number;
  readonly uiType: string | null;
  readonly isPrimary: boolean;
  readonly property: Readonly<Record<string, unknown>> | null;
}
export interface LiveTable {
  readonly tableId: string;
  readonly name: string;
}
export interface LiveView {
  readonly viewId: string;
  readonly name: string;
  readonly type: string;
}
export interface LiveForm {
  readonly name: string;
  readonly shared: boolean;
  readonly sharedUrl: string | null;
  readonly sharedLimit: string | null;
}
export interface LiveFormQuestion {
  readonly fieldId: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly visible: boolean;
}

/** Where rows live: a Base (多维表格) and one of its tables. */
export interface TableAddress {
  readonly appToken: string;
  readonly tableId: string;
}

/** 多维表格: rows. Batches are all-or-nothing; limits: get 100, search page 500, create and update 1 000, delete 500. */
export interface Rows {
  get(
    table: TableAddress,
    recordIds: readonly RecordId[],
  ): Promise<FeishuResult<{ readonly rows: readonly TableRow[]; readonly absent: readonly RecordId[] }>>;
  /** One page in table order; pass the token of the page before. */
  page(
    table: TableAddress,
    pageToken: string | null,
  ): Promise<FeishuResult<{ readonly rows: readonly TableRow[]; readonly nextPageToken: string | null }>>;
  /** Rows whose text column equals `value` exactly. Used to look before creating again. */
  findByText(table: TableAddress, column: string, value: string): Promise<FeishuResult<readonly TableRow[]>>;
  create(
    table: TableAddress,
    rows: readonly Readonly<Record<string, unknown>>[],
    clientToken: string,
  ): Promise<FeishuResult<readonly RecordId[]>>;
  update(
    table: TableAddress,
    rows: readonly { readonly recordId: RecordId; readonly fields: Readonly<Record<string, unknown>> }[],
  ): Promise<FeishuResult<null>>;
  remove(table: TableAddress, recordIds: readonly RecordId[]): Promise<FeishuResult<null>>;
}

/** 多维表格: the shape of a Base. Used by `bitable apply` and `doctor`, never on a request's path. */
export interface Structure {
  createBase(name: string): Promise<FeishuResult<{ readonly appToken: string; readonly url: string; readonly defaultTableId: string }>>;
  getBase(appToken: string): Promise<FeishuResult<{ readonly name: string; readonly revision: number; readonly timeZone: string }>>;
  listTables(appToken: string): Promise<FeishuResult<readonly LiveTable[]>>;
  createTable(
    appToken: string,
    name: string,
    defaultViewName: string,
    fields: readonly FieldSpec[],
  ): Promise<FeishuResult<{ readonly tableId: string }>>;
  deleteTable(table: TableAddress): Promise<FeishuResult<null>>;
  listFields(table: TableAddress): Promise<FeishuResult<readonly LiveField[]>>;
  createField(table: TableAddress, field: FieldSpec, clientToken: string): Promise<FeishuResult<LiveField>>;
  updateField(table: TableAddress, fieldId: string, field: FieldSpec): Promise<FeishuResult<null>>;
  listViews(table: TableAddress): Promise<FeishuResult<readonly LiveView[]>>;
  createView(table: TableAddress, name: string, type: 'grid' | 'kanban' | 'gallery' | 'gantt' | 'form'): Promise<FeishuResult<LiveView>>;
  updateView(table: TableAddress, viewId: string, change: { readonly name?: string; readonly property?: object }): Promise<FeishuResult<null>>;
  getForm(table: TableAddress, formId: string): Promise<FeishuResult<LiveForm>>;
  updateForm(
    table: TableAddress,
    formId: string,
    change: { readonly name?: string; readonly description?: string; readonly shared?: boolean; readonly sharedLimit?: string },
  ): Promise<FeishuResult<null>>;
  listFormQuestions(table: TableAddress, formId: string): Promise<FeishuResult<readonly LiveFormQuestion[]>>;
  updateFormQuestion(
    table: TableAddress,
    formId: string,
    fieldId: string,
    change: {
      readonly title?: string;
      readonly description?: string;
      readonly required?: boolean;
      readonly visible?: boolean;
      readonly previousFieldId?: string;
    },
  ): Promise<FeishuResult<null>>;
  /** Without this call no record event is sent for the Base (drive v1 subscribe). */
  subscribe(appToken: string): Promise<FeishuResult<null>>;
  /** Makes a person a manager of the Base, so that it is visible to people at all. */
  addCollaborator(appToken: string, person: OpenId, right: 'view' | 'edit' | 'full_access'): Promise<FeishuResult<null>>;
}

export interface Feishu {
  readonly messages: Messages;
  readonly rows: Rows;
  readonly structure: Structure;
}
