/** 合并: into what a case may go, and what becomes of both, in whatever order their steps come. */
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../src/workflow/apply.ts';
import type { Case } from '../../src/workflow/case.ts';
import { caseName } from '../../src/workflow/case-name.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Decision } from '../../src/workflow/decision.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { caseId, districtId } from '../../src/workflow/ids.ts';
import {
  answersHere,
  isSameEnterprise,
  isShared,
  isSharedRatedBadly,
  mergerStep,
  mergersDue,
} from '../../src/workflow/mergers.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, asProposed, exampleDirectory, givenCase, START, someResult } from '../support/given.ts';

const directory = exampleDirectory();
const calendar = createWorkCalendar(directory.settings);
const OTHER_FIRM = { enterpriseName: '〔虚构〕另一家有限公司', creditCode: '', contactName: '企业代表02', phone: '' };
const MERGED = caseId('case-merged');
const TARGET = caseId('case-target');

const named = (id: Case['id'], subject: Case): Case => ({ ...subject, id });
let now = START + 86_400_000;
const ask = (
  subject: Case,
  actor: (typeof ACTORS)[keyof typeof ACTORS],
  command: Command,
  mergeTarget: Case | null = null,
): Decision => {
  now += 60_000;
  return decide(subject, command, { actor, now, directory, calendar, nextSerial: 1, mergeTarget });
};
const resulting = (subject: Case, decision: Decision): Case => {
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.reason));
  return decision.events.reduce<Case>((before, event) => applyEvent(before, event), subject);
};
const effectsOf = (decision: Decision): readonly Effect[] => (decision.kind === 'accepted' ? decision.effects : []);

const mergedInto = (subject: Case, target: Case, reason = '与该企业的事项相同'): Case =>
  resulting(subject, ask(subject, ACTORS.staff, { type: 'merge', into: target.id, reason }, target));
/** Every step that the two still ask of each other. */
const settled = (merged: Case, target: Case): readonly [Case, Case] => {
  let pair: readonly [Case, Case] = [merged, target];
  for (let step = 0; step < 9; step += 1) {
    const next = mergerStep(...pair);
    if (!next) return pair;
    const [one, other] = pair;
    pair =
      next.of === one.id
        ? [resulting(one, ask(one, ACTORS.clock, next.command)), other]
        : [one, resulting(other, ask(other, ACTORS.clock, next.command))];
  }
  throw new Error('never comes to rest');
};

const child = named(MERGED, givenCase('vetting', { appeal: OTHER_FIRM }));
const refusalOf = (target: Case | null): unknown => {
  const decision = ask(child, ACTORS.staff, { type: 'merge', into: target?.id ?? TARGET, reason: '相同' }, target);
  return decision.kind === 'refused' ? decision.reason : null;
};

describe('the case to go into', () => {
  it.each(['declined', 'redirected', 'withdrawn', 'closed'] as const)('is open: not one that is %s', (state) => {
    expect(refusalOf(named(TARGET, givenCase(state)))).toMatchObject({ kind: 'mergeTarget', why: 'ended', state });
  });
  it('was not merged itself; the refusal says where it went', () => {
    expect(refusalOf(named(TARGET, givenCase('merged')))).toMatchObject({
      why: 'ended',
      state: 'merged',
      into: 'case-given-2',
    });
  });
  it('is there', () => {
    expect(refusalOf(null)).toMatchObject({ why: 'unknown' });
  });
  it('may be one that waits for its rating: its answer is shared at once', () => {
    const target = named(TARGET, givenCase('awaiting_rating'));
    const [merged] = settled(mergedInto(child, target), target);
    expect(merged.sharedAnswers).toMatchObject([{ from: TARGET, round: 1, publicReply: '联合验收已完成。' }]);
  });
});

