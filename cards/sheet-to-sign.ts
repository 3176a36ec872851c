/**
 * What a leader reads before signing: who asks for what, what to mind, what vetting and units said, on which policy, and what
 * staff propose, with the day that would follow. Shared by the 签批单 and by the card of the room.
 */
import { proposedWorkdays } from '../src/workflow/deadlines.ts';
import { waitsForSignature } from '../src/workflow/ties.ts';
import { backgroundFacts } from '../src/workflow/whose-turn/background-facts.ts';
import { requestFacts } from '../src/workflow/whose-turn/sheet-facts.ts';
import { dueIfSignedInTime, expectedSigner } from '../src/workflow/whose-turn/turn.ts';
import { consultationFacts, enterpriseFacts, verdictFacts } from '../src/workflow/whose-turn/vetting-facts.ts';
import { heading, paragraph, remark } from './builder.ts';
import type { FormElement } from './elements.ts';
import { factElements } from './facts.ts';
import { inertLine } from './inert.ts';
import { shortDayText } from './moment.ts';
import { nearLines, warnings } from './near.ts';
import type { Space } from './space.ts';
import { type CardView, kindWord, leaderName, lines, longText, unitName, unitNames } from './view.ts';

/** From the enterprise to the proposal. */
export const sheetToSign = (view: CardView, space: Space): readonly FormElement[] => [
  ...whoAsks(view),
  ...mindSection(view),
  ...factElements([...requestFacts(view.subject), ...backgroundFacts(view.subject)], space),
  ...nearSection(view, space),
  ...vettingSection(view, space),
  ...proposalSection(view, space),
];

const whoAsks = ({ subject }: CardView): readonly FormElement[] => {
  const { appeal } = subject;
  const person = [inertLine(appeal.contactName, 20), inertLine(appeal.contactRole, 20)].filter((part) => part !== '');
  return lines([
    [kindWord(subject), inertLine(appeal.category, 30)].filter((part) => part !== '').join(' · '),
    person.length === 0 ? null : `来访：${person.join('，')}`,
  ]);
};

/** What a leader should not overlook: 回避 and 重复反映, unsure or failed verdicts, secrecy. */
const mindSection = (view: CardView): readonly FormElement[] => {
  const { subject } = view;
  const { authentic, lawful, reasonable, isConfidential } = subject.notes;
  const doubts = [
    { word: '真实性', verdict: authentic },
    { word: '合法性', verdict: lawful },
    { word: '合理性', verdict: reasonable },
  ]
    .filter(({ verdict }) => verdict.answer !== 'yes')
    .map(({ word, verdict }) => `${word}${verdict.answer === 'no' ? '核查未通过' : '尚待核实'}`);
  const notes = [
    ...(waitsForSignature(subject) ? warnings(view, expectedSigner(view)) : []),
    doubts.length === 0 ? '' : `请注意：${doubts.join('、')}。`,
    isConfidential ? '请注意：企业要求保密，交办时不向责任单位透露名称。' : '',
  ].filter((note) => note !== '');
  return notes.length === 0 ? [] : [paragraph(notes.join('\n'))];
};

/** 关联: one line where the enterprise is well known, nothing where it is new. */
const nearSection = (view: CardView, space: Space): readonly FormElement[] =>
  waitsForSignature(view.subject) ? lines(nearLines(view, space)) : [];

const vettingSection = ({ subject, directory }: CardView, space: Space): readonly FormElement[] => {
  const { notes, consultations } = subject;
  return [
    heading('核查与预沟通'),
    ...factElements(verdictFacts(subject), space),
    ...(consultations.length === 0 ? [paragraph('部门预沟通：未安排')] : []),
    ...factElements(
      [
        ...consultationFacts(subject, directory).slice(-2 * space.historyLines),
        ...enterpriseFacts(subject, false).slice(-space.historyLines),
        { label: '政策依据', text: notes.policyBasis, weight: 'line' },
      ],
      space,
    ),
  ];
};

const proposalSection = (view: CardView, space: Space): readonly FormElement[] => {
  const { proposal } = view.subject.notes;
  const { directory } = view;
  const workdays = proposedWorkdays(view.subject, directory.settings);
  return [
    heading('拟办意见'),
    // Whole, as what a signature without own words agrees to.
    ...longText('拟办', proposal.words, space),
    ...lines([
      proposal.leadUnitId ? `主办单位：${unitName(directory, proposal.leadUnitId)}` : '主办单位：未拟定',
      proposal.supportingUnitIds.length > 0 ? `协办单位：${unitNames(directory, proposal.supportingUnitIds)}` : null,
      proposal.leadLeaderId ? `牵头领导：${leaderName(directory, proposal.leadLeaderId)}` : null,
      limitLine(view, workdays),
    ]),
    ...derivationOf(view, workdays),
  ];
};

/** Where none is proposed, that of the district's rules is in force with the signature. */
const limitLine = (view: CardView, workdays: number): string => {
  const due = dueIfSignedInTime(view, workdays);
  const isOwn = view.subject.notes.proposal.limitWorkdays !== null;
  const limit = `办理时限：${workdays}个工作日${isOwn ? '' : '（未另拟，按本区规定）'}`;
  return due ? `${limit}，${shortDayText(due.date)}前办结${due.isProvisional ? '（暂定）' : ''}` : limit;
};

const derivationOf = (view: CardView, workdays: number): readonly FormElement[] => {
  const due = dueIfSignedInTime(view, workdays);
  return due
    ? [remark(`按${shortDayText(due.startedOn)}签批推算：${inertLine(due.derivation, 300)}。以签批当日为准。`)]
    : [];
};
