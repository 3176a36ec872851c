/**
 * 延期 that waits to be decided, as a leader reads it before pressing: on whatever card it stands. A further one of a round is asked of
 * the leader in the first line; the first one waits for 工商联.
 */
import { leadUnitIdOf, type Round } from '../src/workflow/case.ts';
import { extensionForLeader, pendingExtension } from '../src/workflow/extensions.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import type { FormElement } from './builder.ts';
import { inertLine } from './inert.ts';
import { dayText, shortMomentText } from './moment.ts';
import type { Space } from './space.ts';
import { type CardView, leaderName, lines, personName, unitName } from './view.ts';

/** The first line where a leader is asked, or null. */
export const extensionAsk = ({ directory }: CardView, round: Round): string | null => {
  const asked = extensionForLeader(round);
  if (!asked) return null;
  const signerId = round.instruction?.signerId ?? null;
  const leader = signerId ? leaderName(directory, signerId) : '签批领导';
  return `${unitName(directory, leadUnitIdOf(round))}申请再次延期至${dayText(asked.newDate)}，请${leader}审批（本轮已延期过一次）。`;
};

export const extensionLines = ({ subject }: CardView, round: Round, space: Space): readonly FormElement[] => {
  const asked = pendingExtension(round);
  if (!asked) return [];
  const show = (text: string): string =>
    inertLine(subject.notes.isConfidential ? withoutEnterprise(subject, text) : text, space.shortText);
  return lines([
    `申请由${dayText(asked.oldDate)}延至${dayText(asked.newDate)}（${personName(asked.by)} ${shortMomentText(asked.at)}）`,
    `延期原因：${show(asked.reason)}`,
    `已做的工作：${show(asked.doneSoFar)}`,
  ]);
};
