/**
 * Rules from 登记 to 核查完成: opening a case, people's columns, taking it, its side exits, and asking units beforehand
 * (预沟通). Intake refuses little: an appeal with flaws is still an appeal.
 */
import { EMPTY_NOTES } from './apply.ts';
import { type Appeal, type Case, roundInHand, type StaffNotes } from './case.ts';
import type { Amendment, Command } from './commands.ts';
import type { Refusal } from './decision.ts';
import { receptionDayById, unitById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { UnitId } from './ids.ts';
import { isBlank } from './plain-text.ts';
import { isProposalOver } from './proposal.ts';
import { checkNotAhead, checkNotPast, dayChanged, dayFacts } from './reception-day.ts';
import { notifyStaff, peopleOfUnits, showCard } from './recipients.ts';
import { peopleOf } from './roles.ts';
import {
  checkAllFilled,
  checkFilled,
  checkLength,
  checkReason,
  type Judging,
  no,
  type Ruling,
  refuseIf,
  unless,
  yes,
  yesAll,
} from './ruling.ts';
import { checkWorkdays } from './signing-checks.ts';
import { missingVerdicts, VERDICT_KEYS } from './vetting.ts';

export const submit = (command: Extract<Command, { type: 'submit' }>, { actor, directory, today }: Judging): Ruling => {
  // What staff keep is not the enterprise's to fill in, but for its wish to stay unnamed.
  const notes =
    actor.kind === 'enterprise' ? { isConfidential: command.notes?.isConfidential ?? false } : command.notes;
  const submitted: CaseEventBody = {
    type: 'caseSubmitted',
    id: command.id,
    district: directory.district,
    source: command.source,
    appeal: command.appeal,
    notes: { ...EMPTY_NOTES, ...notes },
    receiptHash: command.receiptHash,
    visitKey: command.visitKey,
    noticeVersion: command.noticeVersion,
    ...(command.receiptStanding === undefined ? {} : { receiptStanding: command.receiptStanding }),
  };
  if (command.source !== 'room' || actor.kind !== 'person') return yes(submitted);

  // 会上新提: it is being heard as it is written down, and may be signed at once; vetting comes with the handling.
  const day = receptionDayById(directory, command.notes?.receptionDayId ?? null);
  if (!day) return no({ kind: 'unknownReceptionDay', why: 'unknown' });
  return unless([checkNotAhead(day, today), checkFilled('诉求内容', command.appeal.text)], () =>
    yesAll([submitted, { type: 'caseHeard', receptionDayId: day.id, note: '会上新提', day: dayFacts(day) }]),
  );
};

/** Only what really differs is kept, so that the history shows what was changed and not what was saved again. */
export const amend = (subject: Case, change: Amendment, judging: Judging): Ruling => {
  const { directory, today } = judging;
  const appeal = differing<Appeal>(subject.appeal, change.appeal ?? {});
  const notes = differing<StaffNotes>(withoutJudge(subject.notes), withoutJudge(change.notes ?? {}));
  const day = notes.receptionDayId;
  const moves = subject.state === 'scheduled' && day !== undefined;
  const newDay = moves ? receptionDayById(directory, day) : null;
  return unless(
    [
      refuseIf(Object.keys(appeal).length + Object.keys(notes).length === 0, { kind: 'nothingChanged' }),
      // A row whose cells were all cleared, by a slip or because the app may not read them, is no correction.
      checkAllFilled({
        企业名称: appeal.enterpriseName === undefined || !isBlank(appeal.enterpriseName),
        诉求内容: appeal.text === undefined || !isBlank(appeal.text),
      }),
      refuseIf(moves && newDay === null, { kind: 'unknownReceptionDay', why: day === null ? 'cleared' : 'unknown' }),
      checkProposedLimit(subject, notes.proposal),
      checkNotPast(newDay, today),
      refuseIf(notes.proposal !== undefined && isProposalOver(subject), { kind: 'proposalOver' }),
    ],
    () => {
      const moved = newDay ? dayChanged(subject, newDay, judging) : null;
      return yesAll(
        [
          {
            type: 'caseAmended',
            change: {
              ...(Object.keys(appeal).length > 0 ? { appeal } : {}),
              ...(Object.keys(notes).length > 0 ? { notes } : {}),
            },
          },
          ...(moved ? [moved.event] : []),
        ],
        moved?.effects ?? [],
      );
    },
  );
};

/** As typed, so that it need not be found out by the leader who signs. */
const checkProposedLimit = ({ notes }: Case, proposal: StaffNotes['proposal'] | undefined): Refusal | null => {
  const workdays = proposal?.limitWorkdays ?? null;
  return workdays === null || workdays === notes.proposal.limitWorkdays ? null : checkWorkdays(workdays);
};

export const accept = ({ appeal }: Case): Ruling =>
  unless([checkAllFilled({ 企业名称: !isBlank(appeal.enterpriseName), 诉求内容: !isBlank(appeal.text) })], () =>
    yes({ type: 'caseAccepted' }),
  );

export const decline = (reason: string): Ruling =>
  unless([checkReason('不予受理原因', reason)], () => yes({ type: 'caseDeclined', reason }));

export const redirect = (reason: string): Ruling =>
  unless([checkReason('转办原因', reason)], () => yes({ type: 'caseRedirected', reason }));

export const completeVetting = ({ notes }: Case): Ruling => {
  const missing = missingVerdicts(notes);
  return missing.length > 0
    ? no({ kind: 'verdictsMissing', missing, before: 'completeVetting' })
    : yes({ type: 'vettingCompleted' });
};

/** What somebody has judged already, with or without words, stays as it is. */
export const fillVerdicts = ({ notes }: Case, ground: string): Ruling => {
  const open = VERDICT_KEYS.filter((key) => notes[key].answer === 'unsure');
  const verdict = { answer: 'yes', ground } as const;
  return unless(
    [refuseIf(open.length === 0, { kind: 'nothingChanged', what: 'verdicts' }), checkFilled('核查依据', ground)],
    () => yes({ type: 'caseAmended', change: { notes: Object.fromEntries(open.map((key) => [key, verdict])) } }),
  );
};

export const consult = (subject: Case, unitIds: readonly UnitId[], question: string, judging: Judging): Ruling => {
  const asked = [...new Set(unitIds)];
  return unless(
    [
      checkAllFilled({ 预沟通单位: asked.length > 0, 预沟通问题: !isBlank(question) }),
      checkLength('预沟通问题', question),
      refuseIf(
        asked.some((id) => unitById(judging.directory, id) === null),
        { kind: 'unknownUnit' },
      ),
    ],
    () =>
      yesAll(
        asked.map((unitId) => ({ type: 'unitConsulted', unitId, question })),
        showCard('consultation', roundInHand(subject), peopleOfUnits(asked, judging.directory)),
      ),
  );
};

/** Answers the latest open question to the person's unit. */
export const answerConsultation = (subject: Case, text: string, { actor, directory }: Judging): Ruling => {
  if (actor.kind !== 'person') return no({ kind: 'notYourRole' });
  const mine = subject.consultations.filter(({ unitId }) =>
    peopleOf(unitById(directory, unitId)).includes(actor.openId),
  );
  const open = mine.findLast(({ answer }) => answer === null);
  if (mine.length === 0) return no({ kind: 'notYourRole' });
  if (!open) return no({ kind: 'alreadyDone' });
  return unless([checkFilled('答复内容', text)], () =>
    yes({ type: 'consultationAnswered', unitId: open.unitId, text }, notifyStaff('consultationAnswered', directory)),
  );
};

/** Who judged and when is kept when a verdict is; nobody says it of themselves. */
const withoutJudge = <T extends Partial<StaffNotes>>(notes: T): T => {
  const judged: Partial<Pick<StaffNotes, (typeof VERDICT_KEYS)[number]>> = Object.fromEntries(
    VERDICT_KEYS.flatMap((key) => {
      const verdict = notes[key];
      return verdict ? [[key, { answer: verdict.answer, ground: verdict.ground }]] : [];
    }),
  );
  return { ...notes, ...judged };
};

/** The parts of `wanted` that are not so already. */
const differing = <T extends object>(current: T, wanted: Partial<T>): Partial<T> => {
  const result: Partial<T> = {};
  for (const key in wanted) {
    if (wanted[key] !== undefined && !isSame(current[key], wanted[key])) result[key] = wanted[key];
  }
  return result;
};

/** Deep equality of plain data; the order of keys does not matter. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [mine, others] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    mine.size === others.size && [...mine].every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
  );
};
