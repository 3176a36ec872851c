/**
 * What stands on cards of many cases, read from the tales: the line of each case, which comes first, who is concerned, and the figures of
 * a month, each counted by itself.
 */
import type { Grade, Light } from '../../../src/workflow/case.ts';
import type { ReceptionDay } from '../../../src/workflow/directory.ts';
import type { OpenId } from '../../../src/workflow/ids.ts';
import { dayOf, workdaysAfter } from './days.ts';
import { lightAt, limitOf, redoneIn } from './limits.ts';
import { isOver, leadOf, parts, stateOf } from './road.ts';
import {
  appealNow,
  leaderOf,
  leadLeaderOf,
  notesNow,
  openPlan,
  peopleIn,
  ratingOf,
  receivingLeader,
  receptionDayOf,
  resultOf,
  type Scene,
  signerOf,
  signersOf,
  sinceRedone,
  standingOf,
  unitOf,
} from './scene.ts';
import { every, has, last, since, type Tale, type Walk, walkInHand, walks } from './tale.ts';

const isRunning = (tale: Tale): boolean => ['assigned', 'handling'].includes(stateOf(tale));

/** 工作日 past the limit while the units have it. */
export const lateBy = ({ tale, directory, now }: Scene): number => {
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  return limit && isRunning(tale) ? workdaysAfter(limit.day, dayOf(now), directory.settings) : 0;
};
export const lightOf = ({ tale, directory, now }: Scene): Light | null =>
  isOver(tale) ? null : lightAt(tale, directory, now);
export const isListed = (tale: Tale): boolean => last(tale, 'caseListed', 'caseUnlisted')?.type === 'caseListed';
export const filedAt = (tale: Tale): number => tale[0]?.at ?? 0;

export const lineOf = (scene: Scene) => {
  const { tale, directory } = scene;
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  return {
    state: stateOf(tale),
    light: lightOf(scene),
    late: lateBy(scene),
    due: limit && !isOver(tale) ? limit : null,
    number: walk?.sheet?.number.text ?? '',
    unit: walk?.sheet ? (unitOf(scene, leadOf(walk))?.name ?? '') : '',
    plan: openPlan(tale)?.on ?? null,
    into: stateOf(tale) === 'merged' ? (last(tale, 'caseMerged')?.into ?? null) : null,
    kind: appealNow(tale)?.kind === 'problem' ? '问题' : '建议',
    flags: flagsOf(tale),
  };
};
/** One code is one enterprise; without any, one 查询码 is. */
export const firmOf = (tale: Tale): string =>
  appealNow(tale)?.creditCode || (last(tale, 'caseSubmitted')?.visitKey ?? '');
export const flagsOf = (tale: Tale): string => {
  const notes = notesNow(tale);
  return [notes?.isUrgent ? '急' : '', notes?.isGrave ? '重' : '', notes?.isHard ? '难' : '']
    .filter(Boolean)
    .join('、');
};

/** 挂牌, then red, blue, yellow, no light, green; then the earlier limit; then who filed first. Negative: this one comes first. */
export const pressesMore = (one: Scene, other: Scene): number => {
  const rank = (scene: Scene): number => ['red', 'blue', 'yellow', 'none', 'green'].indexOf(lightOf(scene) ?? 'none');
  const due = (scene: Scene): string => {
    const walk = walkInHand(scene.tale);
    return (walk && limitOf(walk, scene.directory)?.day) ?? '9999';
  };
  return (
    Number(isListed(other.tale)) - Number(isListed(one.tale)) ||
    rank(one) - rank(other) ||
    (due(one) < due(other) ? -1 : due(one) > due(other) ? 1 : 0) ||
    filedAt(one.tale) - filedAt(other.tale)
  );
};

// ---------------------------------------------------------------------------------------------- whose case it is

/** On the agenda of a day, or received on it. */
export const isOnDay = ({ tale }: Scene, { id }: Pick<ReceptionDay, 'id'>): boolean =>
  receptionDayOf(tale) === id && (has(tale, 'caseHeard', 'answeredOnTheSpot') || stateOf(tale) === 'scheduled');

const hosts = (scene: Scene): readonly OpenId[] => {
  const day = scene.directory.receptionDays.find(({ id }) => id === receptionDayOf(scene.tale));
  const today = dayOf(scene.now);
  const leader = leaderOf(scene, day?.leaderId ?? null);
  return [...signersOf(leader, today), ...(day?.date && day.date > today ? signersOf(leader, day.date) : [])];
};

