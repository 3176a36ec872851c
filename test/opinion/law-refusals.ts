/**
 * A refusal names a cause that is so, and the bound, the day, the number and the person of that cause: whatever is told with it is what
 * the second opinion reads from the settings and the tale.
 */
import { refusalSentence } from '../../cards/answer.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { Law, Moment } from './histories.ts';
import { doerOf } from './reading/acting.ts';
import { dayOf, minuteOf, nextDay, workdaysBack, workdaysOn } from './reading/days.ts';
import { limitOf, owedMonth, standstills } from './reading/limits.ts';
import { allAgainst } from './reading/may.ts';
import { inFull } from './reading/notices.ts';
import { parts } from './reading/road.ts';
import { leaderOf, openPlan, sinceRedone } from './reading/scene.ts';
import { before, every, last, type Tale, walkInHand, walks } from './reading/tale.ts';

export const refusalsAreTrue: Law = (moment) => {
  const { decision, command, actor, scene } = moment;
  if (decision.kind !== 'refused') return [];
  const { reason } = decision;
  const against = allAgainst(command, actor, scene);
  const text = refusalSentence(reason);
  const isSo = isUnread(reason) || wordsFor(reason).every((causes) => isSoFor(causes, against));
  return [
    ...(isSo ? [] : [`refusal ${reason.kind}: names a cause that is not so ⁝ ${text}, but ${against.join(' / ')}`]),
    ...told(reason, moment)
      .filter((part) => !text.includes(part))
      .map((part) => `refusal ${reason.kind}: names another bound ⁝ ${text}, not ${part}`),
  ];
};

/** What the rules of the procedure do not know, with the reason; every other refusal has its causes below. */
const UNREAD = {
  noSuchCase: 'histories are of cases that are there',
  outOfDate: 'is said by the approval centre, which knows a sheet and no rule',
  avoids: 'is said by the approval centre, where no words can be written',
  alreadyDone: 'says that it was done, and what that was depends on the act: held by the laws of histories',
  busy: 'the database was busy',
} as const satisfies Partial<Record<Refusal['kind'], string>>;
type Unread = Extract<Refusal, { readonly kind: keyof typeof UNREAD }>;
const isUnread = (reason: Refusal): reason is Unread => Object.hasOwn(UNREAD, reason.kind);

/** What has to be so where a field is said to be missing; without a line here, that it is empty. */
const MISSING: Readonly<Record<string, readonly string[]>> = {
  企业名称: ['nobody or nothing to take up', 'empties the name'],
  诉求内容: ['nobody or nothing to take up', 'empties the appeal', 'without appeal'],
  接待领导: ['nobody to whom the result returns'],
  接待领导的飞书账号: ['nobody to whom the result returns'],
  签批领导的飞书账号: ['the leader has no account'],
  拟签批领导: ['no such leader'],
  拟主办单位: ['no lead unit proposed'],
  主办单位: ['no lead unit'],
  主办单位的负责人或承办人: ['nobody at the unit'],
  改办单位: ['nobody to take the place'],
  预沟通单位: ['nobody asked'],
  批示原件: ['without the original'],
  材料: ['without a file'],
  单位负责人: ['without unit head'],
  计划解决日期: ['a plan without a day'],
  政策依据: ['a no without its basis'],
  办理结果: ['nothing of the kind happened', 'not now'],
  对企业的答复: ['the enterprise was not answered', 'without'],
  企业评价: ['not rated yet'],
};
/** Of each thing that a sentence says the causes, one of which has to be so. */
const wordsFor = (reason: Exclude<Refusal, Unread>): readonly (readonly string[])[] =>
  reason.kind === 'fieldsMissing'
    ? reason.missing.map((field) => MISSING[field] ?? ['without'])
    : [CAUSES[reason.kind]];
const isSoFor = (causes: readonly string[], against: readonly string[]): boolean =>
  against.some((one) => causes.some((cause) => one === cause || one.startsWith(`${cause} `)));

