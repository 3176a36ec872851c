/**
 * 走访: what staff wrote down at an enterprise. 操作 “转为事项” opens one case per row, once however often it is asked; everything
 * else in the row is staff's own. Asks first and writes afterwards, so that whoever asked can be told before the row changes.
 */
import { KINDS } from '../../bitable-schema/case-choices.ts';
import { FIELD_VISIT_ACTIONS, fieldVisits } from '../../bitable-schema/field-visits.ts';
import { decodeRow, encodeCells, type RecordOf, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, MirrorRow, TableAddress, TableRow } from '../ports.ts';
import type { Appeal } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import type { Refusal } from '../workflow/decision.ts';
import { deliveryId, type RecordId, recordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type Run, soon, takesAnother } from './base-deps.ts';
import { chunks } from './batches.ts';
import { caseIdOfFieldVisit } from './row-identity.ts';
import { shadowOf } from './shadow.ts';
import { editNotice, editorOf, putBackSentence, selfOf } from './tell-editor.ts';
import { NO_TIME } from './within-deadline.ts';

type FieldVisit = RecordOf<typeof fieldVisits>;
interface Answer {
  readonly row: TableRow;
  readonly entityId: string;
  readonly shadow: Values;
  /** What has to be written. */
  readonly cells: Values;
  readonly dues: readonly DueIntention[];
}

const READ_BATCH = 100;
const MAX_PAGES = 20;

export type FieldVisitDeps = Pick<BaseDeps, 'handle' | 'hashForRecord' | 'refusalSentence' | 'endAfter' | 'now'> & {
  readonly rows: Pick<BaseDeps['rows'], 'get' | 'page' | 'update'>;
  readonly mirror: Pick<BaseDeps['mirror'], 'rowsByRecord'>;
  readonly cases: Pick<BaseDeps['cases'], 'loadCases'>;
};
export type FieldVisitRun = Pick<
  Run,
  'base' | 'facts' | 'notices' | 'notes' | 'ends' | 'unfinished' | 'takesUntil' | 'callsUntil' | 'shareForRows'
> & {
  readonly live: Pick<Run['live'], 'waiting'>;
};

/** Reads the rows that are due and does what they ask. Call `write` when the notices are saved. */
export const pullFieldVisits = async (
  deps: FieldVisitDeps,
  run: FieldVisitRun,
  due: readonly DueIntention[],
): Promise<{ readonly write: () => Promise<void> }> => {
  const wanted = due.filter((one) => one.args['table'] === fieldVisits.key);
  const tableId = run.base.tables[fieldVisits.key];
  if (tableId === undefined || wanted.length === 0) {
    endAll(run, wanted, FINISHED);
    return { write: async () => {} };
  }
  const address: TableAddress = { appToken: run.base.appToken, tableId };
  const answers: Answer[] = [];
  const take = async (rows: readonly TableRow[], duesOf: (id: RecordId) => readonly DueIntention[]): Promise<void> => {
    const ids = rows.map((row) => row.recordId);
    const known = await deps.mirror.rowsByRecord(run.base.district, fieldVisits.key, ids);
    for (const row of rows) {
      if (!takesAnother(deps, run)) {
        endAll(run, duesOf(row.recordId), soon(deps.now(), NO_TIME));
        continue;
      }
      const mirrorRow = known.find((one) => one.recordId === row.recordId) ?? null;
      const answer = await answerOf(deps, run, row, mirrorRow, duesOf(row.recordId));
      if (answer) answers.push(answer);
    }
  };

  const single = wanted.filter((one) => one.kind === 'pullRow');
  for (const part of chunks(single, READ_BATCH)) {
    const ids = [...new Set(part.map((one) => recordId(one.args['record'] ?? '')))];
    const read = await deps.rows.get(address, ids);
    if (read.kind !== 'ok') {
      endAll(run, part, (one) => deps.endAfter(read, one, deps.now()));
      continue;
    }
    await take(read.data.rows, (id) => part.filter((one) => one.args['record'] === id));
  }
  for (const one of wanted.filter(({ kind }) => kind === 'pullTable')) {
    let token: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const read: Awaited<ReturnType<BaseDeps['rows']['page']>> = await deps.rows.page(address, token);
      if (read.kind !== 'ok') {
        endAll(run, [one], deps.endAfter(read, one, deps.now()));
        break;
      }
      await take(read.data.rows, () => [one]);
      token = read.data.nextPageToken;
      if (token === null) break;
    }
  }
  return {
    write: async () => {
      await writeAnswers(deps, run, address, answers);
      endAll(run, wanted, FINISHED);
    },
  };
};

