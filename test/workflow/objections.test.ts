/** 异议: every one is kept with both texts, each reader is told of the one that concerns him, and the ruling is nobody else's doing. */
import { describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notices.ts';
import { publicTimeline } from '../../src/pages/public-timeline.ts';
import { caseJson } from '../../src/store/case-json.ts';
import { type Case, currentRound, type Round, responsibleUnits } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { contributionDue } from '../../src/workflow/deadlines.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, unitId } from '../../src/workflow/ids.ts';
import { assignedAt } from '../../src/workflow/objections.ts';
import { remindedThisAfternoon, remindedToday } from '../../src/workflow/reminders.ts';
import {
  ACTORS,
  asProposed,
  beijing,
  exampleDirectory,
  type Played,
  playTo,
  someNotes,
  UNITS,
} from '../support/given.ts';

const { staff, staffHead, jia, bing, housing, housingHead, finance, financeHead, safety } = ACTORS;
const at = (date: string) => beijing(`${date} 10:00`);
const day = beijingDate;
const objects = (reason: string, suggestedUnitId: (typeof UNITS)['safety'] | null = null): Command => ({
  type: 'object',
  reason,
  suggestedUnitId,
});
const upheld = (newUnitId: (typeof UNITS)['safety'], words = '按职责清单'): Command => ({
  type: 'decideObjection',
  isUpheld: true,
  newUnitId,
  words,
});
const rejected: Command = { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '属你单位职责' };
const roundOf = (subject: Case) => {
  const round = currentRound(subject);
  if (!round) throw new Error('no round');
  return round;
};
/** What each person reads, as it would be delivered after everything that came later. */
const read = ({ effects }: Played, later: Case, directory = playTo('assigned').directory) =>
  effects.flatMap((effect: Effect) =>
    effect.type === 'notify' && effect.notice === 'objectionDecided'
      ? [{ to: effect.to, text: noticeText(effect.notice, later, directory, { about: effect.about ?? null }) }]
      : [],
  );

describe('a ruling on an objection', () => {
  it('keeps both texts also when the unit is gone from the round', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('验收由应急负责', UNITS.safety));
    play.ask(staff, upheld(UNITS.safety));
    const { objections, units } = roundOf(play.subject());
    expect(units.map(({ unitId }) => unitId)).toEqual([UNITS.safety, UNITS.finance]);
    expect(objections).toMatchObject([
      {
        unitId: UNITS.housing,
        reason: '验收由应急负责',
        by: { name: '住建承办人' },
        decision: { isUpheld: true, words: '按职责清单', newUnitId: UNITS.safety, by: { name: '工商联工作人员' } },
      },
    ]);
  });

  it('needs words whichever way it goes', () => {
    for (const command of [upheld(UNITS.safety, ' '), { ...rejected, words: '' } as Command]) {
      const play = playTo('assigned');
      play.ask(housing, objects('不属本单位'));
      expect(play.tryOut(staff, command)).toEqual({
        kind: 'refused',
        reason: { kind: 'fieldsMissing', missing: ['确定意见'] },
      });
    }
  });

  it('is told to the objector, the new unit, the signer and the lead leader, in words', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('验收由应急负责', UNITS.safety));
    const told = read(play.ask(staff, upheld(UNITS.safety)), play.subject());
    expect(told.map(({ to }) => to)).toEqual([housingHead, housing, safety, jia, bing].map(({ openId }) => openId));
    for (const { text } of told)
      expect(text).toContain('住建的异议（验收由应急负责）成立，改由应急办理。确定意见：按职责清单。');
  });

  it('is told to each of its own, though another was decided in between', () => {
    const play = playTo('assigned');
    play.ask(finance, objects('没有专项资金'));
    play.ask(housing, objects('验收由应急负责', UNITS.safety));
    const ofFinance = play.ask(staff, rejected);
    const ofHousing = play.ask(staff, upheld(UNITS.safety));
    for (const { text } of read(ofFinance, play.subject()))
      expect(text).toContain('财政的异议（没有专项资金）不成立，请财政签收办理。确定意见：属你单位职责。');
    for (const { text } of read(ofHousing, play.subject())) expect(text).toContain('住建的异议（验收由应急负责）成立');
    expect(read(ofHousing, play.subject()).map(({ to }) => to)).not.toContain(financeHead.openId);
  });

  it('does not name a confidential enterprise to units', () => {
    const play = playTo('assigned', { notes: { isConfidential: true } });
    play.ask(housing, objects('〔虚构〕溪乐预制构件有限公司不在本单位名册', UNITS.safety));
    const told = read(play.ask(staff, upheld(UNITS.safety)), play.subject());
    for (const { text } of told) expect(text).not.toContain('溪乐');
  });

  it('is no progress of the new unit', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位', UNITS.safety));
    play.ask(staff, upheld(UNITS.safety));
    expect(roundOf(play.subject()).progress).toMatchObject([
      { unitId: null, by: { name: '工商联工作人员' }, text: '异议成立并改办。确定意见：按职责清单' },
    ]);
  });

  it('gives the new lead unit the whole limit from its own day, said on the public page', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位', UNITS.safety), at('2026-03-03'));
    play.ask(staff, upheld(UNITS.safety), at('2026-03-05'));
    expect(roundOf(play.subject())).toMatchObject({
      due: { date: '2026-03-26', startedOn: '2026-03-05', workdays: 15 },
      dueMoves: [{ from: '2026-03-23', to: '2026-03-26', why: 'ruling' }],
    });
    const lines = publicTimeline(play.events(), { directory: play.directory, isConfidential: false });
    expect(lines.at(-1)?.text).toBe('责任单位调整为应急，2026年3月26日前办结。');
  });

  it('gives a new supporting unit its own half, and leaves the lead unit its limit', () => {
    const play = playTo('assigned');
    play.ask(finance, objects('不属本单位', UNITS.safety), at('2026-03-03'));
    play.ask(staff, upheld(UNITS.safety), at('2026-03-05'));
    const round = roundOf(play.subject());
    expect(round.due?.date).toBe('2026-03-23');
    expect(contributionDue(round, UNITS.safety, play.calendar)).toBe('2026-03-17');
  });

  it('leaves a date that the leader named', () => {
    const play = playTo('awaiting_instruction');
    const signing = { words: '限期办结', leadLeaderId: null, leadUnitId: null, supportingUnitIds: null };
    play.ask(jia, { type: 'instruct', signing: { ...signing, limit: { date: day('2026-04-30') } } });
    play.ask(housing, objects('不属本单位', UNITS.safety));
    play.ask(staff, upheld(UNITS.safety), at('2026-03-05'));
    expect(roundOf(play.subject()).due?.date).toBe('2026-04-30');
  });

  it('says who is responsible from then on', () => {
    const play = playTo('assigned');
    expect(responsibleUnits(play.subject())).toEqual({ lead: UNITS.housing, supporting: [UNITS.finance] });
    play.ask(housing, objects('不属本单位', UNITS.safety));
    play.ask(staff, upheld(UNITS.safety));
    expect(responsibleUnits(play.subject())).toEqual({ lead: UNITS.safety, supporting: [UNITS.finance] });
  });
});

