/**
 * What somebody may do with a case now: from the table of transitions, the hats they wear and the same conditions that the rules
 * put. Cards and pages draw these. What is offered would be accepted, as far as the case alone tells: a limit that has passed since is
 * said when the act arrives. The order is the order on the card.
 */
import { currentRound, type Round, type UnitPart } from '../case.ts';
import type { CommandType } from '../commands.ts';
import { mayContest } from '../contests.ts';
import { beijingDateOf, dueAfter, proposedWorkdays } from '../deadlines.ts';
import { leaderById, unitById } from '../directory.ts';
import { extensionForLeader } from '../extensions.ts';
import type { BeijingDate, LeaderId } from '../ids.ts';
import { MAX_MILESTONES, openMilestones } from '../milestones.ts';
import { assignedAt, isObjecting, objectionOf, pendingObjections } from '../objections.ts';
import { pendingPlan, planStandingOf } from '../plans.ts';
import { overseerOf, peopleOf } from '../roles.ts';
import { signerAvoids } from '../ties.ts';
import { TRANSITIONS } from '../transitions.ts';
import { createWorkCalendar } from '../work-calendar.ts';
import * as forms from './forms.ts';
import type { Offer } from './offer.ts';
import {
  expectedSigner,
  hasEnded,
  isStaff,
  ownPart,
  reconsidererOf,
  signerOfRound,
  speaksForLeader,
  type Turn,
} from './turn.ts';

export const offers = (turn: Turn): readonly Offer[] => [
  ...signing(turn),
  ...preparing(turn),
  ...checkingTranscript(turn),
  ...changingSheet(turn),
  ...consulted(turn),
  ...unitWork(turn),
  ...reviewing(turn),
  ...reconsidering(turn),
  ...ending(turn),
  ...plan(turn),
  ...pressing(turn),
  ...overseeing(turn),
];

const isPossible = ({ subject }: Pick<Turn, 'subject'>, type: CommandType): boolean => {
  const from: readonly string[] = TRANSITIONS[type].from;
  return from.includes(subject.state);
};

/** In the room, or with the leader to whom it was submitted. */
const signing = (turn: Turn): readonly Offer[] => {
  const { subject, directory, ties } = turn;
  const signer = expectedSigner(turn);
  if (!isPossible(turn, 'instruct') || !speaksForLeader(turn, signer)) return [];
  const isInTheRoom = subject.state !== 'awaiting_instruction';
  const { proposal } = subject.notes;
  const isProposed = proposal.leadUnitId !== null;
  const avoids = signerAvoids(subject, ties, directory, signer);
  const sign = forms.signingForm(turn, {
    card: 'instruction',
    act: isProposed && !avoids ? 'sign' : 'signOwn',
    title: avoids ? '如仍由您签批，请写批示' : '批示',
    note: avoids
      ? isInTheRoom
        ? '本件请会后由工作人员提请另一领导签批。'
        : ''
      : isProposed
        ? ''
        : '拟办未齐，请填写批示和主办单位。',
    preset: {
      ...proposal,
      limitWorkdays: proposedWorkdays(subject, directory.settings),
      draft: subject.awaiting?.draft?.words ?? '',
    },
    look: avoids ? 'plain' : 'first',
  });
  if (isInTheRoom) return [sign, forms.onTheSpotForm()];
  // 回避: passing it on comes first.
  return avoids
    ? [...forms.passOnForm(turn, true), sign, forms.sendBackForm(), forms.holdForm()]
    : [sign, forms.sendBackForm(), ...forms.passOnForm(turn, false), forms.holdForm()];
};

/** 联络员 of the leader with whom the sheet lies: words to prepare, and nothing that signs. */
const preparing = (turn: Turn): readonly Offer[] => {
  const { subject, directory, actor } = turn;
  const leader = leaderById(directory, subject.awaiting?.leaderId ?? null);
  return isPossible(turn, 'prepare') &&
    actor.kind === 'person' &&
    leader?.secretaryOpenIds.includes(actor.openId) &&
    !speaksForLeader(turn, leader.id)
    ? [forms.prepareForm(turn)]
    : [];
};

const checkingTranscript = (turn: Turn): readonly Offer[] => {
  const signed = currentRound(turn.subject)?.instruction;
  return signed?.transcript?.checked === null &&
    isPossible(turn, 'checkTranscript') &&
    speaksForLeader(turn, signed.signerId)
    ? [forms.transcriptForm(signed.words), ...(isOwnLeader(turn, signed.signerId) ? [forms.disownForm()] : [])]
    : [];
};