describe('after the merger', () => {
  const open = named(TARGET, givenCase('handling'));

  it('the target takes it in once, and its lead unit is told', () => {
    const merged = mergedInto(child, open);
    const step = mergerStep(merged, open);
    expect(step).toMatchObject({ of: TARGET, command: { type: 'takeIn' } });
    if (!step) return;
    const first = ask(open, ACTORS.clock, step.command);
    expect(effectsOf(first)).toContainEqual({ type: 'notify', notice: 'caseTookIn', to: ACTORS.housing.openId });
    const taken = resulting(open, first);
    expect(taken.tookIn).toMatchObject([
      { caseId: MERGED, enterpriseName: OTHER_FIRM.enterpriseName, category: '审批验收办证' },
    ]);
    expect(ask(taken, ACTORS.clock, step.command)).toMatchObject({ kind: 'refused', reason: { kind: 'alreadyDone' } });
    expect(mergerStep(merged, taken)).toBeNull();
  });

  it.each(['declined', 'redirected', 'withdrawn', 'merged'] as const)(
    'a target that is %s gives it back to staff, before and after it took it in',
    (state) => {
      const merged = mergedInto(child, open);
      const ended = named(TARGET, givenCase(state));
      for (const target of [ended, { ...ended, tookIn: settled(merged, open)[1].tookIn }]) {
        const step = mergerStep(merged, target);
        expect(step).toMatchObject({ of: MERGED, command: { type: 'giveBack', why: state } });
        if (!step) return;
        const given = ask(merged, ACTORS.clock, step.command);
        expect(effectsOf(given)).toContainEqual({ type: 'notify', notice: 'caseGivenBack', to: ACTORS.staff.openId });
        expect(resulting(merged, given)).toMatchObject({
          state: 'vetting',
          exit: null,
          givenBack: { from: TARGET, why: state },
        });
      }
    },
  );

  it('A into B and B into A at once leaves one of them open, or both, and none lost', () => {
    const [a, b] = [named(MERGED, givenCase('vetting')), named(TARGET, givenCase('vetting'))];
    const [mergedA, mergedB] = [mergedInto(a, b), mergedInto(b, a)];
    const [backA, stillB] = settled(mergedA, mergedB);
    expect([backA.state, stillB.state]).toEqual(['vetting', 'merged']);
    const [restB, restA] = settled(stillB, backA);
    expect([restA.state, restB.state]).toEqual(['vetting', 'merged']);
    expect(restA.tookIn.map(({ caseId: id }) => id)).toEqual([TARGET]);
  });

  it('the answer of the target reaches it once for each time it is given, and the end of the target changes nothing then', () => {
    const [merged, taken] = settled(mergedInto(child, open), open);
    const reported = resulting(taken, ask(taken, ACTORS.housing, someResult));
    const review = ask(reported, ACTORS.staff, { type: 'review', publicReply: '已办妥，可到窗口领证。' });
    expect(effectsOf(review)).toContainEqual({ type: 'settleMerger', merged: MERGED });
    const [told, answered] = settled(merged, resulting(reported, review));
    expect(told.sharedAnswers).toMatchObject([
      { outcome: 'resolved', publicReply: '已办妥，可到窗口领证。', rating: null },
    ]);
    expect(settled(told, { ...answered, state: 'closed' })[0]).toBe(told);

    const redone = {
      ...answered,
      rounds: answered.rounds.map((round) => ({
        ...round,
        review: round.review && { ...round.review, at: round.review.at + 1 },
      })),
    };
    expect(settled(told, redone)[0].sharedAnswers).toHaveLength(2);
  });

  it('its own enterprise rates the answer: a bad grade is told to staff and moves nothing', () => {
    const target = named(TARGET, givenCase('awaiting_rating'));
    const [merged] = settled(mergedInto(child, target), target);
    const rated = ask(merged, ACTORS.enterprise, { type: 'rateShared', grade: 1, words: '没有人联系过我们' });
    expect(effectsOf(rated)).toContainEqual({ type: 'notify', notice: 'sharedRatedBadly', to: ACTORS.staff.openId });
    const next = resulting(merged, rated);
    expect(next).toMatchObject({ state: 'merged', sharedAnswers: [{ rating: { grade: 1, recordedBy: null } }] });
    expect(ask(next, ACTORS.enterprise, { type: 'rateShared', grade: 5, words: '' })).toMatchObject({
      reason: { kind: 'ratedBefore' },
    });
  });

  it('cannot be rated before there is an answer', () => {
    expect(ask(mergedInto(child, open), ACTORS.enterprise, { type: 'rateShared', grade: 5, words: '' })).toMatchObject({
      reason: { kind: 'noSharedAnswer' },
    });
  });
});