describe('a second objection', () => {
  it('of the same unit is refused in the round, also after the case came back to it', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位', UNITS.safety));
    play.ask(staff, upheld(UNITS.safety));
    play.ask(safety, objects('仍属住建'));
    play.ask(staff, upheld(UNITS.housing));
    expect(play.tryOut(housing, objects('还是不属本单位'))).toEqual({
      kind: 'refused',
      reason: { kind: 'objectedBefore' },
    });
    expect(play.tryOut(housing, { type: 'acknowledge' }).kind).toBe('accepted');
    expect(roundOf(play.subject()).objections).toHaveLength(2);
  });

  it('is open to it again in the next round', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位'));
    play.ask(staff, rejected);
    play.ask(housing, { type: 'acknowledge' });
    play.ask(finance, { type: 'acknowledge' });
    const again = playTo('closed');
    again.ask(jia, {
      type: 'instructAgain',
      signing: { words: '再办', leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null },
    });
    expect(again.tryOut(housing, objects('不属本单位')).kind).toBe('accepted');
  });
});

describe('an objection that nobody decided', () => {
  const play = playTo('assigned');
  play.ask(housing, objects('不属本单位'), at('2026-03-02'));
  const told = (date: string) => remindedToday(play.subject(), play.directory, day(date), play.calendar);
  const afternoon = (date: string) => remindedThisAfternoon(play.subject(), play.directory, day(date));

  it('is spoken of to staff the same afternoon, and every workday from the next morning on', () => {
    expect(afternoon('2026-03-02')).toEqual([
      { notice: 'objectionUndecided', to: staffHead.openId },
      { notice: 'objectionUndecided', to: staff.openId },
    ]);
    expect(told('2026-03-02')).toEqual([]);
    for (const date of ['2026-03-03', '2026-03-04', '2026-03-31']) expect(told(date)).toContain(staff.openId);
  });

  it('is spoken of by the oldest that waits, and by none once the case was withdrawn', () => {
    const two = playTo('assigned');
    two.ask(housing, objects('不属本单位'), at('2026-03-02'));
    two.ask(finance, objects('不属本单位'), at('2026-03-03'));
    const notices = (subject: ReturnType<typeof two.subject>) =>
      remindedThisAfternoon(subject, two.directory, day('2026-03-03')).map(({ notice }) => notice);
    expect(notices(two.subject())).toEqual(['objectionOverdue', 'objectionUndecided']);
    expect(notices({ ...two.subject(), state: 'withdrawn' })).toEqual([]);
    expect(notices(playTo('ready').subject())).toEqual([]);
  });

  it('is brought to the heads of 工商联 as not decided in time, from the second day on', () => {
    expect(afternoon('2026-03-03')).toEqual([
      { notice: 'objectionOverdue', to: staffHead.openId },
      { notice: 'objectionUndecided', to: staff.openId },
    ]);
    const text = noticeText('objectionOverdue', play.subject(), play.directory);
    expect(text).toContain('住建的异议当日未确定，请工商联负责人督促今日下班前确定办理单位。');
  });

  it('a second time is refused as that to whoever also belongs to a unit that has taken its part up', () => {
    const { units } = exampleDirectory();
    const directory = exampleDirectory({
      units: units.map((unit) =>
        unit.id === UNITS.housing ? { ...unit, officerOpenIds: [...unit.officerOpenIds, finance.openId] } : unit,
      ),
    });
    const two = playTo('assigned', { directory });
    two.ask(financeHead, { type: 'object', reason: '无此职责', suggestedUnitId: null });
    two.ask(staff, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '属本单位职责' });
    two.ask(housing, { type: 'acknowledge' });
    const again = two.tryOut(finance, { type: 'object', reason: '确无此职责', suggestedUnitId: null });
    expect(again).toMatchObject({ kind: 'refused', reason: { kind: 'objectedBefore' } });
  });

  it('cannot be decided while the enterprise is asked, so that nobody is asked to decide it today', () => {
    const asking = playTo('assigned');
    asking.ask(housing, { type: 'object', reason: '不属本单位职责', suggestedUnitId: null });
    asking.ask(staff, { type: 'askEnterprise', question: '请补用地批文' });
    expect(noticeText('objectionUndecided', asking.subject(), asking.directory)).toContain(
      '住建的异议尚未确定；现正待企业补充，请在企业补充后当日确定办理单位。',
    );
  });

  it('is spoken of no more once it is decided', () => {
    play.ask(staff, rejected, at('2026-03-05'));
    expect(afternoon('2026-03-05')).toEqual([]);
    expect(told('2026-03-06')).toEqual([]);
  });
});

