/**
 * What Feishu shows at rest, compared with the database and with what people did: tables, cards, messages. Nothing typed may be
 * lost, nothing of the service may be wrong, nothing may have been said twice or not at all.
 */

import { cases as casesTable } from '../../bitable-schema/cases.ts';
import { decodeRow, normaliseValues, sameCell, type Values } from '../../bitable-schema/table.ts';
import { drawCard } from '../../cards/cards.ts';
import { editNoticeText } from '../../cards/edit-notice.ts';
import type { ReceptionDay } from '../../src/compose.ts';
import { createLinks } from '../../src/pages/links.ts';
import type { TableRow } from '../../src/ports.ts';
import { DIRECTORY_SCHEMAS, isDirectoryTable, readDirectory } from '../../src/sync/read-directory.ts';
import { appealOf, notesOf, serviceCells } from '../../src/sync/row-mapping.ts';
import { beijingDateOf } from '../../src/workflow/beijing-date.ts';
import type { Case } from '../../src/workflow/case.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import { CARD_KINDS } from '../../src/workflow/effects.ts';
import { openId } from '../../src/workflow/ids.ts';
import type { RestDeps } from './at-rest.ts';
import { LINK_SECRET, SERVICE_URL } from './start.ts';

/** How a message about an edit begins. */
const EDIT_NOTICE = editNoticeText([]).slice(0, '【表格修改未采纳'.length);
/** A card that still waits for its reader is sent anew well before day 14; a second one sooner than this is one too many. */
const RENEWED_AFTER_MS = 10 * 86_400_000;
const UPDATE_WINDOW_MS = 14 * 86_400_000;

export const inFeishu = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const rows = await allRows(deps, inspector, casesTable.key);
  return [
    ...(await caseRows(deps, inspector, cases, rows)),
    ...typedWords(deps, rows),
    ...(await directories(deps, inspector)),
    ...(await cards(deps, inspector, cases)),
    ...messages(deps),
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
  { base, now, memory }: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
  rows: readonly TableRow[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const { links } = createLinks({ publicUrl: SERVICE_URL, secrets: [LINK_SECRET] });
  const decoded = rows.map((row) => ({ id: row.recordId, cells: decodeRow(casesTable, row.fields) }));
  const givenUp = new Set(
    memory.rows("SELECT case_id FROM outbox WHERE status = 'parked'").map((row) => row['case_id']),
  );
  for (const subject of cases) {
    const own = decoded.filter((row) => row.cells.shortId === subject.id);
    const [row] = own;
    if (!row || own.length > 1) {
      if (!givenUp.has(subject.id)) found.push(`case ${subject.id} has ${own.length} rows`);
      continue;
    }
    const wanted: Values = normaliseValues(
      casesTable,
      serviceCells(subject, { directory, links, now: now(), isCreditCode }),
    );
    const shown: Values = row.cells;
    for (const [key, value] of Object.entries(wanted)) {
      // Links carry their moment and move on in steps of a week; they are renewed with the next change.
      if (key === 'statusLink' || key === 'ratingLink') continue;
      if (!sameCell(shown[key], value) && !givenUp.has(subject.id))
        found.push(`${subject.id}: ${key} shows ${JSON.stringify(shown[key])} instead of ${JSON.stringify(value)}`);
    }
    if (JSON.stringify(appealOf(row.cells)) !== JSON.stringify(subject.appeal) && !givenUp.has(subject.id))
      found.push(`${subject.id}: the appeal in the row is not the one in the case`);
    if (JSON.stringify(notesOf(row.cells)) !== JSON.stringify(subject.notes) && !givenUp.has(subject.id))
      found.push(`${subject.id}: the notes in the row are not those in the case`);
  }
  const known = new Set<string>(cases.map((subject) => subject.id));
  for (const { id, cells } of decoded) {
    const isDraft = cells.shortId === '' && cells.operationResult !== '';
    if (!known.has(cells.shortId) && !isDraft) found.push(`row ${id} was never taken in nor answered`);
  }
  return found;
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
    if (seen.cells['事项编号'] === '') continue;
    const last = row.wishes.at(-1);
    if (last && last.answer === null) found.push(`row ${row.recordId}: the chosen “${last.what}” was never answered`);
    if (last && seen.cells['操作'] !== '')
      found.push(`row ${row.recordId}: “${seen.cells['操作']}” still waits in 操作`);
  }
  return found;
};

const directories = async (deps: RestDeps, inspector: ReceptionDay): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const table of Object.keys(DIRECTORY_SCHEMAS)) {
    if (!isDirectoryTable(table)) continue;
    const { rows } = readDirectory(table, await allRows(deps, inspector, table));
    const shown = rows.map((row) => [row.id, JSON.stringify(row.value)]).sort();
    const kept = deps.memory
      .rows('SELECT id, value FROM directory_rows WHERE "table" = ? ORDER BY id', table)
      .map((row) => [row['id'], JSON.stringify(JSON.parse(String(row['value'])))])
      .sort();
    if (JSON.stringify(shown) !== JSON.stringify(kept)) found.push(`the directory ${table} is not what its table says`);
  }
  return found;
};

