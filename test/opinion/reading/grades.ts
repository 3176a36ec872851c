/** How long a matter has where nobody named a limit: 急 before 难 before 重 before what kind of appeal it is. */
import type { Settings } from '../../../src/workflow/directory.ts';
import { appealNow, notesNow } from './scene.ts';
import type { Tale } from './tale.ts';

const daysByGrade = (tale: Tale, settings: Settings): number => {
  const notes = notesNow(tale);
  if (notes?.isUrgent) return settings.urgentDays;
  if (notes?.isHard) return settings.hardDays;
  if (notes?.isGrave) return settings.graveDays;
  return appealNow(tale)?.kind === 'suggestion' ? settings.suggestionDays : settings.problemDays;
};

/** 拟办时限: what staff propose, else that of the grade. */
export const proposedDays = (tale: Tale, settings: Settings): number =>
  notesNow(tale)?.proposal.limitWorkdays ?? daysByGrade(tale, settings);
