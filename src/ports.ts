/**
 * Everything this program can do to the world, as small typed functions that speak our words.
 * Implementations live in `store/` (libSQL) and `feishu/` (the SDK); only `compose.ts` joins them to the rest.
 */
import type { WishKind } from './wishes/kinds.ts';
import type { Case } from './workflow/case.ts';
import type { Directory } from './workflow/directory.ts';
import type { CaseEvent } from './workflow/events.ts';
import type {
  BeijingDate,
  CaseId,
  DeliveryId,
  DistrictId,
  MessageId,
  Ms,
  OpenId,
  ReceptionDayId,
  RecordId,
  UnitId,
} from './workflow/ids.ts';
import type { EnterpriseKeys, KnownEnterprise, PeersByCase, Ties, TiesByCase } from './workflow/ties.ts';

/** The present moment. Never `Date.now()` elsewhere. */
export type Now = () => Ms;
/** Acts once after so many milliseconds, unless it is called off by what is returned. */
export type After = (ms: Ms, act: () => void) => () => void;
/** A fresh, unguessable id (UUID v4: also what Feishu wants as `client_token` and `uuid`). */
export type NewId = () => string;

// ---------------------------------------------------------------------------------------------------------------
// Feishu: how a call can end (reliability.md B4). Decided in `feishu/client.ts` and nowhere else.

export type FeishuFailure =
  /** Come again after `afterMs`; nothing was applied. Rate limits, gateway trouble, data not ready. */
  | { readonly kind: 'retry'; readonly code: number; readonly afterMs: number; readonly reason: string }
  /** Another writer holds the table (1254291): come again with jitter, smaller. */
  | { readonly kind: 'conflict'; readonly code: number; readonly reason: string }
  /** The row or message is not there any more. */
  | { readonly kind: 'gone'; readonly code: number; readonly reason: string }
  /** This person cannot be written to: left, muted the bot, or outside the app's range. Others can. */
  | { readonly kind: 'unreachable'; readonly code: number; readonly reason: string }
  /** The request itself is wrong or forbidden; repeating it is useless. */
  | { readonly kind: 'reject'; readonly code: number; readonly reason: string }
  /** Sent, and no trustworthy answer: it may have happened. Read before writing again, or repeat with the same token. */
  | { readonly kind: 'unknown'; readonly code: number; readonly reason: string }
  /** Credentials or scopes: a person has to mend the app's settings. */
  | {
      readonly kind: 'auth';
      readonly code: number;
      readonly reason: string;
      /** A scope was never granted: nothing but a new version of the app will change that. */
      readonly lacksScope?: true;
    };

export type FeishuResult<T> = { readonly kind: 'ok'; readonly data: T } | FeishuFailure;

/** 素材: a file on its way into an attachment cell. */
export interface Media {
  upload(
    appToken: string,
    file: { readonly name: string; readonly bytes: Uint8Array; readonly isImage: boolean },
  ): Promise<FeishuResult<{ readonly token: string }>>;
  /** The bytes of a file that stands in an attachment cell. */
  download(token: string): Promise<FeishuResult<Uint8Array>>;
}

