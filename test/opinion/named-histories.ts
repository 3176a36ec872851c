/**
 * Histories that are told every time, because chance may leave them out: each is one situation in which one surface could say what is so
 * of another. The laws look at every moment of them, as at those of chance.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import type { Command, Signing } from '../../src/workflow/commands.ts';
import { beijingDate, type UnitId } from '../../src/workflow/ids.ts';
import { sayings, submissions } from './sayings.ts';
import { CLOCK, DAYS, ENTERPRISE, LEADERS, PEOPLE, UNITS } from './towns.ts';

/** When, by whom, what. Times are those of Beijing. */
export type Saying = readonly [at: string, by: Actor, command: Command];
export interface Named {
  readonly name: string;
  readonly sayings: readonly Saying[];
  /** Has to have happened in it, or it is not that history. */
  readonly happens: readonly string[];
}

const { staff, staffHead, jia, deputy, yi, bing, bingDeputy, housing, finance, safety, both } = PEOPLE;
const filed: Command = submissions[0] ?? { type: 'accept' };
/** 真实、合法、合理, with 住建 proposed and 财政 beside it. */
const vetted: Command = sayings(() => '2026-12-31').find(({ type }) => type === 'amend') ?? { type: 'accept' };
const sheet = (changes: Partial<Signing> = {}): Signing => ({
  words: '请抓紧办理，限期报结果。',
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: { workdays: 10 },
  ...changes,
});
const signs = (changes: Partial<Signing> = {}): Command => ({ type: 'instruct', signing: sheet(changes) });
const signsAgain = (changes: Partial<Signing> = {}): Command => ({ type: 'instructAgain', signing: sheet(changes) });
const extend = (newDate: string): Command => ({
  type: 'requestExtension',
  reason: '需第三方检测',
  doneSoFar: '已完成两项',
  newDate: beijingDate(newDate),
});
const rules = (isApproved: boolean): Command => ({
  type: 'decideExtension',
  isApproved,
  words: isApproved ? '同意，抓紧检测' : '理由不足',
});
const objects = (suggestedUnitId: UnitId | null): Command => ({
  type: 'object',
  reason: '职责不在本单位',
  suggestedUnitId,
});
const decides = (isUpheld: boolean, newUnitId: UnitId | null): Command => ({
  type: 'decideObjection',
  isUpheld,
  newUnitId,
  words: isUpheld ? '确属其职责' : '属本单位职责',
});
const reports = {
  type: 'resolve',
  outcome: 'resolved',
  text: '已组织联合验收。',
  plannedDate: null,
  basis: '',
  unitHead: '单位负责人甲',
} as const satisfies Command;
const plans = (day: string): Command => ({
  ...reports,
  outcome: 'planned',
  text: '已列入计划。',
  plannedDate: beijingDate(day),
});
const passes: Command = { type: 'review', publicReply: '联合验收已完成，请知悉。' };
/** Its limit follows the grade. */
const unlimited = {
  signingLeaderId: LEADERS.yi,
  leadLeaderId: null,
  leadUnitId: UNITS.housing,
  supportingUnitIds: [],
  limitWorkdays: null,
  words: '',
};
const photo = { token: 'box_2', name: '补交图纸.jpg', bytes: 300_000 };
const lights: Command = { type: 'changeLight' };

/** From filing to the sheet before 书记甲, on a morning. */
const submitted = (day: string): readonly Saying[] => [
  [`${day}T08:30`, ENTERPRISE, filed],
  [`${day}T08:40`, staff, { type: 'accept' }],
  [`${day}T08:50`, staff, vetted],
  [`${day}T08:55`, staff, { type: 'completeVetting' }],
  [`${day}T09:00`, staff, { type: 'requestInstruction' }],
];
const taken = (day: string): readonly Saying[] => [
  [`${day}T14:00`, housing, { type: 'acknowledge' }],
  [`${day}T14:30`, finance, { type: 'acknowledge' }],
];

