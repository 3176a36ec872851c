/**
 * Cards that show several cases, as somebody would have them on a day in May: stated by hand from the cases of
 * `examples.ts`, each copied under an id of its own where a list needs many.
 */
import type { BoardView } from '../../cards/board-view.ts';
import type { UnitFigures } from '../../cards/unit-figures.ts';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDate, caseId, openId, receptionDayId } from '../../src/workflow/ids.ts';
import { caseByState, directory, leaders, nearby, people, receptionDay, specialCases, units } from './examples.ts';

const today = beijingDate('2026-05-21');
const withId = (subject: Case, id: string, more: Partial<Case> = {}): Case => ({ ...subject, id: caseId(id), ...more });
/** Another enterprise, which gave no code. */
const named = (subject: Case, enterpriseName: string): Partial<Case> => ({
  appeal: { ...subject.appeal, enterpriseName, creditCode: '' },
});

const {
  awaiting_instruction: asking,
  handling,
  scheduled,
  closed,
  assigned,
  awaiting_review,
  awaiting_closure,
} = caseByState;
const overdue = withId(specialCases.overdue, 'case-0102');
const all: readonly Case[] = [
  withId(asking, 'case-0101'),
  overdue,
  withId(handling, 'case-0103', {
    ...named(handling, '〔虚构〕溪东精细化工有限公司'),
    rounds: handling.rounds.map((round) => ({
      ...round,
      due: round.due && { ...round.due, date: beijingDate('2026-05-26') },
    })),
  }),
  withId(assigned, 'case-0104', named(assigned, '〔虚构〕蓝桥市政工程有限公司')),
  withId(awaiting_review, 'case-0105', named(awaiting_review, '〔虚构〕示范针织服饰有限公司')),
  withId(awaiting_closure, 'case-0106', named(awaiting_closure, '〔虚构〕安富河冷链物流有限公司')),
  withId(closed, 'case-0107', named(closed, '〔虚构〕云溪酒曲酿造有限公司')),
  withId(specialCases.confidential, 'case-0108', { light: 'yellow' }),
];
const many: readonly Case[] = Array.from({ length: 19 }, (_, index) =>
  withId(index % 3 === 0 ? specialCases.overdue : handling, `case-02${String(index).padStart(2, '0')}`),
);
const agenda: readonly Case[] = [
  withId(scheduled, 'case-0301'),
  withId(scheduled, 'case-0302', {
    appeal: { ...scheduled.appeal, kind: 'suggestion', text: '建议园区每月固定一天集中受理验收申请。', wish: '' },
    notes: { ...scheduled.notes, isUrgent: false, isHard: false },
    submittedAt: scheduled.submittedAt + 1,
  }),
  withId(specialCases.noProposal, 'case-0303', {
    ...named(scheduled, '〔虚构〕溪东精细化工有限公司'),
    state: 'scheduled',
    awaiting: null,
    visitKey: 'visit-2',
    submittedAt: scheduled.submittedAt + 2,
  }),
];
const day = directory.receptionDays[0];
if (!day) throw new Error('the directory has a reception day');

