/**
 * 计划核实: the lead unit promised to solve it by a day (计划解决). Once the day has come the unit says how it stands and staff
 * record whether the plan was kept; the one who signed sees it, and where it was not kept may write a new 批示, although the
 * case is closed. Drawn from the case alone: whether the day has come is known from the clock having asked.
 */
import { leadUnitIdOf, PLAN_STANDINGS, type Round, roundInHand, STATES } from '../src/workflow/case.ts';
import { unitById } from '../src/workflow/directory.ts';
import type { BeijingDate } from '../src/workflow/ids.ts';
import { pendingPlan, planOf, planStandingOf } from '../src/workflow/plans.ts';
import { peopleOf, staffOf } from '../src/workflow/roles.ts';
import { type Card, cardOf, type HeaderTemplate, paragraph } from './builder.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { seeFiles } from './files.ts';
import { inertLine } from './inert.ts';
import { dayText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import { type CardView, enterpriseName, headTags, leaderName, roundOf, speaksFor, unitName } from './view.ts';

const FIRST = ['result', 'rating'] as const;

/** Null for a round without a plan that the enterprise was told of. */
export const drawPlanCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  const plan = round ? planOf(round) : null;
  if (!round?.instruction || !plan) return null;
  const { subject, directory } = view;
  const isUnits = isOfLeadUnit(view, round) && !staffOf(directory).includes(view.viewer);
  const isHidden = subject.notes.isConfidential && isUnits;
  const forms = isLatest(view) ? offersSection(view, 'plan', space) : [];
  const number = inertLine(round.instruction.number.text, 40);
  const standing = planStandingOf(round);
  const facts = factsFor(view, round);
  return cardOf({
    title: `计划核实 ${number}`,
    subtitle: enterpriseName(subject, isHidden),
    template: templateOf(view, round, forms.length > 0),
    tags: [
      ...headTags(view),
      ...(standing && isLatest(view)
        ? [{ words: `计划${PLAN_STANDINGS[standing]}`, color: standing === 'broken' ? 'red' : 'neutral' } as const]
        : []),
    ],
    summary: summaryOf(view, round),
    elements: [
      paragraph(askOf(view, round, plan.plannedDate), 'heading'),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...seeFiles(view, round),
      ...restOf(FIRST, facts, view, round, space),
      ...forms,
    ],
  });
};

const isLatest = ({ subject, round }: CardView): boolean => round === roundInHand(subject);

const isOfLeadUnit = ({ directory, viewer }: CardView, round: Round): boolean =>
  peopleOf(unitById(directory, leadUnitIdOf(round))).includes(viewer);

const signerOf = (view: CardView, round: Round): string =>
  round.instruction ? leaderName(view.directory, round.instruction.signerId) : '签批领导';

const templateOf = (view: CardView, round: Round, isAsking: boolean): HeaderTemplate => {
  if (!isLatest(view)) return 'grey';
  const standing = planStandingOf(round);
  if (standing === 'broken') return 'red';
  if (standing === 'kept') return 'green';
  return isAsking && standing === 'asked' ? 'orange' : 'blue';
};

const summaryOf = (view: CardView, round: Round): string => {
  const standing = planStandingOf(round);
  return standing && isLatest(view)
    ? `计划${PLAN_STANDINGS[standing]}：${unitName(view.directory, leadUnitIdOf(round))}`
    : '计划核实';
};

/** Who is asked for what, or how it stands. */
const askOf = (view: CardView, round: Round, plannedOn: BeijingDate): string => {
  const { subject, directory, viewer } = view;
  if (!isLatest(view)) return '本轮已结束，领导已作新批示，不再核实原计划。';
  const unit = unitName(directory, leadUnitIdOf(round));
  const day = dayText(plannedOn);
  const verdict = round.planCheck?.verdict;
  if (verdict?.isKept) return `${unit}计划${day}前解决，经核实已兑现。`;
  if (verdict) {
    return subject.state === 'closed' && isSigner(view, round)
      ? `请${signerOf(view, round)}阅示：${unit}计划${day}前解决，经核实未兑现。`
      : `${unit}计划${day}前解决，经核实未兑现，已报${signerOf(view, round)}。`;
  }
  if (!pendingPlan(subject)) return `本事项${STATES[subject.state]}，无需核实。`;
  if (planStandingOf(round) === 'waiting') return `${unit}计划${day}前解决，到期后由工商联核实是否兑现。`;
  if (staffOf(directory).includes(viewer)) return `请工商联核实：${unit}计划${day}前解决，是否兑现。`;
  return isOfLeadUnit(view, round)
    ? `请${unit}报告计划兑现情况（原定${day}前解决）。`
    : `${unit}计划${day}前解决，已到期，待工商联核实。`;
};

const isSigner = (view: CardView, round: Round): boolean => speaksFor(view, round.instruction?.signerId ?? null);