// ------------------------------------------------------------------------------------------------- cards and messages

const cards = async (
  { memory, sandbox, now, base, ghost, givenUp }: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const wanted = memory.rows(
    `SELECT outbox.key, outbox.case_id, outbox.args, outbox.status, cards.message_id, cards.sent_at
     FROM outbox LEFT JOIN cards ON cards.key = outbox.key WHERE outbox.kind = 'card'`,
  );
  for (const row of wanted) {
    const subject = cases.find((one) => one.id === row['case_id']);
    const { kind, to, round }: Record<string, string> = JSON.parse(String(row['args']));
    const card = CARD_KINDS.find((one) => one === kind);
    if (!subject || !card || row['status'] === 'parked') continue;
    const drawn = drawCard(card, {
      subject,
      directory,
      round: Number(round),
      viewer: openId(to ?? ''),
      today: beijingDateOf(now()),
    });
    if (!drawn) continue;
    const message = sandbox.state.messages.find((one) => one.messageId === row['message_id']);
    if (!message) found.push(`the card ${String(row['key'])} never reached its person`);
    else if (
      !ghost.unansweredCards.has(message.messageId) &&
      !ghost.hasDirectoryChanged() &&
      now() - Number(row['sent_at']) < UPDATE_WINDOW_MS &&
      message.versions.at(-1)?.content !== JSON.stringify(drawn)
    )
      found.push(`the card ${String(row['key'])} shows what is no longer so`);
  }
  const sent = new Map<string, number>();
  for (const message of sandbox.state.messages) {
    if (message.sender !== 'app' || message.type !== 'interactive' || message.forwardedFrom) continue;
    const about = /"card":"(\w+)","case":"([^"]+)","round":(\d+)/.exec(message.versions[0]?.content ?? '');
    if (!about) continue;
    const key = `${message.chatId} ${about.slice(1).join(' ')}`;
    const before = sent.get(key);
    const [kind = '', subject = '', round = ''] = about.slice(1);
    const to = sandbox.state.chats.find((chat) => chat.chatId === message.chatId)?.openId;
    const wasGivenUp = givenUp.has(`card:${kind}:${subject}:${round}:${to}`);
    if (before !== undefined && !wasGivenUp && message.createdAt - before < RENEWED_AFTER_MS)
      found.push(`the same card twice: ${about.slice(1).join(' ')}`);
    sent.set(key, message.createdAt);
  }
  return found;
};

/** Every notice once: as many texts in a chat as there were wishes for that person; those given up may have arrived. */
const messages = ({ memory, sandbox, givenUp }: RestDeps): readonly string[] => {
  const found: string[] = [];
  const wished = memory.rows('SELECT key, lane, kind, args FROM ghost_notices');
  for (const chat of sandbox.state.chats) {
    const mine = wished.filter((wish) => wish['lane'] === `person:${chat.openId}`);
    const texts = sandbox.state.messages
      .filter((message) => message.chatId === chat.chatId && message.sender === 'app' && message.type === 'text')
      .map((message) => textOf(message.versions[0]?.content ?? ''));
    const edits = mine.filter((wish) => wish['kind'] === 'editNotice');
    const isEdit = (text: string) => text.startsWith(EDIT_NOTICE);
    const notices = texts.filter((text) => !isEdit(text)).length;
    const most = mine.length - edits.length;
    const least = most - mine.filter((wish) => wish['kind'] === 'notify' && givenUp.has(String(wish['key']))).length;
    if (notices < least) found.push(`${least - notices} notices to ${chat.openId} were lost`);
    if (notices > most) found.push(`${notices - most} notices to ${chat.openId} were sent twice`);
    for (const sentence of new Set(edits.map(sentenceOf))) {
      const asked = edits.filter((wish) => sentenceOf(wish) === sentence);
      const told = texts.reduce((sum, text) => sum + text.split(sentence).length - 1, 0);
      if (told > asked.length) found.push(`an editor was told ${told} times what was to be said ${asked.length} times`);
      if (told < asked.filter((wish) => !givenUp.has(String(wish['key']))).length)
        found.push('an editor was not told what was not taken over');
    }
  }
  return found;
};

const textOf = (content: string): string => {
  const parsed: unknown = JSON.parse(content);
  return typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string'
    ? parsed.text
    : '';
};
const sentenceOf = (wish: Readonly<Record<string, unknown>>): string => {
  const { sentence = '', item = '' }: Record<string, string> = JSON.parse(String(wish['args']));
  return editNoticeText([{ item, sentence }]).split('\n').at(-1) ?? '';
};
