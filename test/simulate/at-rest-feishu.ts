/**
 * What Feishu shows at rest, compared with the database and with what people did: tables, cards, messages. Nothing typed may be
 * lost, nothing of the service may be wrong, nothing may have been said twice or not at all.
 */

import { isDeepStrictEqual } from 'node:util';
import { cases as casesTable } from '../../bitable-schema/cases.ts';
import { progress } from '../../bitable-schema/progress.ts';
import { decodeRow, normaliseValues, sameCell, type Values } from '../../bitable-schema/table.ts';
import { drawCard } from '../../cards/cards.ts';
import type { ReceptionDay } from '../../src/compose.ts';
import { createLinks } from '../../src/pages/links.ts';
import type { TableRow } from '../../src/ports.ts';
import { DIRECTORY_SCHEMAS, isDirectoryTable, readDirectory } from '../../src/sync/read-directory.ts';
import { caseIdOfRow, isRowBorn } from '../../src/sync/row-identity.ts';
import { appealOf, notesOf, serviceCells } from '../../src/sync/row-mapping.ts';
import type { Case, StaffNotes, Verdict } from '../../src/workflow/case.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import { CARD_KINDS } from '../../src/workflow/effects.ts';
import { openId, recordId } from '../../src/workflow/ids.ts';
import { mayRead } from '../../src/workflow/roles.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/settings.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import type { RestDeps } from './at-rest.ts';
import { messages, personalWords, unanswered } from './at-rest-messages.ts';
import type { TypedOn } from './ghost.ts';
import { inTheSecondOpinion } from './second-opinion.ts';
import { LINK_SECRET, SERVICE_URL } from './start.ts';

/** A card that is older cannot be changed any more. */
const UPDATE_WINDOW_MS = 14 * 86_400_000;

/** Only what a few minutes must be enough for, when no event was lost: the night's comparison mends the rest. */
export const beforeTheNight = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const rows = await allRows(deps, inspector, casesTable.key);
  return [...(await caseRows(deps, inspector, cases, rows)), ...typedWords(deps, rows)].map(
    (one) => `before the night: ${one}`,
  );
};

export const inFeishu = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const rows = await allRows(deps, inspector, casesTable.key);
  const { settings } = await inspector.mirror.loadDirectory(deps.base.district);
  return [
    ...(await caseRows(deps, inspector, cases, rows)),
    ...typedWords(deps, rows),
    ...(await directories(deps, inspector)),
    ...(await cards(deps, inspector, cases)),
    ...messages(deps, settings),
    ...unanswered(deps),
    ...(await personalWords(deps, inspector, cases)),
    ...(await progressLines(deps, inspector, cases)),
    ...doneOnce(deps),
    ...(await inTheSecondOpinion(deps, inspector, cases, rows)),
  ];
};

const allRows = async ({ base }: RestDeps, inspector: ReceptionDay, table: string): Promise<readonly TableRow[]> => {
  const rows: TableRow[] = [];
  let pageToken: string | null = null;
  do {
    const read: Awaited<ReturnType<ReceptionDay['feishu']['rows']['page']>> = await inspector.feishu.rows.page(
      { appToken: base.appToken, tableId: base.tables[table] ?? '' },
      pageToken,
    );
    if (read.kind !== 'ok') throw new Error(`the checker cannot read ${table}: ${read.reason}`);
    rows.push(...read.data.rows);
    pageToken = read.data.nextPageToken;
  } while (pageToken !== null);
  return rows.filter((row) => Object.keys(row.fields).length > 0);
};

// ------------------------------------------------------------------------------------------------------------ tables

