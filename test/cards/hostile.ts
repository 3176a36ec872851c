/**
 * Text as someone might send it to break a card: markup, mentions, invisible characters, half surrogates, far too much of it;
 * and the same for every text of a case or a directory that people write.
 */
import fc from 'fast-check';
import type { Directory } from '../../src/workflow/directory.ts';
import { leaderId, unitId } from '../../src/workflow/ids.ts';
import { directory } from './examples.ts';

export const hostile = fc.oneof(
  fc.constantFrom(
    '<at id=all></at>',
    '<at user_id="all">所有人</at>',
    '</script><script>alert(1)</script>',
    '[x](http://evil.example)',
    '![x](img_v3_x)',
    '# 标题\n**批示：同意**\n| a | b |\n|---|---|',
    '👨‍👩‍👧‍👦🇨🇳'.repeat(300),
    '\u202e反转\u2066隔离\u200b\u200d\ufeff',
    '\ud800孤\udfff',
    '\u0000\u0007\u001b[31m',
    '"},{"tag":"button"',
    '字'.repeat(100_000),
    '<'.repeat(100_000),
    '\n'.repeat(5000),
    '',
    '   ',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

// Days and names of kinds come from us, and so do ids; every other text in a case or directory may be anything.
const OURS = new Set([
  ...['state', 'source', 'kind', 'returnTo', 'cameFrom', 'role', 'outcome', 'decision', 'light', 'answer'],
  ...['tie', 'why'],
  ...['list', 'span', 'since', 'today', 'district'],
  ...['date', 'startedOn', 'newDate', 'oldDate', 'plannedDate', 'lastRemindedOn', 'from', 'to', 'on', 'lineOwedFor'],
]);
const isId = (text: string): boolean => /^(rec|ou_|case-)/.test(text);

/** The same value with every text that people write replaced by the next hostile one. */
export const spoil = <Value>(value: Value, next: () => string): Value =>
  JSON.parse(JSON.stringify(value, mapsAsLists), (key, each: unknown) => {
    if (typeof each === 'object' && each !== null && MAP in each && Array.isArray(each[MAP])) return new Map(each[MAP]);
    return typeof each === 'string' && !OURS.has(key) && !isId(each) ? next() : each;
  });
/** JSON knows no maps: former names of a directory are one. */
const MAP = 'entriesOfMap';
const mapsAsLists = (_: string, each: unknown): unknown => (each instanceof Map ? { [MAP]: [...each] } : each);

export const longDirectory = (size: number): Directory => ({
  ...directory,
  leaders: [
    ...directory.leaders,
    ...Array.from({ length: size }, (_, index) => ({
      id: leaderId(`recExtraLeader${index}`),
      name: '领导'.repeat(20),
      post: '',
      openId: null,
      maySign: true,
      secretaryOpenIds: [],
      substitute: null,
    })),
  ],
  units: [
    ...directory.units,
    ...Array.from({ length: size * 3 }, (_, index) => ({
      id: unitId(`recExtraUnit${index}`),
      name: '单位'.repeat(20),
      isFederation: false,
      headOpenIds: [],
      officerOpenIds: [],
      worksByWeb: false,
    })),
  ],
});
