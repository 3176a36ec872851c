/**
 * Laws over every surface at once: each limit named is the limit of that round, each number the number of that round, each
 * signature says 代 exactly when somebody signed for somebody, nothing speaks of a decision that was decided otherwise, and of two
 * moments in a list the order is one.
 */

import { stopsTwice } from '../cards/punctuation.ts';
import type { Law, Moment } from './histories.ts';
import { dayOf, workdaysOn } from './reading/days.ts';
import { limitOf, milestones, supportingLimitOf } from './reading/limits.ts';
import { isOver, parts } from './reading/road.ts';
import { leaderOf, unitOf } from './reading/scene.ts';
import { every, type Tale, type Walk, walkInHand, walks } from './reading/tale.ts';
import { type Page, pagesOf } from './surfaces.ts';
import { PEOPLE } from './towns.ts';

/** Surfaces cost time, so one moment in so many is read by somebody. */
const ONE_IN = 6;

export const everySurface: Law = (moment) => {
  const { subject, decision, lot } = moment;
  if (!subject || decision.kind === 'refused' || lot(ONE_IN) !== 0) return [];
  const people = Object.values(PEOPLE);
  const viewer = people[lot(people.length)] ?? PEOPLE.staff;
  return pagesOf([viewer.openId], { ...moment, subject }).flatMap((page) => [
    ...limits(page, moment),
    ...numbers(page, moment),
    ...signatures(page, moment),
    ...decisions(page, moment),
    ...order(page),
    ...page.texts.filter(stopsTwice).map((text) => fault(page, 'stops twice', text)),
  ]);
};

const walkOf = ({ round }: Page, tale: Tale): Walk | null =>
  round === null ? walkInHand(tale) : (walks(tale)[round - 1] ?? null);
const fault = (page: Page, law: string, seen: string): string => `${page.surface}: ${law} ⁝ ${seen}`;