const caseRows = async (
  { base, now, memory, ghost }: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
  rows: readonly TableRow[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const { links } = createLinks({ publicUrl: SERVICE_URL, secrets: [LINK_SECRET] });
  const peers = await inspector.cases.loadPeers(cases.map(({ id }) => id));
  const decoded = rows.map((row) => ({ id: row.recordId, cells: decodeRow(casesTable, row.fields) }));
  const givenUp = new Set(
    memory.rows("SELECT case_id FROM outbox WHERE status = 'parked'").map((row) => row['case_id']),
  );
  const filed = new Set<string>([...ghost.filed].map((id) => caseIdOfRow(base.district, recordId(id))));
  for (const { id } of cases) if (isRowBorn(id) && !filed.has(id)) found.push(`case ${id} was filed by nobody`);
  for (const subject of cases) {
    const own = decoded.filter((row) => row.cells.shortId === subject.id);
    const [row] = own;
    if (!row || own.length > 1) {
      if (!givenUp.has(subject.id)) found.push(`case ${subject.id} has ${own.length} rows`);
      continue;
    }
    const wanted: Values = normaliseValues(
      casesTable,
      serviceCells(subject, { directory, links, now: now(), isCreditCode, peers }),
    );
    const shown: Values = row.cells;
    for (const [key, value] of Object.entries(wanted)) {
      // Links carry their moment and move on in steps of a week; they are renewed with the next change.
      if (key === 'statusLink' || key === 'ratingLink') continue;
      if (!sameCell(shown[key], value) && !givenUp.has(subject.id))
        found.push(`${subject.id}: ${key} shows ${JSON.stringify(shown[key])} instead of ${JSON.stringify(value)}`);
    }
    if (givenUp.has(subject.id)) continue;
    const appeal = unlike(appealOf(row.cells), subject.appeal);
    if (appeal !== '') found.push(`${subject.id}: the appeal in the row is not the one in the case: ${appeal}`);
    const notes = unlike(notesOf(row.cells), asTyped(subject.notes));
    if (notes !== '') found.push(`${subject.id}: the notes in the row are not those in the case: ${notes}`);
  }
  const known = new Set<string>(cases.map((subject) => subject.id));
  for (const { id, cells } of decoded) {
    const isDraft = cells.shortId === '' && cells.operationResult !== '';
    if (!known.has(cells.shortId) && !isDraft) found.push(`row ${id} was never taken in nor answered`);
  }
  return found;
};

/** As a row can say them: who judged and when is added by the case. */
const asTyped = (notes: StaffNotes): StaffNotes => {
  const typed = ({ answer, ground }: Verdict): Verdict => ({ answer, ground });
  const { authentic, lawful, reasonable } = notes;
  return { ...notes, authentic: typed(authentic), lawful: typed(lawful), reasonable: typed(reasonable) };
};

/** The fields in which the two differ, by name: in what order either came to hold them says nothing. */
const unlike = (shown: object, held: object): string => {
  const [one, other] = [new Map(Object.entries(shown)), new Map(Object.entries(held))];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => !isDeepStrictEqual(one.get(key), other.get(key)))
    .join(', ');
};

/** What people typed last stands there, or was put back with the reason beside it; what they chose was answered. */
const typedWords = ({ ghost, view }: RestDeps, rows: readonly TableRow[]): readonly string[] => {
  const owners = new Map(Object.values(casesTable.columns).map((column) => [column.name, column.owner]));
  const found: string[] = [];
  for (const row of ghost.rows.values()) {
    const seen = view.row('cases', row.recordId);
    if (row.isDeleted || !seen || !rows.some((one) => one.recordId === row.recordId)) {
      if (!row.isDeleted) found.push(`row ${row.recordId} that a person made is gone`);
      continue;
    }
    for (const [name, typed] of row.cells) {
      const owner = owners.get(name);
      if (owner !== 'people' && owner !== 'form') continue;
      if (typed.overwrittenWith === null && seen.cells[name] !== typed.shown)
        found.push(`row ${row.recordId}: ${name} was typed as “${typed.shown}” and shows “${seen.cells[name]}”`);
    }
    if (seen.cells['受理编号'] === '') continue;
    const last = row.wishes.at(-1);
    if (last && last.answer === null) found.push(`row ${row.recordId}: the chosen “${last.what}” was never answered`);
    if (last && seen.cells['操作'] !== '')
      found.push(`row ${row.recordId}: “${seen.cells['操作']}” still waits in 操作`);
  }
  return found;
};

const progressLines = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const lines = cases.flatMap((subject) => [
    ...subject.rounds.flatMap((round) => round.progress),
    ...subject.materials,
  ]).length;
  const rows = (await allRows(deps, inspector, progress.key)).length;
  const isGivenUp = [...deps.givenUp].some((key) => key.startsWith('mirror:'));
  return rows === lines || isGivenUp ? [] : [`${rows} rows of 办理进展 for ${lines} lines of progress`];
};

/** What was chosen once was done at most once: a decision of staff in a row has its own choice or drag. */
const doneOnce = ({ memory, ghost }: RestDeps): readonly string[] =>
  [...ghost.rows.values()].flatMap((row) => {
    const prefix = `row:${row.recordId}:`;
    const decided = memory.rows(
      "SELECT count(*) AS n FROM ghost_decisions WHERE substr(id, 1, ?) = ? AND id NOT LIKE '%:amend:%' AND id NOT LIKE '%:submit'",
      prefix.length,
      prefix,
    )[0]?.['n'];
    const asked = row.wishes.length + row.drags;
    return Number(decided) > asked
      ? [`row ${row.recordId}: ${asked} choices and ${String(decided)} decisions of them`]
      : [];
  });

