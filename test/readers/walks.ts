/**
 * Ways through the process: breadth first from 登记, every sample asked wherever the process allows it, until each of them
 * was accepted in each state from which the table of transitions lets it. Words are marked, so that whoever reads one can be
 * told by whose act and in which field it stood.
 */

import type { Actor } from '../../src/workflow/actor.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import type { Appeal, Case, StaffNotes, State } from '../../src/workflow/case.ts';
import type { Command, CommandType } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Decision } from '../../src/workflow/decision.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { type CaseId, caseId, type Ms } from '../../src/workflow/ids.ts';
import { objectionOf } from '../../src/workflow/objections.ts';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { someTarget } from '../support/given.ts';
import { type Cast, SAMPLES, type Sample } from './samples.ts';

export interface Mark {
  readonly command: CommandType;
  readonly variant: string;
  readonly field: string;
  readonly words: string;
  readonly by: Actor;
}
export interface Step {
  readonly at: Ms;
  readonly actor: Actor;
  readonly command: Command;
  readonly name: string;
  readonly from: State | 'none';
  readonly marks: readonly Mark[];
}
export interface Walk {
  readonly id: CaseId;
  readonly steps: readonly Step[];
  /** As it stands after the last step. */
  readonly subject: Case;
}

interface Node extends Walk {
  readonly now: Ms;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So many moments in a row that showed nothing new: everything was reached that can be. */
const MOST_IN_VAIN = 1_500;
const LONG =
  '此处是较长的一段虚构文字，用来看清楚整段话是不是原样到了该看的人眼前，而不是只剩开头几个字加省略号，后面的内容再也找不到。';
const DIGITS = '甲乙丙丁戊己庚辛壬癸';

/** Words nobody else wrote, without digits: nothing masks them. */
const wordsOf = (count: number, length?: 'short'): string => {
  const tag = [...String(count)].map((digit) => DIGITS[Number(digit)]).join('');
  return length === 'short' ? `虚构记号${tag}止` : `〔虚构〕记号${tag}起，${LONG}记号${tag}止。`;
};

export interface Asked {
  readonly subject: Case;
  readonly sample: Sample;
  readonly decision: Decision;
}

export interface WalkOptions {
  readonly directory: Directory;
  readonly cast: Cast;
  readonly startsAt: Ms;
  readonly notes?: Partial<StaffNotes>;
  readonly appeal: Appeal;
  /** Put before every marked text: what must not be read by some. */
  readonly prefix?: string;
  /** Tells these walks' cases from those of others. */
  readonly name: string;
  /** Hears every answer of the process on the way, refusals included. */
  readonly onDecision?: (asked: Asked) => void;
}

export interface Walks {
  /** One for each sample with words in each state in which it was accepted; each ends with that sample. */
  readonly walks: readonly Walk[];
  /** `command in state`, of all that was accepted on the way. */
  readonly accepted: ReadonlySet<string>;
}

/** Every sample in every state that takes it. */
export const walksFrom = (options: WalkOptions): Walks => {
  const { directory, cast, startsAt, appeal, prefix = '', name: group } = options;
  const calendar = createWorkCalendar(directory.settings);
  let marked = 0;
  let made = 0;
  const mark =
    (list: Mark[], command: CommandType, variant: string, by: Actor) => (field: string, length?: 'short') => {
      marked += 1;
      const words = `${length === 'short' ? '' : prefix}${wordsOf(marked, length)}`;
      list.push({ command, variant, field, words, by });
      return words;
    };
  const ask = (node: Node | null, sample: Sample, now: Ms) =>
    decide(node?.subject ?? null, sample.command, {
      actor: sample.by,
      now,
      directory,
      calendar,
      nextSerial: 1,
      mergeTarget:
        sample.command.type === 'merge' ? { ...someTarget(sample.command.into), district: directory.district } : null,
    });

  const open = (): Node => {
    made += 1;
    const id = caseId(`case-${group}-${made}`);
    const marks: Mark[] = [];
    const by: Actor = { kind: 'enterprise' };
    const put = mark(marks, 'submit', '', by);
    const command: Command = {
      type: 'submit',
      id,
      source: 'form',
      appeal: { ...appeal, text: put('appeal.text'), wish: put('appeal.wish'), urgency: put('appeal.urgency') },
      notes: { isUrgent: true, ...options.notes },
      receiptHash: receiptOf(group, made),
      visitKey: `visit-${group}-${made}`,
      noticeVersion: '2026-01',
    };
    const decision = ask(null, { by, command }, startsAt);
    if (decision.kind === 'refused') throw new Error(`nobody may file: ${JSON.stringify(decision.reason)}`);
    const step: Step = { at: startsAt, actor: by, command, name: 'submit', from: 'none', marks };
    return { id, steps: [step], subject: decision.next, now: startsAt };
  };
  /** The same way once more as a case of its own, so that each walk ends where it was meant to. */
  const again = (node: Node): Node => {
    made += 1;
    const id = caseId(`case-${group}-${made}`);
    const steps = node.steps.map((step) =>
      step.command.type === 'submit'
        ? {
            ...step,
            command: { ...step.command, id, receiptHash: receiptOf(group, made), visitKey: `visit-${group}-${made}` },
          }
        : step,
    );
    return { ...node, id, steps, subject: { ...node.subject, id } };
  };

  const first = open();
  const walks: Walk[] = [{ ...first }];
  const seen = new Set<string>([standingOf(first.subject)]);
  const accepted = new Set<string>();
  const reached = new Set<string>();
  const queue: Node[] = [first];
  let inVain = 0;
  for (let turn = 0; turn < queue.length && inVain < MOST_IN_VAIN; turn += 1) {
    const node = queue[turn] ?? first;
    inVain += 1;
    for (const type of Object.keys(SAMPLES).filter((key): key is CommandType => Object.hasOwn(SAMPLES, key))) {
      if (!isPossible(type, node.subject)) continue;
      for (const { variant, index } of variantsOf(type, node, cast)) {
        const name = variant === '' ? type : `${type} (${variant})`;
        const marks: Mark[] = [];
        const sample = sampleAt(type, index, (by) => mark(marks, type, variant, by), node, cast);
        if (!sample) continue;
        const now = node.now + MINUTE_MS + (sample.afterDays ?? 0) * DAY_MS;
        const decision = ask(node, sample, now);
        options.onDecision?.({ subject: node.subject, sample, decision });
        if (decision.kind === 'refused') continue;
        const before = node.subject.state;
        const subject = decision.events.reduce<Case>(applyEvent, node.subject);
        const step: Step = { at: now, actor: sample.by, command: sample.command, name, from: before, marks };
        const next = { ...node, steps: [...node.steps, step], subject, now };
        const key = `${name} in ${before}`;
        reached.add(`${type} in ${before}`);
        if (!accepted.has(key)) {
          accepted.add(key);
          inVain = 0;
          if (marks.length > 0) walks.push(again(next));
        }
        const standing = standingOf(subject);
        if (!sample.isEnd && !seen.has(standing)) {
          seen.add(standing);
          queue.push(next);
        }
      }
    }
  }
  return { walks, accepted: reached };
};

/** Whether the table of transitions knows of it at all: the rest need not be asked. */
const isPossible = (type: CommandType, { state }: Case): boolean =>
  TRANSITIONS[type].from.some((from) => from === state);

/** Of the length of a hash; nobody ever had the code. */
const receiptOf = (group: string, made: number): string =>
  `${group.length.toString(16)}${made.toString(16)}`.padStart(64, '0');

const NO_WORDS = () => '〔虚构〕';
const samplesOf = (type: CommandType, node: Node, cast: Cast, words: (field: string, length?: 'short') => string) =>
  SAMPLES[type](words, cast, node.now, node.subject);
const variantsOf = (type: CommandType, node: Node, cast: Cast) =>
  samplesOf(type, node, cast, NO_WORDS).map(({ variant = '' }, index) => ({ variant, index }));
/** Only the words of this one sample are marked. */
const sampleAt = (
  type: CommandType,
  index: number,
  marking: (by: Actor) => (field: string, length?: 'short') => string,
  node: Node,
  cast: Cast,
): Sample | undefined => {
  const plain = samplesOf(type, node, cast, NO_WORDS)[index];
  if (!plain) return undefined;
  let count = 0;
  // The samples of a command are built in one call: those of the others get words that are not kept.
  const perSample = countOfWords(type, node, cast);
  const begin = perSample.slice(0, index).reduce((sum, one) => sum + one, 0);
  const end = begin + (perSample[index] ?? 0);
  const put = marking(plain.by);
  return samplesOf(type, node, cast, (field, length) => {
    count += 1;
    return count > begin && count <= end ? put(field, length) : '〔虚构〕';
  })[index];
};
const countOfWords = (type: CommandType, node: Node, cast: Cast): readonly number[] => {
  const probe = samplesOf(type, node, cast, () => '§');
  return probe.map(({ command }) => (JSON.stringify(command).match(/§/gu) ?? []).length);
};

/** What makes one moment of a case differ from another as far as words go; what is over and done tells no two apart. */
const standingOf = (subject: Case): string => {
  const round = subject.rounds.at(-1);
  const isHandled = subject.state === 'handling';
  return JSON.stringify([
    subject.state,
    subject.rounds.length,
    subject.pause?.returnTo,
    subject.awaiting && [subject.awaiting.hold !== null, subject.awaiting.draft !== null],
    subject.notes.proposal.leadUnitId !== null,
    subject.consultations.at(-1)?.answer === null,
    subject.withdrawal?.outcome === 'pending',
    subject.state === 'handling' && subject.listed !== null,
    subject.state === 'merged' && subject.sharedAnswers.map(({ rating }) => rating !== null),
    subject.rounds.some(({ contest }) => contest !== null && contest.decision === null),
    round && [
      round.instruction?.transcript && round.instruction.transcript.checked !== null,
      subject.state === 'assigned' &&
        round.units.map(({ unitId, acknowledged }) => [acknowledged !== null, objectionOf(round, unitId)]),
      isHandled && round.extensions.map(({ decision }) => decision !== null).slice(-1),
      isHandled && round.milestones.slice(0, 1).map(({ reached }) => reached !== null),
      round.results.at(-1)?.outcome === 'planned' && [(round.planCheck?.verdict ?? null) !== null],
      round.rating && round.rating.grade > 2,
      round.judgement?.decision,
      Math.min(round.callAttempts.length, 2),
      round.contest && [round.contest.decision !== null],
    ],
  ]);
};
