/**
 * 通知: short text messages without buttons, one or two lines, made when they are sent. Each speaks of what it was wished for
 * (`told-of.ts`) and says so where that has been settled in between; no number or person of the enterprise stands in any.
 */
import type { Case } from '../src/workflow/case.ts';
import { type Directory, unitById } from '../src/workflow/directory.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import type { Ms, OpenId, UnitId } from '../src/workflow/ids.ts';
import { hasNoSeat } from '../src/workflow/roles.ts';
import { inertMessageLine } from './inert.ts';
import { dayTitle, namesOf, unitNamed } from './notice-words.ts';
import { noticeOfHandling } from './notices-of-handling.ts';
import { noticeOfResult, type ResultNotice } from './notices-of-results.ts';
import { noticeOfSheet, type SheetNotice } from './notices-of-sheets.ts';
import { nameOfCase, roundOfMoment, type Told } from './told-of.ts';
import { toldUnits } from './told-units.ts';

/** Number, firm and category; a confidential enterprise is not named in messages, whoever reads them. */
const MAX_TITLE = 120;

/** 办理码 of a unit, as its reader is told it. */
export interface UnitCode {
  readonly unitId: UnitId;
  readonly code: string;
}

/**
 * `of`: the moment of what is told, `about`: the unit of which it speaks, `to`: who reads it. `codes` are those that were given out to
 * this reader and are still good; only `unitCodesIssued` says them.
 */
export const noticeText = (
  kind: NoticeKind,
  subject: Case,
  directory: Directory,
  {
    about = null,
    of = null,
    to = null,
    codes = [],
  }: {
    readonly about?: UnitId | null;
    readonly of?: Ms | null;
    readonly to?: OpenId | null;
    readonly codes?: readonly UnitCode[];
  } = {},
): string => {
  const told: Told = { subject, directory, of, about, to, round: roundOfMoment(subject, of) };
  const title =
    kind === 'receptionDayChanged' ? dayTitle(subject) : inertMessageLine(nameOfCase(told, kind), MAX_TITLE);
  if (kind === 'unitCodesIssued') return `【${title}】${codesTold(codes, directory)}`;
  return `【${title}】${sentence(kind, told)}${toTellByPhone(kind, told)}`;
};

const sentence = (kind: Exclude<NoticeKind, 'unitCodesIssued'>, told: Told): string => {
  if (isOfSheet(kind)) return noticeOfSheet(kind, told);
  if (isOfResult(kind)) return noticeOfResult(kind, told);
  return noticeOfHandling(kind, told);
};

/** Units among those it is for whom no message reaches. */
const toTellByPhone = (kind: NoticeKind, told: Told): string => {
  const parts = toldUnits(kind, told)
    .filter((id) => hasNoSeat(unitById(told.directory, id)))
    .map((unitId) => ({ unitId }));
  return parts.length === 0 ? '' : `${namesOf(parts, told.directory)}收不到飞书消息，由工商联电话告知。`;
};

const OF_SHEETS: Readonly<Record<SheetNotice, true>> = {
  sheetSentBack: true,
  sheetPassedOn: true,
  sheetHeld: true,
  transcriptCorrected: true,
  transcriptDisowned: true,
  instructionCorrected: true,
  instructionAdded: true,
  unitReleased: true,
};
const OF_RESULTS: Readonly<Record<ResultNotice, true>> = {
  resultReturned: true,
  dissatisfied: true,
  ratedBadly: true,
  ratingWordsAdded: true,
  ratingContested: true,
  contestDecided: true,
  planReported: true,
  planChecked: true,
  caseTookIn: true,
  caseGivenBack: true,
  sharedRatedBadly: true,
};
const isOfSheet = (kind: NoticeKind): kind is SheetNotice => Object.hasOwn(OF_SHEETS, kind);
const isOfResult = (kind: NoticeKind): kind is ResultNotice => Object.hasOwn(OF_RESULTS, kind);

const codesTold = (codes: readonly UnitCode[], directory: Directory): string =>
  codes.length === 0
    ? '办理码已失效，或已另发新码；仍需要的，请重新选择操作“发办理码”。'
    : `${codes.map(({ unitId, code }) => `${unitNamed(directory, unitId)}的办理码：${code}`).join('；')}。30分钟内有效，只能用一次；请电话告知，不要与链接一同发送。`;