export const isConcerned = (who: OpenId, scene: Scene): boolean => {
  const standing = standingOf({ kind: 'person', openId: who, name: '' }, scene);
  const named = leaderOf(scene, walkInHand(scene.tale)?.sheet?.leadLeaderId ?? null);
  return (
    standing.isStaff ||
    standing.isSigner ||
    standing.isLeadLeader ||
    standing.parts.length > 0 ||
    hosts(scene).includes(who) ||
    every(scene.tale, 'unitConsulted').some(({ unitId }) => peopleIn(unitOf(scene, unitId)).includes(who)) ||
    [signerOf(scene), named, receivingLeader(scene)].some((leader) => leader?.secretaryOpenIds.includes(who))
  );
};

/** Waits for the signature, the 阅 or the 复核 of this person, or of the leader whose 联络员 this is. */
export const isToSign = (who: OpenId, scene: Scene): boolean => {
  const { leaders } = scene.directory;
  const served = leaders.flatMap(({ secretaryOpenIds, openId }) =>
    openId && secretaryOpenIds.includes(who) ? [openId] : [],
  );
  return [who, ...served].some((each) => asksLeader(each, scene));
};
const asksLeader = (who: OpenId, scene: Scene): boolean => {
  const { tale } = scene;
  const walk = walkInHand(tale);
  const { isSigner, isLeadLeader, isStaff } = standingOf({ kind: 'person', openId: who, name: '' }, scene);
  switch (stateOf(tale)) {
    case 'awaiting_instruction':
    case 'awaiting_closure':
      return isSigner;
    case 'awaiting_rating': {
      const judged = walk && last(sinceRedone(walk), 'ratingJudged');
      return isLeadLeader && judged?.decision === 'explain' && !has(since(tale, judged), 'ratingReconsidered');
    }
    case 'heard': {
      const isLeader = scene.directory.leaders.some((leader) => signersOf(leader, dayOf(scene.now)).includes(who));
      return isLeader && !isStaff && isConcerned(who, scene);
    }
    default:
      return false;
  }
};

// ---------------------------------------------------------------------------------------------- figures

const passedIn = (walk: Walk) => {
  if (walk.opening.type === 'answeredOnTheSpot') return walk.opening;
  return last(sinceRedone(walk), 'resultReviewed');
};

export const monthOf = (scenes: readonly Scene[], from: string, to: string) => {
  const isIn = (at: number | undefined): boolean => at !== undefined && from <= dayOf(at) && dayOf(at) <= to;
  const filed = scenes.filter(({ tale }) => isIn(filedAt(tale)));
  const heard = scenes.filter(({ tale }) => isIn(every(tale, 'caseHeard', 'answeredOnTheSpot')[0]?.at));
  const all = scenes.flatMap((scene) => walks(scene.tale).map((walk) => ({ walk, scene })));
  const done = all.filter(({ walk }) => isIn(passedIn(walk)?.at));
  const limited = done.filter(({ walk }) => walk.sheet !== null);
  const rated = all.flatMap(({ walk, scene }) => {
    const rating = ratingOf(walk);
    return rating && isIn(rating.at) ? [{ rating, walk, scene }] : [];
  });
  const isLeftOut = ({ rating, walk, scene }: (typeof rated)[number]): boolean => {
    const contest = last(walk.tale, 'ratingContested');
    return (
      contest?.ratedAt === rating.at &&
      every(scene.tale, 'contestDecided').some(({ round, isUpheld }) => round === walk.round && isUpheld)
    );
  };
  const counted = rated.filter((each) => !isLeftOut(each));
  const open = scenes.filter(({ tale }) => !isOver(tale));
  const plans = scenes.flatMap(({ tale }) => {
    const walk = walkInHand(tale);
    const result = walk && resultOf(walk);
    const on = result?.told && result.result.outcome === 'planned' ? result.result.plannedDate : null;
    const isDue = on !== null && on !== undefined && from <= on && on <= to;
    return walk && result && isDue ? [last(since(walk.tale, result.at), 'planChecked')?.isKept ?? null] : [];
  });
  const lights = open.map(lightOf);
  const graded = (grade: Grade): number => counted.filter(({ rating }) => rating.rating.grade === grade).length;
  return {
    visits: new Set(heard.map(({ tale }) => firmOf(tale))).size,
    problems: filed.filter(({ tale }) => appealNow(tale)?.kind === 'problem').length,
    suggestions: filed.filter(({ tale }) => appealNow(tale)?.kind === 'suggestion').length,
    signed: all.filter(({ walk }) => walk.sheet !== null && !walk.isVoid && isIn(walk.opening.at)).length,
    finished: done.length,
    withLimit: limited.length,
    inTime: limited.filter(({ walk, scene }) => {
      const reported = resultOf(walk);
      const limit = limitOf(walk, scene.directory);
      return reported !== null && limit !== null && dayOf(reported.at.at) <= limit.day;
    }).length,
    rated: counted.length,
    satisfied: counted.filter(({ rating }) => rating.rating.grade >= 3).length,
    leftOut: rated.length - counted.length,
    unrated: done.filter(({ walk }) => has(sinceRedone(walk), 'ratingWaived')).length,
    open: open.length,
    lights: (light: Light): number => lights.filter((each) => each === light).length,
    grades: graded,
    plans: {
      due: plans.length,
      kept: plans.filter((each) => each === true).length,
      broken: plans.filter((each) => each === false).length,
    },
  };
};

