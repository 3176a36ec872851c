// Every card in every state: taken by Feishu, its buttons understood, its final form without any.
import { describe, expect, it } from 'vitest';
import { parseAsk } from '../../cards/ask.ts';
import { drawCard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import { type Case, FINAL_STATES, STATES } from '../../src/workflow/case.ts';
import { CARD_KINDS, type CardKind } from '../../src/workflow/effects.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { caseByState, directory, FILES_URL, holdersOf, people, specialCases, tiesByCase } from './examples.ts';

const cases: Readonly<Record<string, Case>> = { ...caseByState, ...specialCases };
const rows = Object.entries(cases).flatMap(([name, subject]) =>
  CARD_KINDS.flatMap((kind) =>
    holdersOf[kind].flatMap((viewer) =>
      Array.from({ length: subject.rounds.length + 1 }, (_, index) => ({
        name,
        subject,
        kind,
        viewer,
        round: kind === 'consultation' ? 0 : index + 1,
      })),
    ),
  ),
);
const draw = (kind: CardKind, subject: Case, round: number, viewer: OpenId) =>
  drawCard(kind, { subject, directory, round, viewer, ties: tiesByCase[subject.id] ?? NO_TIES, filesUrl: FILES_URL });
const wordsOn = (kind: CardKind, subject: Case, round: number, viewer: OpenId): string =>
  renderCardText(draw(kind, subject, round, viewer)).texts.join('\n');
const labels = (kind: CardKind, subject: Case, round: number, viewer: OpenId): readonly string[] =>
  renderCardText(draw(kind, subject, round, viewer)).buttons.map(({ text }) => text);

describe('every card in every state', () => {
  it.each(rows)(
    '$kind of round $round in $name for $viewer is one Feishu takes',
    ({ kind, subject, round, viewer }) => {
      const card = draw(kind, subject, round, viewer);
      if (!card) return;
      expect(checkCard(card)).toEqual([]);
      expect(card.config).toMatchObject({ update_multi: true, enable_forward: false });
      const { buttons, links, mentions, images } = renderCardText(card);
      expect([links, mentions, images]).toEqual([[], [], []]);
      for (const { value, name, url } of buttons) {
        // The one button that leads out of the card calls nothing back.
        if (url === FILES_URL && value === undefined) continue;
        if (parseAsk({ value, name })) continue;
        const click = parseClick({ value, form: {}, name });
        expect(click).toMatchObject({ caseId: subject.id, card: kind, round, step: subject.state });
        expect(parseClick({ value: undefined, form: {}, name })).toEqual(click);
      }
    },
  );

  it.each(
    rows.filter(
      ({ subject, round }) => FINAL_STATES.some((state) => state === subject.state) || round < subject.rounds.length,
    ),
  )(
    '$kind of round $round in $name has nothing to press once it is over, but for a new 批示',
    ({ kind, subject, round, viewer }) => {
      // 计划核实 begins when the case may have ended long ago; of an earlier round it is over like everything else.
      if (kind === 'plan' && round === subject.rounds.length) return;
      if (kind === 'consultation' && !FINAL_STATES.some((state) => state === subject.state)) return;
      const { buttons, fields } = renderCardText(draw(kind, subject, round, viewer));
      const pressed = buttons.map(({ value, name }) => parseClick({ value, form: {}, name })?.act);
      const mayReopen = kind === 'resolution' && subject.state === 'closed' && round === subject.rounds.length;
      expect(pressed).toEqual(mayReopen ? ['reopen'] : []);
      if (!mayReopen) expect(fields).toEqual([]);
    },
  );

  it('says the state in words beside the colour', () => {
    for (const { kind, subject, round, viewer } of rows) {
      const card = draw(kind, subject, round, viewer);
      if (card && kind !== 'consultation' && round >= subject.rounds.length) {
        const isVoid = subject.rounds[round - 1]?.voided ?? null;
        expect(renderCardText(card).texts).toContain(isVoid ? '已作废' : STATES[subject.state]);
      }
    }
  });

  const pictures: readonly (readonly [string, CardKind, Case, number, OpenId])[] = [
    ...Object.entries(cases).flatMap(([name, subject]) => [
      [
        `${name} instruction`,
        'instruction',
        subject,
        Math.max(1, subject.rounds.length + (subject.state === 'awaiting_instruction' ? 1 : 0)),
        people.secretaryA,
      ] as const,
      [`${name} assignment`, 'assignment', subject, subject.rounds.length, people.housingHead] as const,
      [`${name} consultation`, 'consultation', subject, 0, people.planningHead] as const,
      [`${name} reconsideration`, 'reconsideration', subject, subject.rounds.length, people.deputyC] as const,
      [`${name} resolution`, 'resolution', subject, subject.rounds.length, people.secretaryA] as const,
      [`${name} review`, 'review', subject, subject.rounds.length, people.staff] as const,
      [`${name} supervision`, 'supervision', subject, subject.rounds.length, people.secretaryA] as const,
      [`${name} plan`, 'plan', subject, subject.rounds.length, people.secretaryA] as const,
      [`${name} plan to staff`, 'plan', subject, subject.rounds.length, people.staff] as const,
      [`${name} plan to the unit`, 'plan', subject, subject.rounds.length, people.housingHead] as const,
    ]),
  ];
  it.each(pictures.filter(([, kind, subject, round, viewer]) => draw(kind, subject, round, viewer) !== null))(
    'reads as reviewed: %s',
    (_name, kind, subject, round, viewer) => {
      const card = draw(kind, subject, round, viewer);
      const { texts, buttons } = renderCardText(card);
      expect({ template: card?.header.template, texts, buttons: buttons.map(({ text }) => text) }).toMatchSnapshot();
    },
  );
});

describe('签批单', () => {
  it('offers signing to the leader with whom the sheet lies and to that leader’s substitute only', () => {
    const shown = ['批示并交办', '退回补充', '转请批示', '暂缓'];
    expect(labels('instruction', caseByState.awaiting_instruction, 1, people.secretaryA)).toEqual(shown);
    expect(labels('instruction', caseByState.awaiting_instruction, 1, people.substitute)).toEqual(shown);
    // A secretary prepares the words and signs nothing.
    expect(labels('instruction', caseByState.awaiting_instruction, 1, people.assistant)).toEqual(['送领导审定']);
    expect(labels('instruction', caseByState.awaiting_instruction, 1, people.mayorB)).toEqual([]);
  });

  it('is called 现场签批 in the room, and offers an answer on the spot once the enterprise was received', () => {
    for (const subject of [caseByState.scheduled, caseByState.heard])
      expect(renderCardText(draw('instruction', subject, 1, people.secretaryA)).title).toBe('现场签批');
    expect(labels('instruction', caseByState.scheduled, 1, people.secretaryA)).toEqual(['批示并交办']);
    expect(labels('instruction', caseByState.heard, 1, people.secretaryA)).toEqual(['批示并交办', '现场答复']);
  });

  it('says first who is asked for what and by when', () => {
    const { body } = draw('instruction', caseByState.awaiting_instruction, 1, people.secretaryA) ?? { body: null };
    expect(body?.elements[0]).toMatchObject({
      text: { content: expect.stringMatching(/^请书记甲4月20日前签批.*15个工作日）$/) },
    });
  });

  it('takes empty words as agreement only where something complete is proposed and nobody has to avoid it', () => {
    const actOf = (subject: Case) =>
      renderCardText(draw('instruction', subject, 1, people.secretaryA))
        .buttons.filter(({ text }) => text === '批示并交办')
        .map(({ value, name }) => parseClick({ value, name, form: {} })?.act);
    expect(actOf(caseByState.awaiting_instruction)).toEqual(['sign']);
    expect(actOf(specialCases.noProposal)).toEqual(['signOwn']);
    expect(actOf(specialCases.leaderAvoids)).toEqual(['signOwn']);
    expect(actOf(specialCases.avoidsInTheRoom)).toEqual(['signOwn']);
  });

  it('keeps the words of the 批示 as written', () => {
    expect(wordsOn('instruction', caseByState.assigned, 1, people.secretaryA)).toContain(
      '请住建局主动上门，一周内拿出方案。',
    );
  });

  it('shows at most five lines of a long request and the whole behind a tap', () => {
    const text = Array.from({ length: 12 }, (_, index) => `第${index + 1}行`).join('\n');
    const subject = {
      ...caseByState.awaiting_instruction,
      appeal: { ...caseByState.awaiting_instruction.appeal, text },
    };
    const { texts } = renderCardText(draw('instruction', subject, 1, people.secretaryA));
    const shown = texts.find((each) => each.startsWith('诉求：')) ?? '';
    expect(shown.split('\n')).toHaveLength(5);
    expect(texts).toContain(text);
  });
});

describe('交办单', () => {
  it('lets a unit sign for it or object before it has, and not after', () => {
    expect(labels('assignment', caseByState.assigned, 1, people.housingHead)).toEqual(['签收', '提交异议']);
    expect(labels('assignment', specialCases.partlyAcknowledged, 1, people.housingHead)).not.toContain('签收');
    expect(labels('assignment', specialCases.objectionRejected, 1, people.housingHead)).toEqual(['签收']);
    expect(labels('assignment', specialCases.objected, 1, people.housingHead)).toEqual([]);
  });

  it('lets only the lead unit report the result, ask for time and ask the enterprise', () => {
    const lead = labels('assignment', caseByState.handling, 1, people.housingOfficer);
    const supporting = labels('assignment', caseByState.handling, 1, people.planningHead);
    expect(lead).toEqual(expect.arrayContaining(['报送结果', '提交延期申请', '请企业补充', '提交进展']));
    expect(supporting).toEqual(['提交协办意见', '提交进展', '已联系企业', '确定承办人', '传照片、附件']);
  });

  it('shows no buttons to whoever has no part in it', () => {
    expect(labels('assignment', caseByState.handling, 1, people.stranger)).toEqual([]);
    expect(labels('assignment', caseByState.handling, 1, people.staff)).toEqual([]);
  });

  it('offers the outcomes of the kind of case', () => {
    const outcomes = (subject: Case) =>
      renderCardText(draw('assignment', subject, 1, people.housingHead))
        .fields.find(({ name }) => name === 'resolve_outcome')
        ?.options.map(({ text }) => text);
    expect(outcomes(caseByState.handling)).toEqual([
      '已解决',
      '部分解决',
      '计划解决（须填日期）',
      '解释说明（政策不允许，须填依据）',
      '转法定途径（须填依据）',
    ]);
    expect(outcomes(specialCases.suggestion)).toEqual(['采纳', '部分采纳', '留作参考', '不采纳（须填依据）']);
  });

  it('names no confidential enterprise, contact or number to a unit, wherever they stand in the request', () => {
    const { appeal } = caseByState.handling;
    const named = `${appeal.enterpriseName}的${appeal.contactName}，电话${appeal.phone}`;
    const subject: Case = {
      ...specialCases.confidential,
      appeal: { ...appeal, text: named, wish: named, urgency: named },
      enterpriseAnswers: [{ at: 0, question: '合同', text: named, recordedBy: null }],
    };
    for (const viewer of [people.housingHead, people.planningHead]) {
      for (const kind of ['assignment', 'consultation'] as const) {
        const shown = JSON.stringify(draw(kind, subject, 1, viewer));
        expect(shown).toContain('保密企业');
        for (const secret of [appeal.enterpriseName, appeal.contactName, appeal.phone])
          expect(shown).not.toContain(secret);
      }
    }
  });

  it('shows how the due date was reckoned, and that it is provisional', () => {
    expect(wordsOn('assignment', caseByState.assigned, 1, people.housingHead)).toContain('自4月20日次日起算15个工作日');
    expect(wordsOn('assignment', specialCases.provisional, 1, people.housingHead)).toContain(
      '2027年1月15日前办结（暂定）',
    );
  });

  it('lists nodes to every unit of the round, and lets only the lead unit set, move and reach them', () => {
    const { withMilestones } = specialCases;
    const ours = ['安排节点', '节点已完成', '调整日期'];
    const title = '阶段节点（4个，1个逾期）';
    expect(labels('assignment', withMilestones, 1, people.housingOfficer)).toEqual(expect.arrayContaining(ours));
    expect(labels('assignment', withMilestones, 1, people.planningHead).filter((each) => ours.includes(each))).toEqual(
      [],
    );
    for (const viewer of [people.housingHead, people.planningHead])
      expect(wordsOn('assignment', withMilestones, 1, viewer)).toContain(title);
    const options = renderCardText(draw('assignment', withMilestones, 1, people.housingHead)).fields.find(
      ({ name }) => name === 'milestone_id',
    )?.options;
    expect(options?.map(({ text }) => text)).toEqual(['拆除围挡，恢复通行（6月12日前）', '消防复验（7月20日前）']);
    expect(labels('assignment', caseByState.handling, 1, people.housingHead)).toContain('安排节点');
    expect(labels('assignment', caseByState.handling, 1, people.housingHead)).not.toContain('节点已完成');
  });

  it('tells the lead unit of a month without a line, and leaders of it and of nodes that are late', () => {
    const { withMilestones, milestoneLate } = specialCases;
    expect(wordsOn('assignment', withMilestones, 1, people.housingHead)).toContain('5月未报进展，请用下方“报进展”补报');
    expect(wordsOn('assignment', withMilestones, 1, people.planningHead)).not.toContain('5月未报进展');
    const pressed = wordsOn('supervision', withMilestones, 1, people.secretaryA);
    expect(pressed).toContain('节点逾期：拆除围挡，恢复通行（应于6月12日前，未完成）');
    expect(pressed).toContain('5月未报进展');
    expect(wordsOn('resolution', milestoneLate, 1, people.secretaryA)).toContain(
      '节点逾期：围挡拆除方案报批（应于4月28日前，4月30日完成）',
    );
  });

  it('takes any number of nodes that may be set, however long their words', () => {
    const [first] = specialCases.withMilestones.rounds;
    const [node] = first?.milestones ?? [];
    if (!first || !node) throw new Error('the example has nodes');
    const long = '节'.repeat(1_000);
    const moves = Array.from({ length: 5 }, () => ({
      at: 0,
      by: node.reached?.by ?? { openId: null, name: '' },
      from: node.on,
      reason: long,
    }));
    const milestones = Array.from({ length: 8 }, (_, index) => ({
      ...node,
      id: index + 1,
      text: '点'.repeat(60),
      moves,
      reached: index % 2 === 0 && node.reached ? { ...node.reached, words: long } : null,
    }));
    const progress = Array.from({ length: 20 }, () => ({
      at: 0,
      by: { openId: null, name: '' },
      unitId: null,
      text: long,
      files: [],
    }));
    const subject: Case = { ...specialCases.withMilestones, rounds: [{ ...first, milestones, progress }] };
    for (const kind of CARD_KINDS)
      for (const viewer of holdersOf[kind]) {
        const card = draw(kind, subject, 1, viewer);
        if (card) expect(checkCard(card)).toEqual([]);
      }
  });

  it('offers one extension at a time', () => {
    expect(labels('assignment', specialCases.extensionAsked, 1, people.housingHead)).not.toContain('提交延期申请');
  });
});

describe('the cards that come back to leaders', () => {
  it('offers 阅 and 新批示 while the result waits, and points to the new sheet afterwards', () => {
    expect(labels('resolution', caseByState.awaiting_closure, 1, people.secretaryA)).toEqual([
      '阅（同意销号）',
      '批示并交办',
    ]);
    expect(wordsOn('resolution', specialCases.secondRound, 1, people.secretaryA)).toContain('示接交〔2026〕9号');
  });
  it('offers decisions to those only who may take them', () => {
    expect(labels('resolution', caseByState.awaiting_closure, 1, people.mayorB)).toEqual([]);
    expect(labels('reconsideration', caseByState.awaiting_rating, 1, people.mayorB)).toEqual([]);
  });
  it('asks the signer to reconsider where no lead leader was named', () => {
    const subject = caseByState.awaiting_rating;
    const rounds = subject.rounds.map((round) => ({
      ...round,
      instruction: round.instruction && { ...round.instruction, leadLeaderId: null },
    }));
    const unnamed: Case = { ...subject, rounds };
    expect(wordsOn('reconsideration', unnamed, 1, people.secretaryA)).toMatch(/请书记甲5月\d+日前复核/);
    expect(labels('reconsideration', unnamed, 1, people.secretaryA)).toEqual(['维持办理结果', '退回重办']);
  });
  it('never shows an unrated case as satisfied', () => {
    expect(wordsOn('resolution', specialCases.unrated, 1, people.secretaryA)).toContain(
      '未评价（回访2次未取得评价，不计入满意）',
    );
  });
  it('asks the lead leader to uphold or redo once, with the explanation of staff', () => {
    expect(labels('reconsideration', caseByState.awaiting_rating, 1, people.deputyC)).toEqual([
      '维持办理结果',
      '退回重办',
    ]);
    expect(wordsOn('reconsideration', caseByState.awaiting_rating, 1, people.deputyC)).toContain('工期因汛期顺延');
    expect(labels('reconsideration', specialCases.upheld, 1, people.deputyC)).toEqual([]);
  });
  it('draws nothing for rounds and units that are not there', () => {
    expect(draw('instruction', caseByState.handling, 5, people.secretaryA)).toBeNull();
    expect(draw('assignment', caseByState.awaiting_instruction, 1, people.housingHead)).toBeNull();
    expect(draw('resolution', caseByState.handling, 0, people.secretaryA)).toBeNull();
    expect(draw('reconsideration', caseByState.handling, 1, people.deputyC)).toBeNull();
    expect(draw('consultation', caseByState.vetting, 0, people.stranger)).toBeNull();
  });
});