const answerOf = async (
  deps: FieldVisitDeps,
  run: FieldVisitRun,
  row: TableRow,
  mirrorRow: MirrorRow | null,
  dues: readonly DueIntention[],
): Promise<Answer | null> => {
  const waiting = run.live.waiting(fieldVisits.key);
  const visit = decodeRow(fieldVisits, row.fields);
  const { district } = run.base;
  const id = caseIdOfFieldVisit(district, row.recordId);
  const known = mirrorRow ? shadowOf(mirrorRow) : {};
  const agreed = { caseNumber: known['caseNumber'] ?? '', operationResult: known['operationResult'] ?? '' };
  const answer = (cells: Values, shadow: Values): Answer => ({
    row,
    entityId: id,
    shadow,
    cells: Object.fromEntries(Object.entries(cells).filter(([key]) => !waiting.has(key))),
    dues,
  });

  const editor = editorOf(row, dues, selfOf(run.notes));
  const tell = (sentence: string): void => {
    const edited = { record: row.recordId, modifiedAt: row.modifiedAt, item: '“走访”表的一行', sentence };
    run.notices.push(...editNotice(district, editor.openId, edited, deps.now()));
  };

  if (visit.action === null) {
    if (visit.caseNumber === agreed.caseNumber && visit.operationResult === agreed.operationResult) return null;
    // What we wrote without learning so, or what somebody typed into our columns: the case tells.
    const [subject] = await deps.cases.loadCases([id]);
    const caseNumber = subject ? id : '';
    const operationResult = mirrorRow === null && subject ? visit.operationResult : agreed.operationResult;
    if (mirrorRow !== null && row.modifiedBy !== null) {
      const typed = [
        ...(visit.caseNumber === caseNumber ? [] : [fieldVisits.columns.caseNumber.name]),
        ...(visit.operationResult === operationResult ? [] : [fieldVisits.columns.operationResult.name]),
      ];
      if (typed.length > 0 && editor.openId === row.modifiedBy) tell(putBackSentence(typed));
    }
    const shadow = { caseNumber, operationResult };
    return answer(shadow, shadow);
  }

  const refused = (sentence: string, caseNumber: string): Answer => {
    tell(sentence);
    const shadow = { caseNumber, operationResult: sentence };
    return answer({ ...shadow, action: null }, shadow);
  };
  const [action] = FIELD_VISIT_ACTIONS;
  const inForce = String(agreed.caseNumber);
  if (visit.action !== action) return refused('没有这个操作，未执行。', inForce);
  const missing = missingIn(visit);
  if (missing.length > 0 && inForce === '') return refused(said(deps, { kind: 'fieldsMissing', missing }), inForce);

  const handled = await deps.handle({
    deliveryId: deliveryId(`fieldVisit:${row.recordId}:${row.modifiedAt ?? 0}`),
    district,
    caseId: id,
    actor: editor,
    command: {
      type: 'submit',
      id,
      source: 'visit',
      appeal: appealOf(visit),
      receiptHash: deps.hashForRecord(row.recordId),
      visitKey: deps.hashForRecord(row.recordId),
      noticeVersion: '',
    },
  });
  if (handled.kind === 'refused') {
    if (handled.reason.kind === 'busy') {
      endAll(run, dues, { kind: 'again', at: deps.now() + 1_000, reason: '数据库繁忙', countsAsAttempt: false });
      return null;
    }
    if (handled.subject) return refused(`${action}：此前已登记为${rowName(handled.subject)}，不重复登记。`, id);
    return refused(said(deps, handled.reason), inForce);
  }
  const called = handled.subject ? rowName(handled.subject) : `事项（受理编号 ${id}）`;
  const shadow = { caseNumber: id, operationResult: `${minute(deps.now())} ${action}：已登记为${called}。` };
  return answer({ ...shadow, action: null }, shadow);
};

const said = (deps: Pick<BaseDeps, 'refusalSentence'>, reason: Refusal): string =>
  `${FIELD_VISIT_ACTIONS[0]}：${deps.refusalSentence(reason)}`;
const minute = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

const missingIn = (visit: FieldVisit): readonly string[] => {
  const { enterpriseName, kind, category, text } = fieldVisits.columns;
  return [
    visit.enterpriseName === '' ? enterpriseName.name : '',
    visit.kind === null ? kind.name : '',
    visit.category === null ? category.name : '',
    visit.text === '' ? text.name : '',
  ].filter((name) => name !== '');
};

const appealOf = (visit: FieldVisit): Appeal => ({
  kind: visit.kind === KINDS.suggestion ? 'suggestion' : 'problem',
  category: visit.category ?? '',
  enterpriseName: visit.enterpriseName,
  creditCode: '',
  contactName: visit.contactName,
  contactRole: '',
  phone: visit.phone,
  text: visit.text,
  wish: '',
  urgency: '',
});

const writeAnswers = async (
  deps: FieldVisitDeps,
  run: FieldVisitRun,
  address: TableAddress,
  answers: readonly Answer[],
): Promise<void> => {
  if (answers.length === 0) return;
  const written = await deps.rows.update(
    address,
    answers.map(({ row, cells }) => ({ recordId: row.recordId, fields: encodeCells(fieldVisits, cells) })),
  );
  if (written.kind === 'gone') {
    // Somebody deleted a row meanwhile; the others are written one by one.
    for (const one of answers) if (answers.length > 1) await writeAnswers(deps, run, address, [one]);
    return;
  }
  for (const { row, entityId, shadow, dues } of answers) {
    if (written.kind !== 'ok') endAll(run, dues, (due) => deps.endAfter(written, due, deps.now()));
    else run.facts.push({ kind: 'rowAgreed', table: fieldVisits.key, recordId: row.recordId, entityId, shadow });
  }
};