/** A month with something of everything. */
const categories = ['要素保障', '惠企政策兑现', '审批验收办证', '融资', '用地', '经营管理', '招商'];
const grades = [5, 5, 4, 3, 2] as const;
const at = (text: string): number => Date.parse(`${text}T09:00:00+08:00`);
const plansOfMay: readonly Case[] = [specialCases.planKept, specialCases.planBroken, specialCases.planAsked].map(
  (subject, index) =>
    withId(subject, `case-04${index}`, {
      rounds: subject.rounds.map((round) => ({
        ...round,
        results: round.results.map((result) => ({ ...result, plannedDate: beijingDate(`2026-05-2${index}`) })),
        review: round.review && { ...round.review, at: at('2026-04-28') },
        rating: round.rating && { ...round.rating, at: at('2026-04-29') },
      })),
    }),
);
const leftOutInMay = withId(specialCases.contestUpheld, 'case-0420', {
  state: 'closed',
  closedAt: at('2026-05-20'),
  rounds: specialCases.contestUpheld.rounds.map((round) => ({
    ...round,
    review: round.review && { ...round.review, at: at('2026-04-28') },
  })),
});
const inMay: readonly Case[] = [...all, ...many].map((subject, index) => ({
  ...subject,
  visitKey: `visit-${index % 7}`,
  submittedAt: index % 4 === 0 ? at('2026-05-08') : subject.submittedAt,
  appeal: {
    ...subject.appeal,
    kind: index % 3 === 1 ? 'suggestion' : 'problem',
    category: categories[index % categories.length] ?? '',
    // Seven enterprises, one 查询码 each.
    enterpriseName: `〔虚构〕第${index % 7}制造有限公司`,
    creditCode: '',
  },
  hearing: index % 2 === 0 ? { at: at('2026-05-15'), receptionDayId: receptionDay, note: '' } : null,
  rounds: subject.rounds.map((round) => ({
    ...round,
    instruction: round.instruction && {
      ...round.instruction,
      signedAt: at(index % 3 === 0 ? '2026-05-06' : '2026-04-20'),
    },
    due: round.due && (index % 5 < 3 ? { ...round.due, date: beijingDate('2026-06-17') } : round.due),
    units: round.units.map((part) =>
      part.role === 'lead' && index % 4 === 3 ? { ...part, unitId: units.finance } : part,
    ),
    review:
      index % 5 === 4
        ? { at: at('2026-05-18'), by: { openId: people.staff, name: '' }, publicReply: '' }
        : round.review,
    rating:
      index % 5 === 4
        ? {
            at: at('2026-05-20'),
            grade: grades[((index / 5) % 5) | 0] ?? 5,
            words: '',
            recordedBy: null,
            channel: 'page',
            asks: null,
            added: [],
          }
        : round.rating,
  })),
}));

const ownFigures: UnitFigures = {
  unitId: units.housing,
  from: beijingDate('2026-05-01'),
  to: today,
  leading: 6,
  supporting: 2,
  late: 3,
  finished: 4,
  rated: 3,
  satisfied: 2,
  leftOut: 1,
};

