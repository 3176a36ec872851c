/** The rules from 签收 to 报结果, with what happens beside it: asking the enterprise, urging, 网页办理. */
import type { UnitId } from '../../../src/workflow/ids.ts';
import { dayOf, isDay, nextDay, workdaysAfter, workdaysBack, workdaysOn } from './days.ts';
import { lightAt, limitOf, milestones, owedMonth, standstills } from './limits.ts';
import { isOwnWork, OWN } from './own-work.ts';
import { leadOf, openObjections, type Part, parts, stateOf } from './road.ts';
import { type Against, type Asked, fits, isEmpty, OPEN, only, type Rule, words } from './rules.ts';
import { codeOf, peopleIn, unitOf } from './scene.ts';
import { every, last, since, type Walk, walkInHand } from './tale.ts';

/** Came in by the code of the unit, or is of it. */
const hasSeat = (asked: Asked, part: Part): boolean => {
  const walk = walkInHand(asked.tale);
  return asked.actor.kind !== 'unit' || (walk !== null && codeOf(walk, part)?.isUsed === true);
};
const mine = (asked: Asked): readonly Part[] => asked.who.parts.filter((part) => hasSeat(asked, part));
const isLead = (asked: Asked): boolean => mine(asked).some(({ role }) => role === 'lead');
const isPart = (asked: Asked): boolean => mine(asked).length > 0;
const hasOpenObjection = (walk: Walk, unitId: UnitId): boolean =>
  openObjections(walk).some((objection) => objection.unitId === unitId);

export const acknowledge: Rule<'acknowledge'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const unacknowledged = mine(asked).filter(({ acknowledged }) => acknowledged === null);
  // Who belongs to two units may take the one up while the other's objection waits.
  const open = unacknowledged.find(({ unitId }) => walk && !hasOpenObjection(walk, unitId)) ?? unacknowledged[0];
  return [
    ...only(asked, isPart(asked), 'assigned'),
    [open === undefined, 'acknowledged already'],
    [walk !== null && open !== undefined && hasOpenObjection(walk, open.unitId), 'an objection waits'],
  ];
};

export const object: Rule<'object'> = ({ reason, suggestedUnitId }, asked) => {
  const walk = walkInHand(asked.tale);
  const objected = (unitId: UnitId): boolean =>
    walk !== null && every(walk.tale, 'unitObjected').some((each) => each.unitId === unitId);
  const unacknowledged = mine(asked).filter(({ acknowledged }) => acknowledged === null);
  const part = unacknowledged.find(({ unitId }) => !objected(unitId)) ?? unacknowledged[0];
  const lastDay =
    part && workdaysOn(dayOf(part.given.at), asked.directory.settings.objectDays, asked.directory.settings);
  return [
    ...only(asked, isPart(asked), 'assigned'),
    [part === undefined, 'acknowledged already'],
    [part !== undefined && objected(part.unitId), 'the unit objected before in this round'],
    [lastDay !== undefined && dayOf(asked.now) > lastDay, 'too late to object'],
    ...words(reason),
    [
      suggestedUnitId !== null && (suggestedUnitId === part?.unitId || !unitOf(asked, suggestedUnitId)),
      'no such unit to suggest',
    ],
  ];
};

const isEmptied = (unit: ReturnType<typeof unitOf>): boolean =>
  unit !== null && peopleIn(unit).length === 0 && !unit.worksByWeb;

