/**
 * What the cards that show several cases are drawn from. Whoever builds a view decides which cases belong to the viewer
 * (and may be seen); the drawings only order, count and shorten.
 */
import type { Case } from '../src/workflow/case.ts';
import type { Directory, ReceptionDay } from '../src/workflow/directory.ts';
import type { BeijingDate, CaseId, LeaderId, OpenId, UnitId } from '../src/workflow/ids.ts';
import type { TiesByCase } from '../src/workflow/ties.ts';
import type { ListName } from './ask.ts';
import type { UnitFigures } from './unit-figures.ts';

interface Board {
  readonly directory: Directory;
  /** Whose card it is. */
  readonly viewer: OpenId;
  /** The day it is drawn for. */
  readonly today: BeijingDate;
}

/** 接待日议题单: one reception day, for its leader (and whoever stands in). `cases`: all that are on its agenda. */
export interface BriefingView extends Board {
  readonly kind: 'briefing';
  readonly day: ReceptionDay;
  readonly cases: readonly Case[];
  /** What is near each of them. */
  readonly ties: TiesByCase;
}

/** 周报: what waits for a leader, a unit or staff. `cases`: all open ones of theirs, and those closed since `since`. */
export interface DigestView extends Board {
  readonly kind: 'digest';
  readonly audience:
    | { readonly kind: 'leader'; readonly leaderId: LeaderId }
    | { readonly kind: 'unit'; readonly unitId: UnitId }
    | { readonly kind: 'staff' };
  readonly since: BeijingDate;
  /** Of a week, or what asks something of the reader on one day. */
  readonly span: 'week' | 'day';
  /** The unit's own, on its 周报. */
  readonly figures: UnitFigures | null;
  readonly cases: readonly Case[];
}

/** 月度一览. `cases`: every case that was open in, or came in or ended during, the month. */
export interface MonthView extends Board {
  readonly kind: 'month';
  /** First and last day of the month. */
  readonly from: BeijingDate;
  readonly to: BeijingDate;
  readonly cases: readonly Case[];
}

/** A list that was asked for: 待我签批, 我的在办, 督办清单; `query` for 查询结果, where the words searched for are not repeated. */
export interface ListView extends Board {
  readonly kind: 'list';
  readonly list: ListName | 'query';
  /** All of them, in any order. */
  readonly cases: readonly Case[];
  /** The unit's own, where somebody of a unit asked for 我的在办. */
  readonly figures: UnitFigures | null;
  /** From 1; beyond the last page the last one is drawn. */
  readonly page: number;
}

/** 本月接待日: the days from the first of the month on, with what stands on the agenda of each. */
export interface ReceptionDaysView extends Board {
  readonly kind: 'receptionDays';
  readonly days: readonly ReceptionDay[];
  readonly cases: readonly Case[];
}

/** 现场签批: the items of a reception day, one of them in hand. `at`: the one asked for, or the one just decided. */
export interface RoomView extends Board {
  readonly kind: 'room';
  /** What stood in the fields of the card that is answered and was not taken, and for which item it was written. */
  readonly typed?: { readonly of: CaseId; readonly values: ReadonlyMap<string, unknown> };
  readonly day: ReceptionDay;
  readonly cases: readonly Case[];
  /** What is near each of them. */
  readonly ties: TiesByCase;
  readonly at: CaseId | null;
}

export type BoardView = BriefingView | DigestView | MonthView | ListView | ReceptionDaysView | RoomView;
