/**
 * Each column that the service keeps in 来访, 办理进展, 保密事项 and 企业 beside the second opinion, and every row that should be
 * there and no other. A column without a law here is named by the test.
 */
import { CONFIDENTIAL_MARK } from '../../bitable-schema/confidential.ts';
import type { Values } from '../../bitable-schema/table.ts';
import type { EnterpriseCount, TableRow } from '../../src/ports.ts';
import { type AttachedFile, GRADES } from '../../src/workflow/case.ts';
import type { CaseId, UnitId } from '../../src/workflow/ids.ts';
import { codeCheck, lookAlikes } from './law-row-ties.ts';
import type { Want } from './law-row-words.ts';
import type { Turn } from './lives.ts';
import { dayOf } from './reading/days.ts';
import { isOver } from './reading/road.ts';
import { appealNow, notesNow, ratingOf, unitOf } from './reading/scene.ts';
import { every, last, type Tale, type Told, walkInHand, walks } from './reading/tale.ts';
import { isAnswered, onDay, type Sighting, sightingOf, type Visit, visitsOf } from './reading/visits.ts';
import { type Rows, rowIdOf } from './tables.ts';

export type RowWant<Key extends string> = Readonly<Record<Key, Want>>;

export const faultsOfRow = (table: string, cells: Values, wants: Readonly<Record<string, Want>>): readonly string[] =>
  Object.entries(wants).flatMap(([column, want]) => {
    const cell = cells[column];
    const told = (seen: string): readonly string[] => [`${table} ${column} differs ⁝ ${seen}`];
    if ('lines' in want) {
      const [seen, wanted] = [
        String(cell ?? '')
          .split('\n')
          .filter(Boolean),
        want.lines,
      ].map((all) => all.toSorted());
      return JSON.stringify(seen) === JSON.stringify(wanted)
        ? []
        : told(`${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
    }
    if ('is' in want)
      return JSON.stringify(cell ?? null) === JSON.stringify(want.is)
        ? []
        : told(`${JSON.stringify(cell)}, not ${JSON.stringify(want.is)}`);
    const text = typeof cell === 'string' ? cell : JSON.stringify(cell ?? '');
    const missing = want.holds.find((part) => !text.includes(part));
    const wrong = want.lacks?.find((part) => text.includes(part));
    return [
      ...(missing === undefined ? [] : told(`“${text}” does not hold “${missing}”`)),
      ...(wrong === undefined ? [] : told(`“${text}” holds “${wrong}”`)),
    ];
  });

/** Rows that should be there, by what they are known by, against those that are. */
const rowsAgree = (
  table: string,
  rows: readonly Values[],
  key: string,
  wanted: ReadonlyMap<string, Readonly<Record<string, Want>>>,
): readonly string[] => [
  ...[...wanted].flatMap(([name, wants]) => {
    const found = rows.filter((row) => row[key] === name);
    const [row] = found;
    return found.length === 1 && row
      ? faultsOfRow(table, row, wants)
      : [`${table} has ${found.length === 0 ? 'no row' : 'more than one row'} for what happened ⁝ ${name}`];
  }),
  ...rows.flatMap((row) =>
    wanted.has(String(row[key])) ? [] : [`${table} has a row for what did not happen ⁝ ${JSON.stringify(row)}`],
  ),
];

/** 来访. Numbers come with the day's date; of a day without one, when it has one. */
export const VISIT_COLUMNS = ['number', 'enterpriseName', 'receptionDay', 'caseCount', 'caseNumbers', 'settledCount'];
export const visitsAgree = ({ directory, tales }: Turn, rows: Rows, seen: readonly Sighting[]): readonly string[] => {
  const present = (day: string): readonly CaseId[] =>
    [...tales].flatMap(([id, tale]) => (onDay(tale) === day ? id : []));
  const days = [...new Set(seen.map(({ day }) => day))];
  const wanted = days.flatMap((day) => {
    const date = directory.receptionDays.find(({ id }) => id === day)?.date ?? null;
    return visitsOf(
      seen.filter((one) => one.day === day),
      present(day),
    ).map((visit) => {
      const serial = String(visit.serial).padStart(2, '0');
      const number = date === null ? serial : `${date.replaceAll('-', '')}-${serial}`;
      return [number, visitRow(number, day, visit, tales)] as const;
    });
  });
  return rowsAgree('来访', [...rows.values()], 'number', new Map(wanted));
};
const visitRow = (
  number: string,
  day: string,
  { cases, left }: Visit,
  tales: ReadonlyMap<CaseId, Tale>,
): RowWant<'number' | 'enterpriseName' | 'receptionDay' | 'caseCount' | 'caseNumbers' | 'settledCount'> => {
  const named = cases.length > 0 ? cases : left;
  const names = named.map((id) => appealNow(tales.get(id) ?? [])?.enterpriseName.trim() ?? '');
  const isSecret = named.some((id) => notesNow(tales.get(id) ?? [])?.isConfidential);
  return {
    number: { is: number },
    enterpriseName: isSecret ? { is: CONFIDENTIAL_MARK } : { is: names[0] ?? '' },
    receptionDay: { is: [day] },
    caseCount: { is: cases.length },
    caseNumbers: { is: cases.join('、') },
    settledCount: { is: cases.filter((id) => isAnswered(tales.get(id) ?? [])).length },
  };
};
/** Adds what this turn shows of an enterprise on a day. */
export const sightedIn = ({ moved, tales }: Turn, seen: readonly Sighting[]): readonly Sighting[] => {
  const now = sightingOf(moved, tales.get(moved) ?? []);
  return now === null || seen.some((one) => JSON.stringify(one) === JSON.stringify(now)) ? seen : [...seen, now];
};

/** 办理进展. */
interface Line {
  readonly text: readonly string[];
  readonly files: readonly AttachedFile[];
  readonly unitId: UnitId | null;
  readonly by: string;
}
const CLOCKWORK = '恢复计时';
const lineOf = (event: Tale[number]): Line | null => {
  const by = event.by.name;
  const line = (unitId: UnitId | null, text: readonly string[], files: readonly AttachedFile[] = []): Line => ({
    text,
    files,
    unitId,
    by,
  });
  switch (event.type) {
    case 'caseInstructed':
      return event.files.length === 0 ? null : line(null, ['书面批示'], event.files);
    case 'progressReported':
      return line(event.unitId, [event.text], event.files);
    case 'enterpriseContacted':
      return line(event.unitId, ['已联系企业', event.note]);
    case 'milestoneReached':
      return line(event.unitId, ['节点', event.words]);
    case 'planReported':
      return line(event.unitId, ['计划兑现', event.text]);
    case 'resultReturned':
      return line(null, ['退回', event.reason]);
    case 'pauseEnded':
      return line(null, [CLOCKWORK]);
    case 'objectionDecided':
      return event.isUpheld ? line(null, ['异议成立', event.words]) : null;
    default:
      return null;
  }
};
export const PROGRESS_COLUMNS = ['line', 'files', 'subject', 'round', 'unit', 'by', 'at', 'lineId'];
export const progressAgrees = ({ directory, tales }: Turn, rows: Rows): readonly string[] => {
  const wanted = [...tales].flatMap(([id, tale]) => {
    const hidden = namesToHide(tale);
    const said = (text: readonly string[]): Want => ({
      holds: text.filter((part) => part !== '').map((part) => withoutNames(part, hidden)),
      lacks: hidden,
    });
    const row = (lineId: string, round: number | null, { text, files, unitId, by }: Line, at: number) =>
      [
        lineId,
        {
          line: said(text),
          files: { is: [...new Set(files.map(({ token }) => token))].sort() },
          subject: { is: [rowIdOf(id)] },
          round: { is: round },
          unit: { is: unitOf({ directory }, unitId)?.name ?? '' },
          by: { is: by },
          at: { is: at },
          lineId: { is: lineId },
        } satisfies RowWant<string>,
      ] as const;
    const ofRounds = walks(tale).flatMap((walk) =>
      [walk.opening, ...walk.tale]
        .flatMap((event) => {
          const line = lineOf(event);
          return line ? [{ line, at: event.at }] : [];
        })
        .map(({ line, at }, index) => row(`${id}-${walk.round}-${index + 1}`, walk.round, line, at)),
    );
    const added = every(tale, 'materialSubmitted').map((event, index) =>
      row(
        `${id}-补${index + 1}`,
        null,
        { text: ['企业补交材料', event.text], files: event.files, unitId: null, by: '企业' },
        event.at,
      ),
    );
    return [...ofRounds, ...added];
  });
  return rowsAgree('办理进展', [...rows.values()], 'lineId', new Map(wanted));
};

/** Of a confidential case: name, contact, number. They stand in 保密事项 and in no other table. */
export const namesToHide = (tale: Tale): readonly string[] => {
  const appeal = appealNow(tale);
  if (!appeal || notesNow(tale)?.isConfidential !== true) return [];
  return [appeal.enterpriseName.trim(), appeal.contactName, appeal.phone, appeal.phone.replaceAll('-', '')];
};
/** The part of a text that is left to be read by others. */
const withoutNames = (text: string, names: readonly string[]): string =>
  names.reduce((left, name) => left.split(name)[0] ?? left, text);

/** 保密事项: what is hidden of a confidential case in 事项 stands here, whole. */
export const CONFIDENTIAL_COLUMNS = [
  'shortId',
  'subject',
  'enterpriseName',
  'creditCode',
  'text',
  'wish',
  'urgency',
  'contactName',
  'phone',
  'gradeWords',
  'earlier',
  'callAttempts',
  'enterpriseAnswers',
  'hearing',
];
export const confidentialAgrees = ({ tales }: Turn, rows: Rows): readonly string[] => {
  const secret = [...tales].filter(([, tale]) => notesNow(tale)?.isConfidential === true);
  const wanted = secret.map(([id, tale]) => [id, secretRow(id, tale)] as const);
  return rowsAgree('保密事项', [...rows.values()], 'shortId', new Map(wanted));
};
const secretRow = (id: CaseId, tale: Tale): Readonly<Record<string, Want>> => {
  const appeal = appealNow(tale);
  const walk = walkInHand(tale);
  const rated = walk && ratingOf(walk);
  const added = walk && rated ? every(walk.tale, 'ratingWordsAdded').filter(({ seq }) => seq > rated.seq) : [];
  const earlier = walks(tale).filter((one) => one !== walk);
  const heard = last(tale, 'caseHeard');
  const wordsOf = (one: Told<'caseRated'>): readonly string[] => [GRADES[one.rating.grade], one.rating.words];
  return {
    shortId: { is: id },
    subject: { is: [rowIdOf(id)] },
    enterpriseName: { is: appeal?.enterpriseName.trim() },
    creditCode: { is: appeal?.creditCode.trim() },
    text: { is: appeal?.text.trim() },
    wish: { is: appeal?.wish },
    urgency: { is: appeal?.urgency },
    contactName: { is: appeal?.contactName },
    phone: { is: appeal?.phone.replaceAll('-', '') },
    gradeWords: { holds: rated ? [rated.rating.words, ...added.map(({ words }) => words)] : [] },
    earlier: {
      holds: earlier.flatMap((one) => [
        `第${one.round}轮`,
        ...(one.sheet ? [one.sheet.number.text] : []),
        ...every(one.tale, 'resultReviewed')
          .slice(-1)
          .map(({ publicReply }) => publicReply),
        ...every(one.tale, 'caseRated').flatMap(wordsOf),
      ]),
      lacks: walk?.sheet ? [`第${walk.round}轮`, walk.sheet.number.text] : [],
    },
    callAttempts: {
      holds: walk
        ? // Which call of the try it was is read by the law of the row.
          every(walk.tale, 'callAttempted').flatMap(({ by, note }) => [by.name, `回访：${note}`])
        : [],
    },
    enterpriseAnswers: {
      holds: [
        ...every(tale, 'enterpriseAsked').map(({ question }) => question),
        ...every(tale, 'enterpriseAnswered').map(({ text }) => text),
        ...every(tale, 'materialSubmitted').map(({ text }) => text),
      ],
    },
    hearing: heard ? { holds: [dayOf(heard.at), '已接待', heard.note] } : { holds: [] },
  };
};

/** Where they are no secret, the same words stand in 事项. */
const IN_BOTH = ['gradeWords', 'earlier', 'callAttempts', 'enterpriseAnswers', 'hearing'];
export const openRowsAgree = ({ tales, directory, now }: Turn, rows: Rows): readonly string[] =>
  [...tales].flatMap(([id, tale]) => {
    const isSecret = notesNow(tale)?.isConfidential === true;
    const wants = Object.entries(secretRow(id, tale)).filter(([column]) => IN_BOTH.includes(column));
    return faultsOfRow('事项', rows.get(id) ?? {}, {
      ...(isSecret ? {} : Object.fromEntries(wants)),
      codeCheck: codeCheck({ tale, directory, now }),
      lookAlikes: lookAlikes(id, tales),
    });
  });

/** No cell of 事项 and no row of 来访 or 办理进展 says who a confidential enterprise is. */
export const rowsKeepSecrets = ({ tales }: Turn, rows: Rows): readonly string[] =>
  [...tales].flatMap(([id, tale]) =>
    Object.entries(rows.get(id) ?? {}).flatMap(([column, cell]) =>
      namesToHide(tale)
        .filter((name) => JSON.stringify(cell).includes(name))
        .map((name) => `事项 ${column} says who a confidential enterprise is ⁝ ${name} in ${JSON.stringify(cell)}`),
    ),
  );

/** 企业: what staff keep, right and wrong, and what stands beside it. */
export const ENTERPRISE_COLUMNS = ['codeCheck', 'openCases', 'totalCases', 'check'];
export interface Kept {
  readonly row: TableRow;
  readonly code: string;
  readonly name: string;
  readonly codeCheck: string | null;
  /** What is wrong with the row as staff keep it. */
  readonly remark: readonly string[];
}
/** As the case store groups them: what each enterprise called itself. */
export const countsOf = ({ tales }: Turn): readonly EnterpriseCount[] => {
  const all = [...tales.values()].filter((tale) => notesNow(tale)?.isConfidential !== true);
  return all.flatMap((tale): readonly EnterpriseCount[] => {
    const appeal = appealNow(tale);
    return appeal
      ? [{ name: appeal.enterpriseName, creditCode: appeal.creditCode, open: isOver(tale) ? 0 : 1, total: 1 }]
      : [];
  });
};
const squeezed = (text: string): string => text.replaceAll(/\s/g, '');
export const enterprisesAgree = ({ tales }: Turn, kept: readonly Kept[], rows: Rows): readonly string[] =>
  kept.flatMap(({ row, code, name, codeCheck, remark }) => {
    const own = [...tales.values()].filter((tale) => {
      const appeal = appealNow(tale);
      const given = squeezed(appeal?.creditCode ?? '').toUpperCase();
      const isSame = given === '' || code === '' ? squeezed(appeal?.enterpriseName ?? '') === name : given === code;
      return isSame && notesNow(tale)?.isConfidential !== true;
    });
    return faultsOfRow('企业', rows.get(row.recordId) ?? {}, {
      codeCheck: { is: codeCheck },
      openCases: { is: own.filter((tale) => !isOver(tale)).length },
      totalCases: { is: own.length },
      check: remark.length === 0 ? { is: '' } : { holds: remark },
    });
  });
