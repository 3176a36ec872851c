/**
 * Case ⇄ row of 事项, derived from what the columns say of themselves (`bitable-schema/meaning.ts`), and what of a row is no
 * column's: by which door it came in, whether anybody typed anything, what changed between two readings. Pure.
 */
import { SOURCES } from '../../bitable-schema/case-choices.ts';
import { cases } from '../../bitable-schema/cases.ts';
import type { Column } from '../../bitable-schema/columns.ts';
import { type CaseFacts, isSaid, isShown, keyOf, type Said } from '../../bitable-schema/meaning.ts';
import type { RecordOf, Values } from '../../bitable-schema/table.ts';
import type { Links } from '../ports.ts';
import { EMPTY_NOTES } from '../workflow/apply.ts';
import { type Appeal, type Case, currentRound, type Source, type StaffNotes, type Verdict } from '../workflow/case.ts';
import type { Amendment } from '../workflow/commands.ts';
import type { Directory } from '../workflow/directory.ts';
import type { Ms } from '../workflow/ids.ts';
import { sharedAnswerOf } from '../workflow/mergers.ts';
import { lookAlikes, type PeersByCase } from '../workflow/ties.ts';
import { webPartsOf } from '../workflow/web-units.ts';

export type CaseRow = RecordOf<typeof cases>;

export interface MappingContext {
  readonly directory: Directory;
  readonly links: Links;
  readonly now: Ms;
  /** Whether the check character of a 统一社会信用代码 is right. */
  readonly isCreditCode: (code: string) => boolean;
  /** Other cases of the same enterprises, of the cases in hand. */
  readonly peers: PeersByCase;
}

/** Links carry their expiry, so the moment they are made for moves in steps: else no row would ever be at rest. */
const LINK_STEP_MS = 7 * 86_400_000;

const factsOf = (subject: Case, { directory, links, now, isCreditCode, peers }: MappingContext): CaseFacts => {
  const round = currentRound(subject);
  const asked = askedToRate(subject);
  const linkMoment = now - (now % LINK_STEP_MS);
  return {
    subject,
    round,
    directory,
    isCreditCode,
    lookAlikes: lookAlikes(subject, peers[subject.id] ?? []),
    statusUrl: links.status(subject.receiptHash, linkMoment),
    ratingUrl: asked === null ? null : links.rating(subject.id, asked, linkMoment),
    unitUrls: webPartsOf(subject, directory).flatMap(({ unitId }) => {
      const url = links.unit(subject, unitId);
      return url === null ? [] : [{ unitId, url }];
    }),
  };
};

/** The round, or of a merged case the shared answer, that its enterprise may rate now. */
const askedToRate = (subject: Case): number | null => {
  if (subject.state === 'merged') return sharedAnswerOf(subject)?.rating === null ? subject.sharedAnswers.length : null;
  return subject.state === 'awaiting_rating' ? (currentRound(subject)?.round ?? null) : null;
};

const COLUMNS = Object.entries<Column>(cases.columns);

/**
 * What the service columns of a case show; 操作结果 and 更新时间 follow from what was done to the row. Stable: the same case gives
 * the same cells for days.
 */
export const serviceCells = (subject: Case, mapping: MappingContext): Values => {
  const facts = factsOf(subject, mapping);
  return Object.fromEntries(COLUMNS.flatMap(([key, column]) => (isShown(column) ? [[key, column.shows(facts)]] : [])));
};

const NOTHING_SAID: Said = {
  appeal: {
    kind: 'problem',
    category: '',
    enterpriseName: '',
    creditCode: '',
    contactName: '',
    contactRole: '',
    phone: '',
    text: '',
    wish: '',
    urgency: '',
  },
  notes: EMPTY_NOTES,
};
/** What enterprise and staff say by a row. */
const saidBy = (row: Values): Said =>
  COLUMNS.reduce<Said>(
    (all, [key, column]) => (isSaid(column) ? column.into(all, row[key] ?? column.empty) : all),
    NOTHING_SAID,
  );
export const appealOf = (row: CaseRow): Appeal => saidBy(row).appeal;
/** Links are record ids, which are our ids of units, leaders and reception days. */
export const notesOf = (row: CaseRow): StaffNotes => saidBy(row).notes;

/** People's and form columns of a case that has no row yet. 查询码 is unknown to the service and stays empty. */
export const peopleCells = (subject: Case): Values => ({
  ...Object.fromEntries(COLUMNS.flatMap(([key, column]) => (isSaid(column) ? [[key, column.of(subject)]] : []))),
  source: SOURCES[subject.source],
});

const changed = <T extends object>(before: T, after: T): Partial<T> => {
  const parts: Partial<T> = {};
  for (const key in after) if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) parts[key] = after[key];
  return parts;
};

/** What changed between two readings of a row, in the process's words; null when nothing that it knows of did. */
export const amendmentOf = (before: CaseRow, after: CaseRow): Amendment | null => {
  const [was, is] = [saidBy(before), saidBy(after)];
  return amendmentWith(changed(was.appeal, is.appeal), changed(was.notes, is.notes));
};

/** What of an amendment the case does not say already; null when it says all of it. */
export const stillMissing = (amendment: Amendment | null, { appeal, notes }: Case): Amendment | null =>
  amendmentWith(
    changed<Partial<Appeal>>(appeal, amendment?.appeal ?? {}),
    changed<Partial<StaffNotes>>(asSaid(notes), amendment?.notes ?? {}),
  );

/** Without who judged so and when, which no row says. */
const asSaid = ({ authentic, lawful, reasonable, ...rest }: StaffNotes): StaffNotes => {
  const plain = ({ answer, ground }: Verdict): Verdict => ({ answer, ground });
  return { ...rest, authentic: plain(authentic), lawful: plain(lawful), reasonable: plain(reasonable) };
};

const amendmentWith = (appeal: Partial<Appeal>, notes: Partial<StaffNotes>): Amendment | null => {
  const hasAppeal = Object.keys(appeal).length > 0;
  const hasNotes = Object.keys(notes).length > 0;
  if (!hasAppeal && !hasNotes) return null;
  return { ...(hasAppeal ? { appeal } : {}), ...(hasNotes ? { notes } : {}) };
};

/** 来源: what staff chose; else the public form when nobody signed in made the row or it carries a 查询码. */
const sourceOf = (row: CaseRow, isAnonymous: boolean): Source =>
  keyOf(SOURCES, row.source) ?? (isAnonymous || row.receipt !== '' ? 'form' : 'staff');

/** The parts of a `submit` that the row gives; ids, receipt and notice come from the door. */
export const submissionOf = (
  row: CaseRow,
  isAnonymous: boolean,
): { readonly source: Source; readonly appeal: Appeal; readonly notes: StaffNotes } => ({
  source: sourceOf(row, isAnonymous),
  appeal: appealOf(row),
  notes: notesOf(row),
});

/** Whether a row holds nothing that anyone typed. Fresh tables and careless clicks make such rows. */
export const isBlankRow = (row: CaseRow): boolean =>
  [row.enterpriseName, row.creditCode, row.text, row.wish, row.urgency, row.contactName, row.phone].every(
    (cell) => cell === '',
  ) &&
  row.kind === null &&
  row.category === null &&
  row.action === null;
