/**
 * Cells of 事项 that speak of other cases, of codes and of links, beside the second opinion: what was merged where and what came of
 * it, what looks alike, who is led by which link.
 */
import { GRADES, STATES } from '../../src/workflow/case.ts';
import type { CaseId } from '../../src/workflow/ids.ts';
import type { Seen, Want } from './law-row-words.ts';
import { codeStanding } from './reading/credit-code.ts';
import { dayOf } from './reading/days.ts';
import { isOver, parts, stateOf } from './reading/road.ts';
import { appealNow, notesNow, unitOf, WITH_UNITS } from './reading/scene.ts';
import { every, last, type Tale, walkInHand, walks } from './reading/tale.ts';

export const receiptCheck = ({ tale }: Seen): Want => ({
  is:
    last(tale, 'caseSubmitted')?.receiptStanding === 'foreign' ? '查询码不是本系统发出的，请向企业告知查询链接。' : '',
});

export const codeCheck = ({ tale }: Seen): Want => ({ is: codeStanding(appealNow(tale)?.creditCode ?? '') });

export const shortId = ({ tale }: Seen): Want => ({ is: last(tale, 'caseSubmitted')?.id ?? '' });

/** What each link leads to, as the links of these tests say it (`surfaces.ts`, `tables.ts`). */
export const links = (seen: Seen) => {
  const { tale } = seen;
  const filed = last(tale, 'caseSubmitted');
  const state = stateOf(tale);
  const walk = walkInHand(tale);
  const shared = every(tale, 'answerShared');
  const isSharedOpen = last(tale, 'caseMerged', 'answerShared', 'sharedAnswerRated')?.type === 'answerShared';
  const asked =
    state === 'awaiting_rating' ? (walk?.round ?? null) : state === 'merged' && isSharedOpen ? shared.length : null;
  const byWeb =
    walk && WITH_UNITS.includes(state) ? parts(walk).filter(({ unitId }) => unitOf(seen, unitId)?.worksByWeb) : [];
  return {
    statusLink: { is: { text: '查询办理情况', link: `https://reception.example/s/${filed?.receiptHash}` } },
    ratingLink: { is: asked && { text: '评价', link: `https://reception.example/r/${filed?.id}/${asked}` } },
    unitLinks: {
      is: byWeb
        .map(({ unitId }) => `${unitOf(seen, unitId)?.name}：https://reception.example/w/${filed?.id}/${unitId}`)
        .join('\n'),
    },
  } satisfies Readonly<Record<string, Want>>;
};

/** Where it went, what came into it, what came of that: each on a line of its own. */
export const mergers = ({ tale }: Seen): Want => {
  const merged = stateOf(tale) === 'merged' ? last(tale, 'caseMerged') : null;
  const isNow = (event: { readonly seq: number }): boolean => merged !== null && event.seq > merged.seq;
  const gone = every(tale, 'caseGivenBack').at(-1);
  return {
    holds: [
      ...(merged ? [`${dayOf(merged.at)} 已并入事项（受理编号 ${merged.into}）`] : []),
      ...every(tale, 'caseTookIn').flatMap(({ at, merged: one }) => [
        `${dayOf(at)} 并入：受理编号 ${one.caseId}`,
        one.enterpriseName,
        one.reason,
      ]),
      ...(gone && !isNow(gone) && !merged
        ? [
            `${dayOf(gone.at)} ${gone.why === null ? '恢复单独办理' : '退回单独办理'}`,
            gone.from,
            gone.why === null ? (gone.words ?? '') : STATES[gone.why],
          ]
        : []),
      ...every(tale, 'answerShared')
        .filter((event) => !isNow(event))
        .map(({ answer }) => answer.publicReply),
      ...every(tale, 'sharedAnswerRated')
        .filter((event) => !isNow(event))
        .flatMap((event) => [
          GRADES[event.rating.grade],
          event.rating.words,
          event.by.openId ? `登记人：${event.by.name}` : '',
        ]),
    ].filter((part) => part !== ''),
    lacks: merged ? [] : ['已并入事项'],
  };
};

// ---------------------------------------------------------------------------------------------- 疑似重复

const SAME_CATEGORY_DAYS = 90;
const squeezed = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{P}]/gu, '');
const twos = (text: string): readonly string[] => {
  const letters = [...squeezed([...text].slice(0, 300).join(''))];
  return [...new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))];
};
/** Six of ten pairs of neighbouring characters are of both. */
const isAlike = (one: string, other: string): boolean => {
  const [a, b] = [twos(one), twos(other)];
  return (
    a.length > 0 && b.length > 0 && a.filter((pair) => b.includes(pair)).length / ((a.length + b.length) / 2) >= 0.6
  );
};
const code = (tale: Tale): string => squeezed(appealNow(tale)?.creditCode ?? '').toUpperCase();
const name = (tale: Tale): string => (appealNow(tale)?.enterpriseName ?? '').replaceAll(/\s/g, '');
const isSameFirm = (one: Tale, other: Tale): boolean =>
  code(one) !== '' && code(other) !== '' ? code(one) === code(other) : name(one) !== '' && name(one) === name(other);

/** Another case of the same firm that asks for the same, as this row has to name it. */
const alike = (one: Tale, other: Tale): string | null => {
  const [mine, theirs] = [appealNow(one), appealNow(other)];
  if (!mine || !theirs || stateOf(other) === 'merged') return null;
  if (isAlike(mine.text, theirs.text)) return '诉求内容相近';
  const days = Math.abs((one[0]?.at ?? 0) - (other[0]?.at ?? 0)) / 86_400_000;
  const isNear = isOver(other) || days <= SAME_CATEGORY_DAYS;
  const { category } = mine;
  return isNear && category === theirs.category && !['', '其他'].includes(category) ? '类别相同' : null;
};

export const lookAlikes = (id: CaseId, tales: ReadonlyMap<CaseId, Tale>): Want => {
  const tale = tales.get(id) ?? [];
  const isSecret = (one: Tale): boolean => notesNow(one)?.isConfidential === true;
  if (isOver(tale) || isSecret(tale)) return { is: '' };
  const found = [...tales].flatMap(([other, told]) => {
    const why = other === id || isSecret(told) || !isSameFirm(tale, told) ? null : alike(tale, told);
    if (why === null) return [];
    const number = walks(told).findLast(({ sheet, isVoid }) => sheet !== null && !isVoid)?.sheet?.number.text;
    const standing = isOver(told) ? `${STATES[stateOf(told)]}（重复反映，请核对原办理情况）` : '在办';
    const filed = last(told, 'caseSubmitted');
    const words = [
      number ?? `受理编号 ${other}`,
      appealNow(told)?.category ?? '',
      `${dayOf(filed?.at ?? 0)} 登记`,
      standing,
      why,
    ];
    return [{ at: filed?.at ?? 0, line: words.filter((word) => word !== '').join('，') }];
  });
  return { lines: found.map(({ line }) => line) };
};
