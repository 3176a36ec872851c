/**
 * Every sentence that people are answered or sent, or that asks and explains on their cards, with the act and the state it occurs in: what docs/cards/sentences.json
 * holds and /gallery shows beside the cards. Gathered by walking the process, so that a later act says its sentences here too.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { acceptedSentence, refusalSentence } from '../../cards/answer.ts';
import { drawCard } from '../../cards/cards.ts';
import { noticeText } from '../../cards/notices.ts';
import { publicCase } from '../../src/pages/public-view.ts';
import { unitView } from '../../src/pages/unit-view.ts';
import { nameInDirectory } from '../../src/workflow/actor.ts';
import { type Case, currentRound, STATES } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { caseId, openId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { PEOPLE } from '../readers/samples.ts';
import { type Asked, walksFrom } from '../readers/walks.ts';
import { beijing, DAY, exampleDirectory, LEADERS, someAppeal, UNITS } from '../support/given.ts';

export interface Sentence {
  readonly group: '办成的回执' | '不能办理时' | '消息' | '卡片' | '网页';
  /** 操作, as it is called. */
  readonly act: string;
  readonly state: string;
  readonly forWhom: string;
  readonly text: string;
}

export const sentencesPath = fileURLToPath(new URL('../../docs/cards/sentences.json', import.meta.url));

/** The district of the examples with the readers' people in its posts. */
const directory = (() => {
  const usual = exampleDirectory();
  const accountOf = { [LEADERS.jia]: PEOPLE.L, [LEADERS.yi]: PEOPLE.L2, [LEADERS.bing]: PEOPLE.K };
  const officerOf = {
    [UNITS.federation]: PEOPLE.S,
    [UNITS.housing]: PEOPLE.H,
    [UNITS.finance]: PEOPLE.W,
    [UNITS.safety]: PEOPLE.C,
    [UNITS.deserted]: PEOPLE.NEW,
  };
  return {
    ...usual,
    leaders: usual.leaders.map((leader) => ({
      ...leader,
      openId: openId(accountOf[leader.id] ?? leader.openId ?? `ou_given_${leader.name}`),
      secretaryOpenIds: leader.id === LEADERS.jia ? [openId(PEOPLE.N)] : [],
    })),
    units: usual.units.map((unit) => ({
      ...unit,
      headOpenIds: [],
      officerOpenIds: [openId(officerOf[unit.id] ?? 'ou_x')],
    })),
  };
})();

/** What somebody of the walk wrote, of which each walk has its own. */
const MARKED = /(?:〔虚构〕)?(?:虚构)?记号.*?止/gu;

const nameOf = (who: string): string => nameInDirectory(directory, openId(who)) ?? '企业';

/** The first line of a card and its small print: all of a card that is neither a fact, nor a field, nor a button. */
const askedAndExplained = (part: unknown): readonly string[] => {
  if (Array.isArray(part)) return part.flatMap(askedAndExplained);
  if (typeof part !== 'object' || part === null) return [];
  const isSaid = 'text_size' in part && (part.text_size === 'heading' || part.text_size === 'notation');
  const own = isSaid && 'content' in part && typeof part.content === 'string' ? part.content.split('\n') : [];
  return [...own.filter((line) => /[。）]$/u.test(line)), ...Object.values(part).flatMap(askedAndExplained)];
};

/** What of a case a card's sentences go by: which things there are, not what they say. */
const shapeOf = (subject: Case | Command): string =>
  JSON.stringify(subject, (_, value: unknown) => {
    if (typeof value === 'string') return value === '' || /^[a-z_A-Z]+$/.test(value) ? value : 'words';
    return typeof value === 'number' && value > 9 ? 'number' : value;
  });