export const boards: Readonly<Record<string, BoardView>> = {
  接待日议题单: {
    kind: 'briefing',
    directory,
    viewer: people.secretaryA,
    today: beijingDate('2026-04-16'),
    day,
    cases: agenda,
    ties: { [caseId('case-0301')]: nearby },
  },
  没有议程的接待日议题单: {
    kind: 'briefing',
    directory,
    viewer: people.secretaryA,
    today,
    day: { id: receptionDayId('recDay2'), title: '', date: null, from: '', to: '', place: '', leaderId: null },
    cases: [],
    ties: {},
  },
  领导周报: {
    kind: 'digest',
    directory,
    viewer: people.secretaryA,
    today,
    since: beijingDate('2026-05-14'),
    span: 'week',
    figures: null,
    audience: { kind: 'leader', leaderId: leaders.a },
    cases: all,
  },
  单位周报: {
    kind: 'digest',
    directory,
    viewer: people.housingHead,
    today,
    since: beijingDate('2026-05-14'),
    span: 'week',
    figures: ownFigures,
    audience: { kind: 'unit', unitId: units.housing },
    cases: all,
  },
  计划到期提醒: {
    kind: 'digest',
    directory,
    viewer: people.housingOfficer,
    today: beijingDate('2026-07-01'),
    since: beijingDate('2026-07-01'),
    span: 'day',
    figures: null,
    audience: { kind: 'unit', unitId: units.housing },
    cases: [
      withId(specialCases.planAsked, 'case-0410'),
      withId(specialCases.planWaiting, 'case-0411', {
        rounds: specialCases.planWaiting.rounds.map((round) => ({
          ...round,
          results: round.results.map((result) => ({ ...result, plannedDate: beijingDate('2026-07-08') })),
        })),
      }),
    ],
  },
  节点逾期和月报提醒: {
    kind: 'digest',
    directory,
    viewer: people.housingHead,
    today: beijingDate('2026-06-15'),
    since: beijingDate('2026-06-15'),
    span: 'day',
    figures: null,
    audience: { kind: 'unit', unitId: units.housing },
    cases: [
      withId(specialCases.withMilestones, 'case-0412'),
      withId(specialCases.withMilestones, 'case-0413', {
        ...named(handling, '〔虚构〕溪东精细化工有限公司'),
        rounds: specialCases.withMilestones.rounds.map((round) => ({ ...round, milestones: [] })),
      }),
    ],
  },
  单位当日提醒: {
    kind: 'digest',
    directory,
    viewer: people.housingHead,
    today,
    since: today,
    span: 'day',
    figures: null,
    audience: { kind: 'unit', unitId: units.housing },
    cases: [overdue],
  },
  工商联周报: {
    kind: 'digest',
    directory,
    viewer: people.staff,
    today,
    since: beijingDate('2026-05-14'),
    span: 'week',
    figures: null,
    audience: { kind: 'staff' },
    cases: [...all, ...many],
  },
  月度一览: {
    kind: 'month',
    directory: {
      ...directory,
      receptionDays: [day, { ...day, id: receptionDayId('recDay4'), date: beijingDate('2026-05-15') }],
    },
    viewer: people.secretaryA,
    today: beijingDate('2026-06-01'),
    from: beijingDate('2026-05-01'),
    to: beijingDate('2026-05-31'),
    cases: [...inMay, ...plansOfMay, leftOutInMay],
  },
  没有事项的月度一览: {
    kind: 'month',
    directory,
    viewer: people.secretaryA,
    today,
    from: beijingDate('2026-03-01'),
    to: beijingDate('2026-03-31'),
    cases: [],
  },
  待我签批: {
    kind: 'list',
    figures: null,
    list: 'toSign',
    directory,
    viewer: people.secretaryA,
    today,
    page: 1,
    cases: [all[0] ?? asking],
  },
  空的待我签批: {
    kind: 'list',
    figures: null,
    list: 'toSign',
    directory,
    viewer: people.secretaryA,
    today,
    page: 1,
    cases: [],
  },
  我的在办第一页: {
    kind: 'list',
    figures: ownFigures,
    list: 'inHand',
    directory,
    viewer: people.housingHead,
    today,
    page: 1,
    cases: many,
  },
  我的在办末页: {
    kind: 'list',
    figures: ownFigures,
    list: 'inHand',
    directory,
    viewer: people.housingHead,
    today,
    page: 3,
    cases: many,
  },
  督办清单: {
    kind: 'list',
    figures: null,
    list: 'supervised',
    directory,
    viewer: people.staff,
    today,
    page: 1,
    cases: [overdue],
  },
  查询结果: { kind: 'list', figures: null, list: 'query', directory, viewer: people.staff, today, page: 1, cases: all },
  无关人员的查询结果: {
    kind: 'list',
    figures: null,
    list: 'query',
    directory,
    viewer: openId('ou_stranger'),
    today,
    page: 1,
    cases: [specialCases.confidential],
  },
  现场签批: {
    kind: 'room',
    directory,
    viewer: people.secretaryA,
    today: beijingDate('2026-04-18'),
    day,
    cases: agenda,
    ties: { [caseId('case-0301')]: nearby },
    at: null,
  },
  现场签批第二件: {
    kind: 'room',
    directory,
    viewer: people.secretaryA,
    today: beijingDate('2026-04-18'),
    day,
    at: caseId('case-0301'),
    cases: [withId(assigned, 'case-0301', { submittedAt: scheduled.submittedAt }), ...agenda.slice(1)],
    ties: {},
  },
  现场签批已办完: {
    kind: 'room',
    directory,
    viewer: people.secretaryA,
    today: beijingDate('2026-04-18'),
    day,
    at: null,
    ties: {},
    cases: [withId(assigned, 'case-0301'), withId(specialCases.onTheSpot, 'case-0302', { state: 'awaiting_rating' })],
  },
  工作人员看现场签批: {
    kind: 'room',
    directory,
    viewer: people.staff,
    today: beijingDate('2026-04-18'),
    day,
    cases: agenda,
    ties: {},
    at: null,
  },
  本月接待日: {
    kind: 'receptionDays',
    directory,
    viewer: people.staff,
    today: beijingDate('2026-04-10'),
    days: [day, { id: receptionDayId('recDay3'), title: '', date: null, from: '', to: '', place: '', leaderId: null }],
    cases: agenda.map((subject) => ({ ...subject, notes: { ...subject.notes, receptionDayId: receptionDay } })),
  },
};
