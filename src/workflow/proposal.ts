/**
 * 拟办: what staff propose to the leader. Once signed, the sheet is in force and the proposal stays as it was signed on, until
 * another sheet may be written.
 */
import { type Case, sheetInHand } from './case.ts';
import { hasStep } from './transitions.ts';

/** Nothing that staff propose now would change anything. */
export const isProposalOver = (subject: Case): boolean =>
  sheetInHand(subject) !== null && !hasStep('recordInstruction', subject);
