/**
 * Buttons that change nothing: they ask to be shown something (打开一张卡片, 翻页). Kept apart from `click.ts`, where every
 * press is a command. Ids only, as there; whether the presser may see it is decided by whoever answers.
 */
import { z } from 'zod';
import { CARD_KINDS, type CardKind } from '../src/workflow/effects.ts';
import {
  type CaseId,
  caseId,
  type DistrictId,
  districtId,
  type ReceptionDayId,
  receptionDayId,
} from '../src/workflow/ids.ts';
import type { PressInput } from './click.ts';

/** 待我签批 · 我的在办 · 督办清单: the lists a person may ask for again, page by page. */
export const LISTS = {
  toSign: '待我签批',
  inHand: '我的在办',
  supervised: '督办清单',
} as const;
export type ListName = keyof typeof LISTS;

export type Ask =
  /** A fresh copy of this card, sent as a new message. */
  | { readonly kind: 'show'; readonly card: CardKind; readonly caseId: CaseId; readonly round: number }
  /** The same list, another page, in place of the card that was pressed. Pages count from 1. */
  | { readonly kind: 'list'; readonly district: DistrictId; readonly list: ListName; readonly page: number }
  /**
   * 现场签批 of a reception day, from the item `at` on: in place of the card that was pressed (`isHere`), or as a message of
   * its own.
   */
  | {
      readonly kind: 'room';
      readonly district: DistrictId;
      readonly day: ReceptionDayId;
      readonly at: CaseId | null;
      readonly isHere: boolean;
    };

const VERSION = 1;

/** What the button carries. */
export const encodeAsk = (ask: Ask): Record<string, string | number> => {
  switch (ask.kind) {
    case 'show':
      return { v: VERSION, ask: ask.kind, card: ask.card, case: ask.caseId, round: ask.round };
    case 'list':
      return { v: VERSION, ask: ask.kind, district: ask.district, list: ask.list, page: ask.page };
    case 'room':
      return {
        v: VERSION,
        ask: ask.kind,
        district: ask.district,
        day: ask.day,
        at: ask.at ?? '',
        place: ask.isHere ? 'here' : 'new',
      };
  }
};

/** The same as a component name, unique on a card that asks for each thing once. */
export const askName = (ask: Ask): string => {
  const start = [`v${VERSION}`, 'ask', ask.kind];
  switch (ask.kind) {
    case 'show':
      return [...start, ask.card, String(ask.round), ask.caseId].join('-');
    case 'list':
      return [...start, ask.list, String(ask.page), ask.district].join('-');
    case 'room':
      return [...start, ask.isHere ? 'here' : 'new', [ask.district, ask.day, ask.at ?? ''].join('~')].join('-');
  }
};

const askSchema = z.discriminatedUnion('ask', [
  z
    .object({
      v: z.coerce.number().pipe(z.literal(VERSION)),
      ask: z.literal('show'),
      card: z.enum(CARD_KINDS),
      case: z.string().min(1).max(200),
      round: z.coerce.number().int().min(0).max(1000),
    })
    .transform((raw): Ask => ({ kind: 'show', card: raw.card, caseId: caseId(raw.case), round: raw.round })),
  z
    .object({
      v: z.coerce.number().pipe(z.literal(VERSION)),
      ask: z.literal('list'),
      district: z.string().min(1).max(200),
      list: z.enum(['toSign', 'inHand', 'supervised']),
      page: z.coerce.number().int().min(1).max(10_000),
    })
    .transform((raw): Ask => ({ kind: 'list', district: districtId(raw.district), list: raw.list, page: raw.page })),
  z
    .object({
      v: z.coerce.number().pipe(z.literal(VERSION)),
      ask: z.literal('room'),
      district: z.string().min(1).max(200),
      day: z.string().min(1).max(200),
      at: z.string().max(200),
      place: z.enum(['here', 'new']),
    })
    .transform(
      (raw): Ask => ({
        kind: 'room',
        district: districtId(raw.district),
        day: receptionDayId(raw.day),
        at: raw.at === '' ? null : caseId(raw.at),
        isHere: raw.place === 'here',
      }),
    ),
]);

/** A press as a wish to see something; null when it is none of these buttons. */
export const parseAsk = ({ value, name }: Pick<PressInput, 'value' | 'name'>): Ask | null =>
  askSchema.safeParse(jsonOr(value)).data ?? askFromName(name);

const SHOW_NAME = /^v(\d+)-ask-show-(\w+)-(\d+)-(.+)$/su;
const LIST_NAME = /^v(\d+)-ask-list-(\w+)-(\d+)-(.+)$/su;
const ROOM_NAME = /^v(\d+)-ask-room-(here|new)-([^~]+)~([^~]+)~([^~]*)$/su;
const askFromName = (name: unknown): Ask | null => {
  if (typeof name !== 'string') return null;
  const room = ROOM_NAME.exec(name);
  if (room) {
    const [, v, place, district, day, at] = room;
    return askSchema.safeParse({ v, ask: 'room', place, district, day, at }).data ?? null;
  }
  const show = SHOW_NAME.exec(name);
  if (show) {
    const [, v, card, round, id] = show;
    return askSchema.safeParse({ v, ask: 'show', card, round, case: id }).data ?? null;
  }
  const [, v, list, page, district] = LIST_NAME.exec(name) ?? [];
  return askSchema.safeParse({ v, ask: 'list', district, list, page }).data ?? null;
};

/** Some clients send the value as a string of JSON. */
const jsonOr = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON, so not one of our values; the name of the component decides.
    return null;
  }
};
