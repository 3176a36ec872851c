/**
 * Every word reaches whom it was written for, and nobody else: each command with words in each state that takes it, really
 * walked, and then a look at everything that each person can see.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../../src/workflow/case.ts';
import type { CommandType } from '../../src/workflow/commands.ts';
import { type Reach, type Reader, WHO_READS } from '../../src/workflow/readers.ts';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { someAppeal } from '../support/given.ts';
import { openReadersTown, type ReadersTown, readersOf, walkAll } from './district.ts';
import { deskOf, pageOf, squeezed, tablesSeen } from './eyes.ts';
import { PEOPLE } from './samples.ts';
import { type Mark, type Walk, type Walks, walksFrom } from './walks.ts';

/** What nobody may read of a confidential case but staff, the leader and whose it is. */
const SECRET = {
  enterpriseName: '〔虚构〕密云阁实业有限公司',
  contactName: '虚构之密联系人',
  phone: '199-7654-3210',
} as const;
const IDENTITY = `${SECRET.enterpriseName}${SECRET.contactName}${SECRET.phone}，`;

let place: ReadersTown;
let open: Walks;
let secret: Walks;
const desks = new Map<string, string>();

beforeAll(async () => {
  place = await openReadersTown();
  const { directory, cast, town } = place;
  const startsAt = town.now() + 60_000;
  open = walksFrom({ directory, cast, startsAt, appeal: someAppeal(), name: 'open' });
  secret = walksFrom({
    directory,
    cast,
    startsAt,
    appeal: someAppeal(SECRET),
    notes: { isConfidential: true },
    prefix: IDENTITY,
    name: 'secret',
  });
  await walkAll(place, [...open.walks, ...firstOfEach(secret.walks)]);
  for (const who of Object.values(PEOPLE)) {
    for (const words of ['我的在办', '待我签批', '督办清单']) town.sandbox.control.say(who, words);
  }
  await town.settle();
  for (const [key, who] of Object.entries(PEOPLE)) desks.set(key, deskOf(town, who));
  desks.set('S', `${desks.get('S') ?? ''}${tablesSeen(town)}`);
}, 400_000);
afterAll(async () => {
  await place.town.close();
});

describe('words of the process', () => {
  it('are asked for in every state that takes them', () => {
    const owed = Object.entries(TRANSITIONS).flatMap(([type, { from }]) =>
      Object.keys(WHO_READS[type as CommandType]).length === 0
        ? []
        : from.filter((state: State | 'none') => state !== 'none').map((state) => `${type} in ${state}`),
    );
    expect(owed.filter((each) => !open.accepted.has(each)).toSorted()).toEqual(OUT_OF_REACH.toSorted());
  });

  it('reach whoever must be able to read them, whole', async () => {
    const missed = new Set<string>();
    for (const walk of open.walks) {
      for (const { mark, reach } of wordsInForce(walk)) {
        for (const reader of reach.must) {
          if ((await eyesOf(reader, walk)).some((seen) => !seen.includes(squeezed(mark.words)))) {
            missed.add(nameOf(mark, reader));
          }
        }
      }
    }
    expect([...missed].toSorted()).toEqual([]);
  }, 120_000);

  it('stay from whoever may never read them', async () => {
    const leaked = new Set<string>();
    for (const walk of open.walks) {
      for (const { mark, reach } of allWords(walk)) {
        for (const reader of reach.never) {
          if ((await eyesOf(reader, walk)).some((seen) => seen.includes(beginningOf(mark)))) {
            leaked.add(nameOf(mark, reader));
          }
        }
        if (desks.get('V')?.includes(beginningOf(mark))) leaked.add(nameOf(mark, 'nobody'));
      }
    }
    expect([...leaked].toSorted()).toEqual([]);
  }, 120_000);

  it('never tell a unit who a confidential enterprise is, whatever was typed where', () => {
    const units = ['H', 'W', 'C', 'NEW', 'V'];
    const told = units.flatMap((unit) =>
      Object.values(SECRET).flatMap((value) =>
        desks.get(unit)?.includes(squeezed(value)) ? [`${unit}: ${value}`] : [],
      ),
    );
    expect(told.toSorted()).toEqual([]);
  });
});

/** The table lets it, and no way leads there: a unit is asked only once a case is being vetted. */
const OUT_OF_REACH: readonly string[] = [
  ...TRANSITIONS.fillVerdicts.from
    .filter((state) => !['submitted', 'vetting', 'awaiting_enterprise'].includes(state))
    // Whoever comes so far was vetted on the way.
    .map((state) => `fillVerdicts in ${state}`),
  'answerConsultation in submitted',
  // The walk tells listed cases apart while they are handled only, and a contest while its rating stands.
  'decideContest in assigned',
  'decideContest in closed',
  'unlist in assigned',
  'unlist in awaiting_closure',
  'unlist in awaiting_enterprise',
  'unlist in awaiting_rating',
  'unlist in awaiting_review',
];

const firstOfEach = (walks: readonly Walk[]): readonly Walk[] => {
  const names = new Set<string>();
  return walks.filter(({ steps }) => {
    const name = steps.at(-1)?.name ?? '';
    return !names.has(name) && names.add(name);
  });
};

interface MarkedWords {
  readonly mark: Mark;
  readonly reach: Reach;
}
const reachOf = ({ command, field }: Mark): Reach | undefined => {
  const row: Readonly<Record<string, Reach>> = WHO_READS[command];
  return row[field];
};
const allWords = ({ steps }: Walk): readonly MarkedWords[] =>
  steps.flatMap(({ marks }) =>
    marks.flatMap((mark) => {
      const reach = reachOf(mark);
      return reach ? [{ mark, reach }] : [];
    }),
  );
/** Less what was written anew since: a wording that was amended, a draft that was signed over. */
const wordsInForce = (walk: Walk): readonly MarkedWords[] => {
  const all = allWords(walk);
  return all.filter(({ mark }, index) => {
    const later = all.slice(index + 1).map((one) => one.mark);
    if (later.some(({ field }) => field === mark.field && REWRITTEN.has(field))) return false;
    return mark.command !== 'prepare' || walk.subject.awaiting?.draft?.words === mark.words;
  });
};
const REWRITTEN: ReadonlySet<string> = new Set([
  'appeal.text',
  'notes.authentic.ground',
  'notes.policyBasis',
  'notes.proposal.words',
  'officer.name',
]);

/** Enough to know the words by, without what others share. */
const beginningOf = ({ words }: Mark): string => squeezed(words).slice(0, 12);
const nameOf = (
  { command, field }: { readonly command: CommandType; readonly field: string },
  reader: string,
): string => `${command}.${field} → ${reader}`;

/** What those see who read as this; nobody, where there is no such part (yet). */
const eyesOf = async (reader: Reader, walk: Walk): Promise<readonly string[]> => {
  if (reader !== 'E') return readersOf(reader, walk.subject).map((key) => desks.get(key) ?? '');
  const page = pages.get(walk.id) ?? (await pageOf(place.town, place.addressOf(walk)));
  pages.set(walk.id, page);
  return [page];
};
const pages = new Map<string, string>();
