/**
 * What people may come to say at a moment, right and wrong: every kind of command, with days near the moment. The usual next
 * steps of each state are listed apart, so that stories get far.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import type { Appeal, StaffNotes, State } from '../../src/workflow/case.ts';
import type { Command, Signing } from '../../src/workflow/commands.ts';
import { beijingDate, caseId, type UnitId } from '../../src/workflow/ids.ts';
import { CLOCK, DAYS, ENTERPRISE, LEADERS, PEOPLE, STAFF_EDIT, UNITS } from './towns.ts';

const ID = caseId('case-opinion-1');

const appeal = (changes: Partial<Appeal> = {}): Appeal => ({
  kind: 'problem',
  category: '审批验收办证',
  enterpriseName: '〔虚构〕溪乐预制构件有限公司',
  creditCode: '91999999MAXX00015J',
  contactName: '企业代表01',
  contactRole: '法定代表人',
  phone: '199-0000-0001',
  text: '三家单位的验收时间对不上，希望一次把人叫齐。',
  wish: '组织联合验收',
  urgency: '下月交货',
  ...changes,
});
const yes = { answer: 'yes', ground: '现场查看' } as const;
const notes = (
  lead: UnitId,
  supporting: readonly UnitId[],
  changes: Partial<StaffNotes> = {},
): Partial<StaffNotes> => ({
  authentic: yes,
  lawful: yes,
  reasonable: { answer: 'no', ground: '超出政策范围' },
  receptionDayId: DAYS.jia,
  proposal: {
    signingLeaderId: null,
    leadLeaderId: LEADERS.bing,
    leadUnitId: lead,
    supportingUnitIds: supporting,
    limitWorkdays: 15,
    words: '建议由牵头单位主办。',
  },
  ...changes,
});
const proposal = (changes: Partial<StaffNotes['proposal']>): Partial<StaffNotes> => ({
  proposal: {
    signingLeaderId: LEADERS.yi,
    leadLeaderId: null,
    leadUnitId: UNITS.housing,
    supportingUnitIds: [],
    limitWorkdays: 7,
    words: '',
    ...changes,
  },
});

export const submissions: readonly Command[] = [
  ...[appeal(), appeal({ kind: 'suggestion', urgency: '' }), appeal({ text: ' ' })].map(
    (filed): Command => ({
      type: 'submit',
      id: ID,
      source: 'form',
      appeal: filed,
      receiptHash: '0'.repeat(64),
      visitKey: 'visit-opinion-1',
      noticeVersion: '2026-01',
    }),
  ),
  {
    type: 'submit',
    id: ID,
    source: 'room',
    appeal: appeal(),
    notes: notes(UNITS.housing, [UNITS.finance], { authentic: { answer: 'unsure', ground: '' } }),
    receiptHash: '0'.repeat(64),
    visitKey: 'visit-opinion-1',
    noticeVersion: '2026-01',
  },
];

const VETTED: readonly Command[] = [
  notes(UNITS.housing, [UNITS.finance]),
  notes(UNITS.housing, [UNITS.finance, UNITS.safety], { isUrgent: true, isGrave: true }),
  notes(UNITS.housing, [], { receptionDayId: DAYS.yi, isConfidential: true }),
  notes(UNITS.finance, [UNITS.safety], { isHard: true }),
  notes(UNITS.street, [UNITS.housing]),
  notes(UNITS.federation, [UNITS.housing]),
].map((change): Command => ({ type: 'amend', change: { notes: change } }));

const signing = (changes: Partial<Signing> = {}): Signing => ({
  words: '请抓紧办理，限期报结果。',
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: null,
  ...changes,
});
const LONG = '长'.repeat(2001);
const file = { token: 'box_1', name: '批示原件.jpg', bytes: 400_000 };

const OTHER = caseId('case-opinion-2');
const taken = (id: string, enterpriseName: string): Command => ({
  type: 'takeIn',
  merged: {
    caseId: caseId(id),
    enterpriseName,
    isSameEnterprise: false,
    category: '审批验收办证',
    submittedAt: Date.parse('2026-08-20T09:00:00+08:00'),
    reason: '同一路段的验收。',
  },
});
const shared = (reviewedAt: number, publicReply: string): Command => ({
  type: 'shareAnswer',
  answer: {
    from: OTHER,
    round: 1,
    reviewedAt,
    outcome: 'resolved',
    publicReply,
    basis: '〔虚构〕某号文件第五条',
    plannedDate: null,
  },
});
/** What follows from 合并. */
const MERGERS: readonly Command[] = [
  taken('case-opinion-3', '〔虚构〕邻近建材有限公司'),
  taken('case-opinion-4', ''),
  shared(1, '合并办理的事项已办妥。'),
  shared(2, '合并办理的事项已重新办理。'),
  { type: 'rateShared', grade: 5, words: '满意合并答复。' },
  { type: 'rateShared', grade: 2, words: '合并答复没有说清。' },
  { type: 'giveBack', from: OTHER, why: 'declined', words: '' },
  { type: 'giveBack', from: OTHER, why: null, words: '企业不满意，单独办理。' },
  { type: 'giveBack', from: OTHER, why: null, words: '' },
  { type: 'giveBack', from: caseId('case-opinion-3'), why: 'closed', words: '' },
];

