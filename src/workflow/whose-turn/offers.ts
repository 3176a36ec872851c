/**
 * What somebody may do with a case now. Each offer is put to the rule itself, its form filled in well: what stands there would be taken,
 * and what the rule refuses whatever the day is left away. What is worth saying of that is said instead. The order is the order on
 * the card; cards and pages draw these.
 */
import { currentRound, type Instruction, type Round, sheetInHand, type UnitPart } from '../case.ts';
import { objectionDue, proposedWorkdays } from '../deadlines.ts';
import type { Refusal } from '../decision.ts';
import { type Directory, leaderById, receptionDayById } from '../directory.ts';
import type { CardKind } from '../effects.ts';
import { isForLeader, pendingExtension } from '../extensions.ts';
import type { BeijingDate, UnitId } from '../ids.ts';
import { openMilestones } from '../milestones.ts';
import { isObjecting, objectionOf } from '../objections.ts';
import { pendingPlan, planStandingOf } from '../plans.ts';
import { causeOf } from '../refusal-causes.ts';
import { partsOfActor } from '../roles.ts';
import { signerAvoids } from '../ties.ts';
import { hasStep } from '../transitions.ts';
import { createWorkCalendar } from '../work-calendar.ts';
import * as forms from './forms.ts';
import type { Offer } from './offer.ts';
import { standsAgainst } from './open-to.ts';
import { expectedSigner, isStaff, reconsidererOf, signerOfRound, speaksForLeader, type Turn } from './turn.ts';
import { filledIn } from './well-filled.ts';

/** All that somebody may do, on whatever card. */
export const offers = (turn: Turn): readonly Offer[] => weighed(turn, candidates(turn)).flatMap(standing);

/** What may be done on one card; and why something that would be looked for there may not. */
export const offersOn = (
  turn: Turn,
  card: CardKind,
): { readonly offers: readonly Offer[]; readonly withheld: readonly Refusal[] } => {
  const own = weighed(
    turn,
    candidates(turn).filter((offer) => offer.card === card),
  );
  const refusals = own.flatMap(({ against }) => against.filter((refusal) => refusal !== null)).filter(isWorthSaying);
  return {
    offers: own.flatMap(standing),
    withheld: [...new Map(refusals.map((refusal) => [refusal.kind, refusal])).values()],
  };
};

const isWorthSaying = (refusal: Refusal): boolean => WORTH_SAYING.includes(refusal.kind);
const WORTH_SAYING: readonly Refusal['kind'][] = [
  'extensionsUsedUp',
  'pausesUsedUp',
  'pauseDaysUsedUp',
  'milestonesUsedUp',
  'reviewerConcerned',
  'verdictsMissing',
];

interface Weighed {
  readonly offer: Offer;
  /** Of each button: why the rule refuses it, or null. */
  readonly against: readonly (Refusal | null)[];
}
const weighed = (turn: Turn, all: readonly Offer[]): readonly Weighed[] =>
  all.map((offer) => ({
    offer,
    against: offer.buttons.map(({ act }) =>
      unlessMended(standsAgainst(turn.subject, filledIn(offer, act), turn.actor, turn.directory)),
    ),
  }));

const standing = ({ offer, against }: Weighed): readonly Offer[] => {
  const buttons = offer.buttons.filter((_, index) => against[index] === null);
  return buttons.length === 0 ? [] : [{ ...offer, buttons }];
};

/** What another choice in the same form would mend speaks against nothing. */
const unlessMended = (refusal: Refusal | null): Refusal | null =>
  refusal && causeOf(refusal) === 'form' ? null : refusal;

/** What could be theirs by where they stand; the rule decides. */
const candidates = (turn: Turn): readonly Offer[] => [
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

/** In the room, or with the leader to whom it was submitted. */
const signing = (turn: Turn): readonly Offer[] => {
  const { subject, directory, ties } = turn;
  const signer = expectedSigner(turn);
  if (!hasStep('instruct', subject) || !speaksForLeader(turn, signer)) return [];
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
      ...proposedLimit(turn),
      draft: subject.awaiting?.draft?.words ?? '',
    },
    look: avoids ? 'plain' : 'first',
  });
  if (isInTheRoom) return [sign, ...(hasDayCome(turn) ? [forms.onTheSpotForm()] : [])];
  // 回避: passing it on comes first.
  return avoids
    ? [...forms.passOnForm(turn, true), sign, forms.sendBackForm(), forms.holdForm()]
    : [sign, forms.sendBackForm(), ...forms.passOnForm(turn, false), forms.holdForm()];
};

