/**
 * Several histories of one town told side by side, each of an enterprise that may have come more than once: what tables with rows
 * of more than one case are looked at by. Into every word that anybody wrote the enterprise's name, contact and number are put, so
 * that whoever may not know them can be shown not to.
 */
import { applyEvent } from '../../src/workflow/apply.ts';
import type { Appeal, Case } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { type CaseId, caseId, type Ms } from '../../src/workflow/ids.ts';
import { lots, tell, tellNamed, townOf } from './histories.ts';
import { NAMED } from './named-histories.ts';
import type { Tale } from './reading/tale.ts';

/** A moment at which the case of one of them has moved. */
export interface Turn {
  readonly directory: Directory;
  readonly now: Ms;
  readonly moved: CaseId;
  /** As it was before this turn. */
  readonly before: Case | null;
  readonly tales: ReadonlyMap<CaseId, Tale>;
  readonly cases: ReadonlyMap<CaseId, Case>;
  /** What has been done, for whoever looks for the reason. */
  readonly history: readonly string[];
}

type Firm = Pick<Appeal, 'enterpriseName' | 'creditCode' | 'contactName' | 'phone'>;
const firm = (enterpriseName: string, creditCode: string, who: string, phone: string): Firm => ({
  enterpriseName,
  creditCode,
  contactName: `虚构联系人${who}`,
  phone,
});
/** Two who are known by more than a name, and one who never gives a code. */
const FIRMS: readonly (readonly Firm[])[] = [
  [
    firm('〔虚构〕密云阁实业有限公司', '91999999MAXX00015J', '壹', '199-7654-3210'),
    firm(' 〔虚构〕密云阁实业有限公司 ', '', '壹', '199-7654-3210'),
    firm('〔虚构〕密云阁实业（筹）', '91999999maxx00015j ', '壹', '199-7654-3210'),
    firm('〔虚构〕密云阁', '', '壹', '199-7654-3210'),
  ],
  [
    firm('〔虚构〕听雨楼餐饮有限公司', '91999999MAXX00023D', '贰', '199-7654-3222'),
    firm('〔虚构〕听雨楼餐饮有限公司', '', '贰', '199-7654-3222'),
  ],
  [firm('〔虚构〕望舒航运有限公司', '', '叁', '199-7654-3233')],
];

/** Keys of events that hold what somebody wrote. */
const WORDS: ReadonlySet<string> = new Set(
  'text words reason note question publicReply reply ground basis doneSoFar wish urgency unitHead policyBasis'.split(
    ' ',
  ),
);
/** Of a sheet: no words of anybody's. */
const NUMBER = /〔\d{4}〕\d+号$/;
const withNames = (event: CaseEvent, names: string): CaseEvent => {
  const marked: CaseEvent = JSON.parse(
    JSON.stringify(event, (key, value) =>
      typeof value === 'string' && value.trim() !== '' && WORDS.has(key) && !NUMBER.test(value)
        ? `${value}（${names}）`
        : value,
    ),
  );
  return marked;
};

/** The same history as that of another case. */
const asOf = (tale: Tale, id: CaseId, of: Firm, visitKey: string): Tale =>
  tale.map((event): CaseEvent => {
    const names = `${of.enterpriseName.trim()}${of.contactName}${of.phone}`;
    const told = withNames(event, names);
    return told.type === 'caseSubmitted' ? { ...told, id, visitKey, appeal: { ...told.appeal, ...of } } : told;
  });

const STEPS = 70;
/** So many cases beside one another. */
const SIDE_BY_SIDE = 4;

/** The first of each town is a named history in turn, so that all of them are among few towns. */
const toldFirst = (seed: number, index: number, directory: Directory): Tale | null => {
  const named = index === 0 ? NAMED[seed % NAMED.length] : undefined;
  return named ? tellNamed(named, directory, 0, {}, new Map()) : null;
};

export const livesOf = (seed: number): { readonly directory: Directory; readonly tales: ReadonlyMap<CaseId, Tale> } => {
  const lot = lots(seed + 2_000_003);
  const directory = townOf(seed);
  const tales = new Map<CaseId, Tale>();
  for (let next = seed * 1000; tales.size < SIDE_BY_SIDE; next += 1) {
    if (townOf(next) !== directory) continue;
    const which = lot(FIRMS.length);
    const firms = FIRMS[which] ?? [];
    const of = firms[lot(firms.length)];
    // One 查询码 is of one enterprise.
    const key = `visit-${which}-${lot(2) === 0 ? 'shared' : tales.size}`;
    const id = caseId(`case-opinion-${tales.size + 1}`);
    if (of)
      tales.set(id, asOf(toldFirst(seed, tales.size, directory) ?? tell(next, STEPS, {}, new Map()), id, of, key));
  }
  return { directory, tales };
};

/** Events that were decided together, in the order in which they were. */
export const turnsOf = function* (directory: Directory, lives: ReadonlyMap<CaseId, Tale>): Generator<Turn> {
  const all = [...lives].flatMap(([id, tale]) => tale.map((event) => ({ id, event })));
  const inOrder = all.toSorted(
    (a, b) => a.event.at - b.event.at || (a.id < b.id ? -1 : 1) || a.event.seq - b.event.seq,
  );
  const tales = new Map<CaseId, Tale>();
  const cases = new Map<CaseId, Case>();
  const history: string[] = [];
  let before: Case | null = null;
  for (const [index, { id, event }] of inOrder.entries()) {
    tales.set(id, [...(tales.get(id) ?? []), event]);
    if (inOrder[index - 1]?.id !== id || inOrder[index - 1]?.event.at !== event.at) before = cases.get(id) ?? null;
    cases.set(id, applyEvent(cases.get(id) ?? null, event));
    const when = new Date(event.at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    history.push(`${when} ${id} ${event.type} ${event.by.name} ${JSON.stringify(event).slice(0, 160)}`);
    const next = inOrder[index + 1];
    if (next?.id === id && next.event.at === event.at) continue;
    yield { directory, now: event.at, moved: id, before, tales, cases, history };
  }
};