/** The leader alone, not who stands in. */
const isOwnLeader = ({ directory, actor }: Turn, id: LeaderId): boolean =>
  actor.kind === 'person' && leaderById(directory, id)?.openId === actor.openId;

/** 更正 until somebody takes it up, 追加 while it is handled: by the signer. */
const changingSheet = (turn: Turn): readonly Offer[] => {
  const { subject, actor } = turn;
  const round = currentRound(subject);
  const signed = round?.instruction;
  if (!signed || !speaksForLeader(turn, signed.signerId)) return [];
  const isOwn =
    isOwnLeader(turn, signed.signerId) || (actor.kind === 'person' && signed.signedBy.openId === actor.openId);
  const isUntouched =
    round.units.every(({ acknowledged }) => acknowledged === null) && pendingObjections(round).length === 0;
  return [
    ...(isOwn && isUntouched && isPossible(turn, 'correctInstruction')
      ? [forms.correctForm(turn, { ...lastSheet(turn, round), draft: signed.words })]
      : []),
    ...(isPossible(turn, 'addInstruction') ? [forms.addForm()] : []),
  ];
};

const consulted = (turn: Turn): readonly Offer[] => {
  const { subject, directory, actor } = turn;
  const isAsked = subject.consultations.some(
    ({ unitId, answer }) =>
      answer === null && actor.kind === 'person' && peopleOf(unitById(directory, unitId)).includes(actor.openId),
  );
  return isAsked && isPossible(turn, 'answerConsultation') ? [forms.consultationForm()] : [];
};

// ----------------------------------------------------------------------------------------------- 责任单位

const unitWork = (turn: Turn): readonly Offer[] => {
  const { subject } = turn;
  const round = currentRound(subject);
  const part = ownPart(turn);
  if (!round || !part) return [];
  switch (subject.state) {
    case 'assigned':
      return beforeHandling(turn, round, part);
    case 'handling':
      return part.role === 'lead'
        ? leadWork(turn, round, part)
        : [forms.contributeForm(), forms.progressForm(part), forms.officerForm(turn, part)];
    case 'awaiting_rating':
    case 'awaiting_closure':
      return part.role === 'lead' && mayContest(round) ? [forms.contestForm()] : [];
    default:
      return [];
  }
};

const beforeHandling = (turn: Turn, round: Round, part: UnitPart): readonly Offer[] => {
  if (isObjecting(round, part.unitId)) return [];
  if (part.acknowledged) return [forms.progressForm(part), forms.officerForm(turn, part)];
  return [
    forms.acknowledgeForm(),
    ...(objectionOf(round, part.unitId)
      ? []
      : [forms.objectForm(turn, part.unitId, lastDayToObject(turn, round, part))]),
  ];
};

export const lastDayToObject = ({ directory }: Pick<Turn, 'directory'>, round: Round, part: UnitPart): BeijingDate =>
  dueAfter(
    beijingDateOf(assignedAt(round, part.unitId)),
    directory.settings.objectDays,
    createWorkCalendar(directory.settings),
  ).date;

const leadWork = (turn: Turn, round: Round, part: UnitPart): readonly Offer[] => {
  // A limit that has passed leaves no day for another node.
  const maySet = round.milestones.length < MAX_MILESTONES && turn.subject.light !== 'red';
  const isPending = round.extensions.some(({ decision }) => decision === null);
  return [
    forms.progressForm(part),
    forms.resolveForm(turn, round),
    ...(maySet ? [forms.setMilestoneForm()] : []),
    ...(openMilestones(round).length > 0 ? [forms.milestoneForm(round)] : []),
    forms.askEnterpriseForm(),
    ...(isPending ? [] : [forms.extendForm(turn, round)]),
    forms.officerForm(turn, part),
  ];
};

// ----------------------------------------------------------------------------------------------- 审核、复核、销号

const reviewing = (turn: Turn): readonly Offer[] =>
  isPossible(turn, 'review') && isStaff(turn) ? [forms.reviewForm(), forms.returnForm()] : [];

