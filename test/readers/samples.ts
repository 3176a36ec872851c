/**
 * Every command, with each of its fields of words given by the caller, and who asks it: the district of these tests has one
 * person for each reader. A command without a sample does not compile, so that a later act is walked by itself.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Command, CommandType, Signing } from '../../src/workflow/commands.ts';
import { addDays, beijingDateOf } from '../../src/workflow/deadlines.ts';
import {
  type CaseId,
  type LeaderId,
  type Ms,
  openId,
  type ReceptionDayId,
  type UnitId,
} from '../../src/workflow/ids.ts';
import type { WHO_READS } from '../../src/workflow/readers.ts';

/** Who is who, and what there is to choose, in the district in which the cases are walked. */
export interface Cast {
  readonly leaders: Readonly<Record<'L' | 'L2' | 'K', LeaderId>>;
  readonly units: Readonly<Record<'H' | 'W' | 'C' | 'N' | 'V', UnitId>>;
  readonly day: ReceptionDayId;
  /** Another open case, into which one may be merged. */
  readonly other: CaseId;
}

export const PEOPLE = {
  S: 'ou_sandbox_staff_1',
  L: 'ou_sandbox_leader_jia',
  L2: 'ou_sandbox_leader_yi',
  K: 'ou_sandbox_leader_bing',
  N: 'ou_sandbox_secretary',
  H: 'ou_sandbox_zhujian_1',
  W: 'ou_sandbox_yingji_1',
  C: 'ou_sandbox_renshe_1',
  /** 经开区管委会: takes over from the unit that objects. */
  NEW: 'ou_sandbox_jingkai_1',
  /** 被反映单位. */
  V: 'ou_sandbox_jinrong_1',
} as const;
export type Key = keyof typeof PEOPLE;
const POSTS: Readonly<Record<Key, string>> = {
  S: '工商联经办人',
  L: '书记甲',
  L2: '区长乙',
  K: '常务副区长丙',
  N: '书记甲的联络员',
  H: '主办单位承办人',
  W: '协办单位承办人',
  C: '征询单位承办人',
  NEW: '改办单位承办人',
  V: '无关单位承办人',
};
const person = (key: Key): Actor => ({ kind: 'person', openId: openId(PEOPLE[key]), name: POSTS[key] });
const enterprise: Actor = { kind: 'enterprise' };
const clock: Actor = { kind: 'clock' };

export interface Sample {
  /** Told apart where one command has several meanings. */
  readonly variant?: string;
  readonly by: Actor;
  readonly command: Command;
  /** It is asked so many calendar days later. */
  readonly afterDays?: number;
  /** Nothing is asked after it: what it opens is walked from elsewhere. */
  readonly isEnd?: boolean;
}

type FieldOf<T extends CommandType> = keyof (typeof WHO_READS)[T] & string;
/** The words for a field; short ones where the field takes few characters. */
export type Words<T extends CommandType> = (field: FieldOf<T>, length?: 'short') => string;
export type SamplesOf<T extends CommandType> = (
  words: Words<T>,
  cast: Cast,
  now: Ms,
  subject: Case | null,
) => readonly Sample[];

const signing = (words: string): Signing => ({
  words,
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: null,
});
const original = { token: 'boxcn_original', name: '批示.jpg', bytes: 48_000 } as const;
const day = (now: Ms, days: number) => addDays(beijingDateOf(now), days);
const yes = (ground: string) => ({ answer: 'yes', ground }) as const;

