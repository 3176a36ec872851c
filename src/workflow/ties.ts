/**
 * 关联与回避: what a leader should know of an enterprise besides the case in hand: its other cases, those of enterprises it
 * is tied to, and who has an interest in it. Pure; which cases are near is looked up by the store, by the keys made here.
 */
import { type Appeal, type Case, FINAL_STATES, type Grade, type State } from './case.ts';
import { type Directory, type Leader, leaderById } from './directory.ts';
import type { CaseId, LeaderId, Ms, OpenId, UnitId } from './ids.ts';
import { codeOf, nameOf, phoneOf } from './plain-text.ts';

/** How another case came to be near: the same enterprise, 关联企业, the same 法定代表人, or only the same telephone. */
export const TIES = {
  same: '同一企业',
  declared: '关联企业',
  representative: '法定代表人相同',
  phone: '联系电话相同',
} as const;
export type Tie = keyof typeof TIES;

/** Another enterprise tied to one, as 企业 says; by the keys under which its cases are found. */
export interface Kin {
  readonly code: string;
  readonly name: string;
  readonly why: 'declared' | 'representative';
}

/** What staff registered of an enterprise (企业) that matters to whoever signs. */
export interface KnownEnterprise {
  readonly legalRepresentative: string;
  readonly contactName: string;
  /** 挂钩联系领导 */
  readonly linkedLeaderIds: readonly LeaderId[];
  /** 需回避人员 */
  readonly avoidingOpenIds: readonly OpenId[];
  readonly kin: readonly Kin[];
}

/** Where a case may wait for a signature: only then does its sheet say what is near. */
export const SIGNING_STATES = ['scheduled', 'heard', 'awaiting_instruction'] as const satisfies readonly State[];
export const waitsForSignature = ({ state }: Pick<Case, 'state'>): boolean =>
  SIGNING_STATES.some((waiting) => waiting === state);

/** As much of a case as another one's sheet may show. */
export interface Neighbour {
  readonly id: CaseId;
  readonly visitKey: string;
  readonly state: State;
  readonly category: string;
  readonly enterpriseName: string;
  /** The beginning of 诉求内容: enough to see that it is the same again. */
  readonly text: string;
  readonly number: string | null;
  readonly grade: Grade | null;
  readonly submittedAt: Ms;
  readonly closedAt: Ms | null;
}

export interface Ties {
  readonly enterprise: KnownEnterprise | null;
  /** The newest first. A confidential case is nobody's neighbour. */
  readonly neighbours: readonly { readonly tie: Tie; readonly of: Neighbour }[];
}
export const NO_TIES: Ties = { enterprise: null, neighbours: [] };
/** By case id; a case that has nothing near is not in it. */
export type TiesByCase = Readonly<Record<CaseId, Ties>>;

/** By what an enterprise is recognised: its code, else its name; and the telephone it gave. Empty: not known. */
export interface EnterpriseKeys {
  readonly code: string;
  readonly name: string;
  readonly phone: string;
}
/** Shorter ones are extensions and slips of the finger. */
const SHORTEST_PHONE = 7;
const phoneKey = (typed: string): string => {
  const digits = phoneOf(typed).replace('+', '');
  return digits.length < SHORTEST_PHONE || /^0+$/.test(digits) ? '' : digits;
};
export const enterpriseKeys = ({
  creditCode,
  enterpriseName,
  phone,
}: Pick<Appeal, 'creditCode' | 'enterpriseName' | 'phone'>): EnterpriseKeys => ({
  code: codeOf(creditCode),
  name: nameOf(enterpriseName),
  phone: phoneKey(phone),
});

/** One enterprise: by the code where both gave one, else by the name. */
export const isOneEnterprise = (
  one: Pick<EnterpriseKeys, 'code' | 'name'>,
  other: Pick<EnterpriseKeys, 'code' | 'name'>,
): boolean =>
  one.code !== '' && other.code !== '' ? one.code === other.code : one.name !== '' && one.name === other.name;

