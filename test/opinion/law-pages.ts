/**
 * What the enterprise reads on its page, and a unit on its own, beside the second opinion: where it stands, who has it, by when,
 * what was answered, and nothing that is not for them.
 */

import { unitView } from '../../src/pages/unit-view.ts';
import { GRADES, LIGHTS, OUTCOMES, STATES } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { Fact } from '../../src/workflow/whose-turn/fact.ts';
import type { Law, Moment } from './histories.ts';
import { wordsOf } from './law-row.ts';
import { dayOf, workdaysOn } from './reading/days.ts';
import { lightAt, limitOf, milestones, standstills } from './reading/limits.ts';
import { isOver, type Part, parts, stateOf } from './reading/road.ts';
import { notesNow, ratingOf, resultOf, unitOf } from './reading/scene.ts';
import { before, every, last, since, type Tale, type Walk, walkInHand, walks } from './reading/tale.ts';
import { statusPageOf } from './surfaces.ts';

const inFull = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

export const pagesAgree: Law = (moment) => {
  const { subject, decision, lot } = moment;
  if (!subject || decision.kind === 'refused' || lot(3) !== 0) return [];
  return [...statusPage(moment), ...unitPages(moment)];
};

const statusPage = (moment: Moment): readonly string[] => {
  const { subject, tale, directory, now } = moment;
  if (!subject) return [];
  const page = statusPageOf({ subject, tale, directory, now });
  const walk = walkInHand(tale);
  const state = stateOf(tale);
  const limit = walk && limitOf(walk, directory);
  const isUnderWay = ['assigned', 'handling', 'awaiting_enterprise', 'awaiting_review'].includes(state);
  const isConfidential = notesNow(tale)?.isConfidential === true;
  const differs = (what: string, seen: unknown, wanted: unknown): readonly string[] =>
    JSON.stringify(seen) === JSON.stringify(wanted)
      ? []
      : [`status page ${what} differs ⁝ ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`];
  const named =
    walk && !isConfidential
      ? parts(walk).map(({ unitId, role }) => `${unitOf(moment, unitId)?.name}（${role === 'lead' ? '主办' : '协办'}）`)
      : [];
  const answers = answersGiven(tale);
  const rated = sharedRating(tale) ?? (walk && ratingOf(walk));
  const whole = JSON.stringify(page);
  return [
    ...differs('number', page.number, walk?.sheet?.number.text ?? ''),
    ...differs('units', [...page.units.split('、')].sort().join(), named.sort().join()),
    ...differs('limit', page.due?.day ?? null, limit && isUnderWay ? inFull(limit.day) : null),
    ...differs(
      'lateness',
      page.due?.isOverdue ?? false,
      limit !== null && ['assigned', 'handling'].includes(state) && dayOf(now) > limit.day,
    ),
    ...differs(
      'standing',
      page.due?.isStanding ?? false,
      limit !== null && isUnderWay && state === 'awaiting_enterprise',
    ),
    ...differs(
      'question',
      page.question,
      state === 'awaiting_enterprise' ? (last(tale, 'enterpriseAsked')?.question ?? '') : null,
    ),
    ...differs(
      'last day to answer',
      page.answerBy,
      state === 'awaiting_enterprise' ? inFull(lastDayToAnswer(tale, directory)) : null,
    ),
    ...differs(
      'answers',
      page.answers.map(({ outcome, reply, isEarlier }) => [outcome, reply, isEarlier]),
      answers,
    ),
    ...differs(
      'rating',
      page.rating.kind === 'given' ? page.rating.grade : page.rating.kind,
      rated ? GRADES[rated.rating.grade] : sharedNow(tale) || (walk && state === 'awaiting_rating') ? 'asked' : 'none',
    ),
    ...differs('end', page.isFinished, isOver(tale)),
    ...differs(
      'order of the history',
      page.events.map(({ at }) => at),
      page.events.map(({ at }) => at).toSorted((a, b) => a - b),
    ),
    ...timeline(
      moment,
      page.events.map(({ text }) => text),
    ),
    ...secrets(tale)
      .filter((secret) => whole.includes(secret))
      .map((secret) => `status page tells what is not for the enterprise ⁝ ${secret}`),
    ...owed(tale)
      .filter(([, words]) => !whole.includes(words))
      .map(([what, words]) => `status page keeps from the enterprise ${what} ⁝ ${words}`),
  ];
};

