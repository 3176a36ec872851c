/**
 * Every state × every command × every kind of asker, against the table of transitions. Each command is asked with what it
 * needs already so (`prepared`), so that inside the table only a yes, or a named exception, is right.
 */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import { type Case, FINAL_STATES, STATES, type State } from '../../src/workflow/case.ts';
import type { Command, CommandType } from '../../src/workflow/commands.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import { beijingDate, caseId, type Ms } from '../../src/workflow/ids.ts';
import { rolesOf } from '../../src/workflow/roles.ts';
import { TRANSITIONS, type Transition } from '../../src/workflow/transitions.ts';
import {
  ACTORS,
  asProposed,
  beijing,
  DAY,
  LEADERS,
  type Play,
  playTo,
  someNotes,
  someResult,
  submission,
  UNITS,
} from '../support/given.ts';

const states = Object.keys(STATES).filter((state): state is State => state in STATES);
const commandTypes = Object.keys(TRANSITIONS).filter((type): type is CommandType => type in TRANSITIONS);
const askers = Object.entries<Actor>(ACTORS);

/** Where the usual road to 已合并 leads. */
const MERGED_INTO = caseId('case-given-2');
const takenIn = {
  caseId: caseId('case-given-3'),
  enterpriseName: '〔虚构〕另一家有限公司',
  isSameEnterprise: false,
  category: '融资',
  submittedAt: beijing('2026-03-01 09:00'),
  reason: '同一事项',
};
const sharedAnswer = {
  from: MERGED_INTO,
  round: 1,
  reviewedAt: beijing('2026-03-01 09:00'),
  outcome: 'resolved',
  publicReply: '已经办妥。',
  basis: '',
  plannedDate: null,
} as const;