describe('a case stored before objections were kept by the round', () => {
  it('brings those that stand at its parts', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位'));
    const { rounds, ...rest } = play.subject();
    const stored = {
      ...rest,
      rounds: rounds.map(({ objections, returns, dueMoves, earlierRatings, ...round }) => ({
        ...round,
        units: round.units.map((part) => {
          const { unitId, ...objection } = objections.find((each) => each.unitId === part.unitId) ?? { unitId: null };
          return { ...part, objection: unitId === null ? null : objection };
        }),
      })),
    };
    expect(caseJson.parse(JSON.parse(JSON.stringify(stored)))).toEqual(play.subject());
  });
});

describe('when a unit got its part', () => {
  const signed = roundOf(playTo('assigned').subject());
  const signedAt = signed.instruction?.signedAt ?? 0;
  const line = (unitId: (typeof UNITS)['safety'], moment: number): Round['progress'][number] => ({
    at: moment,
    by: { openId: null, name: '住建' },
    unitId,
    text: '已分派',
    files: [],
  });
  const ruled = (unitId: (typeof UNITS)['safety'], newUnitId: (typeof UNITS)['safety'] | null, moment: number) => ({
    unitId,
    by: { openId: null, name: '住建' },
    at: moment - 1,
    reason: '',
    suggestedUnitId: null,
    decision: {
      at: moment,
      by: { openId: null, name: '工商联' },
      isUpheld: newUnitId !== null,
      newUnitId,
      words: '按职责',
    },
  });
  const { housing: lead, finance: other, safety: third } = UNITS;

  it('is by the sheet, of units that it names', () => {
    expect([lead, other].map((unit) => assignedAt(signed, unit))).toEqual([signedAt, signedAt]);
    expect(assignedAt({ ...signed, progress: [line(lead, 7)] }, lead)).toBe(signedAt);
  });
  it('is by the first ruling that gave it one', () => {
    const objections = [ruled(other, third, 50), ruled(lead, third, 60)];
    expect(assignedAt({ ...signed, objections }, third)).toBe(50);
    expect(assignedAt({ ...signed, objections: [ruled(other, lead, 50)] }, lead), 'it had one already').toBe(signedAt);
    expect(assignedAt({ ...signed, objections: [ruled(other, null, 50)] }, third)).toBe(signedAt);
    expect(assignedAt({ ...signed, objections: [ruled(other, UNITS.federation, 50)] }, third)).toBe(signedAt);
  });
  it('is by the ruling that gave it back, once it was rid of it', () => {
    const objections = [ruled(lead, third, 50), ruled(third, lead, 60)];
    expect(assignedAt({ ...signed, objections }, lead)).toBe(60);
  });
  it('is by its first line where no ruling is known, else by the sheet', () => {
    const progress = [line(lead, 5), line(third, 7), line(third, 9)];
    expect(assignedAt({ ...signed, progress }, third)).toBe(7);
    expect(assignedAt(signed, third)).toBe(signedAt);
    expect(assignedAt({ ...signed, instruction: null }, third)).toBe(0);
    expect(assignedAt({ ...signed, instruction: null, progress }, lead)).toBe(5);
  });
});