describe('what one enterprise reads of the other', () => {
  const answered = named(TARGET, {
    ...givenCase('awaiting_rating'),
  });
  const reply = `${answered.appeal.enterpriseName}的验收已完成。`;
  const target: Case = {
    ...answered,
    rounds: answered.rounds.map((round) => ({
      ...round,
      review: round.review && { ...round.review, publicReply: reply },
    })),
  };

  it('is no name, where they are two', () => {
    const merged = mergedInto(child, target, `与${OTHER_FIRM.enterpriseName}早前所反映的相同`);
    const [told, taken] = settled(merged, target);
    expect(told.sharedAnswers.at(-1)?.publicReply).toBe('〔另一企业〕的验收已完成。');
    expect(told.exit?.mergedWith?.isSameEnterprise).toBe(false);
    expect(taken.tookIn[0]?.reason).toBe('与〔另一企业〕早前所反映的相同');
  });
  it('is all of it, where they are one', () => {
    const own = named(MERGED, givenCase('vetting'));
    const [told] = settled(mergedInto(own, target), target);
    expect(told.sharedAnswers.at(-1)?.publicReply).toBe(reply);
    expect(told.exit?.mergedWith).toMatchObject({ isSameEnterprise: true, category: '审批验收办证' });
  });
  it.each(['child', 'target'] as const)('is no name either where the %s is confidential', (which) => {
    const secret = (subject: Case): Case => ({ ...subject, notes: { ...subject.notes, isConfidential: true } });
    const own = named(MERGED, givenCase('vetting'));
    const [one, other] = which === 'child' ? [secret(own), target] : [own, secret(target)];
    const [told, taken] = settled(mergedInto(one, other), other);
    expect(taken.tookIn[0]?.enterpriseName).toBe('');
    expect(told.sharedAnswers.at(-1)?.publicReply).not.toContain(target.appeal.enterpriseName);
  });
});

it('a target that signs, objects and reports wakes no merger; only its answer or its end does', () => {
  const taken = settled(mergedInto(child, named(TARGET, givenCase('heard'))), named(TARGET, givenCase('heard')))[1];
  const signed = ask(taken, ACTORS.jia, { type: 'instruct', signing: asProposed });
  expect(effectsOf(signed).some(({ type }) => type === 'settleMerger')).toBe(false);
});

describe('one enterprise', () => {
  const firm = (creditCode: string, enterpriseName: string): Case => ({
    ...child,
    appeal: { ...child.appeal, creditCode, enterpriseName },
  });
  const [A, B] = ['91999999MAXX00015J', '91999999MAXX00023C'];
  it.each([
    [A, '甲厂', A, '甲厂有限公司', true],
    [A, '甲厂', B, '甲厂', false],
    [A, '甲厂', '', '甲厂', true],
    ['', '甲厂', A, '甲厂', true],
    ['', '甲厂', '', '甲厂', true],
    ['', '甲厂', '', '乙厂', false],
    [A, '甲厂', '', '乙厂', false],
    ['', '', '', '', false],
  ] as const)('is known by its code, else by its name: %s %s and %s %s', (code, name, otherCode, otherName, isOne) => {
    expect(isSameEnterprise(firm(code, name), firm(otherCode, otherName))).toBe(isOne);
  });
});