/** A command of each type that nothing speaks against but its state and asker. */
const WHOLE: { readonly [T in CommandType]: Extract<Command, { type: T }> } = {
  submit: submission(),
  amend: { type: 'amend', change: { notes: { policyBasis: '新的政策依据' } } },
  accept: { type: 'accept' },
  decline: { type: 'decline', reason: '不属于受理范围' },
  merge: { type: 'merge', into: caseId('case-given-9'), reason: '重复登记' },
  takeIn: { type: 'takeIn', merged: takenIn },
  giveBack: { type: 'giveBack', from: MERGED_INTO, why: 'declined', words: '企业仍不满意' },
  shareAnswer: { type: 'shareAnswer', answer: sharedAnswer },
  rateShared: { type: 'rateShared', grade: 4, words: '' },
  redirect: { type: 'redirect', reason: '已进入诉讼程序' },
  fillVerdicts: { type: 'fillVerdicts', ground: '已电话核实' },
  completeVetting: { type: 'completeVetting' },
  consult: { type: 'consult', unitIds: [UNITS.safety], question: '验收还缺什么' },
  answerConsultation: { type: 'answerConsultation', text: '缺消防意见' },
  askEnterprise: { type: 'askEnterprise', question: '请补充受理编号' },
  answerEnterprise: { type: 'answerEnterprise', text: '编号已补充' },
  submitMaterial: {
    type: 'submitMaterial',
    text: '补充合同',
    files: [{ token: 'boxcn1', name: '合同.pdf', bytes: 1024 }],
  },
  endPause: { type: 'endPause' },
  schedule: { type: 'schedule', receptionDayId: DAY },
  followDay: { type: 'followDay' },
  unschedule: { type: 'unschedule' },
  hear: { type: 'hear', note: '' },
  answerOnTheSpot: { type: 'answerOnTheSpot', reply: '本周内拨付' },
  requestInstruction: { type: 'requestInstruction' },
  instruct: { type: 'instruct', signing: asProposed },
  sendBack: { type: 'sendBack', reason: '时限再斟酌' },
  passOn: { type: 'passOn', leaderId: LEADERS.yi, words: '请乙同志阅示' },
  recordInstruction: {
    type: 'recordInstruction',
    words: '请住建牵头办理。',
    files: [{ token: 'box1', name: '批示.jpg', bytes: 1024 }],
    writtenOn: null,
  },
  checkTranscript: { type: 'checkTranscript', words: null },
  disownTranscript: { type: 'disownTranscript', words: '我没有批示过。' },
  correctInstruction: { type: 'correctInstruction', signing: { ...asProposed, words: '请住建三日内上门。' } },
  addInstruction: { type: 'addInstruction', words: '一并解决门前道路。' },
  noteAssignment: { type: 'noteAssignment' },
  prepare: { type: 'prepare', words: '请住建牵头办理。' },
  hold: { type: 'hold', reason: '待现场调研' },
  acknowledge: { type: 'acknowledge' },
  issueUnitCodes: { type: 'issueUnitCodes' },
  enterByWeb: { type: 'enterByWeb' },
  object: { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety },
  decideObjection: { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '按职责清单改办' },
  nameOfficer: { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲' } },
  contactEnterprise: { type: 'contactEnterprise', note: '' },
  reportProgress: { type: 'reportProgress', text: '已现场踏勘' },
  setMilestone: { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-10') },
  moveMilestone: { type: 'moveMilestone', id: 1, on: beijingDate('2026-03-12'), reason: '等待会审' },
  reachMilestone: { type: 'reachMilestone', id: 1, words: '方案已批' },
  askProgress: { type: 'askProgress' },
  contribute: { type: 'contribute', text: '资金已列支' },
  requestExtension: {
    type: 'requestExtension',
    reason: '需外部检测',
    doneSoFar: '已完成两项',
    newDate: beijingDate('2026-04-10'),
  },
  decideExtension: { type: 'decideExtension', isApproved: true, words: '' },
  resolve: someResult,
  review: { type: 'review', publicReply: '已办结' },
  returnResult: { type: 'returnResult', reason: '情况不清' },
  rate: { type: 'rate', grade: 4, words: '' },
  recordCallAttempt: { type: 'recordCallAttempt', note: '无人接听' },
  waiveRating: { type: 'waiveRating' },
  judgeRating: { type: 'judgeRating', decision: 'redo', words: '承办不到位' },
  reconsider: { type: 'reconsider', isUpheld: false, words: '请重办' },
  endorse: { type: 'endorse' },
  instructAgain: { type: 'instructAgain', signing: asProposed },
  contestRating: { type: 'contestRating', reason: '超出本级权限，已如实说明' },
  decideContest: { type: 'decideContest', isUpheld: true, words: '确属政策限制' },
  askPlanCheck: { type: 'askPlanCheck' },
  reportPlan: { type: 'reportPlan', text: '二期资金已拨付' },
  checkPlan: { type: 'checkPlan', isKept: false, words: '资金尚未拨付。' },
  requestWithdrawal: { type: 'requestWithdrawal', words: '' },
  auditWithdrawal: { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实' },
  remind: { type: 'remind' },
  supervise: { type: 'supervise', level: 1 },
  list: { type: 'list', reason: '久拖不决' },
  unlist: { type: 'unlist', reason: '已有进展' },
  recomputeDue: { type: 'recomputeDue' },
  addRatingWords: { type: 'addRatingWords', words: '至今没有人来。' },
  changeLight: { type: 'changeLight' },
};

/** Presuppose a plan, whose day has come when they are asked late. */
const PLAN_COMMANDS: readonly CommandType[] = ['askPlanCheck', 'reportPlan', 'checkPlan'];
const planned = { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } as const;
const LATE: Ms = beijing('2026-03-25 10:00');

/** Brings about what a command presupposes in a state where the table allows it; returns when to ask. */
const PREPARE: { readonly [T in CommandType]?: (play: Play) => Ms | undefined } = {
  completeVetting: (play) => {
    play.ask(ACTORS.staff, { type: 'amend', change: { notes: someNotes() } });
    return undefined;
  },
  fillVerdicts: (play) => {
    const notes = { lawful: { answer: 'unsure', ground: '' } } as const;
    if (play.subject().notes.lawful.answer !== 'unsure') play.ask(ACTORS.staff, { type: 'amend', change: { notes } });
    return undefined;
  },
  answerConsultation: (play) => {
    // Asked while it could be; the answer may come in any open state.
    if (['vetting', 'ready', 'scheduled'].includes(play.subject().state)) play.ask(ACTORS.staff, WHOLE.consult);
    return undefined;
  },
  endPause: () => LATE,
  decideObjection: (play) => {
    play.ask(ACTORS.housing, WHOLE.object);
    return undefined;
  },
  decideExtension: (play) => {
    play.ask(ACTORS.housing, WHOLE.requestExtension);
    return undefined;
  },
  moveMilestone: (play) => {
    play.ask(ACTORS.housing, WHOLE.setMilestone);
    return undefined;
  },
  reachMilestone: (play) => {
    play.ask(ACTORS.housing, WHOLE.setMilestone);
    return undefined;
  },
  askProgress: (play) => {
    play.ask(ACTORS.housing, WHOLE.setMilestone);
    return LATE;
  },
  giveBack: (play) => {
    play.ask(ACTORS.clock, WHOLE.shareAnswer);
    play.ask(ACTORS.enterprise, { type: 'rateShared', grade: 1, words: '没解决' });
    return undefined;
  },
  rateShared: (play) => {
    play.ask(ACTORS.clock, WHOLE.shareAnswer);
    return undefined;
  },
  waiveRating: (play) => {
    play.ask(ACTORS.staff, WHOLE.recordCallAttempt);
    play.ask(ACTORS.staff, WHOLE.recordCallAttempt);
    return undefined;
  },
  judgeRating: (play) => {
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    return undefined;
  },
  reconsider: (play) => {
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
    play.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    return undefined;
  },
  addRatingWords: (play) => {
    if (play.subject().state === 'awaiting_rating')
      play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
    return undefined;
  },
  unlist: (play) => {
    if (canBeListed(play.subject().state)) play.ask(ACTORS.jia, WHOLE.list);
    return undefined;
  },
  auditWithdrawal: (play) => {
    play.ask(ACTORS.enterprise, WHOLE.requestWithdrawal);
    return undefined;
  },
  contestRating: (play) => {
    if (play.subject().state === 'awaiting_rating')
      play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    return undefined;
  },
  decideContest: (play) => {
    if (play.subject().state !== 'awaiting_rating') return undefined;
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    play.ask(ACTORS.housing, WHOLE.contestRating);
    return undefined;
  },
  askPlanCheck: () => LATE,
  checkPlan: () => LATE,
  supervise: () => LATE,
  changeLight: () => LATE,
};

const canBeListed = (state: State): boolean => TRANSITIONS.list.from.some((from) => from === state);

/** Where the table allows what the usual road to that state gives no occasion for, with the only reason that may come. */
const exception = (type: CommandType, state: State, actor: Actor): Refusal['kind'] | null => {
  if (type === 'changeLight' && state !== 'assigned' && state !== 'handling') return 'nothingChanged';
  // Nor does the calendar change on it; see calendar.test.ts.
  if (type === 'recomputeDue') return 'nothingChanged';
  if (type === 'unlist' && !canBeListed(state)) return 'notListed';
  // Its day stays as it is; see reception-day.test.ts.
  if (type === 'followDay') return 'nothingChanged';
  // Nor has it a unit that works by web; see web-units.test.ts.
  if (type === 'issueUnitCodes') return 'noWebUnit';
  // The usual road has a satisfied enterprise on it.
  if (type === 'contestRating' && state === 'awaiting_closure') return 'notDissatisfied';
  if (type === 'decideContest' && state !== 'awaiting_rating') return 'noContest';
  if (type === 'answerConsultation') {
    const isOpenQuestion = ['vetting', 'ready', 'scheduled'].includes(state);
    return isOpenQuestion && actor === ACTORS.safety ? null : 'notYourRole';
  }
  return null;
};

const prepared = (state: State, type: CommandType): { play: Play; now: Ms } => {
  const play = playTo(state, {
    ...(PLAN_COMMANDS.includes(type) ? { result: planned } : {}),
    ...(type === 'checkTranscript' || type === 'disownTranscript' ? { onPaper: WHOLE.recordInstruction } : {}),
  });
  const transition: Transition = TRANSITIONS[type];
  const isAllowedHere = transition.from.some((from) => from === state);
  const asked = isAllowedHere ? PREPARE[type]?.(play) : undefined;
  return { play, now: asked ?? play.now() + 60_000 };
};

const SPENT: readonly Refusal['kind'][] = [
  'wrongState',
  'alreadySigned',
  'alreadyAcknowledged',
  'alreadyDone',
  'correctionTooLate',
  'additionTooLate',
  'disownTooLate',
];

describe.each(commandTypes)('%s', (type) => {
  const transition: Transition = TRANSITIONS[type];

  it('is asked of a case that is there, except to open one', () => {
    const play = playTo('submitted');
    for (const [, actor] of askers) {
      const context = { actor, now: play.now(), directory: play.directory, calendar: play.calendar, nextSerial: 1 };
      const decision = decide(null, WHOLE[type], context);
      const mayOpen =
        type === 'submit' &&
        transition.by.some((role) => rolesOf(actor, null, play.directory, beijingDateOf(play.now())).has(role));
      if (mayOpen) expect(decision.kind).toBe('accepted');
      else
        expect(decision).toEqual({
          kind: 'refused',
          reason: { kind: type === 'submit' ? 'notYourRole' : 'noSuchCase' },
        });
    }
  });

  it.each(states)('of a case in %s follows the table', (state) => {
    const { play, now } = prepared(state, type);
    const subject: Case = play.subject();
    expect(subject.state).toBe(state);
    for (const [name, actor] of askers) {
      const decision = play.tryOut(actor, WHOLE[type], now);
      const roles = rolesOf(actor, subject, play.directory, beijingDateOf(now));
      const what = `${name} asks ${type} in ${state}: ${JSON.stringify(decision.kind === 'refused' ? decision.reason : '')}`;

      if (!transition.by.some((role) => roles.has(role))) {
        expect(decision, what).toEqual({ kind: 'refused', reason: { kind: 'notYourRole' } });
      } else if (!transition.from.some((from) => from === state)) {
        expect(decision.kind === 'refused' ? SPENT : [], what).toContain(
          decision.kind === 'refused' ? decision.reason.kind : 'accepted',
        );
      } else {
        const only = exception(type, state, actor);
        if (only) expect(decision, what).toMatchObject({ kind: 'refused', reason: { kind: only } });
        else expect(decision.kind, what).toBe('accepted');
      }

      if (decision.kind !== 'accepted') continue;
      const targets = transition.to.map((to) =>
        to === 'stays' ? state : to === 'back' ? subject.pause?.returnTo : to,
      );
      expect(targets, what).toContain(decision.next.state);
    }
  });
});

describe('the table', () => {
  it('leads out of a final state only by a new 批示 on a closed case, and where a merger came to nothing', () => {
    const leaving = commandTypes.flatMap((type) => {
      const transition: Transition = TRANSITIONS[type];
      if (transition.to.every((to) => to === 'stays')) return [];
      return FINAL_STATES.filter((state) => transition.from.includes(state)).map((state) => `${type} from ${state}`);
    });
    expect(leaving).toEqual(['giveBack from merged', 'instructAgain from closed']);
  });

  it('lets nothing else be done to what has ended than to check its plan, to decide what the unit contested, and to hear and rate the answer of a merger', () => {
    const staying = commandTypes.filter((type) => {
      const transition: Transition = TRANSITIONS[type];
      return (
        transition.to.every((to) => to === 'stays') && FINAL_STATES.some((state) => transition.from.includes(state))
      );
    });
    expect(staying).toEqual(['shareAnswer', 'rateShared', 'decideContest', 'askPlanCheck', 'reportPlan', 'checkPlan']);
  });

  it('lets units come in by web, and a transcript be checked, from the sheet to the closing, waits for the enterprise included', () => {
    const withUnits = [
      'awaiting_enterprise',
      'assigned',
      'handling',
      'awaiting_review',
      'awaiting_rating',
      'awaiting_closure',
    ];
    for (const type of ['enterByWeb', 'issueUnitCodes', 'checkTranscript', 'unlist'] as const)
      expect([...TRANSITIONS[type].from].toSorted(), type).toEqual(withUnits.toSorted());
  });

  it('lets every state be reached and every open state be left', () => {
    const all: readonly Transition[] = Object.values(TRANSITIONS);
    const reached = new Set(all.flatMap(({ to }) => to));
    expect(states.filter((state) => !reached.has(state))).toEqual([]);
    const left = new Set(all.filter(({ to }) => to.some((one) => one !== 'stays')).flatMap(({ from }) => from));
    expect(states.filter((state) => !left.has(state))).toEqual(
      FINAL_STATES.filter((state) => state !== 'closed' && state !== 'merged'),
    );
  });
});
