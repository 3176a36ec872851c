/**
 * `npm run mutation:table`: writes into docs/mutation.md, between its two markers, what coverage/mutation.json holds of the last runs:
 * each file with its score, and every fault that no test noticed with the reason given for it in `reasons.ts`.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { REASONS } from './reasons.ts';

const DOCUMENT = 'docs/mutation.md';
const START = '<!-- results:start -->';
const END = '<!-- results:end -->';
const ROOM = 'src/workflow/';
const LONGEST = 90;
/** Nothing in them can be put wrong but their types. */
const TYPES_ALONE = ['commands.ts', 'decision.ts', 'effects.ts', 'events.ts'];

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Fault {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}
interface Measured {
  readonly source: string;
  readonly mutants: readonly Fault[];
}

const read = (path: string): { readonly files: Readonly<Record<string, Measured>> } =>
  JSON.parse(readFileSync(path, 'utf8'));

const isNoticed = ({ status }: Fault): boolean => status === 'Killed' || status === 'Timeout';
const shortened = (code: string): string => {
  const line = code.replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** What stood where the fault was put. */
const original = ({ source }: Measured, { location: { start, end } }: Fault): string => {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  return lines
    .map((line, at) =>
      line.slice(at === 0 ? start.column - 1 : 0, at === lines.length - 1 ? end.column - 1 : undefined),
    )
    .join('\n');
};
/** A fault in words, the same wherever in the file it stands: by it `reasons.ts` gives the reason. */
const told = (file: string, measured: Measured, fault: Fault): string =>
  `${file}: ${shortened(original(measured, fault))} → ${shortened(fault.replacement ?? '')}`;

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const tables = (): string => {
  const { files } = read('coverage/mutation.json');
  const all = globSync(`${ROOM}**/*.ts`)
    .map((path) => path.slice(ROOM.length))
    .toSorted();
  const measured = all.flatMap((file) => {
    const found = files[`${ROOM}${file}`];
    return found
      ? [{ file, found, noticed: found.mutants.filter(isNoticed).length, faults: found.mutants.length }]
      : [];
  });
  const sum = (of: (one: (typeof measured)[number]) => number): number =>
    measured.reduce((total, one) => total + of(one), 0);
  const [faults, noticed] = [sum((one) => one.faults), sum((one) => one.noticed)];
  const rows = measured
    .filter((one) => one.faults > 0)
    .map(
      (one) =>
        `| \`${one.file}\` | ${one.faults} | ${one.faults - one.noticed} | ${percent(one.noticed, one.faults)} |`,
    );
  const named = (names: readonly string[]): string => names.map((file) => `\`${file}\``).join(', ');
  const missing = all.filter((file) => !TYPES_ALONE.includes(file) && !measured.some((one) => one.file === file));

  const reasonOf = new Map(Object.entries(REASONS).flatMap(([reason, listed]) => listed.map((one) => [one, reason])));
  const byReason = new Map<string, string[]>();
  for (const { file, found } of measured) {
    for (const fault of found.mutants.filter((one) => !isNoticed(one))) {
      const said = told(file, found, fault);
      const reason = reasonOf.get(said) ?? 'Open';
      byReason.set(reason, [
        ...(byReason.get(reason) ?? []),
        `\`${said.replace(': ', `:${fault.location.start.line}\` \``).replace(' → ', '` → `')}\``,
      ]);
    }
  }
  const reasons = [...Object.keys(REASONS), 'Open'].flatMap((reason) => {
    const listed = byReason.get(reason) ?? [];
    return listed.length === 0 ? [] : [`**${reason}** (${listed.length})`, '', ...listed.map((one) => `- ${one}`), ''];
  });
  return [
    `${measured.length} of ${all.length - TYPES_ALONE.length} files measured: ${noticed} of ${faults} faults are noticed, **${percent(noticed, faults)}**.`,
    ...(missing.length > 0 ? ['', `Not measured: ${named(missing)}.`] : []),
    '',
    `Types alone, without anything to put a fault into: ${named(TYPES_ALONE)}.`,
    '',
    '| file | faults | survived | score |',
    '|---|---|---|---|',
    ...rows,
    '',
    '### Survivors and why',
    '',
    ...reasons,
  ].join('\n');
};

const document = readFileSync(DOCUMENT, 'utf8');
const [start, end] = [document.indexOf(START), document.indexOf(END)];
if (start < 0 || end < start) throw new Error(`${DOCUMENT} needs the markers ${START} and ${END}, in this order`);
writeFileSync(DOCUMENT, `${document.slice(0, start)}${START}\n\n${tables()}\n${document.slice(end)}`);