/** Decided the same day; who decides is of 工商联. A reason either way. */
export const decideObjection: Rule<'decideObjection'> = ({ isUpheld, newUnitId, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const oldest = walk && openObjections(walk)[0];
  const successor = newUnitId ?? oldest?.suggestedUnitId ?? null;
  return [
    ...only(asked, asked.who.isStaff, 'assigned'),
    [!oldest, 'no objection waits'],
    [isOwnWork(asked, walk, oldest?.unitId ?? null, oldest), OWN],
    [isUpheld && successor === null, 'nobody to take the place'],
    [isUpheld && (successor === oldest?.unitId || !unitOf(asked, successor)), 'no such unit to take the place'],
    [isUpheld && isEmptied(unitOf(asked, successor)), 'nobody at the unit that takes the place'],
    ...words(said, 'reason of the ruling'),
  ];
};

export const nameOfficer: Rule<'nameOfficer'> = ({ officer }, asked) => {
  const part = mine(asked)[0];
  const walk = walkInHand(asked.tale);
  const named =
    part &&
    walk &&
    every(since(walk.tale, part.given), 'officerNamed').findLast(({ unitId }) => unitId === part.unitId);
  return [
    ...only(asked, isPart(asked), 'assigned', 'handling', 'awaiting_review'),
    ...(officer.kind === 'named' ? words(officer.name, 'name') : []),
    [
      officer.kind === 'person' && part !== undefined && !peopleIn(unitOf(asked, part.unitId)).includes(officer.openId),
      'not of the unit',
    ],
    [
      officer.kind === 'person' && named?.officer.kind === 'person' && named.officer.openId === officer.openId,
      'named already',
    ],
  ];
};
export const contactEnterprise: Rule<'contactEnterprise'> = ({ note }, asked) => [
  ...only(asked, isPart(asked), 'assigned', 'handling'),
  ...fits(note),
];
export const reportProgress: Rule<'reportProgress'> = ({ text, files = [] }, asked) => [
  ...only(asked, isPart(asked), 'assigned', 'handling'),
  ...(files.length > 0 ? fits(text) : words(text)),
];
export const contribute: Rule<'contribute'> = ({ text }, asked) => [
  ...only(asked, isPart(asked), 'assigned', 'handling'),
  ...words(text),
];

const nodeDay = (on: string, asked: Asked, walk: Walk | null): Against => {
  const limit = walk && limitOf(walk, asked.directory);
  return [[!isDay(on) || on < dayOf(asked.now) || (limit !== null && on > limit.day), 'a day outside of the limit']];
};
export const setMilestone: Rule<'setMilestone'> = ({ text, on }, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(asked, isLead(asked), 'handling'),
    [walk !== null && milestones(walk).length >= 8, 'eight nodes are enough'],
    ...words(text),
    [[...text].length > 60, 'words too long'],
    ...nodeDay(on, asked, walk),
  ];
};
export const moveMilestone: Rule<'moveMilestone'> = ({ id, on, reason }, asked) => {
  const walk = walkInHand(asked.tale);
  const node = walk && milestones(walk).find((each) => each.id === id);
  return [
    ...only(asked, isLead(asked), 'handling'),
    [!node || node.reached, 'no such open node'],
    [(node?.moves ?? 0) >= 5, 'moved five times'],
    ...nodeDay(on, asked, walk),
    [node?.on === on, 'says nothing new'],
    ...words(reason),
  ];
};
export const reachMilestone: Rule<'reachMilestone'> = ({ id, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const node = walk && milestones(walk).find((each) => each.id === id);
  return [...only(asked, isLead(asked), 'handling'), [!node || node.reached, 'no such open node'], ...words(said)];
};
export const askProgress: Rule<'askProgress'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const today = dayOf(asked.now);
  const late = walk ? milestones(walk).some(({ on, reached, isAsked }) => !reached && !isAsked && on < today) : false;
  const month = owedMonth(asked.tale, asked.directory, today);
  const wasAsked = walk !== null && every(walk.tale, 'progressAsked').some((each) => each.month === month);
  return [...only(asked, asked.who.isClock, 'handling'), [!late && (month === null || wasAsked), 'nothing is owed']];
};

