/**
 * A case in any state, made by running real commands, and the small district (〔虚构〕) it lives in. For tests of every room:
 * nobody needs to write a `Case` by hand, and none can exist here that the process would not allow.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import { beijingDateOf } from '../../src/workflow/beijing-date.ts';
import type { Appeal, Case, StaffNotes, State } from '../../src/workflow/case.ts';
import type { Command, Signing } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Decision } from '../../src/workflow/decision.ts';
import {
  DEFAULT_SETTINGS,
  type Directory,
  type Leader,
  type Settings,
  type Unit,
} from '../../src/workflow/directory.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import {
  type BeijingDate,
  beijingDate,
  caseId,
  districtId,
  leaderId,
  type Ms,
  type OpenId,
  openId,
  receptionDayId,
  unitId,
} from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';

/** A moment in Beijing: `beijing('2026-03-02 10:00')`. */
export const beijing = (text: string): Ms => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

/** A Monday without holidays near. */
export const START: Ms = beijing('2026-03-02 10:00');
const MINUTE_MS = 60_000;

export const DISTRICT = districtId('example');
export const CASE_ID = caseId('case-given-1');
export const DAY = receptionDayId('rec_day_1');
export const DAY_WITHOUT_LEADER = receptionDayId('rec_day_2');
export const LEADERS = {
  jia: leaderId('rec_leader_jia'),
  yi: leaderId('rec_leader_yi'),
  bing: leaderId('rec_leader_bing'),
  /** May not sign. */
  ding: leaderId('rec_leader_ding'),
  /** Has no account. */
  wu: leaderId('rec_leader_wu'),
} as const;
export const UNITS = {
  federation: unitId('rec_unit_federation'),
  housing: unitId('rec_unit_housing'),
  finance: unitId('rec_unit_finance'),
  safety: unitId('rec_unit_safety'),
  /** Nobody has an account there. */
  deserted: unitId('rec_unit_deserted'),
} as const;

const person = (key: string, name: string) => ({ kind: 'person', openId: openId(`ou_given_${key}`), name }) as const;
/** One of each kind of asker. Names are posts, as in history. */
export const ACTORS = {
  staff: person('staff', '工商联工作人员'),
  staffHead: person('staff_head', '工商联负责人'),
  editor: { kind: 'editor', openId: openId('ou_given_staff'), name: '工商联工作人员' },
  jia: person('jia', '书记甲'),
  yi: person('yi', '区长乙'),
  bing: person('bing', '常务副区长丙'),
  ding: person('ding', '副书记丁'),
  secretary: person('secretary', '书记甲的联络员'),
  housingHead: person('housing_head', '住建负责人'),
  housing: person('housing', '住建承办人'),
  financeHead: person('finance_head', '财政负责人'),
  finance: person('finance', '财政承办人'),
  safety: person('safety', '应急承办人'),
  stranger: person('stranger', '旁人'),
  enterprise: { kind: 'enterprise' },
  clock: { kind: 'clock' },
} as const satisfies Readonly<Record<string, Actor>>;

const unit = (id: Unit['id'], name: string, heads: readonly OpenId[], officers: readonly OpenId[]): Unit => ({
  id,
  name,
  isFederation: id === UNITS.federation,
  headOpenIds: heads,
  officerOpenIds: officers,
  worksByWeb: false,
});
const leader = (id: Leader['id'], who: { readonly name: string; readonly openId: OpenId | null }): Leader => ({
  id,
  name: who.name,
  post: '区领导',
  openId: who.openId,
  maySign: true,
  secretaryOpenIds: [],
  substitute: null,
});

/** The district of the tests: five leaders, five units, two reception days. Fields can be replaced. */
export const exampleDirectory = (changes: Partial<Directory> = {}): Directory => ({
  district: DISTRICT,
  leaders: [
    { ...leader(LEADERS.jia, ACTORS.jia), secretaryOpenIds: [ACTORS.secretary.openId] },
    leader(LEADERS.yi, ACTORS.yi),
    leader(LEADERS.bing, ACTORS.bing),
    { ...leader(LEADERS.ding, ACTORS.ding), maySign: false },
    leader(LEADERS.wu, { name: '副区长戊', openId: null }),
  ],
  units: [
    unit(UNITS.federation, '工商联', [ACTORS.staffHead.openId], [ACTORS.staff.openId]),
    unit(UNITS.housing, '住建', [ACTORS.housingHead.openId], [ACTORS.housing.openId]),
    unit(UNITS.finance, '财政', [ACTORS.financeHead.openId], [ACTORS.finance.openId]),
    unit(UNITS.safety, '应急', [], [ACTORS.safety.openId]),
    unit(UNITS.deserted, '街道', [], []),
  ],
  formerNames: new Map(),
  receptionDays: [
    {
      id: DAY,
      title: '三月接待日',
      date: beijingDate('2026-03-02'),
      from: '',
      to: '',
      place: '示例会议室',
      leaderId: LEADERS.jia,
    },
    { id: DAY_WITHOUT_LEADER, title: '四月接待日', date: null, from: '', to: '', place: '', leaderId: null },
  ],
  settings: DEFAULT_SETTINGS,
  ...changes,
});

