/**
 * What is left of a card that was sent anew, or that no longer concerns its reader: where to look, and nothing to press. It
 * says as little as possible about the case, because whoever reads it may have no part in it any more.
 */
import { type Case, currentRound } from '../src/workflow/case.ts';
import type { CardKind } from '../src/workflow/effects.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { inertLine } from './inert.ts';

const NAMES: Readonly<Record<CardKind, string>> = {
  instruction: '签批单',
  consultation: '部门预沟通',
  assignment: '交办单',
  oversight: '牵头事项',
  reconsideration: '复核',
  resolution: '办理结果',
  review: '结果审核',
  supervision: '提醒、催办和督办',
  plan: '计划核实',
};

/** A newer card stands below. */
export const drawPointerCard = (kind: CardKind, subject: Case): Card =>
  pointer(kind, subject, {
    title: '请看新卡片',
    summary: `请看新的${NAMES[kind]}`,
    words: '请看新卡片：本卡片已由新卡片代替，请在会话中最新的一张上查看和办理；也可点机器人菜单取用。',
  });

/** The reader has no part in it any more. */
export const drawStrangersCard = (kind: CardKind, subject: Case): Card =>
  pointer(kind, subject, {
    title: '不再由您办理',
    summary: `${NAMES[kind]}不再由您办理`,
    words: '本事项已不由您办理，本卡片不再更新。如职责有出入，请联系区工商联。',
  });

/** Nothing is left to show on it; its reader has other cards of the case. */
export const drawIdleCard = (kind: CardKind, subject: Case): Card =>
  pointer(kind, subject, {
    title: '已无需办理',
    summary: `${NAMES[kind]}已无需办理`,
    words: '情况已有变化，本卡片上的事已无需办理；事项现在的情况请看本事项的其他卡片，也可点机器人菜单取用。',
  });

const pointer = (
  kind: CardKind,
  subject: Case,
  said: { readonly title: string; readonly summary: string; readonly words: string },
): Card => {
  const number = inertLine(currentRound(subject)?.instruction?.number.text ?? '', 40);
  return cardOf({
    title: said.title,
    subtitle: number === '' ? NAMES[kind] : `${NAMES[kind]} ${number}`,
    template: 'grey',
    tags: [{ words: '已失效', color: 'neutral' }],
    summary: said.summary,
    elements: [paragraph(said.words)],
  });
};
