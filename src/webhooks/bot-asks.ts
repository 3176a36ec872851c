/**
 * Someone opened the bot's menu or wrote to it: which question that is, and the wish for its answer. The answer is worked out
 * when it is sent; a repeated event finds its wish already there.
 */

import type { FeishuEvent } from '../feishu/callbacks.ts';
import type { Intention } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { nameOf, tidyText } from '../workflow/plain-text.ts';

/** The event keys of the menu, as they have to be entered in the developer console (README). */
const MENU_KEYS = {
  to_sign: 'toSign',
  in_hand: 'inHand',
  reception_days: 'receptionDays',
  supervised: 'supervised',
  help: 'help',
} as const;
const WORDS: Readonly<Record<string, string>> = {
  待我签批: 'toSign',
  待签批: 'toSign',
  签批: 'toSign',
  我的在办: 'inHand',
  在办: 'inHand',
  本月接待日: 'receptionDays',
  接待日: 'receptionDays',
  现场签批: 'receptionDays',
  督办清单: 'supervised',
  督办: 'supervised',
};

export interface BotAsk {
  readonly question: string;
  /** What is searched for; empty unless the question is a search. */
  readonly words: string;
}
export type BotEvent = Extract<FeishuEvent, { kind: 'menuPressed' | 'textReceived' }>;

/** 查 示接交〔2026〕7号 · 查询：某某公司 · 请帮我查一下“某某公司”。 What a name may begin with (下、阅) counts as ours only before a gap. */
const SEARCH =
  /^(?:请|麻烦)?(?:帮我|帮忙)?(?:(?:查下|查阅|搜|找)(?=[\s：:，,]|$)|(?:查一查|查查|查询|查找|查看|搜索|查)(?:一下)?)[\s：:，,]*(.*)$/su;
/** What stands around a name and is none of it. */
const AROUND = /^[\s“”"'‘’「」《》【】]+|[\s“”"'‘’「」《》【】。！!？?，,；;]+$/gu;
/** In a group the bot, or everybody, is mentioned, first as a rule. */
const MENTION = /@_(?:user_\d+|all)/g;

export const askOf = (event: BotEvent): BotAsk => {
  if (event.kind === 'menuPressed') {
    const known = Object.entries(MENU_KEYS).find(([key]) => key === event.eventKey);
    return { question: known?.[1] ?? 'help', words: '' };
  }
  const text = tidyText(event.text.replace(MENTION, ' '));
  const listed = WORDS[nameOf(text).replace(/\p{P}/gu, '')];
  if (listed) return { question: listed, words: '' };
  const asked = (SEARCH.exec(text)?.[1] ?? '').replace(AROUND, '').replace(/\s+/g, ' ');
  const words = tidyText([...asked].slice(0, LENGTHS.search).join(''));
  return words === '' ? { question: 'help', words: '' } : { question: 'query', words };
};

/** One answer per district that knows the person; whoever is known nowhere is told so by one of them. */
export const answerWishes = (
  event: BotEvent,
  districts: { readonly known: readonly DistrictId[]; readonly any: DistrictId | null },
  now: Ms,
): readonly Intention[] => {
  const ask = districts.known.length > 0 ? askOf(event) : { question: 'unknown', words: '' };
  const asked = districts.known.length > 0 ? districts.known : districts.any ? [districts.any] : [];
  // How to ask is the same everywhere.
  const answering = ask.question === 'help' ? asked.slice(0, 1) : asked;
  return answering.map((district) =>
    wish('answer', {
      key: `answer:${event.deliveryId}:${district}`,
      district,
      caseId: null,
      args: { question: ask.question, words: ask.words, to: event.openId },
      runAt: now,
    }),
  );
};