/** The same, received on this day. */
const directoryOn = (date: BeijingDate): Directory => {
  const usual = exampleDirectory();
  return {
    ...usual,
    receptionDays: usual.receptionDays.map((day) => (day.id === DAY ? { ...day, date } : day)),
  };
};

export const withSettings = (changes: Partial<Settings>): Directory =>
  exampleDirectory({ settings: { ...DEFAULT_SETTINGS, ...changes } });

export const someAppeal = (changes: Partial<Appeal> = {}): Appeal => ({
  kind: 'problem',
  category: '审批验收办证',
  enterpriseName: '〔虚构〕溪乐预制构件有限公司',
  creditCode: '91999999MAXX00015J',
  contactName: '企业代表01',
  contactRole: '法定代表人',
  phone: '199-0000-0001',
  text: '三家单位的验收时间对不上，希望一次把人叫齐。',
  wish: '组织联合验收',
  urgency: '',
  ...changes,
});

const yesVerdict = { answer: 'yes', ground: '现场照片' } as const;
/** People's columns as they stand when vetting is done and a proposal is made. */
export const someNotes = (changes: Partial<StaffNotes> = {}): Partial<StaffNotes> => ({
  authentic: yesVerdict,
  lawful: yesVerdict,
  reasonable: yesVerdict,
  proposal: {
    signingLeaderId: null,
    leadLeaderId: LEADERS.bing,
    leadUnitId: UNITS.housing,
    supportingUnitIds: [UNITS.finance],
    limitWorkdays: 15,
    words: '建议由住建主办。',
  },
  receptionDayId: DAY,
  ...changes,
});

/** A signature that leaves everything as proposed. */
export const asProposed: Signing = {
  words: '请住建抓紧办理。',
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: null,
};

export const someResult: Extract<Command, { type: 'resolve' }> = {
  type: 'resolve',
  outcome: 'resolved',
  text: '已组织联合验收。',
  plannedDate: null,
  basis: '',
  unitHead: '住建负责人',
};

export interface GivenOverrides {
  readonly appeal?: Partial<Appeal>;
  readonly notes?: Partial<StaffNotes>;
  readonly at?: Ms;
  readonly directory?: Directory;
  /** What the unit reports. */
  readonly result?: Partial<Extract<Command, { type: 'resolve' }>>;
  /** Signed on paper and transcribed, instead of on a card. */
  readonly onPaper?: Extract<Command, { type: 'recordInstruction' }>;
}

export interface Played {
  readonly events: readonly CaseEvent[];
  readonly effects: readonly Effect[];
}

/** Another case of another enterprise, being vetted: into it a case may be merged. */
export const someTarget = (id: Case['id'], appeal: Partial<Appeal> = {}): Case => ({
  ...givenCase('vetting', { appeal: { enterpriseName: '〔虚构〕另一家有限公司', creditCode: '', ...appeal } }),
  id,
});

/** Whom an act tells are people of the district, whatever the act: in every play of every test. */
const tellsOnlyPeopleOf = ({ leaders, units }: Directory, effects: readonly Effect[]): void => {
  const people = new Set([
    ...units.flatMap(({ headOpenIds, officerOpenIds }) => [...headOpenIds, ...officerOpenIds]),
    ...leaders.flatMap((one) => [one.openId, one.substitute?.openId, ...one.secretaryOpenIds]),
  ]);
  const stray = effects.find((effect) => typeof effect !== 'object' || ('to' in effect && !people.has(effect.to)));
  if (stray) throw new Error(`told to nobody of the district: ${JSON.stringify(stray)}`);
};

