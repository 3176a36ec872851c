/**
 * What one person is told about several cases: the clock's message of a day (每日提醒, with 接待日议题单, 周报 and 月度一览 on their
 * days), answers of the bot, and 加急. Each is sent once and does not follow its cases; its buttons bring cards that do.
 */

import {
  type BoardView,
  bundleCards,
  type Card,
  cardFor,
  drawBoard,
  type ListName,
  roomView,
} from '../../cards/cards.ts';
import type {
  CaseStore,
  DueIntention,
  FeishuFailure,
  FeishuResult,
  Intention,
  Messages,
  MirrorStore,
  Now,
} from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import { type Case, roundInHand } from '../workflow/case.ts';
import { beijingDateOf, startOfBeijingDay } from '../workflow/deadlines.ts';
import type { CardKind } from '../workflow/effects.ts';
import {
  type BeijingDate,
  type CaseId,
  type DistrictId,
  messageId,
  type OpenId,
  openId,
  receptionDayId,
} from '../workflow/ids.ts';
import {
  type BoardWorld,
  dailyViews,
  endedSince,
  type Found,
  followUpsUntil,
  isPressing,
  listView,
  queryView,
  receptionDaysView,
  singleSupervised,
} from './boards.ts';

export interface BoardDeps {
  readonly cases: Pick<
    CaseStore,
    'openCases' | 'endedCases' | 'searchByEnterprise' | 'findByNumber' | 'loadCases' | 'loadReceptionDay' | 'loadTies'
  >;
  readonly mirror: Pick<MirrorStore, 'loadDirectory'>;
  /** True while fewer than the day's cap of 加急 were asked for. */
  readonly allowUrge: (district: DistrictId, cap: number) => Promise<boolean>;
  /** A wish for a fresh copy of this card, whatever was sent before. */
  readonly freshCard: (
    card: { readonly kind: CardKind; readonly caseId: CaseId; readonly district: DistrictId; readonly round: number },
    to: OpenId,
    now: number,
    isUrgent: boolean,
  ) => Intention;
  readonly now: Now;
}

/** `failure` null: told, or nothing to tell. */
export interface Told {
  readonly failure: FeishuFailure | null;
  readonly intentions: readonly Intention[];
}

const PAGE = 200;
const MAX_ENDED = 2_000;
const MAX_FOUND = 24;
/** So few sheets come at once, without another press. */
const FRESH_AT_ONCE = 3;

/** What somebody may ask the bot for. */
const QUESTIONS = ['toSign', 'inHand', 'supervised', 'receptionDays', 'query', 'room', 'help', 'unknown'] as const;

/** Reads what boards are drawn from; `viewer` may see only part of it. */
const loadBoardWorld = async (
  deps: BoardDeps,
  district: DistrictId,
  viewer: OpenId,
  today: BeijingDate,
): Promise<BoardWorld> => {
  const directory = await deps.mirror.loadDirectory(district);
  const open: Case[] = [];
  for (let after: CaseId | null = null; ; ) {
    const page: readonly Case[] = await deps.cases.openCases(district, after, PAGE);
    open.push(...page);
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) break;
  }
  const which = { since: startOfBeijingDay(endedSince(today)), leftBy: followUpsUntil(today, directory) };
  const ended = await deps.cases.endedCases(district, which, MAX_ENDED);
  return { directory, viewer, today, open, ended };
};

/** The clock's message of the day that the wish was made for; the day after it is not owed any more. */
export const tellDaily = async (deps: BoardDeps, due: DueIntention, calls: Messages): Promise<Told> => {
  const to = openId(due.args['to'] ?? '');
  const today = beijingDateOf(deps.now());
  if (today !== due.args['day']) return NOTHING;
  const world = await loadBoardWorld(deps, due.district, to, today);
  const views = await Promise.all(dailyViews(world).map((view) => withTies(deps, view)));
  const single = singleSupervised(views);
  if (single) {
    const card = {
      kind: 'supervision',
      caseId: single.id,
      district: due.district,
      round: roundInHand(single),
    } as const;
    return { failure: null, intentions: [deps.freshCard(card, to, deps.now(), isPressing(views))] };
  }
  const card = bundleCards(drawn(views));
  if (!card) return NOTHING;
  const sent = await calls.sendCard(to, card, due.token);
  if (sent.kind !== 'ok') return { failure: sent, intentions: [] };
  return { failure: null, intentions: isPressing(views) ? [urgeWish(due, sent.data.messageId, to)] : [] };
};

/** 接待日议题单 says what is near each item, as of the moment it is written. */
const withTies = async (deps: BoardDeps, view: BoardView): Promise<BoardView> =>
  view.kind === 'briefing' ? { ...view, ties: await deps.cases.loadTies(view.cases.map(({ id }) => id)) } : view;

/** 加急 of a message just sent; the cap is asked when it is delivered. */
export const urgeWish = (due: DueIntention, message: string, to: OpenId): Intention =>
  wish('urge', {
    key: `urge:${message}`,
    district: due.district,
    caseId: null,
    args: { message, to },
    runAt: due.runAt,
  });