describe('the step that a merger waits for', () => {
  const target = named(TARGET, givenCase('awaiting_rating'));
  const merged = mergedInto(child, target);

  it('is none of a case that was not merged', () => {
    expect(mergerStep(child, target)).toBeNull();
    expect(mergerStep(named(MERGED, givenCase('redirected')), target)).toBeNull();
  });
  it('is to give it back, without words, where the other is not there', () => {
    const command = { type: 'giveBack', from: TARGET, why: 'withdrawn', words: '' };
    expect(mergerStep(merged, null)).toEqual({ of: MERGED, command });
  });
  it('is to give it back, without words, where the other ended before it took it in, though it was answered', () => {
    const command = { type: 'giveBack', from: TARGET, why: 'withdrawn', words: '' };
    expect(mergerStep(merged, { ...target, state: 'withdrawn' })).toEqual({ of: MERGED, command });
  });
  it('is to share the answer of one that was closed, also where it never took it in', () => {
    const closed = named(TARGET, givenCase('closed'));
    expect(mergerStep(merged, closed)).toMatchObject({ of: MERGED, command: { type: 'shareAnswer' } });
  });
});

describe('an answer that is shared', () => {
  const target = named(TARGET, givenCase('awaiting_rating'));
  const [merged] = settled(mergedInto(child, target), target);
  const [answer] = merged.sharedAnswers;
  if (!answer) throw new Error('no answer');
  const rated = (grade: 1 | 2 | 3, by: 'enterprise' | 'staff' = 'enterprise') =>
    resulting(merged, ask(merged, ACTORS[by], { type: 'rateShared', grade, words: '已看到。' }));

  it('is the same only of one case, round and moment', () => {
    expect(isShared(merged, answer)).toBe(true);
    expect(isShared(merged, { ...answer, from: caseId('case-other') })).toBe(false);
    expect(isShared(merged, { ...answer, round: 2 })).toBe(false);
    expect(isShared(merged, { ...answer, reviewedAt: answer.reviewedAt + 1 })).toBe(false);
    const unshared = { ...answer, from: caseId('case-other') };
    for (const [again, taken] of [
      [answer, false],
      [unshared, false],
      [{ ...answer, round: 2 }, true],
    ] as const)
      expect(ask(merged, ACTORS.clock, { type: 'shareAnswer', answer: again })).toMatchObject(
        taken ? { kind: 'accepted' } : { reason: { kind: 'alreadyDone' } },
      );
  });
  it('is badly rated while its case is merged and the last grade is 1 or 2', () => {
    expect(isSharedRatedBadly(child)).toBe(false);
    expect(isSharedRatedBadly(mergedInto(child, target))).toBe(false);
    expect(isSharedRatedBadly(merged)).toBe(false);
    expect([rated(1), rated(2), rated(3)].map(isSharedRatedBadly)).toEqual([true, true, false]);
    expect(isSharedRatedBadly({ ...rated(1), state: 'vetting' })).toBe(false);
  });
  it('is rated on the page by its enterprise, by telephone where staff write it down', () => {
    expect(rated(3).sharedAnswers[0]?.rating).toMatchObject({
      channel: 'page',
      recordedBy: null,
      asks: null,
      added: [],
    });
    expect(rated(3, 'staff').sharedAnswers[0]?.rating).toMatchObject({
      channel: 'phone',
      recordedBy: { openId: ACTORS.staff.openId },
    });
  });
  it('is told to staff only where the enterprise is not content', () => {
    const good = ask(merged, ACTORS.enterprise, { type: 'rateShared', grade: 5, words: '' });
    expect(effectsOf(good).filter(({ type }) => type === 'notify')).toEqual([]);
  });
  it('is one of the merger in hand: answers of an earlier one are history', () => {
    const { exit } = merged;
    if (!exit) throw new Error('it was merged');
    const at = (moment: number) => ({ ...answer, at: moment });
    const sharedAnswers = [at(exit.at - 1), at(exit.at), at(exit.at + 1)];
    expect(answersHere({ ...merged, sharedAnswers }).map((one) => one.at - exit.at)).toEqual([0, 1]);
  });
  it('is that of the round that was answered, also while a new 批示 is being carried out', () => {
    const [answered] = target.rounds;
    if (!answered) throw new Error('no round');
    const again: Case = {
      ...target,
      state: 'handling',
      rounds: [answered, { ...answered, round: 2, review: null, results: [] }],
      tookIn: settled(mergedInto(child, target), target)[1].tookIn,
    };
    expect(mergerStep(mergedInto(child, target), again)).toMatchObject({
      of: MERGED,
      command: { type: 'shareAnswer', answer: { round: 1, publicReply: '联合验收已完成。' } },
    });
  });
  it('is followed by no clock that gives the case back for another than it was merged into', () => {
    const back = (from: Case['id']) =>
      ask(merged, ACTORS.clock, { type: 'giveBack', from, why: 'withdrawn', words: '' });
    expect(back(caseId('case-other'))).toMatchObject({ kind: 'refused', reason: { kind: 'alreadyDone' } });
    expect(back(TARGET)).toMatchObject({ kind: 'accepted' });
  });
  it('lets staff take the case back, with a reason, once it is badly rated', () => {
    const back = (from: Case, words: string, into = TARGET) =>
      ask(from, ACTORS.staff, { type: 'giveBack', from: into, why: null, words });
    expect(back(rated(3), '需单独办理')).toMatchObject({ reason: { kind: 'sharedNotRatedBadly' } });
    expect(back(rated(1), ' ')).toMatchObject({ reason: { kind: 'reasonMissing' } });
    expect(back(rated(1), '字'.repeat(2_001))).toMatchObject({ reason: { field: '恢复单独办理的理由' } });
    expect(back(rated(1), '需单独办理', caseId('case-other'))).toMatchObject({ reason: { kind: 'alreadyDone' } });
    expect(back(rated(1), '需单独办理')).toMatchObject({ kind: 'accepted', next: { state: 'vetting', exit: null } });
    const long = ask(merged, ACTORS.enterprise, { type: 'rateShared', grade: 1, words: '字'.repeat(2_001) });
    expect(long).toMatchObject({ reason: { kind: 'textTooLong', field: '评价意见' } });
  });
});