export const SAMPLES: { readonly [T in CommandType]: SamplesOf<T> } = {
  submit: () => [],
  amend: (words, { leaders, units, day: dayId }) => [
    {
      variant: 'proposal',
      by: person('S'),
      command: {
        type: 'amend',
        change: {
          notes: {
            authentic: yes(words('notes.authentic.ground')),
            lawful: yes('〔虚构〕未见违法'),
            reasonable: yes('〔虚构〕与政策相符'),
            policyBasis: words('notes.policyBasis'),
            complainedUnitIds: [units.V],
            receptionDayId: dayId,
            proposal: {
              signingLeaderId: leaders.L,
              leadLeaderId: leaders.K,
              leadUnitId: units.H,
              supportingUnitIds: [units.W],
              limitWorkdays: 15,
              words: words('notes.proposal.words'),
            },
          },
        },
      },
    },
    {
      variant: 'wording',
      by: person('S'),
      command: { type: 'amend', change: { appeal: { text: words('appeal.text') } } },
      isEnd: true,
    },
  ],
  accept: () => [{ by: person('S'), command: { type: 'accept' } }],
  decline: (words) => [{ by: person('S'), command: { type: 'decline', reason: words('reason') } }],
  merge: (words, { other }) => [{ by: person('S'), command: { type: 'merge', into: other, reason: words('reason') } }],
  takeIn: () => [],
  giveBack: (words, { other }) => [
    { by: person('S'), command: { type: 'giveBack', from: other, why: null, words: words('words') }, isEnd: true },
  ],
  shareAnswer: (_words, { other }, now) => [
    {
      by: clock,
      command: {
        type: 'shareAnswer',
        answer: {
          from: other,
          round: 1,
          reviewedAt: now,
          outcome: 'resolved',
          publicReply: '〔虚构〕已一并办妥。',
          basis: '',
          plannedDate: null,
        },
      },
    },
  ],
  rateShared: (words) => [{ by: enterprise, command: { type: 'rateShared', grade: 1, words: words('words') } }],
  redirect: (words) => [{ by: person('S'), command: { type: 'redirect', reason: words('reason') } }],
  fillVerdicts: (words) => [{ by: person('S'), command: { type: 'fillVerdicts', ground: words('ground') } }],
  completeVetting: () => [{ by: person('S'), command: { type: 'completeVetting' } }],
  consult: (words, { units }) => [
    { by: person('S'), command: { type: 'consult', unitIds: [units.C], question: words('question') } },
  ],
  answerConsultation: (words) => [{ by: person('C'), command: { type: 'answerConsultation', text: words('text') } }],
  askEnterprise: (words) => [
    { by: person('S'), command: { type: 'askEnterprise', question: words('question') } },
    { variant: 'by the unit', by: person('H'), command: { type: 'askEnterprise', question: words('question') } },
  ],
  answerEnterprise: (words) => [{ by: enterprise, command: { type: 'answerEnterprise', text: words('text') } }],
  submitMaterial: (words) => [
    { by: enterprise, command: { type: 'submitMaterial', text: words('text'), files: [original] } },
  ],
  endPause: () => [
    { by: person('S'), command: { type: 'endPause' } },
    { variant: 'by the clock', by: clock, command: { type: 'endPause' }, afterDays: 21 },
  ],
  followDay: () => [],
  schedule: (_words, { day: dayId }) => [{ by: person('S'), command: { type: 'schedule', receptionDayId: dayId } }],
  unschedule: () => [{ by: person('S'), command: { type: 'unschedule' } }],
  hear: (words) => [{ by: person('S'), command: { type: 'hear', note: words('note') } }],
  answerOnTheSpot: (words) => [
    { by: person('L'), command: { type: 'answerOnTheSpot', reply: words('reply') }, isEnd: true },
  ],
  requestInstruction: () => [{ by: person('S'), command: { type: 'requestInstruction' } }],
  instruct: (words) => [
    { by: person('L'), command: { type: 'instruct', signing: signing(words('signing.words')) } },
    { variant: 'agreeing', by: person('L'), command: { type: 'instruct', signing: signing('') } },
  ],
  recordInstruction: (words) => [
    {
      by: person('S'),
      command: { type: 'recordInstruction', words: words('words'), files: [original], writtenOn: null },
    },
  ],
  checkTranscript: (words) => [
    { variant: 'right', by: person('L'), command: { type: 'checkTranscript', words: null } },
    { variant: 'corrected', by: person('L'), command: { type: 'checkTranscript', words: words('words') } },
  ],
  disownTranscript: (words) => [
    { by: person('L'), command: { type: 'disownTranscript', words: words('words') }, isEnd: true },
  ],
  correctInstruction: (words) => [
    { by: person('L'), command: { type: 'correctInstruction', signing: signing(words('signing.words')) } },
  ],
  addInstruction: (words) => [{ by: person('L'), command: { type: 'addInstruction', words: words('words') } }],
  noteAssignment: () => [{ by: person('K'), command: { type: 'noteAssignment' } }],
  prepare: (words) => [{ by: person('N'), command: { type: 'prepare', words: words('words') } }],
  sendBack: (words) => [{ by: person('L'), command: { type: 'sendBack', reason: words('reason') } }],
  passOn: (words, { leaders }) => [
    { by: person('L'), command: { type: 'passOn', leaderId: leaders.L2, words: words('words') }, isEnd: true },
  ],
  hold: (words) => [{ by: person('L'), command: { type: 'hold', reason: words('reason') } }],
  acknowledge: () => [
    { variant: 'lead', by: person('H'), command: { type: 'acknowledge' } },
    { variant: 'supporting', by: person('W'), command: { type: 'acknowledge' } },
  ],
  issueUnitCodes: () => [],
  enterByWeb: () => [],
  object: (words, { units }) => [
    { by: person('H'), command: { type: 'object', reason: words('reason'), suggestedUnitId: units.N } },
  ],
  decideObjection: (words, { units }) => [
    {
      variant: 'upheld',
      by: person('S'),
      command: { type: 'decideObjection', isUpheld: true, newUnitId: units.N, words: words('words') },
      isEnd: true,
    },
    {
      variant: 'rejected',
      by: person('S'),
      command: { type: 'decideObjection', isUpheld: false, newUnitId: null, words: words('words') },
    },
  ],
  nameOfficer: (words) => [
    {
      by: person('H'),
      command: { type: 'nameOfficer', officer: { kind: 'named', name: words('officer.name', 'short') } },
    },
  ],
  contactEnterprise: (words) => [{ by: person('H'), command: { type: 'contactEnterprise', note: words('note') } }],
  reportProgress: (words) => [{ by: person('H'), command: { type: 'reportProgress', text: words('text') } }],
  setMilestone: (words, _cast, now) => [
    { by: person('H'), command: { type: 'setMilestone', text: words('text', 'short'), on: day(now, 5) } },
  ],
  moveMilestone: (words, _cast, now) => [
    { by: person('H'), command: { type: 'moveMilestone', id: 1, on: day(now, 6), reason: words('reason') } },
  ],
  reachMilestone: (words) => [{ by: person('H'), command: { type: 'reachMilestone', id: 1, words: words('words') } }],
  askProgress: () => [{ by: clock, command: { type: 'askProgress' }, afterDays: 8 }],
  contribute: (words) => [{ by: person('W'), command: { type: 'contribute', text: words('text') } }],
  requestExtension: (words, _cast, now, subject) => [
    {
      by: person('H'),
      command: {
        type: 'requestExtension',
        reason: words('reason'),
        doneSoFar: words('doneSoFar'),
        newDate: addDays(subject?.rounds.at(-1)?.due?.date ?? day(now, 20), 9),
      },
    },
  ],
  decideExtension: (words) => [
    {
      variant: 'granted',
      by: person('S'),
      command: { type: 'decideExtension', isApproved: true, words: words('words') },
    },
    {
      variant: 'refused',
      by: person('S'),
      command: { type: 'decideExtension', isApproved: false, words: words('words') },
    },
  ],
  resolve: (words, _cast, now) => [
    {
      by: person('H'),
      command: {
        type: 'resolve',
        outcome: 'resolved',
        text: words('text'),
        plannedDate: null,
        basis: words('basis'),
        unitHead: words('unitHead', 'short'),
      },
    },
    {
      variant: 'planned',
      by: person('H'),
      command: {
        type: 'resolve',
        outcome: 'planned',
        text: words('text'),
        plannedDate: day(now, 3),
        basis: words('basis'),
        unitHead: words('unitHead', 'short'),
      },
    },
  ],
  review: (words) => [{ by: person('S'), command: { type: 'review', publicReply: words('publicReply') } }],
  returnResult: (words) => [{ by: person('S'), command: { type: 'returnResult', reason: words('reason') } }],
  rate: (words) => [
    { variant: 'satisfied', by: enterprise, command: { type: 'rate', grade: 5, words: words('words') } },
    { variant: 'dissatisfied', by: enterprise, command: { type: 'rate', grade: 1, words: words('words') } },
    { variant: 'by phone', by: person('S'), command: { type: 'rate', grade: 2, words: words('words') } },
  ],
  recordCallAttempt: (words) => [{ by: person('S'), command: { type: 'recordCallAttempt', note: words('note') } }],
  waiveRating: () => [{ by: person('S'), command: { type: 'waiveRating' } }],
  judgeRating: (words) => [
    { variant: 'redo', by: person('S'), command: { type: 'judgeRating', decision: 'redo', words: words('words') } },
    {
      variant: 'explain',
      by: person('S'),
      command: { type: 'judgeRating', decision: 'explain', words: words('words') },
    },
  ],
  reconsider: (words) => [
    { variant: 'upheld', by: person('K'), command: { type: 'reconsider', isUpheld: true, words: words('words') } },
    { variant: 'redo', by: person('K'), command: { type: 'reconsider', isUpheld: false, words: words('words') } },
  ],
  endorse: (_words) => [{ by: person('L'), command: { type: 'endorse' } }],
  instructAgain: (words) => [
    { by: person('L'), command: { type: 'instructAgain', signing: signing(words('signing.words')) } },
  ],
  askPlanCheck: () => [{ by: clock, command: { type: 'askPlanCheck' }, afterDays: 8 }],
  reportPlan: (words) => [{ by: person('H'), command: { type: 'reportPlan', text: words('text') } }],
  checkPlan: (words) => [
    { variant: 'kept', by: person('S'), command: { type: 'checkPlan', isKept: true, words: words('words') } },
    {
      variant: 'broken',
      by: person('S'),
      command: { type: 'checkPlan', isKept: false, words: words('words') },
      afterDays: 8,
    },
  ],
  contestRating: (words) => [{ by: person('H'), command: { type: 'contestRating', reason: words('reason') } }],
  decideContest: (words) => [
    { variant: 'upheld', by: person('S'), command: { type: 'decideContest', isUpheld: true, words: words('words') } },
    {
      variant: 'rejected',
      by: person('S'),
      command: { type: 'decideContest', isUpheld: false, words: words('words') },
    },
  ],
  requestWithdrawal: (words) => [{ by: enterprise, command: { type: 'requestWithdrawal', words: words('words') } }],
  auditWithdrawal: (words) => [
    {
      variant: 'voluntary',
      by: person('S'),
      command: { type: 'auditWithdrawal', isVoluntary: true, note: words('note') },
    },
    {
      variant: 'void',
      by: person('S'),
      command: { type: 'auditWithdrawal', isVoluntary: false, note: words('note') },
    },
  ],
  remind: () => [{ by: person('S'), command: { type: 'remind' } }],
  supervise: () => [{ by: clock, command: { type: 'supervise', level: 1 }, afterDays: 19 }],
  list: (words) => [{ by: person('L'), command: { type: 'list', reason: words('reason') } }],
  unlist: (words) => [{ by: person('L'), command: { type: 'unlist', reason: words('reason') } }],
  recomputeDue: () => [{ by: clock, command: { type: 'recomputeDue' } }],
  addRatingWords: (words) => [{ by: enterprise, command: { type: 'addRatingWords', words: words('words') } }],
  changeLight: () => [{ by: clock, command: { type: 'changeLight' }, afterDays: 8 }],
};