/** Where nobody looks at a calendar the enterprise has to have been received. */
const hasDayCome = ({ subject, directory, today }: Turn): boolean => {
  if (subject.state === 'heard') return true;
  const date = receptionDayById(directory, subject.notes.receptionDayId)?.date;
  return today !== undefined && date !== null && date !== undefined && date <= today;
};

/** 联络员 of the leader with whom the sheet lies: words to prepare, and nothing that signs. */
const preparing = (turn: Turn): readonly Offer[] => {
  const leader = leaderById(turn.directory, turn.subject.awaiting?.leaderId ?? null);
  return leader && !speaksForLeader(turn, leader.id) ? [forms.prepareForm(turn)] : [];
};

const checkingTranscript = ({ subject }: Turn): readonly Offer[] => {
  const signed = sheetInHand(subject);
  return signed?.transcript ? [forms.transcriptForm(signed.words), forms.disownForm()] : [];
};

/** 更正 until somebody takes it up, 追加 while it is handled: by the signer. */
const changingSheet = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  const signed = round?.instruction;
  return signed && speaksForLeader(turn, signed.signerId)
    ? [forms.correctForm(turn, asSigned(turn, round, signed)), forms.addForm()]
    : [];
};

const consulted = ({ subject }: Turn): readonly Offer[] =>
  subject.consultations.some(({ answer }) => answer === null) ? [forms.consultationForm()] : [];

// ----------------------------------------------------------------------------------------------- 责任单位

/** Of somebody who belongs to two units of the round, what either of them may do; each act counts for the unit whose it is. */
const unitWork = (turn: Turn): readonly Offer[] => {
  const { subject, directory, actor } = turn;
  const round = currentRound(subject);
  const parts = partsOfActor(actor, subject, directory);
  const [first] = parts;
  if (!round || !first) return [];
  switch (subject.state) {
    case 'assigned':
      return beforeHandling(turn, round, parts);
    case 'handling': {
      const isSupporting = parts.some(({ role }) => role === 'supporting');
      return [
        ...(isSupporting ? [forms.contributeForm()] : []),
        forms.progressForm(first),
        ...(first.role === 'lead' ? leadWork(turn, round) : []),
        forms.officerForm(turn, first),
      ];
    }
    case 'awaiting_rating':
    case 'awaiting_closure':
      return [forms.contestForm()];
    default:
      return [];
  }
};

const beforeHandling = (turn: Turn, round: Round, parts: readonly UnitPart[]): readonly Offer[] => {
  const open = parts.filter(({ acknowledged, unitId }) => acknowledged === null && !isObjecting(round, unitId));
  const toObject = open.find(({ unitId }) => objectionOf(round, unitId) === null);
  const [taken] = parts.filter(({ acknowledged }) => acknowledged !== null);
  return [
    ...(open.length > 0 ? [forms.acknowledgeForm()] : []),
    ...(toObject
      ? [forms.objectForm(turn, toObject.unitId, lastDayToObject(turn.directory, round, toObject.unitId))]
      : []),
    ...(taken ? [forms.progressForm(taken), forms.officerForm(turn, taken)] : []),
  ];
};

const lastDayToObject = ({ settings }: Directory, round: Round, unitId: UnitId): BeijingDate =>
  objectionDue(round, unitId, settings, createWorkCalendar(settings));

const leadWork = (turn: Turn, round: Round): readonly Offer[] => [
  forms.resolveForm(turn, round),
  // A limit that has passed leaves no day for another node.
  ...(turn.subject.light === 'red' ? [] : [forms.setMilestoneForm()]),
  ...(openMilestones(round).length > 0 ? [forms.milestoneForm(round)] : []),
  forms.askEnterpriseForm(),
  forms.extendForm(turn, round),
];

// ----------------------------------------------------------------------------------------------- 审核、复核、销号

const reviewing = (turn: Turn): readonly Offer[] =>
  hasStep('review', turn.subject) && isStaff(turn) ? [forms.reviewForm(), forms.returnForm()] : [];

const reconsidering = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  return round?.judgement?.decision === 'explain' &&
    !round.reconsideration &&
    speaksForLeader(turn, reconsidererOf(turn, round))
    ? [forms.reconsiderForm()]
    : [];
};