const DAY = /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/;
const IN_DIGITS = (text: string, near: string): string => {
  const [, year, month = '', day = ''] = DAY.exec(text) ?? [];
  return `${year ?? near.slice(0, 4)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
const sameDay = (text: string, day: string): boolean => IN_DIGITS(text, day) === day;

/** “…前办结” is the limit of the round as it is, on the status page's time-line as it was then, on a sheet to sign as proposed. */
const limits = (page: Page, moment: Moment): readonly string[] => {
  const { tale, directory } = moment;
  const walk = walkOf(page, tale);
  const limit = walk && limitOf(walk, directory);
  if (page.surface === 'status page' || !walk || !limit) return [];
  const own = [
    ...parts(walk).map(({ given }) => supportingLimitOf(walk, directory, given.at)),
    ...milestones(walk).map(({ on }) => on),
  ];
  // Whoever took a part over has its own day for it; a page that asks its reader names nobody.
  const asked = (who: string): readonly string[] =>
    parts(walk)
      .filter(({ unitId }) => who === '于' || who.startsWith(unitOf(moment, unitId)?.name ?? '（'))
      .map(({ given }) => workdaysOn(dayOf(given.at), directory.settings.acknowledgeDays, directory.settings));
  return page.texts.flatMap((text) => [
    ...(isOver(tale) && text.includes('未报协办意见（应于')
      ? [fault(page, 'waits for 协办 of what is over', text)]
      : []),
    ...[...text.matchAll(/((?:\d{4}年)?\d{1,2}月\d{1,2}日)前办结/g)]
      .filter(([, day = '']) => !sameDay(day, limit.day))
      .map(([all]) => fault(page, 'names a limit that is none', `${all}, not ${limit.day}`)),
    ...[...text.matchAll(/((?:\d{4}年)?\d{1,2}月\d{1,2}日)前提出协办意见|应于((?:\d{4}年)?\d{1,2}月\d{1,2}日)前/g)]
      .filter(([, first, second]) => !own.some((day) => day !== null && sameDay(first ?? second ?? '', day)))
      .map(([all]) => fault(page, 'names a limit of 协办 or of a 节点 that is none', `${all}, not ${own}`)),
    ...[...text.matchAll(/请([^，。]{1,30}?)((?:\d{4}年)?\d{1,2}月\d{1,2}日)前签收/g)]
      .filter(([, who = '', day = '']) => !asked(who).some((one) => sameDay(day, one)))
      .map(([all]) => fault(page, 'names a day for 签收 that is none', all)),
  ]);
};

/** A sheet of another round is only named as that of the other round. */
const numbers = (page: Page, { tale }: Moment): readonly string[] => {
  const walk = walkOf(page, tale);
  const known = walks(tale).flatMap(({ sheet }) => (sheet ? [sheet.number.text] : []));
  const own = walk?.sheet?.number.text;
  return page.texts.flatMap((text) =>
    [...text.matchAll(/[一-鿿]{1,6}〔\d{4}〕\d+号/g)].flatMap(([named]) => {
      const sheet = known.find((number) => named.endsWith(number));
      if (!sheet) return [fault(page, 'names a number that no sheet has', text)];
      return sheet === own || page.round === null || /见|上一|历次|原|作废/.test(text)
        ? []
        : [fault(page, 'names the number of another round', text)];
    }),
  );
};

/** “签批：X（代Y）”: who signed the sheet of the round, and for whom. */
const signatures = (page: Page, { tale, directory }: Moment): readonly string[] => {
  const walk = walkOf(page, tale);
  if (!walk?.sheet) return [];
  const leader = leaderOf({ directory }, walk.sheet.signerId)?.name ?? '';
  const isActing =
    !walk.sheet.transcript && walk.opening.by.openId !== leaderOf({ directory }, walk.sheet.signerId)?.openId;
  const name = isActing ? walk.opening.by.name : leader;
  const said = isActing ? `${name}（代${leader}）` : name;
  return page.texts.flatMap((text) =>
    [...text.matchAll(/签批：([^\s，。；]+?)(?=[\s，。；]|$)/g)]
      .filter(([, signer = '']) => !signer.startsWith(said) || (!isActing && signer.includes('（代')))
      .map(([all]) => fault(page, 'says another signature', `${all}, not ${said}`)),
  );
};

interface Choice {
  readonly name: string;
  readonly yes: RegExp;
  readonly no: RegExp;
  readonly taken: (walk: Walk, whole: Tale) => readonly boolean[];
}
const CHOICES: readonly Choice[] = [
  {
    name: '延期',
    yes: /延期已批准|（已批准）|时限延长至/,
    no: /延期未批准|（未批准）/,
    taken: ({ tale }) => every(tale, 'extensionDecided').map(({ isApproved }) => isApproved),
  },
  {
    name: '异议',
    yes: /(?<!申诉确定：)异议成立|承办单位调整为/,
    no: /异议不成立/,
    taken: ({ tale }) => every(tale, 'objectionDecided').map(({ isUpheld }) => isUpheld),
  },
  {
    name: '评价申诉',
    yes: /申诉成立|成立，不计入单位考核/,
    no: /申诉不成立|申诉确定：不成立/,
    // It belongs to the round of the rating, also when it is decided later.
    taken: ({ round }, whole) =>
      every(whole, 'contestDecided').flatMap((ruling) => (ruling.round === round ? [ruling.isUpheld] : [])),
  },
  {
    name: '计划',
    yes: /(?<![未是否按期]{1,2})已兑现(?!情况)/,
    no: /未兑现|未按期兑现/,
    taken: ({ tale }) => every(tale, 'planChecked').map(({ isKept }) => isKept),
  },
  {
    name: '复核',
    yes: /已复核（[^）]*）：维持|复核：维持|经复核，维持/,
    no: /已复核（[^）]*）：重新办理|复核：重办|经复核，办理结果需要改进/,
    taken: ({ tale }) => every(tale, 'ratingReconsidered').map(({ isUpheld }) => isUpheld),
  },
];

/** Where all of a kind were decided one way, nothing speaks of the other. */
const decisions = (page: Page, { tale }: Moment): readonly string[] => {
  const all = walks(tale);
  const concerned = page.round === null ? all : all.slice(0, page.round);
  return CHOICES.flatMap(({ name, yes, no, taken }) => {
    const made = concerned.flatMap((walk) => taken(walk, tale));
    // What can be chosen stands on buttons and in hints; what was decided, in sentences.
    const texts = page.texts.filter((text) => text.length > 6 && !text.startsWith('请'));
    return [
      ...(made.includes(true)
        ? []
        : texts
            .filter((text) => yes.test(text))
            .map((text) => fault(page, `says yes to ${name}, which nobody did`, text))),
      ...(made.includes(false)
        ? []
        : texts
            .filter((text) => no.test(text))
            .map((text) => fault(page, `says no to ${name}, which nobody did`, text))),
    ];
  });
};

/** Lines that begin with a moment go one way. */
const order = (page: Page): readonly string[] =>
  page.texts.flatMap((text) => {
    const moments = text
      .split('\n')
      .flatMap((line) => /^(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日 (\d\d:\d\d)/.exec(line) ?? []).length;
    if (moments < 2) return [];
    const keys = text.split('\n').flatMap((line) => {
      const found = /^(?:\d{4}年)?(\d{1,2})月(\d{1,2})日 (\d\d:\d\d)/.exec(line);
      return found ? [`${found[1]?.padStart(2, '0')}${found[2]?.padStart(2, '0')} ${found[3]}`] : [];
    });
    const isOneWay = (sign: 1 | -1): boolean =>
      keys.every((key, at) => at === 0 || sign * key.localeCompare(keys[at - 1] ?? key) >= 0);
    const isNewYear = keys.some((key) => key < '0300') && keys.some((key) => key > '1100');
    return isOneWay(1) || isOneWay(-1) || isNewYear ? [] : [fault(page, 'has lines in no order', text)];
  });