const directories = async (deps: RestDeps, inspector: ReceptionDay): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const table of Object.keys(DIRECTORY_SCHEMAS)) {
    if (!isDirectoryTable(table)) continue;
    const { rows } = readDirectory(table, await allRows(deps, inspector, table), DEFAULT_SETTINGS);
    // A row of which nothing can be made is no member of it.
    const shown = rows
      .filter(({ value }) => value !== null)
      .map((row) => [row.id, JSON.stringify(row.value)])
      .sort();
    const kept = deps.memory
      .rows('SELECT id, value FROM directory_rows WHERE "table" = ? AND left_at IS NULL ORDER BY id', table)
      .map((row) => [row['id'], JSON.stringify(JSON.parse(String(row['value'])))])
      .sort();
    if (JSON.stringify(shown) !== JSON.stringify(kept)) found.push(`the directory ${table} is not what its table says`);
  }
  return found;
};

// ------------------------------------------------------------------------------------------------- cards and messages

const cards = async (
  { memory, sandbox, now, base, ghost }: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const { filesUrl } = createLinks({ publicUrl: SERVICE_URL, secrets: [LINK_SECRET] });
  const ties = await inspector.cases.loadTies(cases.map(({ id }) => id));
  const wanted = memory.rows(
    `SELECT outbox.key, outbox.case_id, outbox.args, outbox.status, cards.message_id, cards.sent_at
     FROM outbox LEFT JOIN cards ON cards.key = outbox.key WHERE outbox.kind = 'card'`,
  );
  for (const row of wanted) {
    const subject = cases.find((one) => one.id === row['case_id']);
    const { kind, to, round }: Record<string, string> = JSON.parse(String(row['args']));
    const card = CARD_KINDS.find((one) => one === kind);
    if (!subject || !card || row['status'] === 'parked') continue;
    // Who has no part in it any more is told so, and nothing else.
    if (!mayRead(openId(to ?? ''), subject, directory, beijingDateOf(now()))) continue;
    const view = {
      subject,
      directory,
      round: Number(round),
      viewer: openId(to ?? ''),
      ties: ties[subject.id] ?? NO_TIES,
      filesUrl: filesUrl(subject, Number(round), openId(to ?? '')),
    };
    const drawn = drawCard(card, view);
    if (!drawn) continue;
    const message = sandbox.state.messages.find((one) => one.messageId === row['message_id']);
    if (!message) found.push(`the card ${String(row['key'])} never reached its person`);
    else if (
      !ghost.unansweredCards.has(message.messageId) &&
      !ghost.hasDirectoryChanged() &&
      now() - Number(row['sent_at']) < UPDATE_WINDOW_MS &&
      message.versions.at(-1)?.content !== JSON.stringify(drawn) &&
      !(ghost.typedOn.get(message.messageId) ?? [])
        .flatMap(leftStanding)
        .some((typed) => message.versions.at(-1)?.content === JSON.stringify(drawCard(card, { ...view, typed })))
    )
      found.push(
        `the card ${String(row['key'])} shows what is no longer so: ${difference(message.versions.at(-1)?.content ?? '', JSON.stringify(drawn))}`,
      );
  }
  return found;
};

/** What of it may still stand on the card: all of it where the act was refused, else what the act does not read. */
const leftStanding = (typed: TypedOn): readonly ReadonlyMap<string, unknown>[] => {
  const taken = Object.entries(FIELDS).flatMap(([act, names]) => (act === typed.act ? Object.values(names) : []));
  const all = Object.entries(typed.form);
  // What was empty and is empty still is nothing typed; what was emptied is.
  return [all, all.filter(([, value]) => value !== '')].flatMap((fields) => [
    new Map(fields),
    new Map(fields.filter(([name]) => !taken.some((one) => one === name))),
  ]);
};

const AROUND = 40;
/** Where two texts begin to differ, a few words of each. */
const difference = (shown: string, wanted: string): string => {
  let at = 0;
  while (at < shown.length && shown[at] === wanted[at]) at += 1;
  const words = (text: string): string => text.slice(Math.max(0, at - AROUND), at + AROUND);
  return `…${words(shown)}… instead of …${words(wanted)}…`;
};