export const requestExtension: Rule<'requestExtension'> = ({ reason, doneSoFar, newDate }, asked) => {
  const walk = walkInHand(asked.tale);
  const limit = walk && limitOf(walk, asked.directory);
  const { settings } = asked.directory;
  const asks = walk ? every(walk.tale, 'extensionRequested').length : 0;
  const rulings = walk ? every(walk.tale, 'extensionDecided') : [];
  return [
    ...only(asked, isLead(asked), 'handling'),
    [owedMonth(asked.tale, asked.directory, dayOf(asked.now)) !== null, 'a month without a line'],
    [asks > rulings.length, 'one waits already'],
    [rulings.filter(({ isApproved }) => isApproved).length >= settings.maxExtensions, 'extended as often as may be'],
    [
      limit !== null && dayOf(asked.now) > workdaysBack(limit.day, settings.extensionNoticeDays, settings),
      'asked too late',
    ],
    ...words(reason),
    ...words(doneSoFar, 'what was done'),
    ...laterThan(newDate, limit?.day),
  ];
};
const laterThan = (day: string, limit: string | undefined): Against => [
  [!isDay(day), 'no such day'],
  [limit !== undefined && day <= limit, 'no later day'],
  [limit !== undefined && day > nextDay(limit, 370), 'further than a year'],
];
export const decideExtension: Rule<'decideExtension'> = ({ isApproved, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const asks = walk ? every(walk.tale, 'extensionRequested') : [];
  const isOpen = walk !== null && asks.length > every(walk.tale, 'extensionDecided').length;
  const limit = walk && limitOf(walk, asked.directory);
  return [
    ...only(asked, asked.who.isStaff || asked.who.isSigner || asked.who.isLeadLeader, 'handling'),
    [!isOpen, 'none was asked for'],
    [!asked.who.isSigner && !asked.who.isLeadLeader && isOwnWork(asked, walk, walk && leadOf(walk), asks.at(-1)), OWN],
    [
      hasExtended(walk) && !asked.who.isSigner && !asked.who.isLeadLeader,
      'the second extension is for a leader to decide',
    ],
    ...(isApproved ? laterThan(asks.at(-1)?.newDate ?? '', limit?.day) : words(said)),
    ...fits(said),
  ];
};

const hasExtended = (walk: Walk | null): boolean =>
  walk !== null && every(walk.tale, 'extensionDecided').some(({ isApproved }) => isApproved);

const PROBLEM = ['resolved', 'partly_resolved', 'planned', 'explained', 'legal_channel'];
const SUGGESTION = ['adopted', 'partly_adopted', 'noted', 'not_adopted'];
export const resolve: Rule<'resolve'> = ({ outcome, text, plannedDate, basis, unitHead }, asked) => {
  const filed = last(asked.tale, 'caseSubmitted')?.appeal.kind;
  const kind =
    every(asked.tale, 'caseAmended').findLast(({ change }) => change.appeal?.kind)?.change.appeal?.kind ?? filed;
  return [
    ...only(asked, isLead(asked), 'handling'),
    [!(kind === 'problem' ? PROBLEM : SUGGESTION).includes(outcome), 'an outcome of the other kind'],
    ...words(text),
    [outcome === 'planned' && !(plannedDate && isDay(plannedDate)), 'a plan without a day'],
    [['explained', 'legal_channel', 'not_adopted'].includes(outcome) && isEmpty(basis), 'a no without its basis'],
    ...words(unitHead, 'unit head'),
    [outcome === 'planned' && plannedDate !== null && plannedDate <= dayOf(asked.now), 'a plan for the past'],
    ...fits(basis),
  ];
};

export const askEnterprise: Rule<'askEnterprise'> = ({ question }, asked) => [
  ...only(asked, asked.who.isStaff || isLead(asked), 'vetting', 'ready', 'assigned', 'handling'),
  ...words(question, 'question'),
  ...pausesLeft(asked),
];
/** So many times, and so many workdays in all, may one walk stand still. */
const pausesLeft = (asked: Asked): Against => {
  const walk = walkInHand(asked.tale);
  const { maxPauses, maxPauseSum } = asked.directory.settings;
  const stood = walk ? standstills(walk, asked.directory) : [];
  return [
    [walk !== null && stood.length >= maxPauses, 'paused as often as may be'],
    [walk !== null && stood.reduce((sum, days) => sum + days, 0) >= maxPauseSum, 'paused as long as may be'],
  ];
};
export const answerEnterprise: Rule<'answerEnterprise'> = ({ text }, asked) => [
  ...only(asked, asked.who.isEnterprise || asked.who.isStaff, 'awaiting_enterprise'),
  ...words(text, 'answer'),
];
export const endPause: Rule<'endPause'> = (_, asked) => {
  const since = last(asked.tale, 'enterpriseAsked')?.at ?? 0;
  const { settings } = asked.directory;
  return [
    ...only(asked, asked.who.isClock || asked.who.isStaff, 'awaiting_enterprise'),
    [
      asked.who.isClock && workdaysAfter(dayOf(since), dayOf(asked.now), settings) <= pauseLeft(asked),
      'the enterprise still has time',
    ],
  ];
};
const pauseLeft = ({ tale, directory }: Asked): number => {
  const walk = walkInHand(tale);
  const { maxPauseDays, maxPauseSum } = directory.settings;
  const stood = walk ? standstills(walk, directory).reduce((sum, days) => sum + days, 0) : 0;
  return walk ? Math.max(0, Math.min(maxPauseDays, maxPauseSum - stood)) : maxPauseDays;
};
export const submitMaterial: Rule<'submitMaterial'> = ({ files, text }, asked) => [
  ...only(asked, asked.who.isEnterprise, ...OPEN),
  [files.length === 0, 'without a file'],
  [every(asked.tale, 'materialSubmitted').length >= 20, 'twenty times are enough'],
  ...fits(text),
];

export const remind: Rule<'remind'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const today = dayOf(asked.now);
  return [
    ...only(
      asked,
      asked.who.isStaff || asked.who.isSigner || asked.who.isLeadLeader,
      'assigned',
      'handling',
      'awaiting_review',
    ),
    [walk !== null && every(walk.tale, 'unitReminded').some(({ on }) => on === today), 'reminded today'],
  ];
};

