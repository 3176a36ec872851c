/**
 * The second opinion (`test/opinion`) at the end of a story: what happened to each case, read once more from its events alone, against
 * the cells of its row and the cards in the chats of people as they really stand there.
 */
import { cases as casesTable } from '../../bitable-schema/cases.ts';
import { decodeRow } from '../../bitable-schema/table.ts';
import type { ReceptionDay } from '../../src/compose.ts';
import type { TableRow } from '../../src/ports.ts';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { CARD_KINDS, type CardKind } from '../../src/workflow/effects.ts';
import { type CaseId, type OpenId, openId } from '../../src/workflow/ids.ts';
import { mayRead } from '../../src/workflow/roles.ts';
import { KNOWN } from '../opinion/known.ts';
import { cardFaults } from '../opinion/law-cards.ts';
import { cellFaults } from '../opinion/law-row.ts';
import { lookAlikes } from '../opinion/law-row-ties.ts';
import { faultsOfRow } from '../opinion/law-tables.ts';
import { leaderOf, peopleIn, unitOf } from '../opinion/reading/scene.ts';
import type { Tale } from '../opinion/reading/tale.ts';
import { turnOf } from '../opinion/reading/turn.ts';
import { takenApart } from '../opinion/surfaces.ts';
import type { RestDeps } from './at-rest.ts';

/** A card that is older cannot be changed any more. */
const UPDATE_WINDOW_MS = 14 * 86_400_000;

export const inTheSecondOpinion = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
  rows: readonly TableRow[],
): Promise<readonly string[]> => {
  const { memory, base, ghost, now } = deps;
  // What was so for somebody who has left is told by the directory as it was then.
  if (ghost.hasDirectoryChanged()) return [];
  // It reckons every limit with the days off as they are now.
  if (ghost.hasCalendarChanged()) return [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const givenUp = new Set(
    memory.rows("SELECT case_id FROM outbox WHERE status = 'parked'").map((row) => row['case_id']),
  );
  const cellsById = new Map(
    rows.map((row) => decodeRow(casesTable, row.fields)).map((cells) => [cells.shortId, cells] as const),
  );
  const found: string[] = [];
  const tales = new Map<CaseId, Tale>();
  for (const { id } of cases) tales.set(id, await inspector.cases.loadEvents(id));
  for (const subject of cases.filter(({ id }) => !givenUp.has(id))) {
    const seen = { tale: tales.get(subject.id) ?? [], directory, now: now() };
    const cells = cellsById.get(subject.id);
    const ofRow = cells
      ? [
          ...cellFaults({ ...cells, lookAlikes: '' }, seen),
          ...faultsOfRow('事项', cells, { lookAlikes: lookAlikes(subject.id, tales) }),
        ]
      : [];
    const faults = [...ofRow, ...ofCards(deps, subject, seen)];
    found.push(...faults.filter(isNew).map((fault) => `${subject.id}: ${fault}`));
  }
  return found;
};

const known = new Set(Object.values(KNOWN).flatMap((group) => group.map(({ law }) => law)));
/** Links are signed here; people open them all along. */
const SIGNED = ['statusLink', 'ratingLink', 'unitLinks'].map((column) => `事项 ${column} differs`);
const isNew = (fault: string): boolean => {
  const law = fault.split(' ⁝ ')[0] ?? '';
  return !known.has(law) && !SIGNED.includes(law);
};

interface Seen {
  readonly tale: Tale;
  readonly directory: Directory;
  readonly now: number;
}

const ofCards = ({ memory, sandbox, ghost }: RestDeps, subject: Case, seen: Seen): readonly string[] => {
  const wanted = memory.rows(
    `SELECT outbox.args, cards.message_id, cards.sent_at FROM outbox JOIN cards ON cards.key = outbox.key
     WHERE outbox.kind = 'card' AND outbox.case_id = ?`,
    subject.id,
  );
  return wanted.flatMap((row) => {
    const { kind, to, round }: Record<string, string> = JSON.parse(String(row['args']));
    const card = CARD_KINDS.find((one) => one === kind);
    const viewer = openId(to ?? '');
    const message = sandbox.state.messages.find((one) => one.messageId === row['message_id']);
    const isOld = seen.now - Number(row['sent_at']) >= UPDATE_WINDOW_MS;
    if (!card || !message || isOld || ghost.unansweredCards.has(message.messageId)) return [];
    if (!mayRead(viewer, subject, seen.directory, beijingDateOf(seen.now))) return [];
    const drawn = takenApart(JSON.parse(message.versions.at(-1)?.content ?? 'null'), card, Number(round), viewer);
    if (drawn?.title === RETIRED)
      return isInTurn(viewer, seen) ? [`card ${card}: turns away whose turn it is ⁝ ${viewer}`] : [];
    if (drawn?.title === IDLE)
      return MAY_BE_IDLE.includes(card) ? [] : [`card ${card}: has nothing to show ⁝ ${viewer}`];
    return drawn ? cardFaults(drawn, seen) : [];
  });
};

/** What is left of a card whose matter is over or was never so, for whoever still has a part: only where another card tells of the case. */
const IDLE = '已无需办理';
const MAY_BE_IDLE: readonly CardKind[] = ['oversight', 'reconsideration', 'plan', 'consultation'];

/** What is left of a card for whoever had no part in the case for a while; it is drawn anew when the case moves on. */
const RETIRED = '不再由您办理';
const isInTurn = (viewer: OpenId, seen: Seen): boolean => {
  const { leaders, units } = turnOf(seen);
  return (
    leaders.some((id) => leaderOf(seen, id)?.openId === viewer) ||
    units.some((id) => peopleIn(unitOf(seen, id)).includes(viewer))
  );
};
