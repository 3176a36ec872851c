/**
 * 接待日议题单: what a leader reads before receiving: when and where, which enterprises, what each asks, what vetting and units
 * said, what is proposed, which units attend. Nothing is decided on it; each item opens its own sheet.
 */
import { inAgendaOrder } from '../src/workflow/agenda.ts';
import { type Case, nextRound } from '../src/workflow/case.ts';
import type { UnitId } from '../src/workflow/ids.ts';
import { NO_TIES } from '../src/workflow/ties.ts';
import { byVisit } from '../src/workflow/visits.ts';
import type { BriefingView } from './board-view.ts';
import { type Card, cardOf, fold, paragraph, remark, rule } from './builder.ts';
import { hostWords, hoursText } from './day-words.ts';
import type { FormElement } from './elements.ts';
import { inertLine, inertText } from './inert.ts';
import { dayWithWeekday } from './moment.ts';
import { nearLines, warnings } from './near.ts';
import { askButton, figuresRow, rowWithButton } from './rows.ts';
import type { Space } from './space.ts';
import { enterpriseName, fact, flagWords, kindWord, lines, unitName, unitNames, verdictLines } from './view.ts';

export const drawBriefingCard = (view: BriefingView, space: Space): Card => {
  const { day, directory, cases } = view;
  // Cases of one enterprise stand together, in the order of the agenda.
  const visits = byVisit(inAgendaOrder(cases));
  const when = day.date ? dayWithWeekday(day.date) : '日期待定';
  const whom = hostWords(day, directory) ?? '接待领导';
  const problems = cases.filter(({ appeal }) => appeal.kind === 'problem').length;
  return cardOf({
    title: '接待日议题单',
    subtitle: inertLine(day.title, 40) || when,
    template: 'blue',
    tags: [{ words: `${cases.length}件`, color: 'neutral' }],
    summary: `接待日议题单：${when}，${visits.length}家企业${cases.length}件`,
    elements: [
      paragraph(`请${whom}${when}接待${visits.length}家企业，听取${cases.length}件事项。`, 'heading'),
      ...lines([fact('时间', hoursText(day), 20), fact('地点', day.place, 60), attending(view)]),
      figuresRow([
        { value: String(problems), label: '问题' },
        { value: String(cases.length - problems), label: '建议' },
        { value: String(cases.filter(({ notes }) => notes.isUrgent).length), label: '急' },
        { value: String(cases.filter(({ notes }) => notes.isGrave || notes.isHard).length), label: '重、难' },
      ]),
      ...agenda(view, visits, space),
      ...(cases.length === 0 ? [] : [rule, roomButton(view)]),
    ],
  });
};

/** On the day itself: all items one after another on one card. */
const roomButton = ({ day, directory }: BriefingView): FormElement =>
  askButton(
    '进入现场签批（逐件办理）',
    { kind: 'room', district: directory.district, day: day.id, at: null, isHere: false },
    'fill',
  );

/** Units that were asked beforehand or are proposed: they should be in the room. */
const attending = ({ cases, directory }: BriefingView): string => {
  const ids = cases.flatMap(({ notes, consultations }) => [
    notes.proposal.leadUnitId,
    ...notes.proposal.supportingUnitIds,
    ...consultations.map(({ unitId }) => unitId),
  ]);
  const units = [...new Set(ids.filter((id): id is UnitId => id !== null))];
  return units.length === 0 ? '参会单位：待定' : `参会单位：${unitNames(directory, units)}`;
};

const agenda = (view: BriefingView, visits: readonly (readonly Case[])[], space: Space): readonly FormElement[] => {
  let left = space.rows;
  let number = 0;
  const shown = visits.flatMap((cases): readonly FormElement[] => {
    const first = cases[0];
    if (!first || left <= 0) return [];
    const fitting = cases.slice(0, left);
    left -= fitting.length;
    return [
      rule,
      paragraph(
        `${enterpriseName(first)}${cases.some(({ notes }) => notes.isConfidential) ? '（保密）' : ''}（${cases.length}件）`,
        'heading',
      ),
      ...lines([fact('来访', `${first.appeal.contactName} ${first.appeal.contactRole}`.trim(), 40)]),
      ...fitting.flatMap((subject) => {
        number += 1;
        return item(view, subject, number, space);
      }),
    ];
  });
  const more = view.cases.length - number;
  return more > 0 ? [...shown, rule, remark(`另有${more}件，未列出的请向区工商联索取。`)] : shown;
};

const item = (view: BriefingView, subject: Case, number: number, space: Space): readonly FormElement[] => {
  const { proposal, policyBasis } = subject.notes;
  const flags = flagWords(subject);
  const near = { subject, directory: view.directory, ties: view.ties[subject.id] ?? NO_TIES };
  const consulted = subject.consultations
    .slice(-space.historyLines)
    .map(
      ({ unitId, answer }) =>
        `${unitName(view.directory, unitId)}：${answer ? inertLine(answer.text, space.shortText) : '尚未答复'}`,
    );
  return [
    rowWithButton(
      paragraph(
        [
          `${number}. ${kindWord(subject)}${flags === '' ? '' : `（${flags}）`}：${inertLine(subject.appeal.text, 60) || '（未填）'}`,
          proposed(view, proposal),
          ...warnings(near, view.day.leaderId),
        ].join('\n'),
      ),
      askButton('打开', { kind: 'show', card: 'instruction', caseId: subject.id, round: nextRound(subject) }),
    ),
    fold(`第${number}件：全文、核查、预沟通与关联`, [
      paragraph(inertText(subject.appeal.text, Math.min(space.longText, 600)) || '（未填）'),
      ...lines([
        fact('希望', subject.appeal.wish, space.shortText),
        ...verdictLines(subject, space),
        ...consulted,
        ...nearLines(near, space),
        fact('政策依据', policyBasis, space.shortText),
      ]),
    ]),
  ];
};

const proposed = ({ directory }: BriefingView, proposal: Case['notes']['proposal']): string => {
  if (proposal.leadUnitId === null) return '拟办：尚未拟定';
  const limit = proposal.limitWorkdays === null ? '' : `，${proposal.limitWorkdays}个工作日`;
  return `拟办：${unitName(directory, proposal.leadUnitId)}主办${limit}`;
};