export const NAMED: readonly Named[] = [
  {
    name: 'nobody names a limit, so that it is that of the grade, and 国庆 lies within it',
    sayings: [
      ...submitted('2026-09-28').slice(0, -1),
      ['2026-09-28T08:57', staff, { type: 'amend', change: { notes: { proposal: unlimited } } }],
      ['2026-09-28T09:00', staff, { type: 'requestInstruction' }],
      ['2026-09-28T10:00', yi, signs({ limit: null })],
      ['2026-09-29T14:00', housing, { type: 'acknowledge' }],
      ['2026-10-10T09:00', housing, { type: 'reportProgress', text: '调休日加班办理' }],
      ['2026-10-10T10:00', CLOCK, lights],
      ['2026-10-13T10:00', housing, reports],
    ],
    happens: ['caseInstructed', 'unitAcknowledged', 'progressReported', 'caseResolved'],
  },
  {
    name: 'a unit names another of its people, the enterprise asks for 保密 late, and after a second round again for none',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T09:30', jia, { type: 'passOn', leaderId: LEADERS.yi, words: '请区长阅示' }],
      ['2026-09-01T10:00', yi, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T10:00', finance, { type: 'nameOfficer', officer: { kind: 'person', openId: both.openId } }],
      ['2026-09-03T11:00', staff, { type: 'amend', change: { notes: { isConfidential: true } } }],
      ['2026-09-04T10:00', both, { type: 'contribute', text: '资金已列支' }],
      ['2026-09-04T11:00', housing, reports],
      ['2026-09-04T15:00', staff, passes],
      ['2026-09-07T10:00', ENTERPRISE, { type: 'rate', grade: 5, words: '满意' }],
      ['2026-09-08T10:00', yi, signsAgain({ words: '请回头看。', limit: { workdays: 6 } })],
      ...taken('2026-09-09'),
      ['2026-09-10T11:00', staff, { type: 'amend', change: { notes: { isConfidential: false } } }],
    ],
    happens: ['sheetPassedOn', 'officerNamed', 'contributionMade', 'caseInstructed', 'caseAmended'],
  },
  {
    name: 'a confidential enterprise adds material, is called twice in vain, and its case goes back to the leader unrated',
    sayings: [
      ['2026-09-19T08:30', ENTERPRISE, filed],
      ['2026-09-19T08:40', staff, { type: 'accept' }],
      ['2026-09-19T08:50', staff, vetted],
      ['2026-09-19T08:52', staff, { type: 'amend', change: { notes: { isConfidential: true } } }],
      ['2026-09-19T08:55', staff, { type: 'completeVetting' }],
      ['2026-09-19T09:00', staff, { type: 'schedule', receptionDayId: DAYS.jia }],
      ['2026-09-20T10:00', staff, { type: 'hear', note: '企业当面陈述。' }],
      ['2026-09-20T10:20', jia, signs()],
      ...taken('2026-09-21'),
      ['2026-09-22T09:00', ENTERPRISE, { type: 'submitMaterial', text: '补交图纸', files: [photo] }],
      ['2026-09-22T10:00', finance, { type: 'contribute', text: '资金已列支' }],
      ['2026-09-23T10:00', housing, reports],
      ['2026-09-23T15:00', staff, passes],
      ['2026-09-24T10:00', staff, { type: 'recordCallAttempt', note: '无人接听' }],
      ['2026-09-28T10:00', staffHead, { type: 'recordCallAttempt', note: '改日再打' }],
      ['2026-09-29T10:00', staff, { type: 'recordCallAttempt', note: '仍无人接听' }],
      ['2026-10-08T10:00', staff, { type: 'waiveRating' }],
    ],
    happens: ['caseHeard', 'materialSubmitted', 'contributionMade', 'callAttempted', 'ratingWaived'],
  },
  {
    name: 'a deputy signs for the leader over 国庆, and the limit leaves out the holiday and counts the 调休 Saturday',
    sayings: [
      ...submitted('2026-09-29'),
      ['2026-09-29T10:00', deputy, signs({ limit: { workdays: 5 } })],
      ...taken('2026-09-30'),
      ['2026-10-08T09:00', housing, { type: 'reportProgress', text: '节后复工，已踏勘现场' }],
      ['2026-10-10T09:00', housing, { type: 'reportProgress', text: '调休日加班办理' }],
      ['2026-10-10T16:00', CLOCK, lights],
      ['2026-10-13T09:00', CLOCK, lights],
      ['2026-10-14T09:00', CLOCK, { type: 'supervise', level: 1 }],
    ],
    happens: ['caseInstructed', 'progressReported', 'lightChanged'],
  },
  {
    name: 'an extension is refused, then granted, and a further one granted by the leader',
    sayings: [
      ...submitted('2026-08-24'),
      ['2026-08-24T10:00', jia, signs({ limit: { workdays: 20 } })],
      ...taken('2026-08-25'),
      ['2026-08-26T10:00', housing, extend('2026-10-15')],
      ['2026-08-26T15:00', staff, rules(false)],
      ['2026-08-27T10:00', housing, extend('2026-10-16')],
      ['2026-08-27T15:00', staff, rules(true)],
      ['2026-08-28T10:00', housing, extend('2026-11-20')],
      ['2026-08-28T15:00', jia, rules(true)],
    ],
    happens: ['extensionRequested', 'extensionDecided'],
  },
  {
    name: 'an extension is granted and a further one refused by the 牵头领导',
    sayings: [
      ...submitted('2026-08-24'),
      ['2026-08-24T10:00', jia, signs({ limit: { workdays: 20 } })],
      ...taken('2026-08-25'),
      ['2026-08-26T10:00', housing, extend('2026-10-15')],
      ['2026-08-26T15:00', staff, rules(true)],
      ['2026-08-27T10:00', housing, extend('2026-11-16')],
      ['2026-08-27T15:00', bing, rules(false)],
    ],
    happens: ['extensionDecided'],
  },
  {
    name: 'a bad rating by phone is judged, reconsidered and the sheet signed anew under another number',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T10:00', housing, reports],
      ['2026-09-03T15:00', staff, passes],
      ['2026-09-04T10:00', staff, { type: 'rate', grade: 1, words: '问题没有解决' }],
      ['2026-09-04T11:00', staffHead, { type: 'judgeRating', decision: 'explain', words: '政策限制' }],
      ['2026-09-04T15:00', bing, { type: 'reconsider', isUpheld: true, words: '维持原结果' }],
      ['2026-09-07T10:00', jia, signsAgain({ words: '请再办一次。', limit: { workdays: 5 } })],
      ...taken('2026-09-08'),
      ['2026-09-09T10:00', housing, reports],
    ],
    happens: ['caseRated', 'ratingJudged', 'ratingReconsidered', 'caseInstructed'],
  },
  {
    name: 'a rating is had at the second call, contested with success, and the case done again',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T10:00', housing, reports],
      ['2026-09-03T15:00', staff, passes],
      ['2026-09-04T09:00', staff, { type: 'recordCallAttempt', note: '无人接听' }],
      ['2026-09-04T16:00', staff, { type: 'rate', grade: 2, words: '只解决了一半' }],
      ['2026-09-07T09:00', housing, { type: 'contestRating', reason: '另一半不归本单位' }],
      ['2026-09-07T10:00', staffHead, { type: 'decideContest', isUpheld: true, words: '确属政策限制' }],
      ['2026-09-07T11:00', staffHead, { type: 'judgeRating', decision: 'redo', words: '请补做能做的一半' }],
      ['2026-09-08T10:00', housing, reports],
      ['2026-09-08T15:00', staff, passes],
      ['2026-09-09T09:00', staff, { type: 'recordCallAttempt', note: '改日再打' }],
    ],
    happens: ['callAttempted', 'caseRated', 'ratingContested', 'contestDecided', 'ratingJudged'],
  },
  {
    name: 'deputies stand in for a 复核, for 挂牌督办 and for the signature after it',
    sayings: [
      ...submitted('2026-09-16'),
      ['2026-09-16T10:00', jia, signs()],
      ...taken('2026-09-17'),
      ['2026-09-18T09:00', bingDeputy, { type: 'list', reason: '久拖不决' }],
      ['2026-09-18T10:00', housing, reports],
      ['2026-09-18T15:00', staff, passes],
      ['2026-09-21T10:00', ENTERPRISE, { type: 'rate', grade: 1, words: '问题没有解决' }],
      ['2026-09-21T11:00', staffHead, { type: 'judgeRating', decision: 'explain', words: '政策限制' }],
      ['2026-09-21T15:00', bingDeputy, { type: 'reconsider', isUpheld: true, words: '维持原结果' }],
      ['2026-09-22T10:00', deputy, signsAgain({ words: '请再办一次。', limit: { workdays: 5 } })],
    ],
    happens: ['caseListed', 'ratingReconsidered', 'caseInstructed'],
  },
  {
    name: 'two units object: the one is refused, the other goes',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ['2026-09-01T14:00', finance, objects(null)],
      ['2026-09-01T15:00', housing, objects(UNITS.safety)],
      ['2026-09-01T16:00', staff, decides(false, null)],
      ['2026-09-02T09:00', staff, decides(true, UNITS.safety)],
      ['2026-09-02T10:00', finance, { type: 'acknowledge' }],
      ['2026-09-02T11:00', safety, { type: 'acknowledge' }],
    ],
    happens: ['unitObjected', 'objectionDecided', 'unitAcknowledged'],
  },
  {
    name: 'the leader names another lead unit and another 牵头领导 than was proposed',
    sayings: [
      ...submitted('2026-09-01'),
      [
        '2026-09-01T10:00',
        jia,
        signs({ leadUnitId: UNITS.finance, supportingUnitIds: [UNITS.safety], leadLeaderId: LEADERS.yi }),
      ],
      ['2026-09-01T10:20', jia, { type: 'correctInstruction', signing: sheet({ words: '请财政局抓紧办理。' }) }],
      ['2026-09-02T10:00', finance, { type: 'acknowledge' }],
      ['2026-09-02T11:00', safety, { type: 'acknowledge' }],
      ['2026-09-03T10:00', yi, { type: 'list', reason: '久拖不决' }],
    ],
    happens: ['caseInstructed', 'instructionCorrected', 'caseListed'],
  },
  {
    name: 'a closed case is opened again, closed again, and each round keeps its own',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T10:00', housing, reports],
      ['2026-09-03T15:00', staff, { type: 'returnResult', reason: '情况不清，请补充' }],
      ['2026-09-04T10:00', housing, reports],
      ['2026-09-04T15:00', staff, passes],
      ['2026-09-07T10:00', ENTERPRISE, { type: 'rate', grade: 5, words: '满意' }],
      ['2026-09-08T10:00', jia, { type: 'endorse' }],
      ['2026-09-21T10:00', deputy, signsAgain({ words: '请回头看。', limit: { workdays: 3 } })],
      ...taken('2026-09-22'),
      ['2026-09-23T10:00', housing, reports],
      ['2026-09-23T15:00', staff, passes],
      ['2026-09-24T10:00', ENTERPRISE, { type: 'rate', grade: 4, words: '这次好了' }],
      ['2026-09-28T10:00', jia, { type: 'endorse' }],
    ],
    happens: ['resultReturned', 'caseClosed', 'caseInstructed'],
  },
  {
    name: 'an enterprise is found not to mean its withdrawal, says later that it does, and is let go',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T09:00', ENTERPRISE, { type: 'requestWithdrawal', words: '先不办了' }],
      ['2026-09-03T11:00', staff, { type: 'auditWithdrawal', isVoluntary: false, note: '受他人劝说，仍要求办理' }],
      ['2026-09-04T10:00', housing, { type: 'reportProgress', text: '已约定验收时间' }],
      ['2026-09-07T09:00', ENTERPRISE, { type: 'requestWithdrawal', words: '问题已解决' }],
      ['2026-09-07T11:00', staffHead, { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实，已解决' }],
    ],
    happens: ['withdrawalRequested', 'withdrawalAudited', 'progressReported'],
  },
  {
    name: 'a plan is broken, signed anew, and the plan of the second round is kept; what was contested was so',
    sayings: [
      ...submitted('2026-09-01'),
      ['2026-09-01T10:00', jia, signs()],
      ...taken('2026-09-02'),
      ['2026-09-03T10:00', housing, plans('2026-09-11')],
      ['2026-09-03T15:00', staff, passes],
      ['2026-09-04T10:00', ENTERPRISE, { type: 'rate', grade: 1, words: '又是计划' }],
      ['2026-09-04T14:00', housing, { type: 'contestRating', reason: '已列入计划' }],
      ['2026-09-04T16:00', staffHead, { type: 'decideContest', isUpheld: false, words: '计划没有落到人' }],
      ['2026-09-07T09:00', staffHead, { type: 'judgeRating', decision: 'explain', words: '按计划解决' }],
      ['2026-09-07T15:00', bing, { type: 'reconsider', isUpheld: true, words: '维持，按期兑现' }],
      ['2026-09-08T10:00', jia, { type: 'endorse' }],
      ['2026-09-14T10:00', staff, { type: 'checkPlan', isKept: false, words: '资金未到账' }],
      ['2026-09-15T10:00', jia, signsAgain({ words: '未兑现，请说明并办结。', limit: { workdays: 8 } })],
      ...taken('2026-09-16'),
      ['2026-09-17T10:00', housing, plans('2026-09-25')],
      ['2026-09-17T15:00', staff, passes],
      ['2026-09-18T10:00', housing, { type: 'reportPlan', text: '资金已拨付' }],
      ['2026-09-18T15:00', staff, { type: 'checkPlan', isKept: true, words: '企业确认到账' }],
      ['2026-09-18T16:00', ENTERPRISE, { type: 'rate', grade: 4, words: '到账了' }],
    ],
    happens: ['contestDecided', 'planChecked', 'planReported', 'ratingReconsidered', 'caseRated'],
  },
  {
    name: 'a transcript is disowned, and the case goes on under another number',
    sayings: [
      ...submitted('2026-09-01'),
      [
        '2026-09-01T10:00',
        staff,
        {
          type: 'recordInstruction',
          words: '请住建办理。',
          files: [{ token: 'box_1', name: '批示原件.jpg', bytes: 400_000 }],
          writtenOn: null,
        },
      ],
      ['2026-09-01T14:00', housing, { type: 'acknowledge' }],
      ['2026-09-01T15:00', jia, { type: 'disownTranscript', words: '我没有作过这个批示。' }],
      ['2026-09-02T09:00', staff, { type: 'requestInstruction' }],
      ['2026-09-02T10:00', jia, signs()],
      ...taken('2026-09-03'),
    ],
    happens: ['transcriptDisowned', 'caseInstructed', 'unitAcknowledged'],
  },
];
