/** The rules from 登记 to the signature. */
import type { Command } from '../../../src/workflow/commands.ts';
import type { Leader } from '../../../src/workflow/directory.ts';
import type { LeaderId, UnitId } from '../../../src/workflow/ids.ts';
import { dayOf, isDay, nextDay } from './days.ts';
import { leadOf, parts } from './road.ts';
import { type Against, type Asked, fits, isEmpty, NOT_THEIRS, OPEN, only, type Rule, words } from './rules.ts';
import {
  appealNow,
  leaderOf,
  notesNow,
  peopleIn,
  receivingLeader,
  receptionDayOf,
  sheetLiesWith,
  signerOf,
  unitOf,
} from './scene.ts';
import { every, last, walkInHand } from './tale.ts';

const dateOf = ({ directory }: Asked, id: string | null | undefined): string | null =>
  directory.receptionDays.find((day) => day.id === id)?.date ?? null;
const isPast = (asked: Asked, id: string | null | undefined): boolean =>
  (dateOf(asked, id) ?? '9999') < dayOf(asked.now);
const isAhead = (asked: Asked, id: string | null | undefined): boolean => (dateOf(asked, id) ?? '') > dayOf(asked.now);
const isKnownDay = ({ directory }: Asked, id: string | null): boolean =>
  directory.receptionDays.some((day) => day.id === id);
const mayNotReach = (leader: Leader | null): Against => [
  [leader === null, 'no such leader'],
  [leader?.maySign === false, 'the leader may not sign'],
  [leader?.openId === null, 'the leader has no account'],
];
const isEmptied = (unit: ReturnType<typeof unitOf>): boolean =>
  unit !== null && peopleIn(unit).length === 0 && !unit.worksByWeb;
const areKnown = (asked: Asked, units: readonly (UnitId | null)[], leader: LeaderId | null): Against => [
  [units.some((id) => id !== null && unitOf(asked, id) === null), 'no such unit'],
  // A sheet that nobody can acknowledge.
  [units.some((id) => isEmptied(unitOf(asked, id))), 'nobody at the unit'],
  [leader !== null && leaderOf(asked, leader) === null, 'no such lead leader'],
];

export const submit: Rule<'submit'> = (command, asked) => {
  const { who, actor } = asked;
  const isRaised = command.source === 'room' && actor.kind === 'person';
  return [
    ...only(asked, who.isEnterprise || who.isStaff || who.isLeader || who.isClock, 'none'),
    [isRaised && !isKnownDay(asked, command.notes?.receptionDayId ?? null), 'raised in the room of no day'],
    [isRaised && isAhead(asked, command.notes?.receptionDayId), 'raised on a day that has not come'],
    ...(isRaised ? words(command.appeal.text, 'appeal') : []),
  ];
};

const isSame = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** A sheet is in force, and it is not the time of the next one. */
const isSigned = ({ tale, state }: Asked): boolean => Boolean(walkInHand(tale)?.sheet) && state !== 'awaiting_closure';

export const amend: Rule<'amend'> = ({ change }, asked) => {
  const appeal = appealNow(asked.tale);
  const notes = notesNow(asked.tale);
  const isNew = (now: object | null, wanted: object | undefined): boolean =>
    now !== null && wanted !== undefined && !isSame({ ...now, ...wanted }, now);
  const day = change.notes?.receptionDayId;
  const limit = change.notes?.proposal?.limitWorkdays;
  return [
    ...only(asked, asked.who.isStaff, ...OPEN),
    [isNew(notes?.proposal ?? null, change.notes?.proposal) && isSigned(asked), 'changes a proposal that is signed'],
    [!isNew(appeal, change.appeal) && !isNew(notes, change.notes), 'says nothing new'],
    [
      isEmpty(change.appeal?.enterpriseName ?? 'kept') && appeal?.enterpriseName !== change.appeal?.enterpriseName,
      'empties the name',
    ],
    [
      isNew(notes?.proposal ?? null, change.notes?.proposal) &&
        (walkInHand(asked.tale)?.sheet ?? null) !== null &&
        asked.state !== 'awaiting_closure',
      'edits what was signed on',
    ],
    [
      typeof limit === 'number' &&
        limit !== notes?.proposal.limitWorkdays &&
        !(Number.isInteger(limit) && limit >= 1 && limit <= 250),
      'proposes no limit that could be signed',
    ],
    [isEmpty(change.appeal?.text ?? 'kept') && appeal?.text !== change.appeal?.text, 'empties the appeal'],
    [
      asked.state === 'scheduled' && day !== undefined && day !== notes?.receptionDayId && !isKnownDay(asked, day),
      'takes the day from what is scheduled',
    ],
    [
      asked.state === 'scheduled' && day !== undefined && day !== notes?.receptionDayId && isPast(asked, day),
      'puts it on a day that is past',
    ],
  ];
};

