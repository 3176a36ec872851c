// What a sheet says, and to whom: what was agreed to is quoted, who is responsible now is named, earlier rounds are there, and a
// confidential enterprise is unknown to units whatever text it was typed into.
import { describe, expect, it } from 'vitest';
import { drawCard } from '../../cards/cards.ts';
import type { Case, Round } from '../../src/workflow/case.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import type { SheetReader } from '../../src/workflow/whose-turn/fact.ts';
import { sheetFacts } from '../../src/workflow/whose-turn/sheet-facts.ts';
import { caseByState, directory, instruction, people, specialCases, units } from '../cards/examples.ts';
import { renderCardText } from '../feishu/card-check.ts';

const OFFICE: SheetReader = { kind: 'office' };
const HOUSING: SheetReader = { kind: 'unit', unitIds: [units.housing] };
const lastRound = (subject: Case): Round => {
  const round = subject.rounds.at(-1);
  if (!round) throw new Error('the example has a round');
  return round;
};
const factsOf = (subject: Case, reader: SheetReader = OFFICE) =>
  sheetFacts(subject, lastRound(subject), directory, reader);
const textOf = (facts: readonly { readonly label: string; readonly text: string }[]): string =>
  facts.map(({ label, text }) => `${label}：${text}`).join('\n');
const withRound = (subject: Case, more: Partial<Round>): Case => ({
  ...subject,
  rounds: [...subject.rounds.slice(0, -1), { ...lastRound(subject), ...more }],
});

/** The name put into every text of a case that people write. */
const namedEverywhere = (value: unknown, name: string, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((each) => namedEverywhere(each, name));
  // The number of a sheet is given by the service.
  if (key === 'number') return value;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([one, each]) => [one, namedEverywhere(each, name, one)]));
  const isWritten =
    /^(text|words|reason|doneSoFar|basis|publicReply|question|ground|wish|urgency|note|policyBasis|unitHead|derivation|name)$/.test(
      key,
    );
  return typeof value === 'string' && isWritten ? `${name}：${value}` : value;
};

describe('a confidential enterprise', () => {
  const { enterpriseName, contactName, phone } = caseByState.handling.appeal;
  const everything = [...Object.values(caseByState), ...Object.values<Case>(specialCases)].filter(
    ({ rounds }) => rounds.at(-1)?.instruction,
  );

  it('is unknown to units on every surface, in whatever text somebody wrote its name, contact or number', () => {
    for (const subject of everything) {
      const named = namedEverywhere(subject, `${enterpriseName}${contactName}${phone}`);
      const secret = { ...(named as Case), appeal: { ...(named as Case).appeal, enterpriseName, contactName, phone } };
      const confidential: Case = { ...secret, notes: { ...secret.notes, isConfidential: true } };
      const shown = [JSON.stringify(factsOf(confidential, HOUSING))];
      for (const kind of ['assignment', 'supervision', 'plan', 'consultation'] as const)
        for (const viewer of [people.housingHead, people.planningHead])
          shown.push(
            JSON.stringify(
              drawCard(kind, {
                subject: confidential,
                directory,
                round: kind === 'consultation' ? 0 : confidential.rounds.length,
                viewer,
                ties: NO_TIES,
                filesUrl: null,
              }),
            ),
          );
      for (const text of shown)
        for (const word of [enterpriseName, contactName, phone]) expect(text, subject.state).not.toContain(word);
    }
  });

  it('is known to the office', () => {
    expect(factsOf(specialCases.confidential).enterprise).toBe(enterpriseName);
  });
});