/** What has to be so where it is said. */
const CAUSES: Readonly<Record<Exclude<Refusal['kind'], keyof typeof UNREAD | 'fieldsMissing'>, readonly string[]>> = {
  unknownReceptionDay: ['no such day', 'takes the day from what is scheduled', 'raised in the room of no day'],
  endorsedWithWords: [],
  dateInvalid: ['no such day', 'a day outside of the limit', 'no such limit', 'a plan without a day'],
  milestonesUsedUp: ['eight nodes are enough'],
  milestoneMovesUsedUp: ['moved five times'],
  materialsUsedUp: ['twenty times are enough'],
  ratingWordsUsedUp: ['five times are enough'],
  pausesUsedUp: ['paused as often as may be'],
  pauseDaysUsedUp: ['paused as long as may be'],
  disownTooLate: ['not now'],
  additionTooLate: ['not now'],
  sheetVoid: ['not now', 'no sheet is out'],
  closedMeanwhile: [],
  fileTooSmall: ['an original of nothing'],
  nothingChanged: [
    'changes nothing',
    'says nothing new',
    'named already',
    'all judged already',
    'nothing moved it',
    'shines so already',
    'lies there already',
    'nothing is owed',
  ],
  codeSpent: ['the code is spent'],
  codeExpired: ['the code is old'],
  editorUnknown: ['nobody to tell the code to'],
  transcriptChecked: ['looked at already'],
  notYourRole: ['not theirs to ask', 'another was named to lead'],
  wrongState: ['not now', 'went elsewhere', 'nothing to rate'],
  alreadySigned: ['not now'],
  alreadyAcknowledged: ['acknowledged already'],
  verdictsMissing: ['not vetted'],
  reasonMissing: ['without'],
  textTooLong: ['words too long'],
  unknownUnit: ['no such unit'],
  nobodyInUnit: ['nobody at the unit'],
  unknownLeader: ['no such leader'],
  leaderMayNotSign: ['the leader may not sign'],
  mergeTarget: ['into itself'],
  sharedNotRatedBadly: ['nobody is dissatisfied'],
  noSharedAnswer: ['nothing to rate'],
  receptionDayPast: ['the day is past', 'puts it on a day that is past'],
  receptionDayAhead: ['the day has not come', 'raised on a day that has not come'],
  proposalOver: ['changes a proposal that is signed'],
  limitInvalid: ['no such limit', 'proposes no limit'],
  dateTooFar: ['no such limit', 'no such day', 'too far'],
  dateNotLater: ['a plan for the past', 'no later day', 'no such limit'],
  objectionTooLate: ['too late to object'],
  objectedBefore: ['the unit objected before in this round'],
  objectionPending: ['an objection waits', 'an objection is open', 'the unit objected before in this round'],
  noObjection: ['no objection waits'],
  extensionTooLate: ['asked too late'],
  extensionPending: ['one waits already'],
  extensionsUsedUp: ['extended as often as may be'],
  extensionNeedsLeader: ['the second extension is for a leader to decide'],
  noExtension: ['none was asked for'],
  monthlyLineMissing: ['a month without a line'],
  milestoneDate: ['a day outside of the limit'],
  noMilestone: ['no such open node'],
  outcomeUnfit: ['an outcome of the other kind'],
  ratedBefore: ['rated already'],
  notRatedYet: ['not rated yet'],
  notDissatisfied: ['nobody is dissatisfied'],
  judgementPending: ['not judged yet'],
  redoUsedUp: ['done again as often as may be'],
  redoNeedsLeader: ['the second time is for the lead leader to decide'],
  noUnitToRedo: ['no unit to do it again'],
  ratingWordsMissing: ['without what was bad'],
  ratingJudged: ['judged already'],
  attemptsMissing: ['not called often enough'],
  withdrawalPending: ['one waits already'],
  noWithdrawal: ['none was asked for'],
  notListed: ['not listed'],
  remindedToday: ['reminded today'],
  notDueYet: ['not so late'],
  contestedBefore: ['contested before'],
  noContest: ['none was contested'],
  noPlan: ['no plan waits'],
  planNotDue: ['its day has not come'],
  noTranscript: ['nothing was transcribed'],
  notYourWords: ['not their words'],
  correctionTooLate: ['taken up already', 'more than half an hour ago'],
  reviewerConcerned: ['decides on what it did itself'],
  paperDateInvalid: ['no such day on paper'],
  unknownOfficer: ['not of the unit'],
  noWebUnit: ['no unit works by web'],
};

/** 联系企业 is a note; all else is a page at most. */
const mostLetters = ({ type }: Command): number => (type === 'contactEnterprise' ? 200 : 2000);
const MOST_WORKDAYS = 250;

