/**
 * Facts of a sheet drawn on a card: short ones under one another, long ones by their beginning with the whole behind a tap, a 批示 whole.
 * For whom they are said is the viewer's; what they say is `sheet-facts.ts`.
 */
import type { Round } from '../src/workflow/case.ts';
import { partsOfActor } from '../src/workflow/roles.ts';
import {
  type Fact,
  type Happened,
  type SheetFacts,
  sheetFacts,
  shortMomentWords,
} from '../src/workflow/whose-turn/sheet-facts.ts';
import { type FormElement, fold, paragraph, type RootElement, remark } from './builder.ts';
import { filesWord } from './files.ts';
import { inertLine } from './inert.ts';
import type { Space } from './space.ts';
import { type CardView, fact, isRoundInHand, lines, longText, longTextWhole, turnOf } from './view.ts';
import { isHiddenFrom } from './which-card.ts';

/** What the viewer may read of the sheet of this round. */
export const factsFor = (view: CardView, round: Round): SheetFacts => {
  const { subject, directory, viewer } = view;
  const own = partsOfActor(turnOf(view).actor, subject, directory).map(({ unitId }) => unitId);
  const first = round.units[0]?.unitId ?? round.instruction?.leadUnitId;
  const unitIds = own.length > 0 ? own : first ? [first] : [];
  const isUnits = isHiddenFrom(subject, directory, viewer) || own.length > 0;
  return sheetFacts(subject, round, directory, isUnits && first ? { kind: 'unit', unitIds } : { kind: 'office' });
};

export const factElements = (facts: readonly Fact[], space: Space): readonly FormElement[] => {
  const elements: FormElement[] = [];
  let short: (string | null)[] = [];
  const flush = (): void => {
    elements.push(...lines(short));
    short = [];
  };
  for (const { label: name, text, weight } of facts) {
    // Of a unit, a node: typed by somebody as well.
    const label = inertLine(name, 60);
    if (label === '推算') {
      flush();
      elements.push(remark(inertLine(text, 300)));
    } else if (weight === 'line') short.push(fact(label, text, space.shortText));
    else {
      flush();
      elements.push(...(weight === 'whole' ? longTextWhole(label, text, space) : longText(label, text, space)));
    }
  }
  flush();
  return elements;
};

/** The last lines, in their order. */
export const happenedLines = (history: readonly Happened[], space: Space): readonly string[] =>
  history
    .slice(-space.historyLines)
    .map(
      ({ at, label, text, files }) =>
        `${shortMomentWords(at)} ${inertLine(label, 40)}：${inertLine(text, space.shortText)}${filesWord(files)}`,
    );

export const historyFold = (history: readonly Happened[], space: Space): readonly RootElement[] => {
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

export const earlierFold = (earlier: readonly Fact[], view: CardView, space: Space): readonly RootElement[] =>
  earlier.length === 0 || !isRoundInHand(view) ? [] : [fold('历次情况', factElements(earlier, space))];