/** What the enterprise and a unit read on their pages after an act: what is so now, what comes next, the line of what was done. */
const pagesAfter = ({
  next,
  events,
}: Extract<Asked['decision'], { kind: 'accepted' }>): readonly Pick<Sentence, 'group' | 'forWhom' | 'text'>[] => {
  const { state, nextStep, events: told } = publicCase(next, events, directory, events.at(-1)?.at ?? 0);
  const round = currentRound(next);
  const asks = (round?.units ?? []).map(
    (part) => round && unitView(next, directory, round, part, events.at(-1)?.at ?? 0)?.ask,
  );
  const enterprise = [state, nextStep, ...told.map(({ text }) => text)].map((text) => ({ forWhom: '企业', text }));
  const unit = asks.map((text) => ({ forWhom: '责任单位', text: text ?? '' }));
  return [...enterprise, ...unit].filter(({ text }) => text !== '').map((one) => ({ group: '网页', ...one }));
};

/** Each sentence once, where it was first met. */
export const sentences = (): readonly Sentence[] => {
  const found = new Map<string, Sentence>();
  const drawn = new Set<string>();
  const add = (said: Sentence): void => {
    const one = { ...said, text: said.text.replaceAll(MARKED, '〔所写的话〕') };
    // The same words with another day or number are the same sentence.
    const key = `${one.group} ${one.text.replaceAll(/\d+/gu, '0')}`;
    if (!found.has(key)) found.set(key, one);
  };
  const hear = ({ subject, sample, decision }: Asked): void => {
    const { by, command } = sample;
    const act = TRANSITIONS[command.type].zh;
    const state = STATES[subject.state];
    const forWhom = by.kind === 'person' ? nameOf(by.openId) : by.kind === 'enterprise' ? '企业' : '系统';
    if (decision.kind === 'refused') {
      add({ group: '不能办理时', act, state, forWhom, text: refusalSentence(decision.reason) });
      return;
    }
    if (by.kind !== 'clock') {
      add({ group: '办成的回执', act, state, forWhom, text: acceptedSentence(command, decision.next) });
    }
    // The same act from one state to another says the same on pages, whatever was written in it.
    const turned = [subject.state, decision.next.state, decision.next.rounds.length, shapeOf(command)].join(' ');
    if (!drawn.has(turned)) {
      drawn.add(turned);
      for (const page of pagesAfter(decision)) add({ ...page, act, state: STATES[decision.next.state] });
    }
    for (const effect of decision.effects) {
      if (effect.type === 'showCard') {
        const { card: kind, round, to } = effect;
        // Of one act from one state to another the same reader's card says the same sentences.
        const drawing = [
          command.type,
          subject.state,
          decision.next.state,
          kind,
          to,
          round,
          shapeOf(decision.next),
        ].join(' ');
        if (drawn.has(drawing)) continue;
        drawn.add(drawing);
        const card = drawCard(kind, {
          subject: decision.next,
          directory,
          round,
          viewer: to,
          ties: NO_TIES,
          filesUrl: null,
        });
        const now = STATES[decision.next.state];
        for (const text of askedAndExplained(card)) add({ group: '卡片', act, state: now, forWhom: nameOf(to), text });
      }
      if (effect.type !== 'notify') continue;
      const text = noticeText(effect.notice, decision.next, directory, {
        about: effect.about ?? null,
        of: decision.events[0]?.at ?? null,
        to: effect.to,
      });
      add({ group: '消息', act, state, forWhom: nameOf(effect.to), text });
    }
  };
  walksFrom({
    directory,
    cast: {
      leaders: { L: LEADERS.jia, L2: LEADERS.yi, K: LEADERS.bing },
      units: { H: UNITS.housing, W: UNITS.finance, C: UNITS.safety, N: UNITS.deserted, V: UNITS.deserted },
      day: DAY,
      other: caseId('case-given-2'),
    },
    startsAt: beijing('2026-03-02 09:00'),
    appeal: someAppeal(),
    name: 'said',
    onDecision: hear,
  });
  return [...found.values()];
};

/** One sentence a line, so that a change of one is a change of one line. */
export const sentencesText = (all: readonly Sentence[]): string =>
  `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
export const sentencesOnDisk = (): string => readFileSync(sentencesPath, 'utf8');
