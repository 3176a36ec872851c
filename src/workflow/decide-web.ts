/**
 * Rules of 网页办理: staff give out codes (办理码) for the units of the round that work by web, and somebody of such a unit comes
 * in with one. That a code was right is the page's to say; that it counts once, in time and only if it is the latest, is said here.
 */
import type { Case } from './case.ts';
import { isLonger, LENGTHS } from './lengths.ts';
import { notify } from './recipients.ts';
import { partsOfActor } from './roles.ts';
import { checkFilled, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';
import { isCodeInTime, webPartsOf } from './web-units.ts';

/** One for each unit, told to whoever asked: to nobody, where it is not known who that was. */
export const issueUnitCodes = (subject: Case, { by, directory }: Judging): Ruling => {
  const unitIds = webPartsOf(subject, directory).map(({ unitId }) => unitId);
  if (unitIds.length === 0) return no({ kind: 'noWebUnit' });
  if (by.openId === null) return no({ kind: 'editorUnknown' });
  return yes({ type: 'unitCodesIssued', unitIds }, notify('unitCodesIssued', [by.openId]));
};

/** Spends the code: of two who come with the same one, the second finds it spent. */
export const enterByWeb = (subject: Case, { actor, now, directory }: Judging): Ruling => {
  const [part] = partsOfActor(actor, subject, directory);
  if (actor.kind !== 'unit' || !part?.webCode) return no({ kind: 'notYourRole' });
  const { enteredAt, issuedAt } = part.webCode;
  return unless(
    [
      refuseIf(enteredAt !== null, { kind: 'codeSpent' }),
      refuseIf(!isCodeInTime(issuedAt, now), { kind: 'codeExpired' }),
      checkFilled('经办人姓名', actor.name),
      refuseIf(isLonger(actor.name, LENGTHS.webName), {
        kind: 'textTooLong',
        field: '经办人姓名',
        max: LENGTHS.webName,
      }),
    ],
    () => yes({ type: 'unitEnteredByWeb', unitId: part.unitId }),
  );
};
