/**
 * 网页办理: a unit whose people have no Feishu account works on a page. The link of its part opens it together with a one-time
 * code (办理码) that staff tell by phone. Here is what the process knows of both: when, to whom, used or not; never the code.
 */
import { type Case, partsInHand, type UnitPart } from './case.ts';
import { type Directory, unitById } from './directory.ts';
import type { Ms } from './ids.ts';
import { hasStep } from './transitions.ts';

/** Long enough for a phone call, too short for a code on a slip of paper. */
export const WEB_CODE_LIFE_MS: Ms = 30 * 60_000;
/** A working day at most. */
export const WEB_VISIT_LIFE_MS: Ms = 8 * 3_600_000;

/** The parts of the round in hand that are worked on by web now; none before signing and none after the end. */
export const webPartsOf = (subject: Case, directory: Directory): readonly UnitPart[] =>
  hasStep('enterByWeb', subject)
    ? partsInHand(subject).filter(({ unitId }) => unitById(directory, unitId)?.worksByWeb === true)
    : [];

/** Whether a code that was given out then would still be taken. */
export const isCodeInTime = (issuedAt: Ms, now: Ms): boolean => now < issuedAt + WEB_CODE_LIFE_MS;
