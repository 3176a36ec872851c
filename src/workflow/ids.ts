/**
 * Branded identifiers, so that a case id cannot be passed where a message id is wanted.
 * The makers below are the only casts; they belong to parsers (rows, callbacks, environment) and to nobody else.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type DistrictId = Branded<'DistrictId'>;
/** 事项 */
export type CaseId = Branded<'CaseId'>;
/** A person in Feishu, as this app sees them (`ou_…`). */
export type OpenId = Branded<'OpenId'>;
/** 单位: the record id of its row in 单位与承办人. */
export type UnitId = Branded<'UnitId'>;
/** 领导: the record id of the row in 领导. */
export type LeaderId = Branded<'LeaderId'>;
/** 接待日: the record id of its row in 接待日. */
export type ReceptionDayId = Branded<'ReceptionDayId'>;
/** One delivery of one intention to act; the same id always gets the same answer. */
export type DeliveryId = Branded<'DeliveryId'>;
/** A Bitable row (`rec…`). */
export type RecordId = Branded<'RecordId'>;
/** A Feishu message (`om_…`). */
export type MessageId = Branded<'MessageId'>;

export const districtId = (text: string): DistrictId => text as DistrictId;
export const caseId = (text: string): CaseId => text as CaseId;
export const openId = (text: string): OpenId => text as OpenId;
export const unitId = (text: string): UnitId => text as UnitId;
export const leaderId = (text: string): LeaderId => text as LeaderId;
export const receptionDayId = (text: string): ReceptionDayId => text as ReceptionDayId;
export const deliveryId = (text: string): DeliveryId => text as DeliveryId;
export const recordId = (text: string): RecordId => text as RecordId;
export const messageId = (text: string): MessageId => text as MessageId;

/** A calendar day in Beijing, `yyyy-MM-dd`. */
export type BeijingDate = Branded<'BeijingDate'>;
export const beijingDate = (text: string): BeijingDate => text as BeijingDate;

/** A moment, milliseconds since 1970. Named so that a signature says which number is a time. */
export type Ms = number;
