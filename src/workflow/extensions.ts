/** 延期: the request that waits, and who decides on it: staff on the first of a round, a leader on any further one. */
import type { Extension, Round } from './case.ts';

export const pendingExtension = ({ extensions }: Round): Extension | null =>
  extensions.find(({ decision }) => decision === null) ?? null;

export const grantedExtensions = ({ extensions }: Round): number =>
  extensions.filter(({ decision }) => decision?.isApproved).length;

/** A further extension is not for staff to decide on. */
export const isForLeader = (round: Round): boolean => grantedExtensions(round) > 0;

/** The request that waits for a leader, or null. */
export const extensionForLeader = (round: Round): Extension | null =>
  isForLeader(round) ? pendingExtension(round) : null;
