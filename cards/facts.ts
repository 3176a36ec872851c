/**
 * Facts of a sheet drawn on a card: short ones under one another, long ones by their beginning with the whole behind a tap, a 批示 whole.
 * A card draws first what it is about, and then the rest: whatever a sheet says reaches the reader of every card of it. For whom they are
 * said is the viewer's; what they say is `sheet-facts.ts`.
 */
import type { Round } from '../src/workflow/case.ts';
import { partsOfActor, staffOf } from '../src/workflow/roles.ts';
import { type Fact, type Happened, shortMomentWords } from '../src/workflow/whose-turn/fact.ts';
import { type SheetFacts, type SheetSections, sheetFacts } from '../src/workflow/whose-turn/sheet-facts.ts';
import { type FormElement, fold, heading, paragraph, remark } from './builder.ts';
import { filesWord } from './files.ts';
import { inertLine, inertText } from './inert.ts';
import { milestoneFold } from './milestone-section.ts';
import type { Space } from './space.ts';
import { type CardView, fact, isRoundInHand, lines, longText, longTextWhole, turnOf } from './view.ts';

/** What the viewer may read of the sheet of this round. */
export const factsFor = (view: CardView, round: Round): SheetFacts => {
  const { subject, directory } = view;
  const own = partsOfActor(turnOf(view).actor, subject, directory).map(({ unitId }) => unitId);
  const isUnits = own.length > 0 || !isOfOffice(view);
  return sheetFacts(subject, round, directory, isUnits ? { kind: 'unit', unitIds: own } : { kind: 'office' });
};

const isOfOffice = ({ directory, viewer }: CardView): boolean =>
  staffOf(directory).includes(viewer) ||
  directory.leaders.some(
    ({ openId, substitute, secretaryOpenIds }) =>
      openId === viewer || substitute?.openId === viewer || secretaryOpenIds.includes(viewer),
  );

type Section = keyof SheetSections;
type Drawing = (facts: SheetFacts, view: CardView, round: Round, space: Space) => readonly FormElement[];

const plainly =
  (section: Section): Drawing =>
  (facts, _view, _round, space) =>
    factElements(facts[section], space);
/** What may grow without end: the last ones. */
const lastOf =
  (section: Section): Drawing =>
  (facts, _view, _round, space) => [
    ...factElements(latest(facts[section], space), space),
    ...(facts[section].length > mostIn(space) ? [ONLY_LAST] : []),
  ];
const behindTap = (title: string, facts: readonly Fact[], space: Space): readonly FormElement[] =>
  facts.length === 0
    ? []
    : [
        fold(title, [
          paragraph(wholeLines(latest(facts, space), space)),
          ...(facts.length > mostIn(space) ? [ONLY_LAST] : []),
        ]),
      ];
const mostIn = ({ historyLines }: Space): number => historyLines * 4;
const mostOf = (section: Section, space: Space): number => (section === 'history' ? space.historyLines : mostIn(space));
const latest = (facts: readonly Fact[], space: Space): readonly Fact[] => facts.slice(-mostIn(space));
const ONLY_LAST = remark('内容较多，仅列最近的，其余存于“事项”表，需要的请向区工商联调取。');

const DRAWINGS: { readonly [S in Section]: Drawing } = {
  parts: plainly('parts'),
  decided: lastOf('decided'),
  listing: lastOf('listing'),
  milestones: (facts, _view, round, space) => milestoneFold(round, facts.milestones, space),
  question: plainly('question'),
  history: ({ history }, _view, _round, space) => historyFold(history, space),
  result: plainly('result'),
  rating: lastOf('rating'),
  sheet: plainly('sheet'),
  limit: plainly('limit'),
  vetting: ({ vetting }, _view, _round, space) => behindTap('核查、预沟通与拟办', vetting, space),
  request: plainly('request'),
  earlier: ({ earlier }, _view, _round, space) => behindTap('历次情况', earlier, space),
};

const GROUPS = [
  { title: '办理情况', sections: ['parts', 'decided', 'listing', 'milestones', 'question', 'history'] },
  { title: '办理结果', sections: ['result', 'rating'] },
  { title: '批示', sections: ['sheet', 'limit'] },
  { title: '企业诉求', sections: ['request'] },
  { title: null, sections: ['vetting', 'earlier'] },
] as const satisfies readonly { readonly title: string | null; readonly sections: readonly Section[] }[];