const told = (reason: Refusal, moment: Moment): readonly string[] => {
  const { scene, command, actor } = moment;
  const { tale, directory, now } = scene;
  const { settings } = directory;
  const text = refusalSentence(reason);
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  const today = dayOf(now);
  const by = (event: CaseEvent | null): readonly string[] =>
    event ? [doerOf(event, { ...scene, tale: before(tale, event), now: event.at }), shortMoment(event.at)] : ['an act'];
  switch (reason.kind) {
    case 'textTooLong':
      return [`超过${mostLetters(command)}字`];
    case 'limitInvalid':
      return [`1至${MOST_WORKDAYS}个工作日`];
    case 'dateNotLater':
      return [`应晚于${inFull(command.type === 'requestExtension' ? (limit?.day ?? '') : today)}`];
    case 'objectionTooLate': {
      const lastDays = (walk ? parts(walk) : []).map(({ given }) =>
        workdaysOn(dayOf(given.at), settings.objectDays, settings),
      );
      const isOne = lastDays.some((day) => text.includes(inFull(day)));
      return isOne ? ['期限已于'] : [`期限已于${inFull(lastDays[0] ?? '')}`];
    }
    case 'extensionTooLate':
      return [`期限已于${inFull(workdaysBack(limit?.day ?? '', settings.extensionNoticeDays, settings))}`];
    case 'extensionsUsedUp':
      return [`最多延期${settings.maxExtensions}次`];
    case 'monthlyLineMissing': {
      const month = owedMonth(tale, directory, today);
      return [`补报${Number(month?.slice(5, 7))}月`];
    }
    case 'milestoneDate':
      return [`办理时限${inFull(limit?.day ?? '')}`];
    case 'redoUsedUp':
      return [`最多重办${settings.maxRedoRounds}次`];
    case 'attemptsMissing': {
      const made = walk ? every(sinceRedone(walk), 'callAttempted').length : 0;
      return [`先回访${settings.callAttempts}次`, `已登记${made}次`];
    }
    case 'pausesUsedUp':
      return [`最多请企业补充${settings.maxPauses}次`];
    case 'pauseDaysUsedUp':
      return [`满${settings.maxPauseSum}个工作日`, `补充${walk ? standstills(walk, directory).length : 0}次`];
    case 'receptionDayPast':
    case 'receptionDayAhead': {
      const dates = directory.receptionDays.flatMap(({ date }) => (date ? [inFull(date)] : []));
      return dates.some((date) => text.includes(date)) ? [] : dates.slice(0, 1);
    }
    case 'unknownReceptionDay':
      return command.type === 'amend' && command.change.notes?.receptionDayId === null
        ? ['撤出接待日']
        : ['没有这一天'];
    case 'dateTooFar': {
      const isExtension = command.type === 'requestExtension';
      return [inFull(isExtension ? nextDay(limit?.day ?? '', 370) : nextDay(today, 1_100))];
    }
    case 'milestonesUsedUp':
      return ['最多安排8个'];
    case 'milestoneMovesUsedUp':
      return ['已调整5次'];
    case 'ratingWordsUsedUp':
      return ['最多补充5次'];
    case 'fileTooSmall': {
      const small = 'files' in command ? (command.files ?? []).filter(({ bytes }) => bytes < 1_024) : [];
      const isOne = small.some(({ name, bytes }) =>
        [`“${name}”`, `只有${bytes}字节`, '至少应有1024字节'].every((part) => text.includes(part)),
      );
      return isOne ? [] : ['the file that is too small'];
    }
    case 'planNotDue':
      return [inFull(openPlan(tale)?.on ?? '')];
    case 'wrongState':
      return [];
    case 'alreadySigned': {
      const signed = last(tale, 'caseInstructed');
      // On paper it was the leader, whoever wrote it down.
      const leader = leaderOf(scene, signed?.instruction.signerId ?? null)?.name ?? '';
      return signed?.instruction.transcript ? [leader, shortMoment(signed.at)] : by(signed);
    }
    case 'alreadyAcknowledged': {
      const mine = (walk ? parts(walk) : []).filter(({ acknowledged }) => acknowledged !== null);
      const isOne = mine.some(({ acknowledged }) => by(acknowledged).every((part) => text.includes(part)));
      return isOne && actor ? [] : ['whoever acknowledged'];
    }
    case 'correctionTooLate':
      return reason.acknowledged ? by(firstTaken(tale)) : ['超过30分钟'];
    case 'sheetVoid':
      return by(last(tale, 'transcriptDisowned'));
    case 'closedMeanwhile':
      return by(last(tale, 'caseClosed'));
    case 'transcriptChecked':
      return by(last(tale, 'transcriptChecked'));
    case 'notYourWords':
      return [leaderOf(scene, walk?.sheet?.signerId ?? null)?.name ?? ''];
    case 'paperDateInvalid':
      return ['60天'];
    default:
      return [];
  }
};

/** 9月1日 10:00, as toasts say it. */
const shortMoment = (at: number): string => {
  const [day = '', time = ''] = minuteOf(at).split(' ');
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 ${time}`;
};
const firstTaken = (tale: Tale): CaseEvent | null => {
  const walk = walks(tale).at(-1);
  return walk ? (every(walk.tale, 'unitAcknowledged')[0] ?? null) : null;
};