/** So many workdays after it was asked as one pause may last, and as the walk has left. */
const lastDayToAnswer = (tale: Tale, directory: Directory): string => {
  const { settings } = directory;
  const walk = walkInHand(tale);
  const stood = walk ? standstills(walk, directory).reduce((sum, days) => sum + days, 0) : 0;
  const left = walk ? Math.min(settings.maxPauseDays, settings.maxPauseSum - stood) : settings.maxPauseDays;
  return workdaysOn(dayOf(last(tale, 'enterpriseAsked')?.at ?? 0), left, settings);
};

/** What it was told of the case that this one is merged into now. */
const sharedNow = (tale: Tale) => {
  const merged = stateOf(tale) === 'merged' ? last(tale, 'caseMerged') : null;
  return merged ? last(since(tale, merged), 'answerShared') : null;
};
const sharedRating = (tale: Tale) => {
  const now = sharedNow(tale);
  return now && last(since(tale, now), 'sharedAnswerRated');
};

/** Every answer the enterprise was given, and whether something came after it that takes its place. */
const answersGiven = (tale: Tale): readonly (readonly [string, string, boolean])[] => {
  const all = walks(tale);
  const shared = every(tale, 'answerShared').map(
    (event) => [OUTCOMES[event.answer.outcome], event.answer.publicReply, event !== sharedNow(tale)] as const,
  );
  const own = all.flatMap((walk) => {
    const last = walk === all.at(-1) ? resultOf(walk) : null;
    const first =
      walk.opening.type === 'answeredOnTheSpot'
        ? [[OUTCOMES[walk.opening.result.outcome], walk.opening.publicReply, !last?.told] as const]
        : [];
    const passed = every(walk.tale, 'resultReviewed').flatMap((review) => {
      const reported = every(before(walk.tale, review), 'caseResolved').at(-1);
      const isInHand = last?.told !== null && last?.told !== undefined && last.at === reported;
      return reported ? [[OUTCOMES[reported.result.outcome], review.publicReply, !isInHand] as const] : [];
    });
    return [...first, ...passed];
  });
  return [...shared, ...own];
};

/** Each limit in the history is the one that held after that event, and every one that moved is told. */
const timeline = ({ tale, directory }: Moment, lines: readonly string[]): readonly string[] => {
  const moves = tale.flatMap((event) => {
    const walk = walkInHand([...before(tale, event), event]);
    const was = walkInHand(before(tale, event));
    const limit = walk && limitOf(walk, directory);
    const isMoved = event.type === 'caseInstructed' || (was !== null && limitOf(was, directory)?.day !== limit?.day);
    return limit && isMoved ? [{ type: event.type, day: inFull(limit.day) }] : [];
  });
  const said = lines.flatMap((line) =>
    [...line.matchAll(/(?:顺延至|延长至|，)(\d{4}年\d{1,2}月\d{1,2}日)(?:前办结)?/g)].map(([, day = '']) => day),
  );
  const wrong = said.filter((day) => !moves.some((move) => move.day === day));
  const untold = moves.filter(({ day }) => !said.includes(day));
  return [
    ...wrong.map((day) => `status page names a limit that never was ⁝ ${day}`),
    ...untold.map(({ type, day }) => `status page does not say the limit after ${type} ⁝ ${day}`),
  ];
};

/** Words among staff, units and leaders. What was also said to the enterprise in the same words is no secret. */
const secrets = (tale: Tale): readonly string[] => {
  const inner = tale.flatMap((event): readonly string[] => {
    switch (event.type) {
      case 'consultationAnswered':
      case 'progressReported':
      case 'contributionMade':
      case 'planReported':
      case 'milestoneSet':
        return [event.text];
      case 'caseHeard':
      case 'enterpriseContacted':
      case 'callAttempted':
      case 'withdrawalAudited':
        return [event.note];
      case 'sheetSentBack':
      case 'sheetHeld':
      case 'unitObjected':
      case 'extensionRequested':
      case 'resultReturned':
      case 'ratingContested':
        return [event.reason];
      case 'sheetPassedOn':
      case 'instructionPrepared':
      case 'objectionDecided':
      case 'extensionDecided':
      case 'contestDecided':
        return [event.words];
      case 'caseInstructed':
        return [event.instruction.words];
      case 'caseResolved':
        return [event.result.text, event.result.unitHead];
      default:
        return [];
    }
  });
  const verdicts = notesNow(tale);
  return [
    ...inner,
    verdicts?.authentic.ground ?? '',
    verdicts?.reasonable.ground ?? '',
    verdicts?.proposal.words ?? '',
  ].filter((words) => words.trim() !== '');
};

