/**
 * What `doctor` finds (体检结果): what is so, and what to do about it, in sentences for the person who keeps the district going.
 */
export interface Finding {
  /** For programs; never changes its meaning. */
  readonly code: FindingCode;
  /** `act`: something does not work until this is mended. `note`: worth a look, nothing is broken. */
  readonly level: 'act' | 'note';
  readonly what: string;
  readonly remedy: string;
}

export type FindingCode =
  | 'credentials'
  | 'scopeMissing'
  | 'scopeForPeople'
  | 'scopesUnknown'
  | 'noBase'
  | 'baseUnfinished'
  | 'baseGone'
  | 'baseForbidden'
  | 'callFailed'
  | 'copiedBase'
  | 'otherBase'
  | 'timeZone'
  | 'calendarGap'
  | 'cannotManage'
  | 'rowsUnseen'
  | 'confidentialOpen'
  | 'unsubscribed'
  | 'nobodyManages'
  | 'staffShutOut'
  | 'tableMissing'
  | 'columnMissing'
  | 'columnRenamed'
  | 'columnOutdated'
  | 'columnType'
  | 'optionMissing'
  | 'viewMissing'
  | 'viewChanged'
  | 'handStep'
  | 'formClosed'
  | 'formChanged'
  | 'formAddress'
  | 'nearlyFull'
  | 'trouble'
  | 'namesUnset'
  | 'phoneUnset'
  | 'noFederation'
  | 'noSigner'
  | 'parked'
  | 'queueStands';

export const act = (code: FindingCode, what: string, remedy: string): Finding => ({ code, level: 'act', what, remedy });
export const note = (code: FindingCode, what: string, remedy: string): Finding => ({
  code,
  level: 'note',
  what,
  remedy,
});

export const APPLY = 'npm run bitable -- apply';