/** Beyond the cap nothing is done, and nobody is owed anything. Each attempt counts, so the cap is never passed. */
export const urge = async (deps: BoardDeps, due: DueIntention, calls: Messages): Promise<Told> => {
  const { settings } = await deps.mirror.loadDirectory(due.district);
  const { urgentDailyCap: cap } = settings;
  if (cap === 0 || !(await deps.allowUrge(due.district, cap))) return NOTHING;
  const urged = await calls.urge(messageId(due.args['message'] ?? ''), openId(due.args['to'] ?? ''));
  return urged.kind === 'ok' ? NOTHING : { failure: urged, intentions: [] };
};

/** The bot's answer: one card, and where few sheets wait, these at once. */
export const tellAnswer = async (deps: BoardDeps, due: DueIntention, calls: Messages): Promise<Told> => {
  const to = openId(due.args['to'] ?? '');
  const question = QUESTIONS.find((one) => one === due.args['question']) ?? 'help';
  const now = deps.now();
  if (question === 'help' || question === 'unknown') return told(await calls.sendText(to, TEXTS[question], due.token));

  if (question === 'room') return tellRoom(deps, due, to, calls);

  const world = await loadBoardWorld(deps, due.district, to, beijingDateOf(now));
  const view = await viewFor(deps, question, due, world);
  const card = drawBoard(view);
  if (!card) return NOTHING;
  const sent = await calls.sendCard(to, card, due.token);
  const isFew =
    view.kind === 'list' && (question === 'toSign' || question === 'query') && view.cases.length <= FRESH_AT_ONCE;
  const fresh = isFew ? view.cases.flatMap((subject) => freshOf(deps, subject, view, now)) : [];
  return sent.kind === 'ok' ? { failure: null, intentions: fresh } : told(sent);
};

/** 现场签批, as it is when it is sent; from then on it moves by the answers to its presses. */
const tellRoom = async (deps: BoardDeps, due: DueIntention, viewer: OpenId, calls: Messages): Promise<Told> => {
  const dayId = receptionDayId(due.args['day'] ?? '');
  const day = await deps.cases.loadReceptionDay(due.district, dayId);
  const view = roomView({ ...day, viewer, today: beijingDateOf(deps.now()) }, dayId, null);
  const card = view ? drawBoard(view) : null;
  return card ? told(await calls.sendCard(viewer, card, due.token)) : NOTHING;
};

const viewFor = async (
  deps: BoardDeps,
  question: ListName | 'receptionDays' | 'query',
  due: DueIntention,
  world: BoardWorld,
): Promise<BoardView> => {
  if (question === 'receptionDays') return receptionDaysView(world);
  if (question !== 'query') return listView(question, 1, world);
  return queryView(await search(deps, due.district, due.args['words'] ?? ''), world);
};

/** By number or id exactly, else by the enterprise's name. */
const search = async (deps: BoardDeps, district: DistrictId, words: string): Promise<Found> => {
  if (words === '') return { by: 'name', cases: [] };
  const id = await deps.cases.findByNumber(district, words);
  return id
    ? { by: 'number', cases: await deps.cases.loadCases([id]) }
    : { by: 'name', cases: await deps.cases.searchByEnterprise(district, words, MAX_FOUND) };
};

const freshOf = (deps: BoardDeps, subject: Case, view: BoardView, now: number): readonly Intention[] => {
  const own = cardFor(subject, view);
  if (!own) return [];
  const card = { kind: own.card, caseId: subject.id, district: subject.district, round: own.round };
  return [deps.freshCard(card, view.viewer, now, false)];
};

const drawn = (views: readonly BoardView[]): readonly Card[] =>
  views.map(drawBoard).filter((card): card is Card => card !== null);

const told = (result: FeishuResult<unknown>): Told => ({
  failure: result.kind === 'ok' ? null : result,
  intentions: [],
});
const NOTHING: Told = { failure: null, intentions: [] };

const HELP = [
  '可发送以下文字，或点机器人菜单：',
  '待我签批：等您签批、阅示的事项',
  '我的在办：与您有关的在办事项',
  '本月接待日：本月的接待安排',
  '督办清单：超期和挂牌督办的事项',
  '查 编号或企业名称：如“查 示接交〔2026〕7号”',
].join('\n');
export const TEXTS = {
  help: HELP,
  unknown:
    '您不在本区接待日的名单中，无法查询。如应在名单中，请联系区工商联在“领导”或“单位与承办人”表中补录您的飞书账号。',
} as const;

/** A list in place of the card that was pressed. */
export const drawListFor = async (
  deps: BoardDeps,
  district: DistrictId,
  viewer: OpenId,
  list: ListName,
  page: number,
): Promise<object | null> =>
  drawBoard(listView(list, page, await loadBoardWorld(deps, district, viewer, beijingDateOf(deps.now()))));
