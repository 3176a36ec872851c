/**
 * Two invented districts (〔虚构〕) that differ in every setting that the rules know, with people in all the places that make
 * rules difficult: a deputy for some days, a leader without an account, somebody of two units, 工商联 as a unit that handles,
 * a unit that works by web, one without anybody.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import {
  DEFAULT_SETTINGS,
  type Directory,
  type Leader,
  type Settings,
  type Unit,
} from '../../src/workflow/directory.ts';
import { beijingDate, districtId, leaderId, openId, receptionDayId, unitId } from '../../src/workflow/ids.ts';

const person = (key: string, name: string) => ({ kind: 'person', openId: openId(`ou_opinion_${key}`), name }) as const;

export const PEOPLE = {
  staff: person('staff', '工商联工作人员'),
  staffHead: person('staff_head', '工商联负责人'),
  jia: person('jia', '书记甲'),
  /** Stands in for 书记甲 over 国庆. */
  deputy: person('deputy', '副书记己'),
  yi: person('yi', '区长乙'),
  bing: person('bing', '副区长丙'),
  bingDeputy: person('bing_deputy', '副区长庚'),
  ding: person('ding', '副书记丁'),
  secretary: person('secretary', '书记甲的秘书'),
  housingHead: person('housing_head', '住建负责人'),
  housing: person('housing', '住建承办人'),
  finance: person('finance', '财政承办人'),
  safety: person('safety', '应急承办人'),
  /** Of 财政 and of 应急. */
  both: person('both', '财政和应急承办人'),
  stranger: person('stranger', '旁人'),
} as const;
export const STAFF_EDIT: Actor = { kind: 'editor', openId: PEOPLE.staff.openId, name: '工商联工作人员' };
export const FOREIGN_EDIT: Actor = { kind: 'editor', openId: PEOPLE.housing.openId, name: '住建承办人' };
export const ENTERPRISE: Actor = { kind: 'enterprise' };
export const CLOCK: Actor = { kind: 'clock' };

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
  /** Works by web. */
  street: unitId('rec_unit_street'),
  /** Nobody is there. */
  deserted: unitId('rec_unit_deserted'),
} as const;
export const DAYS = {
  jia: receptionDayId('rec_day_jia'),
  yi: receptionDayId('rec_day_yi'),
  open: receptionDayId('rec_day_open'),
} as const;

const leader = (
  id: Leader['id'],
  who: { readonly name: string; readonly openId: Leader['openId'] },
  post: string,
): Leader => ({
  id,
  name: who.name,
  post,
  openId: who.openId,
  maySign: true,
  secretaryOpenIds: [],
  substitute: null,
});
const unit = (id: Unit['id'], name: string, heads: Unit['headOpenIds'], officers: Unit['officerOpenIds']): Unit => ({
  id,
  name,
  isFederation: id === UNITS.federation,
  headOpenIds: heads,
  officerOpenIds: officers,
  worksByWeb: id === UNITS.street,
});

const town = (district: string, from: string, to: string, settings: Partial<Settings>): Directory => ({
  district: districtId(district),
  leaders: [
    {
      ...leader(LEADERS.jia, PEOPLE.jia, '区委书记'),
      secretaryOpenIds: [PEOPLE.secretary.openId],
      substitute: { openId: PEOPLE.deputy.openId, from: beijingDate(from), to: beijingDate(to) },
    },
    leader(LEADERS.yi, PEOPLE.yi, '区长'),
    {
      ...leader(LEADERS.bing, PEOPLE.bing, '副区长'),
      substitute: { openId: PEOPLE.bingDeputy.openId, from: beijingDate(from), to: beijingDate(to) },
    },
    { ...leader(LEADERS.ding, PEOPLE.ding, '区委副书记'), maySign: false },
    leader(LEADERS.wu, { name: '副区长戊', openId: null }, '副区长'),
  ],
  units: [
    unit(UNITS.federation, '区工商联', [PEOPLE.staffHead.openId], [PEOPLE.staff.openId]),
    unit(UNITS.housing, '区住建局', [PEOPLE.housingHead.openId], [PEOPLE.housing.openId]),
    unit(UNITS.finance, '区财政局', [], [PEOPLE.finance.openId, PEOPLE.both.openId]),
    unit(UNITS.safety, '区应急局', [PEOPLE.both.openId], [PEOPLE.safety.openId]),
    unit(UNITS.street, '城南街道', [], []),
    unit(UNITS.deserted, '某办公室', [], []),
  ],
  formerNames: new Map(),
  receptionDays: [
    {
      id: DAYS.jia,
      title: '九月接待日',
      date: beijingDate('2026-09-20'),
      from: '',
      to: '',
      place: '一号会议室',
      leaderId: LEADERS.jia,
    },
    {
      id: DAYS.yi,
      title: '十月接待日',
      date: beijingDate('2026-10-10'),
      from: '',
      to: '',
      place: '二号会议室',
      leaderId: LEADERS.yi,
    },
    { id: DAYS.open, title: '待定接待日', date: null, from: '', to: '', place: '', leaderId: null },
  ],
  settings: { ...DEFAULT_SETTINGS, districtName: district, organName: `${district}工商联`, ...settings },
});

export const TOWNS: readonly Directory[] = [
  town('示例甲区', '2026-09-15', '2026-10-12', {}),
  town('示例乙区', '2026-10-08', '2026-12-20', {
    numberPrefix: '乙接',
    problemDays: 12,
    urgentDays: 4,
    acknowledgeDays: 2,
    objectDays: 2,
    extensionNoticeDays: 2,
    maxExtensions: 1,
    maxPauseDays: 4,
    redoDays: 5,
    maxRedoRounds: 1,
    blueDaysLeft: 3,
    bluePercent: 30,
    yellowSilentDays: 3,
    ladderDays: [2, 4, 6],
    callAttempts: 1,
    judgeDays: 3,
    signReminderDays: 2,
    extraDaysOff: [beijingDate('2026-10-12'), beijingDate('2026-11-11')],
    extraWorkdays: [beijingDate('2026-11-14')],
  }),
];