const reconsidering = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  return round &&
    isPossible(turn, 'reconsider') &&
    round.judgement?.decision === 'explain' &&
    !round.reconsideration &&
    speaksForLeader(turn, reconsidererOf(turn, round))
    ? [forms.reconsiderForm()]
    : [];
};

const ending = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  if (!round || !speaksForLeader(turn, signerOfRound(turn, round))) return [];
  // Closed while it was being written: asked once more, as a new round.
  if (turn.subject.state === 'closed' && turn.hasUnsentWords)
    return [
      forms.signingForm(turn, {
        card: 'resolution',
        act: 'signAgain',
        title: '新批示（本事项已销号）',
        note: '再按一次“批示并交办”，即另编号、另立一轮重新交办；不再交办的，无需操作。',
        preset: lastSheet(turn, round),
        look: 'second',
      }),
    ];
  if (!isPossible(turn, 'endorse')) return [];
  return [
    forms.signingForm(turn, {
      card: 'resolution',
      act: 'signAgain',
      title: '阅示',
      note: '没有新批示的，按“阅（同意销号）”即销号；有新批示的，写在下面再按“批示并交办”，另出一张交办单，原单保留。',
      preset: lastSheet(turn, round),
      before: forms.endorseButton,
      look: 'second',
    }),
  ];
};

const lastSheet = ({ subject }: Turn, round: Round): forms.SigningPreset => {
  const last = round.instruction;
  if (!last) return { ...subject.notes.proposal, draft: '' };
  const lead = round.units.find(({ role }) => role === 'lead');
  return {
    leadLeaderId: last.leadLeaderId,
    leadUnitId: lead?.unitId ?? last.leadUnitId,
    supportingUnitIds: round.units.filter(({ role }) => role === 'supporting').map(({ unitId }) => unitId),
    limitWorkdays: 'workdays' in last.limit ? last.limit.workdays : null,
    draft: '',
  };
};

const plan = (turn: Turn): readonly Offer[] => {
  const { subject } = turn;
  const round = currentRound(subject);
  if (!round) return [];
  if (pendingPlan(subject)) {
    return [
      ...(isPossible(turn, 'reportPlan') && ownPart(turn)?.role === 'lead' ? [forms.reportPlanForm()] : []),
      ...(isPossible(turn, 'checkPlan') && isStaff(turn)
        ? [forms.checkPlanForm(planStandingOf(round) === 'asked')]
        : []),
    ];
  }
  const isBroken = subject.state === 'closed' && planStandingOf(round) === 'broken';
  if (!round.instruction || !isBroken || !speaksForLeader(turn, round.instruction.signerId)) return [];
  return [
    forms.signingForm(turn, {
      card: 'plan',
      act: 'signAgain',
      title: '新批示',
      note: '作新批示的，另出一张交办单，重新交办；不作批示的，无需操作。',
      preset: lastSheet(turn, round),
    }),
  ];
};

/** 催办, 挂牌督办 and a further 延期, by the leaders of the sheet. */
const pressing = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  if (!round?.instruction || hasEnded(turn.subject) || !isPossible(turn, 'remind')) return [];
  const isTheirs =
    speaksForLeader(turn, signerOfRound(turn, round)) || speaksForLeader(turn, round.instruction.leadLeaderId);
  if (!isTheirs) return [];
  const isToExtend = isPossible(turn, 'decideExtension') && extensionForLeader(round) !== null;
  return [
    ...(isToExtend ? [forms.decideExtensionForm()] : []),
    forms.remindForm('supervision'),
    turn.subject.listed ? forms.unlistForm('supervision') : forms.listForm('supervision'),
  ];
};

/** 知悉, 催办 and 挂牌督办 by the 牵头领导 who did not sign. */
const overseeing = (turn: Turn): readonly Offer[] => {
  const { subject, directory, actor } = turn;
  const round = currentRound(subject);
  const signed = round?.instruction;
  if (!signed || signed.leadLeaderId === signed.signerId || !speaksForLeader(turn, signed.leadLeaderId)) return [];
  const isOwn = actor.kind === 'person' && overseerOf(subject, directory) === actor.openId;
  return [
    ...(isOwn && round.leadNoted === null && isPossible(turn, 'noteAssignment') ? [forms.notingForm()] : []),
    ...(isPossible(turn, 'remind')
      ? [forms.remindForm('oversight'), subject.listed ? forms.unlistForm('oversight') : forms.listForm('oversight')]
      : []),
  ];
};