/** Words that were written for the enterprise. */
const owed = (tale: Tale): readonly (readonly [string, string])[] => [
  ...every(tale, 'caseDeclined', 'caseMerged', 'caseRedirected').map(
    ({ reason }) => ['the reason of the end', reason] as const,
  ),
  ...walks(tale).flatMap((walk) => [
    ...every(walk.tale, 'ratingJudged').flatMap(({ decision, words }) =>
      decision === 'explain' ? [['the explanation', words] as const] : [],
    ),
    ...every(walk.tale, 'ratingReconsidered').map(({ words }) => ['the words of the 复核', words] as const),
    ...every(walk.tale, 'planChecked').map(({ words }) => ['the words of the 计划核实', words] as const),
    ...every(walk.tale, 'caseRated').map(({ rating }) => ['what it said itself', rating.words] as const),
  ]),
];

const unitPages = (moment: Moment): readonly string[] => {
  const { subject, tale, directory } = moment;
  const walk = walkInHand(tale);
  const round = subject?.rounds.at(-1);
  if (!subject || !round || !walk?.sheet) return [];
  return parts(walk).flatMap(({ unitId }) => {
    const part = round.units.find((each) => each.unitId === unitId);
    const page = part ? unitView(subject, directory, round, part, moment.now) : null;
    if (!page) return [`unit page of a unit of the round is missing ⁝ ${unitId}`];
    const text = (all: readonly Fact[]): string => all.map((fact) => `${fact.label}：${fact.text}`).join('\n');
    return unitPage(moment, walk, JSON.stringify(page), {
      state: page.state,
      number: page.facts.number,
      due: text(page.facts.limit),
      ask: page.ask,
      given: parts(walk).find((each) => each.unitId === unitId) ?? null,
      instruction: page.facts.sheet.find(({ label }) => label === '批示')?.text ?? '',
    });
  });
};

/** By which day it is asked to acknowledge, and may object, while it did neither. */
const asks = (
  { tale, directory: { settings }, now }: Moment,
  walk: Walk,
  { ask, given }: { readonly ask: string; readonly given: Part | null },
): readonly (readonly [string, boolean])[] => {
  const spoke = every(walk.tale, 'unitObjected').some(({ unitId }) => unitId === given?.unitId);
  if (!given || given.acknowledged || spoke || stateOf(tale) !== 'assigned')
    return [['asks for no 签收', !/请于.*前签收/u.test(ask)]];
  const start = dayOf(given.given.at);
  const short = (workdays: number): string => inFull(workdaysOn(start, workdays, settings)).replace(/^\d+年/, '');
  const mayObject = dayOf(now) <= workdaysOn(start, settings.objectDays, settings);
  return [
    ['day for 签收', ask.startsWith(`请于${short(settings.acknowledgeDays)}前签收`)],
    ['day for 异议', ask.includes(`${short(settings.objectDays)}前提出异议`) === mayObject],
  ];
};

const unitPage = (
  moment: Moment,
  walk: Walk,
  whole: string,
  page: {
    readonly number: string;
    readonly due: string;
    readonly state: string;
    readonly ask: string;
    readonly given: Part | null;
    readonly instruction: string;
  },
): readonly string[] => {
  const { tale, directory, now } = moment;
  const limit = limitOf(walk, directory);
  const light = lightAt(tale, directory, now);
  const reported = resultOf(walk);
  const rated = ratingOf(walk);
  const wants: readonly (readonly [string, boolean])[] = [
    ['number', page.number === walk.sheet?.number.text],
    ['limit', limit === null || page.due.includes(inFull(limit.day))],
    ['provisional limit', page.due.includes('暂定') === limit?.isProvisional],
    ['state', page.state.includes(STATES[stateOf(tale)])],
    [
      'light',
      light === null
        ? !Object.values(LIGHTS).some((name) => page.state.includes(name))
        : page.state.includes(LIGHTS[light]),
    ],
    ...asks(moment, walk, page),
    ['批示', page.instruction === wordsOf(walk)],
    ['result', !reported || whole.includes(OUTCOMES[reported.result.outcome])],
    ['rating', !rated || whole.includes(GRADES[rated.rating.grade])],
    ['nodes', milestones(walk).every(({ text }) => whole.includes(text))],
    [
      'extension refused',
      every(walk.tale, 'extensionDecided').every(({ isApproved }) => whole.includes(isApproved ? '已批准' : '未批准')),
    ],
    ['why it came back', every(walk.tale, 'resultReturned').every(({ reason }) => whole.includes(reason))],
    ['挂牌督办', page.state.includes('挂牌督办') === (last(tale, 'caseListed', 'caseUnlisted')?.type === 'caseListed')],
  ];
  return wants.flatMap(([what, isSo]) => (isSo ? [] : [`unit page ${what} differs ⁝ ${whole.slice(0, 400)}`]));
};
