/**
 * Each notice goes to whom it is for, and says what it was wished for: at once, and however much later it is read. Its title has the
 * number of that round, and it names no day but the limit and those it is about.
 */
import { noticeText } from '../../cards/notices.ts';
import { GRADES, STATES, type State } from '../../src/workflow/case.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import type { Law, Moment } from './histories.ts';
import { actingFaults } from './law-acting.ts';
import { inFull, readersOf, saidBy, type Wish } from './reading/notices.ts';
import { stateOf } from './reading/road.ts';
import { staffIn } from './reading/scene.ts';
import { walkInHand } from './reading/tale.ts';

interface Kept extends Wish {
  readonly to: OpenId;
}
/** What was wished for in a history so far, by its first event. */
const kept = new WeakMap<CaseEvent, readonly Kept[]>();

export const noticesAgree: Law = (moment) => {
  const { subject, decision, tale, lot } = moment;
  const [opening] = tale;
  if (!subject || !opening || decision.kind === 'refused') return [];
  const fresh = wishesOf(moment);
  const older = kept.get(opening) ?? [];
  kept.set(opening, [...older, ...fresh].slice(-60));
  const late = older[lot(older.length || 1)];
  return [...recipients(moment, fresh), ...[...fresh, ...(late ? [late] : [])].flatMap((wish) => words(wish, moment))];
};

/** Told of other things than a case's own acts, or of no act. */
const ELSEWHERE: readonly string[] = ['taskIsNoReport', 'objectionUndecided', 'objectionOverdue'];

const wishesOf = ({ decision }: Moment): readonly Kept[] => {
  if (decision.kind === 'refused') return [];
  const [of] = decision.events;
  return decision.effects.flatMap((effect) =>
    effect.type === 'notify' && of && !ELSEWHERE.includes(effect.notice)
      ? [{ kind: effect.notice, about: effect.about ?? null, to: effect.to, of }]
      : [],
  );
};

const recipients = ({ scene, directory }: Moment, fresh: readonly Kept[]): readonly string[] =>
  [...new Set(fresh.map(({ kind }) => kind))].flatMap((kind) => {
    const [first] = fresh.filter((wish) => wish.kind === kind);
    if (!first) return [];
    const told = [...new Set(fresh.filter((wish) => wish.kind === kind).map(({ to }) => to))].sort();
    const wanted = [...new Set(readersOf(first, { ...scene, directory, now: first.of.at }))].sort();
    return told.join() === wanted.join()
      ? []
      : [`notice ${kind}: goes to others than it is for ⁝ ${told}, not ${wanted}`];
  });

const DAYS = /\d{4}年\d{1,2}月\d{1,2}日/g;

const words = (wish: Kept, { subject, tale, directory, now }: Moment): readonly string[] => {
  if (!subject || wish.kind === 'unitCodesIssued') return [];
  const text = noticeText(wish.kind, subject, directory, { about: wish.about, of: wish.of.at, to: wish.to });
  const scene = { tale, directory, now };
  const { holds, lacks, days, number } = saidBy(wish, scene, { grades: GRADES, states: STATES });
  const when = tale.at(-1) === wish.of ? '' : ', read later,';
  const fault = (law: string, seen: string): string => `notice ${wish.kind}${when}: ${law} ⁝ ${text} — ${seen}`;
  const [title = ''] = text.split('】');
  const numbers = [...title.matchAll(/[一-鿿]{1,6}〔\d{4}〕\d+号/g)].map(([each]) => each);
  return [
    ...holds.filter((part) => !text.includes(part)).map((part) => fault('does not say what was done', part)),
    ...lacks.filter((part) => text.includes(part)).map((part) => fault('says the opposite', part)),
    ...(text.match(DAYS) ?? [])
      .filter((day) => !days.some((one) => inFull(one) === day))
      .map((day) => fault('names a day that is none', `${day}, not ${days}`)),
    ...(numbers.join() === (number ?? '') ? [] : fault('has another number', `not ${number}`).split('\n')),
    ...actingFaults(text, `notice ${wish.kind}`),
    ...(wish.kind === 'reminder' ? reminded(text, wish.to, scene, number) : []),
  ];
};

/** 催办 asks its reader for what is theirs to do, and for nothing of a round that is over. */
const reminded = (
  text: string,
  to: OpenId,
  { tale, directory }: Pick<Moment, 'tale' | 'directory'>,
  number: string | null,
): readonly string[] => {
  const isStaff = staffIn({ directory }).includes(to);
  const state = walkInHand(tale)?.sheet?.number.text === number ? stateOf(tale) : 'closed';
  const wanted = ASKED[state]?.[isStaff ? 'staff' : 'others'] ?? ['不需办理'];
  return wanted.some((part) => text.includes(part))
    ? []
    : [`notice reminder: asks for another thing ⁝ ${text} in ${state}`];
};
const ASKED: Partial<Record<State, { readonly staff: readonly string[]; readonly others: readonly string[] }>> = {
  assigned: { staff: ['确定', '签收'], others: ['签收'] },
  handling: { staff: ['办'], others: ['办'] },
  awaiting_review: { staff: ['请尽快审核'], others: ['不必再办'] },
};