const COMPARED_TEXT = 300;

export const neighbourOf = (subject: Case): Neighbour => {
  const numbers = subject.rounds.flatMap(({ instruction, voided }) =>
    instruction && !voided ? [instruction.number.text] : [],
  );
  const grades = subject.rounds.flatMap(({ rating }) => (rating ? [rating.grade] : []));
  return {
    id: subject.id,
    visitKey: subject.visitKey,
    state: subject.state,
    category: subject.appeal.category,
    enterpriseName: subject.appeal.enterpriseName,
    text: subject.appeal.text.slice(0, COMPARED_TEXT),
    number: numbers.at(-1) ?? null,
    grade: grades.at(-1) ?? null,
    submittedAt: subject.submittedAt,
    closedAt: subject.closedAt,
  };
};

/** Whether sheets of neighbours may show something else after this change; by which keys they are found, before and after it. */
export const changedTies = (before: Case | null, after: Case): readonly EnterpriseKeys[] =>
  keysIfChanged(before, after, neighbourOf);

/** The same for rows of neighbours: they say less, so fewer changes matter to them. */
export const changedLooks = (before: Case | null, after: Case): readonly EnterpriseKeys[] =>
  keysIfChanged(before, after, (subject) => {
    const { id, category, text, number, submittedAt } = neighbourOf(subject);
    return [id, category, text, number, submittedAt, isEnded(subject) ? subject.state : null];
  });

const keysIfChanged = (
  before: Case | null,
  after: Case,
  shownOf: (subject: Case) => unknown,
): readonly EnterpriseKeys[] => {
  const told = (subject: Case): string =>
    JSON.stringify([subject.notes.isConfidential, enterpriseKeys(subject.appeal), shownOf(subject)]);
  if (before !== null && told(before) === told(after)) return [];
  return [...(before === null ? [] : [enterpriseKeys(before.appeal)]), enterpriseKeys(after.appeal)];
};

export const isEnded = ({ state }: Pick<Neighbour, 'state'>): boolean => FINAL_STATES.some((final) => final === state);

/**
 * 重复反映: an ended case of the same enterprise that asks for the same again, by category or by its words. What was merged
 * lives on in another case and is no earlier end.
 */
export const repeatOf = (subject: Case, { neighbours }: Ties): Neighbour | null =>
  neighbours.find(({ tie, of }) => tie === 'same' && isEnded(of) && likenessOf(subject, of) !== null)?.of ?? null;

/** As much of another case of the same enterprise as a row names. A confidential one is nobody's. */
export type Peer = Pick<Neighbour, 'id' | 'state' | 'category' | 'text' | 'number' | 'submittedAt'>;
/** By case id, the newest first; a case that has none is not in it. */
export type PeersByCase = Readonly<Record<CaseId, readonly Peer[]>>;

/** 疑似重复: how another case of the same enterprise looks like this one. A hint for staff; nothing is ever decided by it. */
export interface LookAlike {
  readonly of: Peer;
  readonly by: 'words' | 'category';
}

/** While a case is open; a confidential one says nothing of others, as they say nothing of it. */
export const lookAlikes = (subject: Case, peers: readonly Peer[]): readonly LookAlike[] =>
  isEnded(subject) || subject.notes.isConfidential
    ? []
    : peers.flatMap((of) => {
        const by = likenessOf(subject, of);
        return by === null ? [] : [{ of, by }];
      });

/** Of what is still open, one category alone says little after this time. */
const SAME_CATEGORY_MS = 90 * 86_400_000;

const likenessOf = (subject: Case, of: Peer): LookAlike['by'] | null => {
  if (of.state === 'merged') return null;
  if (isAlike(subject.appeal.text, of.text)) return 'words';
  const isInTime = isEnded(of) || Math.abs(subject.submittedAt - of.submittedAt) <= SAME_CATEGORY_MS;
  return isInTime && isSameCategory(subject.appeal.category, of.category) ? 'category' : null;
};