describe('the sheet', () => {
  it('quotes the 拟办意见 where the 批示 agrees to it, and not where the leader wrote what to do', () => {
    const agreed = withRound(caseByState.assigned, { instruction: { ...instruction, words: '同意拟办意见。' } });
    expect(textOf(factsOf(agreed).sheet)).toContain('所批拟办意见：拟请区住建局主办，自然资源分局协办。');
    expect(textOf(factsOf(caseByState.assigned).sheet)).not.toContain('拟请区住建局主办');
    for (const viewer of [people.housingHead, people.planningHead]) {
      const card = drawCard('assignment', {
        subject: agreed,
        directory,
        round: 1,
        viewer,
        ties: NO_TIES,
        filesUrl: null,
      });
      expect(renderCardText(card).texts.join('\n')).toContain('拟请区住建局主办，自然资源分局协办。');
    }
  });

  it('tells a unit in whose name it is given the work, and by whose 批示 where somebody signed for a leader', () => {
    const office = {
      ...directory,
      settings: { ...directory.settings, issuedBy: '〔虚构〕示例区民营企业接待日工作办公室' },
    };
    const said = (subject: Case, reader: SheetReader, by = office): string =>
      textOf(sheetFacts(subject, lastRound(subject), by, reader).sheet);
    const forLeader = withRound(caseByState.assigned, { instruction: { ...instruction, actedForName: '书记戊' } });
    expect(said(caseByState.assigned, HOUSING)).toContain('交办：〔虚构〕示例区民营企业接待日工作办公室，经书记甲批示');
    expect(said(forLeader, HOUSING)).toContain('经书记戊批示');
    expect(said(caseByState.assigned, HOUSING, directory)).toContain(`交办：${directory.settings.organName}，经`);
    expect(said(caseByState.assigned, OFFICE)).not.toContain('交办：');
  });

  it('names who is responsible now, and who was when it was signed', () => {
    const [, supporting] = lastRound(caseByState.assigned).units;
    const [lead] = lastRound(caseByState.assigned).units;
    if (!lead || !supporting) throw new Error('two units');
    const reassigned = withRound(caseByState.assigned, { units: [{ ...lead, unitId: units.finance }, supporting] });
    const sheet = textOf(factsOf(reassigned).sheet);
    expect(sheet).toContain('主办单位：区财政局（签批时为区住建局）');
    expect(sheet).toContain('协办单位：自然资源分局');
    expect(sheet).not.toContain('自然资源分局（');
  });

  it('says for whom a substitute signed', () => {
    const subject = withRound(caseByState.assigned, {
      instruction: {
        ...instruction,
        signedBy: { openId: people.substitute, name: '受托签批人' },
        actedForName: '书记甲',
      },
    });
    expect(textOf(factsOf(subject).sheet)).toContain('签批：受托签批人（代书记甲） 2026年4月20日 10:30');
  });

  it('tells the rounds before it, with what came of them and what the enterprise said', () => {
    const earlier = textOf(factsOf(specialCases.secondRound).earlier);
    expect(earlier).toContain('历次（第1轮）：原交办单示接交〔2026〕7号（书记甲 2026年4月20日 10:30）');
    expect(earlier).toContain('已解决');
    expect(earlier).toContain('评价“非常满意”');
    expect(earlier).toContain('历次（第1轮）企业意见：很快，谢谢。');
    expect(factsOf(caseByState.assigned).earlier).toEqual([]);
    const card = drawCard('assignment', {
      subject: specialCases.secondRound,
      directory,
      round: 2,
      viewer: people.housingHead,
      ties: NO_TIES,
      filesUrl: null,
    });
    expect(renderCardText(card).texts.join('\n')).toContain('示接交〔2026〕7号');
  });
});

describe('a result that came back', () => {
  it('is said in the heading, and stands in the form to be put right', () => {
    const card = drawCard('assignment', {
      subject: specialCases.returned,
      directory,
      round: 1,
      viewer: people.housingHead,
      ties: NO_TIES,
      filesUrl: null,
    });
    expect(card?.body.elements[0]).toMatchObject({
      text: { content: expect.stringContaining('所报结果已退回重办（第1次）：未见验收意见，请补办。') },
    });
    const json = JSON.stringify(card);
    expect(json).toContain('"default_value":"已完成消防车道改造，企业仓库通过验收。"');
    expect(json).toContain('"default_value":"局长戊"');
  });
});
