/**
 * For which units a notice is: whom none reaches among them has to be called. What is for staff or leaders alone is for none, and 催办 has a
 * notice of its own for units that have to be called.
 */
import { leadUnitIdOf } from '../src/workflow/case.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import type { UnitId } from '../src/workflow/ids.ts';
import { ofMoment, type Told } from './told-of.ts';

type Addressed = 'lead' | 'all' | 'about';
const ADDRESSED: Readonly<Partial<Record<NoticeKind, Addressed>>> = {
  objectionDecided: 'about',
  contestDecided: 'about',
  resultReturned: 'lead',
  extensionDecided: 'lead',
  planChecked: 'lead',
  caseTookIn: 'lead',
  ratedBadly: 'lead',
  enterpriseAnswered: 'lead',
  materialSubmitted: 'lead',
  dueMoved: 'all',
  unlisted: 'all',
  instructionAdded: 'all',
  instructionCorrected: 'all',
  transcriptCorrected: 'all',
  transcriptDisowned: 'all',
};

export const toldUnits = (kind: NoticeKind, { round, about, of, subject }: Told): readonly UnitId[] => {
  const addressed = ADDRESSED[kind];
  if (addressed === undefined) return [];
  if (addressed === 'about') return [about].filter((id) => id !== null);
  if (addressed === 'lead') return [round?.instruction ? leadUnitIdOf(round) : null].filter((id) => id !== null);
  // Also of a sheet that is void, and whom a 更正 released from it.
  const sheet = round ?? subject.rounds.findLast(({ voided }) => voided !== null) ?? null;
  const before = sheet?.instruction ? ofMoment(sheet.instruction.corrections, of)?.before : null;
  const released = before && kind === 'instructionCorrected' ? [before.leadUnitId, ...before.supportingUnitIds] : [];
  return [...new Set([...(sheet?.units ?? []).map(({ unitId }) => unitId), ...released])];
};