/** One case on its road: asks commands one after another, a minute apart, and keeps what came of them. */
export const createPlay = (directory: Directory = exampleDirectory(), at: Ms = START) => {
  const calendar = createWorkCalendar(directory.settings);
  let subject: Case | null = null;
  let now = at;
  let nextSerial = 1;
  const events: CaseEvent[] = [];

  /** What would be decided; changes nothing. */
  const tryOut = (actor: Actor, command: Command, when: Ms = now): Decision => {
    const decision = decide(subject, command, {
      actor,
      now: when,
      directory,
      calendar,
      nextSerial,
      mergeTarget: command.type === 'merge' ? someTarget(command.into) : null,
    });
    if (decision.kind === 'accepted') tellsOnlyPeopleOf(directory, decision.effects);
    return decision;
  };

  /** Asks and keeps the answer. Throws when refused: a given case is a road that was really walked. */
  const ask = (actor: Actor, command: Command, when: Ms = now + MINUTE_MS): Played => {
    const decision = tryOut(actor, command, when);
    if (decision.kind === 'refused') throw new Error(`${command.type} was refused: ${JSON.stringify(decision.reason)}`);
    now = when;
    nextSerial += decision.events.filter(({ type }) => type === 'caseInstructed').length;
    events.push(...decision.events);
    subject = decision.events.reduce<Case | null>(applyEvent, subject);
    return { events: decision.events, effects: decision.effects };
  };

  return {
    directory,
    calendar,
    tryOut,
    ask,
    subject: (): Case => {
      if (!subject) throw new Error('nothing was submitted yet');
      return subject;
    },
    events: (): readonly CaseEvent[] => events,
    now: (): Ms => now,
    nextSerial: (): number => nextSerial,
  };
};
export type Play = ReturnType<typeof createPlay>;

/** The play at the moment the case reached this state by the usual road. */
export const playTo = (state: State, overrides: GivenOverrides = {}): Play => {
  const at = overrides.at ?? START;
  const play = createPlay(overrides.directory ?? directoryOn(beijingDateOf(at)), at);
  const { ask } = play;
  const { staff, jia, housing, finance, enterprise } = ACTORS;
  const until = new Set(roadTo(state));
  const step = (reached: State, walk: () => void): void => {
    if (until.has(reached)) walk();
  };

  ask(enterprise, submission(overrides.appeal));
  step('vetting', () => ask(staff, { type: 'accept' }));
  step('declined', () => ask(staff, { type: 'decline', reason: '不属于本区受理范围。' }));
  step('merged', () => ask(staff, { type: 'merge', into: caseId('case-given-2'), reason: '同一事项已登记。' }));
  step('redirected', () => ask(staff, { type: 'redirect', reason: '已进入诉讼程序。' }));
  step('ready', () => {
    ask(staff, { type: 'amend', change: { notes: someNotes(overrides.notes) } });
    ask(staff, { type: 'completeVetting' });
  });
  step('scheduled', () => ask(staff, { type: 'schedule', receptionDayId: overrides.notes?.receptionDayId ?? DAY }));
  step('heard', () => ask(staff, { type: 'hear', note: '企业当面陈述。' }));
  step('awaiting_instruction', () => ask(staff, { type: 'requestInstruction' }));
  step('assigned', () =>
    overrides.onPaper ? ask(staff, overrides.onPaper) : ask(jia, { type: 'instruct', signing: asProposed }),
  );
  step('handling', () => {
    ask(housing, { type: 'acknowledge' });
    if (play.subject().state === 'assigned') ask(finance, { type: 'acknowledge' });
  });
  step('awaiting_enterprise', () => ask(staff, { type: 'askEnterprise', question: '请补充验收申请的受理编号。' }));
  step('withdrawn', () => {
    ask(enterprise, { type: 'requestWithdrawal', words: '问题已自行解决。' });
    ask(staff, { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实，自愿撤回。' });
  });
  step('awaiting_review', () => ask(housing, { ...someResult, ...overrides.result }));
  step('awaiting_rating', () => ask(staff, { type: 'review', publicReply: '联合验收已完成。' }));
  step('awaiting_closure', () => ask(enterprise, { type: 'rate', grade: 5, words: '满意。' }));
  step('closed', () => ask(jia, { type: 'endorse' }));
  return play;
};

/** A case in this state, with seven minutes or so of history behind it. */
export const givenCase = (state: State, overrides: GivenOverrides = {}): Case => playTo(state, overrides).subject();

export const submission = (appeal: Partial<Appeal> = {}): Extract<Command, { type: 'submit' }> => ({
  type: 'submit',
  id: CASE_ID,
  source: 'form',
  appeal: someAppeal(appeal),
  receiptHash: '0'.repeat(64),
  visitKey: 'visit-given-1',
  noticeVersion: '2026-01',
});

const MAIN_ROAD: readonly State[] = [
  'submitted',
  'vetting',
  'ready',
  'scheduled',
  'heard',
  'awaiting_instruction',
  'assigned',
  'handling',
  'awaiting_review',
  'awaiting_rating',
  'awaiting_closure',
  'closed',
];

const roadTo = (state: State): readonly State[] => {
  const mainUntil = (last: State): readonly State[] => MAIN_ROAD.slice(0, MAIN_ROAD.indexOf(last) + 1);
  switch (state) {
    case 'declined':
    case 'merged':
    case 'redirected':
      return [...mainUntil('vetting'), state];
    case 'awaiting_enterprise':
    case 'withdrawn':
      return [...mainUntil('handling'), state];
    default:
      return mainUntil(state);
  }
};