/** The rung that is due now: 1 nearly due, then by how late it is. */
const rungDue = (asked: Asked): number => {
  const walk = walkInHand(asked.tale);
  const limit = walk && limitOf(walk, asked.directory);
  const state = stateOf(asked.tale);
  if (!limit || (state !== 'assigned' && state !== 'handling')) return 0;
  const light = lightAt(asked.tale, asked.directory, asked.now);
  if (light !== 'red') return light === 'blue' ? 1 : 0;
  const { settings } = asked.directory;
  const late = workdaysAfter(limit.day, dayOf(asked.now), settings);
  return 1 + settings.ladderDays.filter((days) => late >= days).length;
};
/** Each rung is issued once for a limit. */
const rungIssued = (walk: Walk): number => {
  const renewed = walk.tale.findLast(
    (event) =>
      (event.type === 'extensionDecided' && event.isApproved) ||
      (event.type === 'resultReturned' && event.due !== null) ||
      (event.type === 'ratingJudged' && event.decision === 'redo') ||
      (event.type === 'objectionDecided' && event.due !== null) ||
      (event.type === 'ratingReconsidered' && event.due !== null),
  );
  return Math.max(0, ...every(since(walk.tale, renewed ?? null), 'caseSupervised').map(({ level }) => level));
};
export const supervise: Rule<'supervise'> = ({ level }, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(asked, asked.who.isClock, 'assigned', 'handling'),
    [walk !== null && level <= rungIssued(walk), 'issued already'],
    [level > rungDue(asked), 'not so late'],
  ];
};
export const list: Rule<'list'> = (_, asked) => [
  ...only(
    asked,
    asked.who.isSigner || asked.who.isLeadLeader || asked.who.isLeader,
    'assigned',
    'handling',
    'awaiting_review',
  ),
  [isListed(asked), 'listed already'],
];
export const unlist: Rule<'unlist'> = ({ reason }, asked) => [
  ...only(
    asked,
    asked.who.isSigner || asked.who.isLeadLeader || asked.who.isLeader,
    'assigned',
    'handling',
    'awaiting_review',
    'awaiting_enterprise',
    'awaiting_rating',
    'awaiting_closure',
  ),
  [!isListed(asked), 'not listed'],
  ...words(reason),
];
const isListed = ({ tale }: Asked): boolean => last(tale, 'caseListed', 'caseUnlisted')?.type === 'caseListed';
/** In these histories nobody changes the calendar. */
export const recomputeDue: Rule<'recomputeDue'> = (_, asked) => [
  ...only(asked, asked.who.isClock, 'assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'),
  [true, 'nothing moved it'],
];
export const changeLight: Rule<'changeLight'> = (_, asked) => {
  const lit = last(
    asked.tale,
    'lightChanged',
    'caseInstructed',
    'resultReviewed',
    'withdrawalAudited',
    'transcriptDisowned',
  );
  const shown =
    lit === null ? null : lit.type === 'lightChanged' ? lit.light : lit.type === 'caseInstructed' ? 'green' : null;
  return [
    ...only(asked, asked.who.isClock, ...OPEN),
    [lightAt(asked.tale, asked.directory, asked.now) === shown, 'shines so already'],
  ];
};

const webParts = (asked: Asked): readonly Part[] => {
  const walk = walkInHand(asked.tale);
  return walk ? parts(walk).filter(({ unitId }) => unitOf(asked, unitId)?.worksByWeb) : [];
};
export const issueUnitCodes: Rule<'issueUnitCodes'> = (_, asked) => [
  ...only(
    asked,
    asked.who.isStaff,
    'assigned',
    'handling',
    'awaiting_review',
    'awaiting_enterprise',
    'awaiting_rating',
    'awaiting_closure',
  ),
  [webParts(asked).length === 0, 'no unit works by web'],
  [asked.who.openId === null, 'nobody to tell the code to'],
];
export const enterByWeb: Rule<'enterByWeb'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const part = asked.who.parts[0];
  const code = walk && part ? codeOf(walk, part) : null;
  const name = asked.actor.kind === 'unit' ? asked.actor.name : '';
  return [
    [part === undefined || asked.actor.kind !== 'unit', 'not theirs to ask'],
    [code?.isUsed === true, 'the code is spent'],
    [code !== null && asked.now >= code.at + 30 * 60_000, 'the code is old'],
    ...words(name, 'name'),
    [[...name].length > 20, 'words too long'],
  ];
};

export const requestWithdrawal: Rule<'requestWithdrawal'> = ({ words: said }, asked) => [
  ...only(asked, asked.who.isEnterprise || asked.who.isStaff, ...OPEN),
  [isWithdrawalOpen(asked), 'one waits already'],
  ...fits(said),
];
export const auditWithdrawal: Rule<'auditWithdrawal'> = ({ note }, asked) => [
  ...only(asked, asked.who.isStaff, ...OPEN),
  [!isWithdrawalOpen(asked), 'none was asked for'],
  ...words(note),
];
const isWithdrawalOpen = ({ tale }: Asked): boolean =>
  every(tale, 'withdrawalRequested').length > every(tale, 'withdrawalAudited').length;