describe('what wakes a merger', () => {
  const open = named(TARGET, givenCase('handling'));
  const merged = mergedInto(child, open);
  const taken = settled(merged, open)[1];
  const look = { type: 'settleMerger', merged: MERGED };

  it('is the merger itself, once', () => {
    expect(mergersDue(child, merged)).toEqual([look]);
    expect(mergersDue(null, merged)).toEqual([look]);
    expect(mergersDue(merged, merged)).toEqual([]);
    expect(mergersDue(child, child)).toEqual([]);
  });
  it('is the end or the answer of the case it went into, for each that went into it', () => {
    const other = { ...taken, tookIn: taken.tookIn.flatMap((one) => [one, { ...one, caseId: caseId('case-other') }]) };
    expect(mergersDue(other, { ...other, state: 'withdrawn' })).toEqual([
      look,
      { type: 'settleMerger', merged: 'case-other' },
    ]);
    expect(mergersDue(taken, { ...taken, light: 'red' })).toEqual([]);
    expect(mergersDue(null, taken)).toEqual([look]);
  });
  it('takes in a second case beside the first, and none twice', () => {
    const [one] = taken.tookIn;
    if (!one) throw new Error('took none in');
    const second = { ...one, caseId: caseId('case-other') };
    expect(ask(taken, ACTORS.clock, { type: 'takeIn', merged: second })).toMatchObject({ kind: 'accepted' });
    expect(mergerStep(named(caseId('case-other'), merged), taken)).toMatchObject({
      of: TARGET,
      command: { type: 'takeIn' },
    });
  });
  it('goes into no case of another district, and into none but the one that was named', () => {
    const into = (target: Case) => ask(child, ACTORS.staff, { type: 'merge', into: TARGET, reason: '相同' }, target);
    expect(into({ ...open, district: districtId('elsewhere') })).toMatchObject({
      reason: { why: 'unknown', name: '' },
    });
    expect(into(named(caseId('case-other'), open))).toMatchObject({ reason: { why: 'unknown' } });
    expect(into(open)).toMatchObject({ kind: 'accepted' });
    expect(into(named(TARGET, givenCase('withdrawn')))).toMatchObject({
      reason: { why: 'ended', name: caseName(open, 'staff'), state: 'withdrawn', into: null },
    });
  });
});