export const accept: Rule<'accept'> = (_, asked) => {
  const appeal = appealNow(asked.tale);
  return [
    ...only(asked, asked.who.isStaff, 'submitted'),
    [isEmpty(appeal?.enterpriseName ?? '') || isEmpty(appeal?.text ?? ''), 'nobody or nothing to take up'],
  ];
};
export const decline: Rule<'decline'> = ({ reason }, asked) => [
  ...only(asked, asked.who.isStaff, 'submitted', 'vetting', 'ready'),
  ...words(reason),
];
export const merge: Rule<'merge'> = ({ into, reason }, asked) => [
  ...only(asked, asked.who.isStaff, 'submitted', 'vetting', 'ready'),
  [into === last(asked.tale, 'caseSubmitted')?.id, 'into itself'],
  ...words(reason),
];
/** What follows from another table comes from the clock; the directory of a story stays. */
export const followDay: Rule<'followDay'> = (_, { who }) => [
  [!who.isClock, NOT_THEIRS],
  [true, 'nothing of the kind happened'],
];
export const redirect: Rule<'redirect'> = ({ reason }, asked) => [
  ...only(asked, asked.who.isStaff, 'submitted', 'vetting', 'ready', 'scheduled', 'heard'),
  ...words(reason),
];

/** 是, or 否 with its ground; 待核 is no verdict. */
export const isVetted = ({ tale }: Pick<Asked, 'tale'>): boolean => {
  const notes = notesNow(tale);
  return (
    notes !== null &&
    [notes.authentic, notes.lawful, notes.reasonable].every(
      ({ answer, ground }) => answer === 'yes' || (answer === 'no' && !isEmpty(ground)),
    )
  );
};
export const completeVetting: Rule<'completeVetting'> = (_, asked) => [
  ...only(asked, asked.who.isStaff, 'vetting'),
  [!isVetted(asked), 'not vetted'],
];

export const consult: Rule<'consult'> = ({ unitIds, question }, asked) => [
  ...only(asked, asked.who.isStaff, 'vetting', 'ready', 'scheduled'),
  [unitIds.length === 0, 'nobody asked'],
  ...words(question, 'question'),
  ...areKnown(asked, unitIds, null),
];
export const answerConsultation: Rule<'answerConsultation'> = ({ text }, asked) => {
  const mine = every(asked.tale, 'unitConsulted').filter(
    ({ unitId }) => asked.who.openId !== null && peopleIn(unitOf(asked, unitId)).includes(asked.who.openId),
  );
  // Answers go to the latest open question of a unit, so as many are open as were not answered.
  const isOpen = mine.some(({ unitId }) => {
    const questions = mine.filter((each) => each.unitId === unitId).length;
    return questions > every(asked.tale, 'consultationAnswered').filter((each) => each.unitId === unitId).length;
  });
  return [
    ...only(asked, mine.length > 0 && asked.actor.kind === 'person', ...OPEN),
    [!isOpen, 'answered already'],
    ...words(text, 'answer'),
  ];
};

export const schedule: Rule<'schedule'> = ({ receptionDayId }, asked) => [
  ...only(asked, asked.who.isStaff, 'ready'),
  [!isKnownDay(asked, receptionDayId), 'no such day'],
  [isPast(asked, receptionDayId), 'the day is past'],
];
export const unschedule: Rule<'unschedule'> = (_, asked) => only(asked, asked.who.isStaff, 'scheduled');
export const hear: Rule<'hear'> = ({ note }, asked) => [
  ...only(asked, asked.who.isStaff || asked.who.isSigner, 'scheduled'),
  [!isKnownDay(asked, notesNow(asked.tale)?.receptionDayId ?? null), 'no such day'],
  [isAhead(asked, notesNow(asked.tale)?.receptionDayId), 'the day has not come'],
  ...fits(note),
];
export const answerOnTheSpot: Rule<'answerOnTheSpot'> = ({ reply }, asked) => [
  ...only(asked, asked.who.isStaff || asked.who.isSigner, 'scheduled', 'heard'),
  [!isKnownDay(asked, receptionDayOf(asked.tale)), 'no such day'],
  [isAhead(asked, receptionDayOf(asked.tale)), 'the day has not come'],
  [!receivingLeader(asked)?.openId, 'nobody to whom the result returns'],
  ...words(reply, 'reply'),
];

const isLimit = (limit: { readonly workdays: number } | { readonly date: string }, today: string): boolean =>
  'workdays' in limit
    ? Number.isInteger(limit.workdays) && limit.workdays >= 1 && limit.workdays <= 250
    : isDay(limit.date) && limit.date > today && limit.date <= nextDay(today, 1100);