/** 消息: cards and plain notices to one person. */
export interface Messages {
  /** Sends a card. `uuid` (≤ 50 chars) makes a repeat within one hour harmless; Feishu then answers with the first message. */
  sendCard(to: OpenId, card: object, uuid: string): Promise<FeishuResult<{ readonly messageId: MessageId }>>;
  sendText(to: OpenId, text: string, uuid: string): Promise<FeishuResult<{ readonly messageId: MessageId }>>;
  /** Replaces the whole card; allowed for 14 days after sending. */
  updateCard(message: MessageId, card: object): Promise<FeishuResult<null>>;
  /** 应用内加急: the client insists until it is read. */
  urge(message: MessageId, who: OpenId): Promise<FeishuResult<null>>;
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
  /** Grows with every change of the table. Null where Feishu does not say. */
  readonly revision?: number | null;
}
export interface LiveBase {
  readonly name: string;
  readonly revision: number;
  readonly timeZone: string;
  /** 高级权限 is on: an app without 可管理 then reads nothing, with success. */
  readonly isAdvanced: boolean;
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
  /** One page, the last changed first, by a column of type 最后更新时间. */
  recent(
    table: TableAddress,
    column: string,
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
  createBase(
    name: string,
  ): Promise<FeishuResult<{ readonly appToken: string; readonly url: string; readonly defaultTableId: string }>>;
  getBase(appToken: string): Promise<FeishuResult<LiveBase>>;
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
  deleteField(table: TableAddress, fieldId: string): Promise<FeishuResult<null>>;
  /** As many rows as this app can see. */
  countRows(table: TableAddress): Promise<FeishuResult<number>>;
  listViews(table: TableAddress): Promise<FeishuResult<readonly LiveView[]>>;
  /** What a view filters and hides, in Feishu's words. */
  viewProperty(table: TableAddress, viewId: string): Promise<FeishuResult<Readonly<Record<string, unknown>>>>;
  createView(
    table: TableAddress,
    name: string,
    type: 'grid' | 'kanban' | 'gallery' | 'gantt' | 'form',
  ): Promise<FeishuResult<LiveView>>;
  updateView(
    table: TableAddress,
    viewId: string,
    change: { readonly name?: string; readonly property?: object },
  ): Promise<FeishuResult<null>>;
  getForm(table: TableAddress, formId: string): Promise<FeishuResult<LiveForm>>;
  updateForm(
    table: TableAddress,
    formId: string,
    change: {
      readonly name?: string;
      readonly description?: string;
      readonly shared?: boolean;
      readonly sharedLimit?: string;
    },
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
}

export type DocumentRight = 'view' | 'edit' | 'full_access';
/** Someone a Base is shared with: a person, or a group, department … of which only the kind is known. */
export interface Collaborator {
  readonly openId: OpenId | null;
  readonly right: string;
}
/** 应用权限 as the tenant granted it. `identity` where Feishu tells: events of documents need it for both. */
export interface GrantedScope {
  readonly name: string;
  readonly isGranted: boolean;
  readonly identity: 'tenant' | 'user' | null;
}
/** A Base in the app's own space (应用的云空间). */
export interface OwnBase {
  readonly appToken: string;
  readonly name: string;
  readonly url: string;
  readonly createdAt: Ms;
}

/** 云文档: what surrounds a Base. Used by `bitable apply` and `doctor`, never on a request's path. */
export interface Documents {
  /** Without this call no record event is sent for the Base (drive v1 subscribe). Harmless when repeated. */
  subscribe(appToken: string): Promise<FeishuResult<null>>;
  isSubscribed(appToken: string): Promise<FeishuResult<boolean>>;
  /** Makes a person a manager of the Base, so that it is visible to people at all. */
  addCollaborator(appToken: string, person: OpenId, right: DocumentRight): Promise<FeishuResult<null>>;
  listCollaborators(appToken: string): Promise<FeishuResult<readonly Collaborator[]>>;
  /** Whether this app may manage (可管理) the Base; less is not enough for events and advanced permissions. */
  mayManage(appToken: string): Promise<FeishuResult<boolean>>;
  /** Bases at the top of the app's own space: where one goes that an app creates. */
  listOwnBases(): Promise<FeishuResult<readonly OwnBase[]>>;
  listScopes(): Promise<FeishuResult<readonly GrantedScope[]>>;
  /** Who has this mobile number or e-mail address, in the order asked; null for nobody the app can see. At most 50 of each. */
  findPeople(contacts: readonly string[]): Promise<FeishuResult<readonly (OpenId | null)[]>>;
}

/** 三方审批定义: one per district; tells Feishu where a press in the approval centre is reported, and with what proof. */
export interface ApprovalDefinition {
  /** The code Feishu gave, or one of ours for a definition that it does not know yet. */
  readonly code: string;
  readonly name: string;
  readonly organName: string;
  readonly callbackUrl: string;
  readonly callbackToken: string;
  readonly callbackKey: string;
}

/** One person's part of an approval. `context` comes back with a press; without one the task cannot be pressed. */
export interface ApprovalTask {
  readonly taskId: string;
  readonly openId: OpenId;
  readonly status: 'pending' | 'approved' | 'rejected' | 'transferred' | 'done';
  readonly startedAt: Ms;
  readonly endedAt: Ms | null;
  readonly context: string | null;
}

/** A sheet as it stands in the approval centre. */
export interface ApprovalInstance {
  readonly code: string;
  readonly instanceId: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'canceled';
  readonly title: string;
  /** At most three are shown. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Where a click on it leads. */
  readonly link: string;
  readonly startedBy: OpenId;
  readonly startedAt: Ms;
  readonly endedAt: Ms | null;
  /** Feishu takes only what is newer than what it has. */
  readonly version: Ms;
  readonly tasks: readonly ApprovalTask[];
}

/** 飞书审批: shows what our process says (三方审批), and reports presses to our door; it moves nothing itself. */
export interface Approvals {
  /** Creates or updates the definition; answers the code to go on with. */
  define(definition: ApprovalDefinition): Promise<FeishuResult<{ readonly code: string }>>;
  sync(instance: ApprovalInstance): Promise<FeishuResult<null>>;
  /** The version Feishu holds of an instance; null when it knows none. */
  heldVersion(instanceId: string): Promise<FeishuResult<Ms | null>>;
  /** Who pressed: reports name people by user_id. */
  personOf(userId: string): Promise<FeishuResult<OpenId>>;
}

/** A reception day as 日程; it lasts the whole day, because the tables keep no hour. */
export interface CalendarEvent {
  readonly title: string;
  readonly description: string;
  readonly date: BeijingDate;
  /** From–to as 09:00; null: the whole day. */
  readonly hours: { readonly from: string; readonly to: string } | null;
  readonly place: string;
}

/** 飞书日历, on the app's own calendar. */
export interface Calendar {
  primary(): Promise<FeishuResult<{ readonly calendarId: string }>>;
  /** `key` (32 to 128 chars) makes a repeat harmless. */
  create(calendarId: string, event: CalendarEvent, key: string): Promise<FeishuResult<{ readonly eventId: string }>>;
  /** `isTold`: whether Feishu's calendar bot writes to the attendees about it. */
  update(calendarId: string, eventId: string, event: CalendarEvent, isTold: boolean): Promise<FeishuResult<null>>;
  remove(calendarId: string, eventId: string): Promise<FeishuResult<null>>;
  attendees(calendarId: string, eventId: string): Promise<FeishuResult<readonly OpenId[]>>;
  invite(calendarId: string, eventId: string, people: readonly OpenId[]): Promise<FeishuResult<null>>;
  uninvite(calendarId: string, eventId: string, people: readonly OpenId[]): Promise<FeishuResult<null>>;
}

/** A unit's sheet as 任务. */
export interface TaskContent {
  readonly title: string;
  readonly description: string;
  readonly due: BeijingDate | null;
  /** Where a click on “complete” leads instead of completing. */
  readonly link: string;
  readonly hint: string;
}
export interface LiveTask {
  readonly assignees: readonly OpenId[];
  readonly completedAt: Ms | null;
}

/** 飞书任务, made and owned by the app. */
export interface Tasks {
  /** `token` makes a repeat within five minutes harmless. */
  create(
    task: TaskContent,
    assignees: readonly OpenId[],
    token: string,
  ): Promise<FeishuResult<{ readonly guid: string }>>;
  get(guid: string): Promise<FeishuResult<LiveTask>>;
  update(guid: string, task: TaskContent): Promise<FeishuResult<null>>;
  /** Null opens it again. Feishu refuses to complete what is complete. */
  complete(guid: string, at: Ms | null): Promise<FeishuResult<null>>;
  assign(guid: string, people: readonly OpenId[]): Promise<FeishuResult<null>>;
  unassign(guid: string, people: readonly OpenId[]): Promise<FeishuResult<null>>;
  remove(guid: string): Promise<FeishuResult<null>>;
}

export interface Feishu {
  readonly messages: Messages;
  readonly media: Media;
  readonly rows: Rows;
  readonly structure: Structure;
  readonly documents: Documents;
  readonly approvals: Approvals;
  readonly calendar: Calendar;
  readonly tasks: Tasks;
}

// ---------------------------------------------------------------------------------------------------------------
// The database: what is saved together, and what waits to be delivered.

/** How a write to the database can end, besides an impossible one (which throws). */
export type SaveOutcome =
  | { readonly kind: 'saved' }
  /** This delivery was saved before; `reply` is what was answered then. */
  | { readonly kind: 'repeated'; readonly reply: string }
  /** Someone was faster (the event's place or the sheet number is taken): load and decide again. */
  | { readonly kind: 'conflict' }
  /** BUSY after all retries, or past the deadline before anything was sent: nothing was saved. */
  | { readonly kind: 'busy' };

/** The database could not be asked in time. Nothing was decided, so nothing was saved. */
export class UnreadError extends Error {
  constructor(cause: unknown) {
    super('the database did not answer a look in time', { cause });
    this.name = 'UnreadError';
  }
}

/** All that one decision needs, read in one round trip. */
export interface DecisionContext {
  readonly subject: Case | null;
  readonly directory: Directory;
  /** The serial the next sheet of this district and Beijing year would get. */
  readonly nextSerial: number;
  /** Hash of the case's last event, where the next one links on; empty for a new case. */
  readonly lastHash: string;
  /** What this delivery was answered when it came before; null when it is new. */
  readonly earlierReply: string | null;
  /** Null where it was not asked for. */
  readonly ties: Ties | null;
  /** Null where it was not asked for, or is not there. */
  readonly mergeTarget: Case | null;
}

/** Of a wish that another version of the service made. */
export const UNKNOWN_WISH = '程序版本不一致，无法发送，请技术人员处理';

/** Something that should be so outside (an intention). Rows of the same key coalesce: only the newest wish is worked on. */
export interface Intention {
  readonly key: string;
  /** Deliveries in one lane happen one after another (`wishes/wish.ts`). */
  readonly lane: string;
  readonly kind: WishKind;
  readonly district: DistrictId;
  readonly caseId: CaseId | null;
  readonly args: Readonly<Record<string, string>>;
  readonly runAt: Ms;
}

/** An intention as the drainer takes it. `wanted` counts how often it was asked; finishing names the count it answers. */
export interface DueIntention extends Intention {
  readonly wanted: number;
  readonly attempts: number;
  readonly firstAttemptAt: Ms | null;
  /** UUID v4 that stays the same for all attempts of one wish: `uuid` or `client_token` at Feishu. */
  readonly token: string;
}

/** How an attempt ended. `again` with `countsAsAttempt: false` is a snooze (rate limits). */
export type AttemptEnd =
  | { readonly kind: 'finished' }
  | {
      readonly kind: 'again';
      readonly at: Ms;
      readonly reason: string;
      readonly countsAsAttempt: boolean;
      /** Nothing of this attempt can have arrived, nor of an earlier one: it counts as never attempted, its token as unused. */
      readonly isUnsent?: true;
    }
  | { readonly kind: 'parked'; readonly reason: string };

/** What became known during an attempt and must be saved together with its end. */
export type Fact =
  | {
      readonly kind: 'cardSent';
      readonly key: string;
      readonly messageId: MessageId;
      readonly hash: string;
      readonly isAnswerable: boolean;
      readonly at: Ms;
    }
  | {
      readonly kind: 'cardDrawn';
      readonly key: string;
      readonly hash: string;
      readonly isAnswerable: boolean;
      /** As they were when the attempt looked: with more of them by now, nobody knows what the message shows. */
      readonly touches: number;
    }
  | { readonly kind: 'cardGone'; readonly key: string }
  | {
      readonly kind: 'rowAgreed';
      readonly table: string;
      readonly recordId: RecordId;
      readonly entityId: string;
      /** The normalised values both sides last agreed on, by column key. */
      readonly shadow: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'rowDeleted'; readonly table: string; readonly recordId: RecordId }
  /** The table was deleted and made anew: nothing is agreed on about its rows. */
  | { readonly kind: 'tableMadeAnew'; readonly table: string }
  /** What the sync should remember under this name; null forgets it. */
  | { readonly kind: 'noted'; readonly name: string; readonly value: object | null }
  /** The whole table as read: what is not in it has left the directory. */
  | { readonly kind: 'directoryRows'; readonly table: DirectoryTable; readonly rows: readonly DirectoryRow[] }
  /** 企业 as read, where it says something else than before. Of a faulty row (`value` null) what was known stays in force. */
  | { readonly kind: 'enterprisesRead'; readonly rows: readonly EnterpriseRow[] }
  /** Something of ours stands in Feishu under this id, showing this. */
  | ({ readonly kind: 'linkMade' } & Omit<Link, 'district'>)
  | { readonly kind: 'linkGone'; readonly key: string };

/** What stands in Feishu besides rows and cards: 审批, 日程, 任务. */
export interface Link {
  readonly key: string;
  readonly district: DistrictId;
  readonly what: LinkKind;
  readonly caseId: CaseId | null;
  /** Null: whether it was made is not known and cannot be found out, so it is not made again. */
  readonly remoteId: string | null;
  /** Of an approval: what Feishu compares by. */
  readonly version: Ms;
  /** What it shows, as far as the next comparison needs it. */
  readonly shown: Readonly<Record<string, unknown>>;
}
export const LINK_KINDS = ['definition', 'approval', 'calendar', 'event', 'task'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** One row of 企业, by the keys under which its cases are found. */
export interface EnterpriseRow {
  readonly id: RecordId;
  readonly code: string;
  readonly name: string;
  readonly value: KnownEnterprise | null;
}

export type DirectoryTable = 'leaders' | 'units' | 'receptionDays' | 'settings';
/** One row of a directory table as the process needs it, JSON of Leader, Unit, ReceptionDay or one setting. */
export interface DirectoryRow {
  readonly id: string;
  readonly value: unknown;
  /** The row is faulty: what was known of it before stays in force; `value` (when not null) counts only where nothing was. */
  readonly isFaulty?: boolean;
}

export interface AttemptRecord {
  readonly key: string;
  readonly wanted: number;
  readonly end: AttemptEnd;
}

/** Cases that were filed under one name and code, as typed. */
export interface EnterpriseCount {
  readonly name: string;
  readonly creditCode: string;
  readonly open: number;
  readonly total: number;
}

export interface CaseStore {
  /**
   * One read round trip. `district` is needed only for a case that does not exist yet.
   * @throws UnreadError
   */
  loadForDecision(what: {
    readonly caseId: CaseId;
    readonly district: DistrictId | null;
    readonly year: number;
    readonly deliveryId: DeliveryId;
    /** On the clock of deadlines: who asked does not wait any longer. Null or missing: the store's own patience. */
    readonly endsAt?: Ms | null;
    /** Also what is near the case, in the same round trip: for a sheet that is drawn again by the answer. */
    readonly withTies?: boolean;
    /** Another case that the decision depends on, read in the same round trip. */
    readonly mergeTarget?: CaseId | null;
  }): Promise<DecisionContext | null>;
  /**
   * One write round trip: delivery id, events with hashes, case row, sheet number, intentions, and a new wish for every
   * card this case has. `pressedCardKey`: that one waits until `pressedCardAt`, because the answer redraws it.
   */
  saveDecision(what: {
    readonly deliveryId: DeliveryId;
    readonly reply: string;
    readonly next: Case;
    readonly events: readonly CaseEvent[];
    readonly lastHash: string;
    readonly intentions: readonly Intention[];
    readonly now: Ms;
    readonly pressedCardKey: string | null;
    readonly pressedCardAt: Ms;
    /** As above: nothing is sent to the database any more after it. */
    readonly endsAt?: Ms | null;
    /** Where neighbours' sheets are looked for that may show something else now; empty or missing: none. */
    readonly nearTo?: readonly EnterpriseKeys[];
    /** The same for neighbours' rows. */
    readonly alikeTo?: readonly EnterpriseKeys[];
  }): Promise<SaveOutcome>;
  loadCase(id: CaseId): Promise<{ readonly subject: Case; readonly directory: Directory } | null>;
  loadCases(ids: readonly CaseId[]): Promise<readonly Case[]>;
  /** What is near these cases. One read round trip. */
  loadTies(ids: readonly CaseId[]): Promise<TiesByCase>;
  /** Other cases of their enterprises, as rows name them. One read round trip; none for no ids. */
  loadPeers(ids: readonly CaseId[]): Promise<PeersByCase>;
  loadEvents(id: CaseId): Promise<readonly CaseEvent[]>;
  /** Cases filed with this receipt, oldest first, with their district's directory. */
  loadByReceipt(
    receiptHash: string,
  ): Promise<{ readonly cases: readonly Case[]; readonly directory: Directory } | null>;
  findByNumber(district: DistrictId, numberOrId: string): Promise<CaseId | null>;
  /** The open cases on the agenda of a reception day, or heard on it, with the directory. One read round trip. */
  loadReceptionDay(
    district: DistrictId,
    day: ReceptionDayId,
  ): Promise<{
    readonly directory: Directory;
    readonly items: readonly Case[];
    /** What is near each of them. */
    readonly ties: TiesByCase;
  }>;
  /** How many cases each enterprise filed, without confidential ones. Walks all cases of the district: not for a request's path. */
  countByEnterprise(district: DistrictId): Promise<readonly EnterpriseCount[]>;
  /** Open cases of a district after `after` in id order, for the clock's turn. */
  openCases(district: DistrictId, after: CaseId | null, limit: number): Promise<readonly Case[]>;
  /**
   * Cases after `after` in id order that have something left to do from a day up to `until` on (`followUpOn`), open or ended:
   * for the clock's turn, which does not walk what has ended.
   */
  followUps(district: DistrictId, until: BeijingDate, after: CaseId | null, limit: number): Promise<readonly Case[]>;
  /** Ended cases of a district that changed at or after `since`, latest first, then others with something left to do by `leftBy`. */
  endedCases(
    district: DistrictId,
    which: { readonly since: Ms; readonly leftBy: BeijingDate },
    limit: number,
  ): Promise<readonly Case[]>;
  /** Cases whose enterprise's name holds these words: open ones and the latest of the ended ones. */
  searchByEnterprise(district: DistrictId, words: string, limit: number): Promise<readonly Case[]>;
}

/** The Base of a district and where its tables are. */
export interface BaseBinding {
  readonly district: DistrictId;
  readonly appToken: string;
  readonly url: string;
  /** Table id by table key of `bitable-schema`. */
  readonly tables: Readonly<Record<string, string>>;
  /** Public address of the shared intake form; null until it is shared. */
  readonly formUrl: string | null;
}

export interface MirrorRow {
  readonly table: string;
  readonly recordId: RecordId;
  readonly entityId: string;
  readonly shadow: Readonly<Record<string, unknown>>;
  readonly isDeleted: boolean;
}

export interface SyncNote {
  readonly value: unknown;
  readonly at: Ms;
}

export interface MirrorStore {
  loadBases(): Promise<readonly BaseBinding[]>;
  saveBase(binding: BaseBinding): Promise<void>;
  findBase(appToken: string): Promise<BaseBinding | null>;
  loadDirectory(district: DistrictId): Promise<Directory>;
  /** Of every district that has a Base, in one round trip: the clock asks in each of its turns. */
  loadDirectories(): Promise<readonly Directory[]>;
  rowsByRecord(district: DistrictId, table: string, recordIds: readonly RecordId[]): Promise<readonly MirrorRow[]>;
  rowsByEntity(district: DistrictId, table: string, entityIds: readonly string[]): Promise<readonly MirrorRow[]>;
  /** What the sync remembers of a district, by name. */
  loadNotes(district: DistrictId): Promise<ReadonlyMap<string, SyncNote>>;
  /** Living rows of a table after this id, in id order. */
  rowsAfter(district: DistrictId, table: string, after: string, limit: number): Promise<readonly MirrorRow[]>;
  /** Their ids alone. */
  recordIdsAfter(district: DistrictId, table: string, after: string, limit: number): Promise<readonly RecordId[]>;
  /** Saves facts outside a lane's record (used by `apply` and imports). */
  saveFacts(district: DistrictId, facts: readonly Fact[]): Promise<void>;
}

/** What stands in 审批, 日历 and 任务, and the cases a reception day consists of. Written by facts alone. */
export interface LinkStore {
  link(key: string): Promise<Link | null>;
  linksOfCase(caseId: CaseId, what: LinkKind): Promise<readonly Link[]>;
  linksOfDistrict(district: DistrictId, what: LinkKind): Promise<readonly Link[]>;
  linkByRemote(what: LinkKind, remoteId: string): Promise<Link | null>;
  /** Open cases that are to be, or were, received on this day. */
  agenda(district: DistrictId, day: ReceptionDayId): Promise<readonly Case[]>;
}

export interface OutboxStore {
  /** One write round trip: remembers the event's delivery id and what should be looked at because of it. */
  saveEvent(deliveryId: DeliveryId, intentions: readonly Intention[], now: Ms): Promise<void>;
  /** Lanes with something due, most overdue first. */
  dueLanes(now: Ms, limit: number): Promise<readonly string[]>;
  /** Takes the lane for `leaseMs`, or null when someone holds it. */
  lease(lane: string, owner: string, now: Ms, leaseMs: number): Promise<{ readonly fence: number } | null>;
  dueIn(lane: string, now: Ms, limit: number): Promise<readonly DueIntention[]>;
  /** Notes that an attempt begins (so that a token's age is known), before the first call leaves. Fenced. */
  begin(lane: string, fence: number, keys: readonly string[], now: Ms): Promise<boolean>;
  /** Saves ends and facts together; false when the lane was lost meanwhile (nothing saved). */
  record(what: {
    readonly lane: string;
    readonly fence: number;
    readonly district: DistrictId;
    readonly now: Ms;
    readonly records: readonly AttemptRecord[];
    readonly facts: readonly Fact[];
    readonly intentions: readonly Intention[];
  }): Promise<boolean>;
  release(lane: string, fence: number): Promise<void>;
  card(key: string): Promise<{
    readonly messageId: MessageId | null;
    /** Of what the message shows; empty when that is not known. */
    readonly hash: string | null;
    readonly sentAt: Ms | null;
    readonly touches: number;
    /** Until then the answer to a press may be on its way to the message. */
    readonly heldUntil: Ms;
  } | null>;
  /**
   * Before a press that decided nothing is answered with a card: the same that `saveDecision` notes for one that did. The
   * card is drawn anew at `until` unless `noteDrawn` comes to say what it shows.
   */
  answering(what: {
    readonly key: string;
    /** The pressed message; null when the press did not say. */
    readonly messageId: MessageId | null;
    readonly press: DeliveryId;
    readonly until: Ms;
    readonly now: Ms;
  }): Promise<void>;
  /**
   * After the answer to a press has left: this is what the pressed message shows now. When another answer or a call was
   * under way at the same time that is not certain, and it is drawn anew at `until`. Gives the message by which we know the
   * card: another one when an older one, or a copy, was pressed.
   */
  noteDrawn(what: {
    readonly key: string;
    readonly press: DeliveryId;
    readonly messageId: MessageId;
    readonly hash: string;
    readonly isAnswerable: boolean;
    readonly until: Ms;
    readonly now: Ms;
  }): Promise<MessageId | null>;
  /** Wishes cards without an event of a case: `missing` only where there is no such row yet, `again` for all cards of these cases. */
  dealCards(what: {
    readonly missing: readonly Intention[];
    readonly again: readonly CaseId[];
    readonly now: Ms;
  }): Promise<void>;
  /** Wishes every card anew that still waits for a press on a message sent before `sentBefore`; once per such moment. */
  renewCards(district: DistrictId, sentBefore: Ms, now: Ms): Promise<void>;
  /** Makes what was given up due again, by key or all of a district; returns their keys. */
  requeue(district: DistrictId, key: string | null, now: Ms): Promise<readonly string[]>;
  /** For 运行状况 and `/metrics`. */
  health(
    district: DistrictId,
    now: Ms,
  ): Promise<{
    readonly due: number;
    readonly oldestDueAt: Ms | null;
    /** The same for the lane of the Base, and for all lanes of people together. */
    readonly lanes: Readonly<Record<'base' | 'person', { readonly due: number; readonly oldestDueAt: Ms | null }>>;
    readonly parked: readonly {
      readonly key: string;
      readonly kind: WishKind;
      readonly caseId: CaseId | null;
      readonly reason: string;
      readonly at: Ms;
      /** The last attempts that failed, oldest first. */
      readonly errors: readonly { readonly at: Ms; readonly reason: string }[];
    }[];
  }>;
}

/** Calls to Feishu of a day, by endpoint and end (`ok` or the class of the failure). */
export interface CallCount {
  readonly day: BeijingDate;
  readonly what: string;
  readonly kind: string;
  readonly count: number;
}
export interface CallCounts {
  add(counts: readonly CallCount[]): Promise<void>;
  of(day: BeijingDate): Promise<readonly CallCount[]>;
}

/**
 * How far a turn of the clock has come, so that it is done once per occasion (a day, a changed directory) and goes on where
 * it stopped.
 */
export interface ClockStore {
  turn(district: DistrictId, occasion: string): Promise<{ readonly after: CaseId | null; readonly isDone: boolean }>;
  /** `supersedes`: how the occasions begin that this one takes the place of; one of them that comes back is gone through again. */
  saveTurn(
    district: DistrictId,
    occasion: string,
    turn: { readonly after: CaseId | null; readonly isDone: boolean; readonly supersedes?: string },
  ): Promise<void>;
}

/** Counts in the database, because memory is not shared between machines. True while fewer than `limit` came in the window. */
export type Allow = (bucket: string, limit: number, perMs: number) => Promise<boolean>;

/** Signed links for people without an account (DESIGN.md 7). One purpose each; verification never says why it failed. */
export interface Links {
  status(receiptHash: string, now: Ms): string;
  rating(caseId: CaseId, round: number, now: Ms): string;
  /** 网页办理 of a unit's part in the round in hand; null where there is no limit to reckon its end from. */
  unit(subject: Case, unitId: UnitId): string | null;
}

/** 照片和附件 of a round for one person, beside the card; null where there is nothing to add to. The same however often it is asked. */
export type FilesUrl = (subject: Case, round: number, who: OpenId) => string | null;