/** The rung of 督办 that was reached since the limit was set last. */
const rungOf = (tale: Tale): number => {
  const walk = walkInHand(tale);
  const anew = walk?.tale.findLast((event) => 'due' in event && event.due !== null && RESET.includes(event.type));
  const told = walk ? since(walk.tale, anew ?? walk.opening) : [];
  return last(told, 'caseSupervised')?.level ?? 0;
};
const RESET: readonly string[] = [
  'objectionDecided',
  'extensionDecided',
  'resultReturned',
  'ratingJudged',
  'ratingReconsidered',
];

/** Which of two is harder: 挂牌, the rung, 难, how often done again; else the one that presses more. Negative: the first. */
export const harder = (one: Scene, other: Scene): number => {
  const of = ({ tale }: Scene): readonly number[] => [
    Number(isListed(tale)),
    rungOf(tale),
    Number(notesNow(tale)?.isHard === true),
    walks(tale).reduce((sum, walk) => sum + redoneIn(walk), 0),
  ];
  const [a, b] = [of(one), of(other)];
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? pressesMore(one, other) : (b[at] ?? 0) - (a[at] ?? 0);
};

/** Of what kind the new ones of a month are. */
export const newKinds = (scenes: readonly Scene[], from: string, to: string): readonly string[] =>
  scenes
    .filter(({ tale }) => from <= dayOf(filedAt(tale)) && dayOf(filedAt(tale)) <= to)
    .map(({ tale }) => appealNow(tale)?.category || '未分类');
/** Who leads how many that are not over, and how many of them shine red. */
export const inHandOf = (
  scenes: readonly Scene[],
): ReadonlyMap<string, { readonly open: number; readonly late: number }> => {
  const all = new Map<string, { open: number; late: number }>();
  for (const scene of scenes) {
    const name = isOver(scene.tale) ? null : unitOf(scene, leadOf(walkInHand(scene.tale)))?.name;
    if (!name) continue;
    const one = all.get(name) ?? { open: 0, late: 0 };
    all.set(name, { open: one.open + 1, late: one.late + Number(lightOf(scene) === 'red') });
  }
  return all;
};

/** What a unit has in hand, and what of its own was passed on since the first of the month. */
export const ofUnit = (scenes: readonly Scene[], unitId: Parameters<typeof unitOf>[1], from: string) => {
  const open = scenes.filter(({ tale }) => !isOver(tale));
  const leads = open.filter(({ tale }) => leadOf(walkInHand(tale)) === unitId);
  const supports = open.filter(({ tale }) => {
    const walk = walkInHand(tale);
    return walk !== null && parts(walk).some((part) => part.unitId === unitId && part.role === 'supporting');
  });
  const own = scenes.flatMap(({ tale }) => walks(tale).filter((walk) => !walk.isVoid && leadOf(walk) === unitId));
  return {
    leading: leads.length,
    supporting: supports.length,
    late: leads.filter((scene) => lateBy(scene) > 0).length,
    finished: own.filter((walk) => dayOf(passedIn(walk)?.at ?? 0) >= from).length,
    leadLeader: leadLeaderOf,
  };
};