export const requestInstruction: Rule<'requestInstruction'> = (_, asked) => {
  const proposal = notesNow(asked.tale)?.proposal;
  const limit = proposal?.limitWorkdays ?? null;
  return [
    ...only(asked, asked.who.isStaff, 'ready', 'heard'),
    [!proposal?.leadUnitId, 'no lead unit proposed'],
    // An empty limit follows the grade of the case.
    [limit !== null && !isLimit({ workdays: limit }, dayOf(asked.now)), 'no such limit'],
    [!isVetted(asked), 'not vetted'],
    ...areKnown(
      asked,
      [proposal?.leadUnitId ?? null, ...(proposal?.supportingUnitIds ?? [])],
      proposal?.leadLeaderId ?? null,
    ),
    ...mayNotReach(
      leaderOf(asked, proposal?.signingLeaderId ?? null) ?? (proposal?.signingLeaderId ? null : receivingLeader(asked)),
    ),
  ];
};
export const sendBack: Rule<'sendBack'> = ({ reason }, asked) => [
  ...only(asked, asked.who.isSigner, 'awaiting_instruction'),
  ...words(reason),
];
export const passOn: Rule<'passOn'> = ({ leaderId, words: said }, asked) => [
  ...only(asked, asked.who.isSigner, 'awaiting_instruction'),
  ...mayNotReach(leaderOf(asked, leaderId)),
  [sheetLiesWith(asked.tale) === leaderId, 'lies there already'],
  ...fits(said),
];
export const prepare: Rule<'prepare'> = ({ words: said }, asked) => [
  ...only(asked, asked.who.isSecretary, 'awaiting_instruction'),
  ...words(said),
];
export const hold: Rule<'hold'> = ({ reason }, asked) => [
  ...only(asked, asked.who.isSigner, 'awaiting_instruction'),
  ...words(reason),
];

type Signing = Extract<Command, { readonly type: 'instruct' }>['signing'];
/** A sheet: named units that are known, a limit that can be, a leader who may sign. */
const sheet = (signing: Signing, asked: Asked): Against => {
  const proposal = notesNow(asked.tale)?.proposal;
  const walk = walkInHand(asked.tale);
  const again = walk?.sheet ? walk : null;
  const lead = signing.leadUnitId ?? (again ? leadOf(again) : null) ?? proposal?.leadUnitId ?? null;
  const supporting =
    signing.supportingUnitIds ??
    (again
      ? parts(again).flatMap(({ unitId, role }) => (role === 'lead' ? [] : [unitId]))
      : (proposal?.supportingUnitIds ?? []));
  const proposed = proposal?.limitWorkdays ?? null;
  const limit = signing.limit ?? (proposed === null ? null : { workdays: proposed });
  const leadLeader = signing.leadLeaderId ?? again?.sheet?.leadLeaderId ?? proposal?.leadLeaderId ?? null;
  const signer = signerOf(asked);
  return [
    [!signer?.maySign, 'the leader may not sign'],
    [lead === null, 'no lead unit'],
    ...areKnown(asked, [lead, ...supporting], leadLeader),
    // An empty limit follows the grade of the case.
    [limit !== null && !isLimit(limit, dayOf(asked.now)), 'no such limit'],
    ...fits(signing.words),
  ];
};
export const instruct: Rule<'instruct'> = ({ signing }, asked) => [
  ...only(asked, asked.who.isSigner, 'scheduled', 'heard', 'awaiting_instruction'),
  ...sheet(signing, asked),
];
export const instructAgain: Rule<'instructAgain'> = ({ signing }, asked) => [
  ...only(asked, asked.who.isSigner, 'awaiting_closure', 'closed'),
  // Empty words agree to a proposal; here there is none to agree to.
  ...words(signing.words),
  ...sheet(signing, asked),
];
export const recordInstruction: Rule<'recordInstruction'> = ({ words: said, files, writtenOn }, asked) => {
  const today = dayOf(asked.now);
  return [
    ...only(asked, asked.who.isStaff, 'scheduled', 'heard', 'awaiting_instruction', 'awaiting_closure'),
    ...mayNotReach(signerOf(asked)),
    [files.length === 0, 'without the original'],
    [files.some(({ bytes }) => bytes < 1024), 'an original of nothing'],
    ...words(said),
    [writtenOn !== null && (writtenOn > today || writtenOn < nextDay(today, -60)), 'no such day on paper'],
    ...sheet({ words: said, leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null }, asked),
  ];
};
export const checkTranscript: Rule<'checkTranscript'> = ({ words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(
      asked,
      asked.who.isSigner,
      ...([
        'assigned',
        'handling',
        'awaiting_review',
        'awaiting_enterprise',
        'awaiting_rating',
        'awaiting_closure',
      ] as const),
    ),
    [!walk?.sheet?.transcript, 'nothing was transcribed'],
    [walk !== null && last(walk.tale, 'transcriptChecked') !== null, 'looked at already'],
    ...(said === null ? [] : words(said)),
  ];
};