const isSameCategory = (one: string, other: string): boolean => one !== '' && one !== CATCH_ALL && one === other;
/** Says nothing about what it holds. */
const CATCH_ALL = '其他';

/** Share of common pairs of neighbouring characters; from here on two texts say the same. */
const ALIKE_SHARE = 0.6;
const isAlike = (one: string, other: string): boolean => {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size) >= ALIKE_SHARE;
};
const pairsOf = (text: string): ReadonlySet<string> => {
  const words = [
    ...text
      .slice(0, COMPARED_TEXT)
      .normalize('NFKC')
      .replace(/[\s\p{P}]/gu, ''),
  ];
  return new Set(words.slice(1).map((word, index) => `${words[index]}${word}`));
};

/** Why somebody should have no hand in a sheet (回避). */
export type Conflict =
  | { readonly kind: 'signer' | 'leadLeader'; readonly leaderId: LeaderId; readonly why: Interest }
  | { readonly kind: 'substitute' | 'secretary'; readonly leaderId: LeaderId }
  /** 被反映单位 among those proposed to handle it. */
  | { readonly kind: 'unit'; readonly unitId: UnitId; readonly role: 'lead' | 'supporting' };
/** 已登记需回避, or the name of the 联系人 or 法定代表人. */
export type Interest = 'declared' | 'namesake';

export const interestOf = (
  leader: Pick<Leader, 'openId' | 'name'> | null,
  subject: Case,
  { enterprise }: Ties,
): Interest | null => {
  if (!leader) return null;
  if (leader.openId && enterprise?.avoidingOpenIds.includes(leader.openId)) return 'declared';
  const names = [subject.appeal.contactName, enterprise?.contactName, enterprise?.legalRepresentative];
  const own = nameOf(leader.name);
  return own !== '' && names.some((name) => name !== undefined && nameOf(name) === own) ? 'namesake' : null;
};

/** Whether whoever is expected to sign should rather pass the sheet on. */
export const signerAvoids = (subject: Case, ties: Ties, directory: Directory, signer: LeaderId | null): boolean =>
  conflictsOf(subject, ties, directory, signer).some(({ kind }) => kind === 'signer');

/** The signer's first, because it decides what is asked of whom. */
export const conflictsOf = (
  subject: Case,
  ties: Ties,
  directory: Directory,
  signerId: LeaderId | null,
): readonly Conflict[] => {
  const { proposal, complainedUnitIds } = subject.notes;
  const avoids = (who: OpenId): boolean => ties.enterprise?.avoidingOpenIds.includes(who) === true;
  const signer = leaderById(directory, signerId);
  const lead = leaderById(directory, proposal.leadLeaderId);
  const ofSigner = interestOf(signer, subject, ties);
  const ofLead = lead?.id === signer?.id ? null : interestOf(lead, subject, ties);
  const isComplained = (id: UnitId | null): id is UnitId => complainedUnitIds.some((one) => one === id);
  return [
    ...(signer && ofSigner ? [{ kind: 'signer', leaderId: signer.id, why: ofSigner } as const] : []),
    ...(signer?.substitute && avoids(signer.substitute.openId)
      ? [{ kind: 'substitute', leaderId: signer.id } as const]
      : []),
    ...(signer?.secretaryOpenIds.some(avoids) ? [{ kind: 'secretary', leaderId: signer.id } as const] : []),
    ...(lead && ofLead ? [{ kind: 'leadLeader', leaderId: lead.id, why: ofLead } as const] : []),
    ...[proposal.leadUnitId, ...proposal.supportingUnitIds]
      .filter(isComplained)
      .map(
        (unitId) => ({ kind: 'unit', unitId, role: unitId === proposal.leadUnitId ? 'lead' : 'supporting' }) as const,
      ),
  ];
};
