/** The rules of what may still be done to a sheet that is out, and of 三项均符. */
import { leadOf, openObjections, parts } from './road.ts';
import { type Against, OPEN, only, type Rule, words } from './rules.ts';
import { leaderOf, notesNow } from './scene.ts';
import { last, walkInHand } from './tale.ts';

const UNTIL_TOLD = ['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'] as const;
const noSheet = (isThere: boolean): Against => [[!isThere, 'no sheet is out']];

export const fillVerdicts: Rule<'fillVerdicts'> = ({ ground }, asked) => {
  const notes = notesNow(asked.tale);
  const isOpen = [notes?.authentic, notes?.lawful, notes?.reasonable].some((verdict) => verdict?.answer === 'unsure');
  return [...only(asked, asked.who.isStaff, ...OPEN), [!isOpen, 'all judged already'], ...words(ground)];
};
export const addInstruction: Rule<'addInstruction'> = ({ words: said }, asked) => [
  ...only(asked, asked.who.isSigner, ...UNTIL_TOLD),
  ...noSheet(Boolean(walkInHand(asked.tale)?.sheet)),
  ...words(said),
];
export const noteAssignment: Rule<'noteAssignment'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const named = walk?.sheet?.leadLeaderId ?? null;
  return [
    ...only(asked, asked.who.isLeadLeader, ...UNTIL_TOLD),
    [named === null || named === walk?.sheet?.signerId, 'nobody was named to lead'],
    [leaderOf(asked, named)?.openId !== asked.who.openId, 'another was named to lead'],
    [walk !== null && last(walk.tale, 'assignmentNoted') !== null, 'noted already'],
  ];
};
/** By whose words they are, at once, before a unit has taken them up. */
export const correctInstruction: Rule<'correctInstruction'> = ({ signing }, asked) => {
  const walk = walkInHand(asked.tale);
  const sheet = walk?.sheet;
  const own = [sheet?.signedBy.openId, leaderOf(asked, sheet?.signerId ?? null)?.openId];
  return [
    ...only(asked, asked.who.isSigner, 'assigned'),
    ...noSheet(Boolean(sheet)),
    [!own.includes(asked.who.openId), 'not their words'],
    [walk !== null && parts(walk).some(({ acknowledged }) => acknowledged !== null), 'taken up already'],
    [asked.now - (sheet?.signedAt ?? 0) > 30 * 60_000, 'more than half an hour ago'],
    [walk !== null && openObjections(walk).length > 0, 'an objection is open'],
    [signing.words === sheet?.words && signing.leadUnitId === (walk && leadOf(walk)), 'changes nothing'],
  ];
};
export const disownTranscript: Rule<'disownTranscript'> = ({ words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const sheet = walk?.sheet;
  return [
    ...only(asked, asked.who.isSigner, ...UNTIL_TOLD),
    [!sheet?.transcript, 'nothing was transcribed'],
    [leaderOf(asked, sheet?.signerId ?? null)?.openId !== asked.who.openId, 'not their words'],
    [walk !== null && last(walk.tale, 'transcriptChecked') !== null, 'looked at already'],
    ...words(said),
  ];
};