/** `ahead(n)` is the day n days from now. */
export const sayings = (ahead: (days: number) => string): readonly Command[] => {
  const day = (days: number) => beijingDate(ahead(days));
  const result = (changes: Partial<Extract<Command, { type: 'resolve' }>> = {}): Command => ({
    type: 'resolve',
    outcome: 'resolved',
    text: '已组织联合验收。',
    plannedDate: null,
    basis: '',
    unitHead: '单位负责人甲',
    ...changes,
  });
  return [
    ...VETTED,
    { type: 'amend', change: { notes: { authentic: { answer: 'unsure', ground: '' } } } },
    { type: 'amend', change: { notes: { receptionDayId: null } } },
    { type: 'amend', change: { notes: proposal({ limitWorkdays: null }) } },
    { type: 'amend', change: { notes: proposal({ limitWorkdays: 0 }) } },
    { type: 'amend', change: { notes: proposal({ signingLeaderId: LEADERS.wu }) } },
    { type: 'amend', change: { notes: proposal({ signingLeaderId: LEADERS.ding }) } },
    { type: 'amend', change: { notes: proposal({ leadUnitId: UNITS.deserted }) } },
    { type: 'amend', change: { appeal: { text: '补充后的诉求内容' } } },
    { type: 'amend', change: { appeal: { enterpriseName: '' } } },
    { type: 'accept' },
    { type: 'decline', reason: '' },
    { type: 'decline', reason: '不属于受理范围。' },
    { type: 'merge', into: caseId('case-opinion-2'), reason: '重复登记。' },
    { type: 'merge', into: ID, reason: '重复登记。' },
    ...MERGERS,
    { type: 'redirect', reason: '已进入诉讼程序。' },
    { type: 'completeVetting' },
    { type: 'consult', unitIds: [UNITS.safety, UNITS.housing], question: '还缺什么。' },
    { type: 'consult', unitIds: [], question: '还缺什么。' },
    { type: 'answerConsultation', text: '缺消防意见。' },
    { type: 'askEnterprise', question: '请补充受理编号。' },
    { type: 'askEnterprise', question: ' ' },
    { type: 'answerEnterprise', text: '编号已补充。' },
    { type: 'endPause' },
    { type: 'submitMaterial', text: '补交图纸。', files: [file] },
    { type: 'submitMaterial', text: '补交图纸。', files: [] },
    { type: 'schedule', receptionDayId: DAYS.jia },
    { type: 'schedule', receptionDayId: DAYS.yi },
    { type: 'schedule', receptionDayId: DAYS.open },
    { type: 'unschedule' },
    { type: 'hear', note: '企业当面陈述。' },
    { type: 'answerOnTheSpot', reply: '本周内拨付。' },
    { type: 'requestInstruction' },
    { type: 'instruct', signing: signing() },
    { type: 'instruct', signing: signing({ words: '' }) },
    { type: 'instruct', signing: signing({ limit: { workdays: 4 }, supportingUnitIds: [], leadLeaderId: LEADERS.yi }) },
    {
      type: 'instruct',
      signing: signing({ limit: { date: day(9) }, leadUnitId: UNITS.finance, supportingUnitIds: [UNITS.safety] }),
    },
    { type: 'instruct', signing: signing({ limit: { workdays: 0 } }) },
    { type: 'instruct', signing: signing({ limit: { date: day(0) } }) },
    { type: 'instruct', signing: signing({ words: LONG }) },
    { type: 'recordInstruction', words: '请住建办理。', files: [file], writtenOn: day(-3) },
    { type: 'recordInstruction', words: '请住建办理。', files: [], writtenOn: null },
    { type: 'recordInstruction', words: '请住建办理。', files: [file], writtenOn: day(2) },
    { type: 'correctInstruction', signing: signing({ words: '请住建牵头，抓紧办理。' }) },
    { type: 'correctInstruction', signing: signing({ leadUnitId: UNITS.finance, supportingUnitIds: [UNITS.safety] }) },
    { type: 'correctInstruction', signing: signing({ words: '', limit: { date: day(12) } }) },
    { type: 'disownTranscript', words: '我没有作过这个批示。' },
    { type: 'disownTranscript', words: '' },
    { type: 'addInstruction', words: '一并解决门前道路。' },
    { type: 'noteAssignment' },
    { type: 'fillVerdicts', ground: '已电话核实' },
    { type: 'checkTranscript', words: null },
    { type: 'checkTranscript', words: '请住建、财政办理。' },
    { type: 'prepare', words: '请住建牵头办理。' },
    { type: 'sendBack', reason: '请再斟酌时限。' },
    { type: 'passOn', leaderId: LEADERS.yi, words: '请区长阅示。' },
    { type: 'passOn', leaderId: LEADERS.bing, words: '' },
    { type: 'passOn', leaderId: LEADERS.jia, words: '请书记阅示。' },
    { type: 'passOn', leaderId: LEADERS.ding, words: '' },
    { type: 'passOn', leaderId: LEADERS.wu, words: '' },
    { type: 'hold', reason: '待调研后再定。' },
    { type: 'acknowledge' },
    { type: 'issueUnitCodes' },
    { type: 'enterByWeb' },
    { type: 'object', reason: '职责不在本单位。', suggestedUnitId: UNITS.finance },
    { type: 'object', reason: '不属本单位职责。', suggestedUnitId: null },
    { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '确属财政职责。' },
    { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '改办应急。' },
    { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.housing, words: '仍由住建办理。' },
    { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '属本单位职责。' },
    { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '' },
    { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '' },
    { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲' } },
    { type: 'nameOfficer', officer: { kind: 'person', openId: PEOPLE.housing.openId } },
    { type: 'contactEnterprise', note: '电话联系' },
    { type: 'reportProgress', text: '已踏勘现场。' },
    { type: 'reportProgress', text: '', files: [file] },
    { type: 'reportProgress', text: '' },
    { type: 'contribute', text: '资金已列支。' },
    { type: 'setMilestone', text: '方案报批。', on: day(3) },
    { type: 'setMilestone', text: '工程验收。', on: day(400) },
    { type: 'moveMilestone', id: 1, on: day(4), reason: '等待会审。' },
    { type: 'reachMilestone', id: 1, words: '方案已批。' },
    { type: 'askProgress' },
    { type: 'requestExtension', reason: '需第三方检测。', doneSoFar: '已完成两项。', newDate: day(40) },
    { type: 'requestExtension', reason: '需第三方检测。', doneSoFar: '已完成两项。', newDate: day(1) },
    { type: 'requestExtension', reason: '', doneSoFar: '', newDate: day(30) },
    { type: 'decideExtension', isApproved: true, words: '同意，抓紧检测。' },
    { type: 'decideExtension', isApproved: false, words: '理由不足。' },
    { type: 'decideExtension', isApproved: false, words: '' },
    result(),
    result({ outcome: 'adopted' }),
    result({ outcome: 'planned', plannedDate: day(12) }),
    result({ outcome: 'planned', plannedDate: day(-1) }),
    result({ outcome: 'explained', basis: '' }),
    result({ outcome: 'explained', basis: '〔虚构〕某号文件第三条' }),
    { type: 'review', publicReply: '联合验收已完成，请知悉。' },
    { type: 'review', publicReply: '' },
    { type: 'returnResult', reason: '情况不清，请补充。' },
    { type: 'rate', grade: 5, words: '满意。' },
    { type: 'rate', grade: 1, words: '问题没有解决。' },
    { type: 'rate', grade: 2, words: '' },
    { type: 'recordCallAttempt', note: '无人接听' },
    { type: 'waiveRating' },
    { type: 'judgeRating', decision: 'redo', words: '承办不到位。' },
    { type: 'judgeRating', decision: 'explain', words: '政策限制。' },
    { type: 'reconsider', isUpheld: true, words: '维持原结果。' },
    { type: 'reconsider', isUpheld: false, words: '请重新办理。' },
    { type: 'endorse' },
    { type: 'instructAgain', signing: signing({ words: '请再办一次。', limit: { workdays: 5 } }) },
    {
      type: 'instructAgain',
      signing: signing({ words: '请财政办理。', leadUnitId: UNITS.finance, supportingUnitIds: [] }),
    },
    { type: 'contestRating', reason: '超出本级权限。' },
    { type: 'decideContest', isUpheld: true, words: '确属政策限制。' },
    { type: 'decideContest', isUpheld: false, words: '承办不力。' },
    { type: 'askPlanCheck' },
    { type: 'reportPlan', text: '资金已拨付。' },
    { type: 'checkPlan', isKept: true, words: '资金已到账。' },
    { type: 'checkPlan', isKept: false, words: '资金未到账。' },
    { type: 'requestWithdrawal', words: '问题已自行解决。' },
    { type: 'auditWithdrawal', isVoluntary: false, note: '电话核实，非自愿' },
    { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实，自愿' },
    { type: 'remind' },
    { type: 'supervise', level: 1 },
    { type: 'supervise', level: 2 },
    { type: 'supervise', level: 3 },
    { type: 'supervise', level: 4 },
    { type: 'list', reason: '久拖不决。' },
    { type: 'list', reason: '' },
    { type: 'unlist', reason: '已有进展。' },
    { type: 'unlist', reason: '' },
    { type: 'recomputeDue' },
    { type: 'addRatingWords', words: '至今没有人来。' },
    { type: 'addRatingWords', words: '' },
    { type: 'changeLight' },
  ];
};

type Next = readonly (readonly [type: Command['type'], ...by: readonly Actor[]])[];
const STAFF = [PEOPLE.staff, PEOPLE.staffHead, STAFF_EDIT];
const SIGNERS = [PEOPLE.jia, PEOPLE.deputy, PEOPLE.yi];
const HANDLERS = [PEOPLE.housing, PEOPLE.finance, PEOPLE.both, PEOPLE.safety, PEOPLE.staffHead];
/** What usually comes next. */
export const NEXT: Readonly<Record<State, Next>> = {
  submitted: [['accept', ...STAFF]],
  vetting: [
    ['amend', ...STAFF],
    ['completeVetting', ...STAFF],
    ['completeVetting', ...STAFF],
    ['consult', ...STAFF],
  ],
  awaiting_enterprise: [
    ['answerEnterprise', ENTERPRISE],
    ['endPause', PEOPLE.staff],
  ],
  ready: [
    ['schedule', ...STAFF],
    ['requestInstruction', ...STAFF],
  ],
  scheduled: [
    ['hear', ...STAFF],
    ['instruct', ...SIGNERS],
  ],
  heard: [
    ['instruct', ...SIGNERS],
    ['requestInstruction', ...STAFF],
    ['answerOnTheSpot', ...STAFF],
  ],
  awaiting_instruction: [
    ['instruct', ...SIGNERS],
    ['recordInstruction', ...STAFF],
    ['sendBack', ...SIGNERS],
    ['passOn', ...SIGNERS],
  ],
  assigned: [
    ['correctInstruction', ...SIGNERS],
    ['disownTranscript', ...SIGNERS],
    ['acknowledge', ...HANDLERS],
    ['acknowledge', ...HANDLERS],
    ['acknowledge', ...HANDLERS],
    ['object', ...HANDLERS],
    ['decideObjection', ...STAFF],
  ],
  handling: [
    ['resolve', ...HANDLERS],
    ['resolve', ...HANDLERS],
    ['requestExtension', ...HANDLERS],
    ['decideExtension', ...STAFF],
    ['reportProgress', ...HANDLERS],
  ],
  awaiting_review: [
    ['review', ...STAFF],
    ['returnResult', ...STAFF],
  ],
  awaiting_rating: [
    ['rate', ENTERPRISE, PEOPLE.staff],
    ['judgeRating', ...STAFF],
    ['reconsider', PEOPLE.bing, PEOPLE.bingDeputy, PEOPLE.yi, PEOPLE.jia],
    ['contestRating', ...HANDLERS],
  ],
  awaiting_closure: [
    ['endorse', ...SIGNERS],
    ['instructAgain', ...SIGNERS],
    ['decideContest', ...STAFF],
  ],
  closed: [
    ['instructAgain', ...SIGNERS],
    ['checkPlan', ...STAFF],
  ],
  declined: [],
  merged: [
    ['shareAnswer', CLOCK],
    ['rateShared', ENTERPRISE, PEOPLE.staff],
    ['giveBack', CLOCK, ...STAFF],
  ],
  redirected: [],
  withdrawn: [],
};
