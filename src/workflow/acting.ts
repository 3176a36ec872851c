/**
 * 代: who acted, and in whose place. Settled once, when an act is accepted, and kept with the name (`By`); said wherever somebody who
 * acted is named, by `byWords` alone.
 */
import type { Actor, Role } from './actor.ts';
import type { By, Case, Instruction } from './case.ts';
import type { Directory, Leader } from './directory.ts';
import type { BeijingDate } from './ids.ts';
import { leadLeaderOf, rolesOf, signersFor, signingLeaderOf } from './roles.ts';

/** “副书记己（代书记甲）”; somebody who acts as themselves is only named. */
export const byWords = ({ name, actedFor }: Pick<By, 'name' | 'actedFor'>): string =>
  `${name || '未具名'}${actedFor === undefined ? '' : `（代${actedFor}）`}`;

/** The same where it was done in the name of this leader, by somebody who only wrote it down: “书记甲（工商联承办人登记）”. */
export const byWordsFor = (leader: string, by: By): string =>
  leader === '' || leader === by.name || by.actedFor !== undefined ? byWords(by) : `${leader}（${by.name}登记）`;

/** On whose word a sheet goes out: the leader's, also where somebody stood in. */
export const leaderOnWhoseWord = ({ signedBy, actedForName }: Pick<Instruction, 'signedBy' | 'actedForName'>): string =>
  actedForName ?? (signedBy.name || '领导');

/** Who signed. What was stored before acts kept it says for whom beside the name. */
export const signatureOf = ({ signedBy, actedForName }: Pick<Instruction, 'signedBy' | 'actedForName'>): By =>
  actedForName === null ? signedBy : { ...signedBy, actedFor: actedForName };

/**
 * The leader in whose place a person does what these roles may do; null for whoever has one of the roles in person. Whoever stands in
 * for several acts for the one whom the case concerns first.
 */
export const actedFor = (
  actor: Actor,
  subject: Case | null,
  allowed: readonly Role[],
  directory: Directory,
  today: BeijingDate,
): Leader | null => {
  if (actor.kind !== 'person') return null;
  const { openId } = actor;
  const leaders = leadersWhoMay(subject, allowed, directory);
  if (leaders.some((leader) => leader.openId === openId)) return null;
  const roles = rolesOf(actor, subject, directory, today);
  if (allowed.some((role) => !LEADERS.includes(role) && roles.has(role))) return null;
  return leaders.find((leader) => signersFor(leader, today).includes(openId)) ?? null;
};

const LEADERS: readonly Role[] = ['signer', 'lead_leader', 'leader'];

const leadersWhoMay = (subject: Case | null, allowed: readonly Role[], directory: Directory): readonly Leader[] => [
  ...(subject ? concerned(subject, allowed, directory) : []),
  ...(allowed.includes('leader') ? directory.leaders.filter(({ maySign }) => maySign) : []),
];

const concerned = (subject: Case, allowed: readonly Role[], directory: Directory): readonly Leader[] =>
  [
    allowed.includes('signer') ? signingLeaderOf(subject, directory) : null,
    allowed.includes('lead_leader') ? leadLeaderOf(subject, directory) : null,
  ].filter((leader) => leader !== null);