/** Some sections of a sheet, in this order. */
export const sectionsOf = (
  sections: readonly Section[],
  facts: SheetFacts,
  view: CardView,
  round: Round,
  space: Space,
): readonly FormElement[] =>
  sections
    // What is asked now, and what was before, stands on the card of the round in hand.
    .filter((section) => isRoundInHand(view) || (section !== 'question' && section !== 'earlier'))
    .flatMap((section) => DRAWINGS[section](facts, view, round, space));

/** All that the sheet says besides what the card has drawn already. */
export const restOf = (
  drawn: readonly Section[],
  facts: SheetFacts,
  view: CardView,
  round: Round,
  space: Space,
): readonly FormElement[] => {
  const groups = GROUPS.map(({ title, sections }) => ({
    title,
    sections: sections.filter((section) => !drawn.includes(section)),
  }));
  return space.isDense
    ? densely(
        groups.flatMap(({ sections }) => sections),
        facts,
        space,
      )
    : groups.flatMap(({ title, sections }) => {
        const elements = sectionsOf(sections, facts, view, round, space);
        return elements.length === 0 || title === null ? elements : [heading(title), ...elements];
      });
};

/** All of it behind one tap, in as few elements as there can be. */
const densely = (sections: readonly Section[], facts: SheetFacts, space: Space): readonly FormElement[] => {
  const said = sections
    .flatMap((section) =>
      section === 'history' ? happenedLines(facts.history, space) : [wholeLines(latest(facts[section], space), space)],
    )
    .filter((words) => words !== '');
  const isCut = sections.some((section) => facts[section].length > mostOf(section, space));
  return said.length === 0
    ? []
    : [fold('办理情况和其他内容', [paragraph(said.join('\n')), ...(isCut ? [ONLY_LAST] : [])])];
};

type Words = Pick<Fact, 'label' | 'text' | 'weight'>;

export const factElements = (facts: readonly Words[], space: Space): readonly FormElement[] => {
  const elements: FormElement[] = [];
  let short: Words[] = [];
  const flush = (): void => {
    elements.push(...shortFacts(short, space));
    short = [];
  };
  for (const each of facts) {
    const { label: name, text, weight } = each;
    // Of a unit, a node: typed by somebody as well.
    const label = inertLine(name, 60);
    if (label === '推算') {
      flush();
      elements.push(remark(inertLine(text, 300)));
    } else if (weight === 'line') short.push(each);
    else {
      flush();
      elements.push(...(weight === 'whole' ? longTextWhole(label, text, space) : longText(label, text, space)));
    }
  }
  flush();
  return elements;
};

/** A line each; what does not go into a line stands whole behind one tap. */
const shortFacts = (facts: readonly Words[], space: Space): readonly FormElement[] => {
  const cut = facts.filter(({ text }) => inertLine(text, space.longText) !== inertLine(text, space.shortText));
  return [
    ...lines(facts.map(({ label, text }) => fact(inertLine(label, 60), text, space.shortText))),
    ...(cut.length === 0
      ? []
      : [
          fold(cut.length === 1 ? `${inertLine(cut[0]?.label ?? '', 60)}全文` : '以上全文', [
            paragraph(wholeLines(cut, space)),
          ]),
        ]),
  ];
};

const wholeLines = (facts: readonly Words[], space: Space): string =>
  facts.map(({ label, text }) => `${inertLine(label, 60)}：${inertText(text, space.longText)}`).join('\n');

/** The last lines, in their order, each whole. */
const happenedLines = (history: readonly Happened[], space: Space): readonly string[] =>
  history
    .slice(-space.historyLines)
    .map(
      ({ at, label, text, files }) =>
        `${shortMomentWords(at)} ${inertLine(label, 40)}：${inertLine(text, space.longText)}${filesWord(files)}`,
    );

const historyFold = (history: readonly Happened[], space: Space): readonly FormElement[] => {
  const shown = happenedLines(history, space);
  if (shown.length === 0) return [];
  const isCut = history.length > shown.length;
  return [
    fold(`进展与意见（${history.length}条）`, [
      paragraph(shown.join('\n')),
      ...(isCut ? [remark('仅列最近几条，其余存于“办理进展”表，需要的请向区工商联调取。')] : []),
    ]),
  ];
};
