/**
 * 单位, 领导, 接待日 and 参数 of one district as the process needs them. Staff keep them in tables; the process only reads.
 */
import type { BeijingDate, DistrictId, LeaderId, OpenId, ReceptionDayId, UnitId } from './ids.ts';
import type { Settings } from './settings.ts';

export { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** 领导 */
export interface Leader {
  readonly id: LeaderId;
  /** As addressed on cards, e.g. 书记甲. */
  readonly name: string;
  /** 职务 */
  readonly post: string;
  readonly openId: OpenId | null;
  /** May sign sheets (签批). */
  readonly maySign: boolean;
  /** 联络员: may prepare, never sign. */
  readonly secretaryOpenIds: readonly OpenId[];
  /** 代签: signs for this leader from … to, both days included. */
  readonly substitute: { readonly openId: OpenId; readonly from: BeijingDate; readonly to: BeijingDate } | null;
}

/** 单位; `federation` marks 工商联 itself, whose people are staff. */
export interface Unit {
  readonly id: UnitId;
  readonly name: string;
  readonly isFederation: boolean;
  /** 负责人 */
  readonly headOpenIds: readonly OpenId[];
  /** 承办人 */
  readonly officerOpenIds: readonly OpenId[];
  /** 网页办理: its people have no Feishu account; never 工商联 itself. */
  readonly worksByWeb: boolean;
}

/** 接待日 */
export interface ReceptionDay {
  readonly id: ReceptionDayId;
  readonly title: string;
  readonly date: BeijingDate | null;
  /** 09:00 … 11:30; empty where staff have not said. */
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly leaderId: LeaderId | null;
}

export interface Directory {
  readonly district: DistrictId;
  readonly leaders: readonly Leader[];
  readonly units: readonly Unit[];
  readonly receptionDays: readonly ReceptionDay[];
  /** By the id of a row of 领导 or 单位 that was deleted: what it was last called. It names past work and may do nothing. */
  readonly formerNames: ReadonlyMap<string, string>;
  readonly settings: Settings;
}

export const leaderById = (directory: Directory, id: LeaderId | null): Leader | null =>
  directory.leaders.find((leader) => leader.id === id) ?? null;
export const unitById = (directory: Directory, id: UnitId | null): Unit | null =>
  directory.units.find((unit) => unit.id === id) ?? null;
export const receptionDayById = (directory: Directory, id: ReceptionDayId | null): ReceptionDay | null =>
  directory.receptionDays.find((day) => day.id === id) ?? null;

/** What a unit is or was last called; empty where it never was in the table. */
export const knownUnitName = (directory: Directory, id: UnitId | null): string =>
  unitById(directory, id)?.name || formerName(directory, id);
/** The same of a leader. */
export const knownLeaderName = (directory: Directory, id: LeaderId | null): string =>
  leaderById(directory, id)?.name || formerName(directory, id);
const formerName = (directory: Directory, id: string | null): string =>
  id === null ? '' : (directory.formerNames.get(id) ?? '');
/** For those who could still turn to it: the name, and where its row was deleted that it is no longer in the table. */
export const unitName = (directory: Directory, id: UnitId | null): string =>
  unitById(directory, id)?.name || `${formerName(directory, id)}（已不在单位名录中）`;
/** The same of a leader. */
export const leaderName = (directory: Directory, id: LeaderId | null): string =>
  leaderById(directory, id)?.name || `${formerName(directory, id)}（已不在领导名录中）`;