const ending = (turn: Turn): readonly Offer[] => {
  const round = currentRound(turn.subject);
  if (!round || !speaksForLeader(turn, signerOfRound(turn, round))) return [];
  switch (turn.subject.state) {
    case 'closed':
      return [forms.reopenForm(turn, 'resolution', lastSheet(turn, round))];
    case 'awaiting_closure':
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
    default:
      return [];
  }
};

/** 拟办时限, or the one of the grade: what is in force where the leader chooses none. */
const proposedLimit = ({
  subject,
  directory,
}: Turn): Pick<forms.SigningPreset, 'limitWorkdays' | 'limitFrom' | 'unlessChosen'> => ({
  limitWorkdays: proposedWorkdays(subject, directory.settings),
  limitFrom: subject.notes.proposal.limitWorkdays === null ? '本区规定' : '拟办',
  unlessChosen: '不选则按拟办',
});

const lastSheet = (turn: Turn, round: Round): forms.SigningPreset => {
  const { subject } = turn;
  const last = round.instruction;
  if (!last) return { ...subject.notes.proposal, ...proposedLimit(turn), draft: '' };
  const lead = round.units.find(({ role }) => role === 'lead');
  return {
    leadLeaderId: last.leadLeaderId,
    leadUnitId: lead?.unitId ?? last.leadUnitId,
    supportingUnitIds: round.units.filter(({ role }) => role === 'supporting').map(({ unitId }) => unitId),
    ...proposedLimit(turn),
    ...('workdays' in last.limit ? { limitWorkdays: last.limit.workdays, limitFrom: '原时限' } : {}),
    unlessChosen: '不选则按原交办单',
    draft: '',
  };
};

/** Nothing is changed that is not chosen; a limit that was set as a day has no workdays to show. */
const asSigned = (turn: Turn, round: Round, { limit, words }: Instruction): forms.SigningPreset => ({
  ...lastSheet(turn, round),
  limitWorkdays: 'workdays' in limit ? limit.workdays : null,
  limitFrom: '现时限',
  unlessChosen: '不选则不变',
  draft: words,
});

const plan = (turn: Turn): readonly Offer[] => {
  const { subject } = turn;
  const round = currentRound(subject);
  if (!round) return [];
  if (pendingPlan(subject))
    return [forms.reportPlanForm(), ...(isStaff(turn) ? [forms.checkPlanForm(planStandingOf(round) === 'asked')] : [])];
  const standing = planStandingOf(round);
  if (!round.instruction || subject.state !== 'closed' || !speaksForLeader(turn, round.instruction.signerId)) return [];
  if (standing === 'kept') return [forms.reopenForm(turn, 'plan', lastSheet(turn, round))];
  return standing === 'broken'
    ? [
        forms.signingForm(turn, {
          card: 'plan',
          act: 'signAgain',
          title: '新批示',
          note: '作新批示的，另出一张交办单，重新交办；不作批示的，无需操作。',
          preset: lastSheet(turn, round),
        }),
      ]
    : [];
};

/** 催办, 挂牌督办 and 审批延期, by the leaders of the sheet; a request that waits stands on every card of theirs. */
const pressing = (turn: Turn): readonly Offer[] => {
  const { subject } = turn;
  const round = currentRound(subject);
  if (!round?.instruction || !hasStep('remind', subject)) return [];
  const isSigner = speaksForLeader(turn, signerOfRound(turn, round));
  if (!isSigner && !speaksForLeader(turn, reconsidererOf(turn, round))) return [];
  return [
    ...(pendingExtension(round)
      ? [forms.decideExtensionForm('supervision', isForLeader(round))].concat(
          isSigner ? [forms.decideExtensionForm('instruction', isForLeader(round))] : [],
        )
      : []),
    forms.remindForm('supervision'),
    subject.listed ? forms.unlistForm('supervision') : forms.listForm('supervision'),
  ];
};

/** 知悉, 催办, 挂牌督办 and 审批延期 by the 牵头领导 who did not sign. */
const overseeing = (turn: Turn): readonly Offer[] => {
  const { subject } = turn;
  const round = currentRound(subject);
  const signed = round?.instruction;
  if (!signed || signed.leadLeaderId === signed.signerId || !speaksForLeader(turn, signed.leadLeaderId)) return [];
  return [
    forms.notingForm(),
    ...(pendingExtension(round) ? [forms.decideExtensionForm('oversight', isForLeader(round))] : []),
    forms.remindForm('oversight'),
    subject.listed ? forms.unlistForm('oversight') : forms.listForm('oversight'),
  ];
};