describe('the units of a sheet', () => {
  const consulted = () => {
    const play = playTo('vetting');
    play.ask(staff, { type: 'consult', unitIds: [UNITS.safety], question: '还缺什么' });
    play.ask(staff, { type: 'amend', change: { notes: someNotes() } });
    for (const type of ['completeVetting', 'requestInstruction'] as const) play.ask(staff, { type });
    play.ask(jia, { type: 'instruct', signing: asProposed });
    return play;
  };
  it('are not those that were only consulted', () => {
    const refused = { kind: 'refused', reason: { kind: 'notYourRole' } };
    const play = consulted();
    for (const command of [{ type: 'acknowledge' }, objects('不属本单位')] as const)
      expect(play.tryOut(safety, command)).toEqual(refused);
    for (const who of [housing, finance]) play.ask(who, { type: 'acknowledge' });
    for (const command of [
      { type: 'contribute', text: '已列支' },
      { type: 'reportProgress', text: '已踏勘' },
      { type: 'contactEnterprise', note: '' },
      { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲' } },
    ] as const)
      expect(play.tryOut(safety, command)).toEqual(refused);
  });
  it('acknowledge one after another, where one person is of both', () => {
    const usual = exampleDirectory();
    const units = usual.units.map((unit) =>
      unit.id === UNITS.finance ? { ...unit, officerOpenIds: [housing.openId] } : unit,
    );
    const play = playTo('assigned', { directory: { ...usual, units } });
    const acknowledged = () => play.ask(housing, { type: 'acknowledge' }).events;
    expect(acknowledged()).toMatchObject([{ type: 'unitAcknowledged', unitId: UNITS.housing, isLast: false }]);
    expect(acknowledged()).toMatchObject([{ type: 'unitAcknowledged', unitId: UNITS.finance, isLast: true }]);
  });
  it('suggest another unit that is there', () => {
    const suggested = (unit: (typeof UNITS)['safety']) =>
      playTo('assigned').tryOut(housing, objects('不属本单位', unit));
    for (const unit of [UNITS.housing, unitId('rec_unit_nowhere')])
      expect(suggested(unit)).toEqual({ kind: 'refused', reason: { kind: 'unknownUnit' } });
    expect(suggested(UNITS.safety)).toMatchObject({ kind: 'accepted' });
  });
});

describe('a ruling that gives the part to another', () => {
  it('needs an objection, and another unit that is there', () => {
    const play = playTo('assigned');
    expect(play.tryOut(staff, rejected)).toEqual({ kind: 'refused', reason: { kind: 'noObjection' } });
    play.ask(housing, objects('不属本单位'));
    for (const unit of [UNITS.housing, unitId('rec_unit_nowhere')])
      expect(play.tryOut(staff, upheld(unit))).toEqual({ kind: 'refused', reason: { kind: 'unknownUnit' } });
  });
  it('gives it to no unit that nobody speaks for, and says which', () => {
    const play = playTo('assigned');
    play.ask(housing, objects('不属本单位', UNITS.deserted));
    expect(play.tryOut(staff, upheld(UNITS.deserted))).toEqual({
      kind: 'refused',
      reason: { kind: 'nobodyInUnit', name: '街道' },
    });
    expect(play.tryOut(staff, upheld(UNITS.safety))).toMatchObject({ kind: 'accepted' });
  });
});
