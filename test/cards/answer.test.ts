// What people are told: one Chinese sentence for every refusal, every accepted command and every notice.
import { describe, expect, it } from 'vitest';
import { acceptedSentence, pressAnswer, refusalSentence } from '../../cards/answer.ts';
import { noticeText } from '../../cards/notices.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import { NOTICE_KINDS } from '../../src/workflow/effects.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { base, caseByState, directory, specialCases } from './examples.ts';

const day = beijingDate('2026-05-09');
const at = Date.parse('2026-05-09T23:30:00+08:00');
type ByKind = { readonly [Kind in Refusal['kind']]: Extract<Refusal, { kind: Kind }> };
const refusals: ByKind = {
  noSuchCase: { kind: 'noSuchCase' },
  wrongState: { kind: 'wrongState', state: 'handling' },
  notYourRole: { kind: 'notYourRole' },
  outOfDate: { kind: 'outOfDate', state: 'assigned' },
  alreadySigned: { kind: 'alreadySigned', byName: '书记甲', at },
  alreadyAcknowledged: { kind: 'alreadyAcknowledged', byName: '区住建局负责人', at },
  alreadyDone: { kind: 'alreadyDone' },
  transcriptChecked: { kind: 'transcriptChecked', byName: '书记甲', at },
  disownTooLate: { kind: 'disownTooLate' },
  notYourWords: { kind: 'notYourWords', name: '书记甲' },
  correctionTooLate: { kind: 'correctionTooLate', acknowledged: { byName: '区住建局负责人', at }, minutes: 30 },
  additionTooLate: { kind: 'additionTooLate' },
  sheetVoid: { kind: 'sheetVoid', byName: '书记甲', at },
  closedMeanwhile: { kind: 'closedMeanwhile', byName: '书记甲', at },
  reviewerConcerned: { kind: 'reviewerConcerned', why: 'leadUnit' },
  fileTooSmall: { kind: 'fileTooSmall', name: '批示照片', bytes: 3, min: 1024 },
  noTranscript: { kind: 'noTranscript' },
  paperDateInvalid: { kind: 'paperDateInvalid' },
  verdictsMissing: { kind: 'verdictsMissing', missing: ['真实', '合法'], before: 'requestInstruction' },
  fieldsMissing: { kind: 'fieldsMissing', missing: ['批示内容'] },
  reasonMissing: { kind: 'reasonMissing' },
  textTooLong: { kind: 'textTooLong', field: '办理情况', max: 1000 },
  nobodyInUnit: { kind: 'nobodyInUnit', name: '街道' },
  unknownUnit: { kind: 'unknownUnit' },
  unknownLeader: { kind: 'unknownLeader' },
  avoids: { kind: 'avoids' },
  endorsedWithWords: { kind: 'endorsedWithWords' },
  leaderMayNotSign: { kind: 'leaderMayNotSign', name: '副区长丙' },
  unknownReceptionDay: { kind: 'unknownReceptionDay', why: 'unknown' },
  mergeTarget: { kind: 'mergeTarget', why: 'ended', name: '〔虚构〕远山包装有限公司', state: 'declined', into: null },
  noSharedAnswer: { kind: 'noSharedAnswer' },
  sharedNotRatedBadly: { kind: 'sharedNotRatedBadly' },
  receptionDayPast: { kind: 'receptionDayPast', date: day },
  receptionDayAhead: { kind: 'receptionDayAhead', date: day },
  proposalOver: { kind: 'proposalOver' },
  limitInvalid: { kind: 'limitInvalid', max: 250 },
  dateInvalid: { kind: 'dateInvalid' },
  dateTooFar: { kind: 'dateTooFar', last: beijingDate('2029-03-06') },
  dateNotLater: { kind: 'dateNotLater', than: day },
  objectionTooLate: { kind: 'objectionTooLate', lastDay: day },
  objectedBefore: { kind: 'objectedBefore' },
  objectionPending: { kind: 'objectionPending' },
  noObjection: { kind: 'noObjection' },
  extensionTooLate: { kind: 'extensionTooLate', lastDay: day },
  extensionPending: { kind: 'extensionPending' },
  extensionNeedsLeader: { kind: 'extensionNeedsLeader' },
  redoNeedsLeader: { kind: 'redoNeedsLeader' },
  ratingWordsMissing: { kind: 'ratingWordsMissing' },
  ratingJudged: { kind: 'ratingJudged' },
  ratingWordsUsedUp: { kind: 'ratingWordsUsedUp', max: 5 },
  pausesUsedUp: { kind: 'pausesUsedUp', max: 3 },
  pauseDaysUsedUp: { kind: 'pauseDaysUsedUp', max: 20, times: 2 },
  notListed: { kind: 'notListed' },
  extensionsUsedUp: { kind: 'extensionsUsedUp', max: 2 },
  noExtension: { kind: 'noExtension' },
  monthlyLineMissing: { kind: 'monthlyLineMissing', month: beijingDate('2026-04-01') },
  milestoneDate: { kind: 'milestoneDate', last: day },
  milestonesUsedUp: { kind: 'milestonesUsedUp', max: 8 },
  milestoneMovesUsedUp: { kind: 'milestoneMovesUsedUp', max: 5 },
  noMilestone: { kind: 'noMilestone' },
  outcomeUnfit: { kind: 'outcomeUnfit' },
  ratedBefore: { kind: 'ratedBefore' },
  notRatedYet: { kind: 'notRatedYet' },
  notDissatisfied: { kind: 'notDissatisfied' },
  judgementPending: { kind: 'judgementPending' },
  redoUsedUp: { kind: 'redoUsedUp', max: 2 },
  noUnitToRedo: { kind: 'noUnitToRedo' },
  attemptsMissing: { kind: 'attemptsMissing', needed: 2, made: 1 },
  withdrawalPending: { kind: 'withdrawalPending' },
  noWithdrawal: { kind: 'noWithdrawal' },
  remindedToday: { kind: 'remindedToday' },
  notDueYet: { kind: 'notDueYet' },
  unknownOfficer: { kind: 'unknownOfficer' },
  noWebUnit: { kind: 'noWebUnit' },
  editorUnknown: { kind: 'editorUnknown' },
  codeSpent: { kind: 'codeSpent' },
  codeExpired: { kind: 'codeExpired' },
  materialsUsedUp: { kind: 'materialsUsedUp' },
  contestedBefore: { kind: 'contestedBefore' },
  noContest: { kind: 'noContest' },
  noPlan: { kind: 'noPlan' },
  planNotDue: { kind: 'planNotDue', on: day },
  nothingChanged: { kind: 'nothingChanged' },
  busy: { kind: 'busy' },
};

describe('the sentence of a refusal', () => {
  it.each(Object.values(refusals))('is short, Chinese and whole: $kind', (reason) => {
    const sentence = refusalSentence(reason);
    expect(sentence).toMatch(/^[\p{Script=Han}\p{Nd}\s“”〔〕，。；：、:]+。$/u);
    expect(sentence).not.toMatch(/[A-Za-z]|undefined|NaN/);
    expect([...sentence].length).toBeLessThanOrEqual(60);
  });
  it('differs for every reason', () => {
    expect(new Set(Object.values(refusals).map(refusalSentence)).size).toBe(Object.keys(refusals).length);
  });
  it('says who was faster, and when by the clock in Beijing', () => {
    expect(refusalSentence(refusals.alreadySigned)).toBe('已由书记甲于5月9日 23:30签批，不必再签。');
  });
});

describe('the sentence of an accepted command', () => {
  const signing = { words: '', leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null };
  it('gives number and date of what was signed', () => {
    expect(acceptedSentence({ type: 'instruct', signing }, caseByState.assigned)).toBe(
      '已签批并交办，编号 示接交〔2026〕7号，5月14日前办结。',
    );
    expect(acceptedSentence({ type: 'instruct', signing }, specialCases.provisional)).toContain(
      '1月15日前办结（暂定）',
    );
  });
  it('tells whether other units still have to sign for it', () => {
    expect(acceptedSentence({ type: 'acknowledge' }, specialCases.partlyAcknowledged)).toContain('待其他单位签收');
    expect(acceptedSentence({ type: 'acknowledge' }, caseByState.handling)).toBe('已签收，5月14日前办结。');
  });
});

describe('the answer to a press', () => {
  it('holds the card as an object, or leaves it out', () => {
    const card = { schema: '2.0' };
    const toast = { type: 'success', content: '已签收。' } as const;
    expect(pressAnswer({ toast, card })).toEqual({ toast, card: { type: 'raw', data: card } });
    expect(pressAnswer({ toast, card: null })).toEqual({ toast });
  });
  it('keeps a toast to two lines', () => {
    const { toast } = pressAnswer({ toast: { type: 'info', content: '长'.repeat(1000) }, card: null });
    expect([...toast.content].length).toBeLessThanOrEqual(120);
  });
});

describe('a notice', () => {
  const everyCase = { ...caseByState, ...specialCases };
  it.each(NOTICE_KINDS)('is one short message without persons or numbers of the enterprise: %s', (kind) => {
    for (const subject of Object.values(everyCase)) {
      const text = noticeText(kind, subject, directory);
      expect(text).toMatch(/^【.+】.+。”?$/u);
      expect([...text].length).toBeLessThanOrEqual(140);
      expect(text).not.toMatch(/undefined|null|NaN|[<>]/);
      for (const secret of [subject.appeal.phone, subject.appeal.contactName, subject.appeal.text]) {
        expect(text).not.toContain(secret);
      }
    }
  });
  it.each(NOTICE_KINDS)('cannot be made to mention anybody: %s', (kind) => {
    const hostile = '<at user_id="all">所有人</at>\n&lt;at user_id="ou_1"&gt;';
    const subject = { ...base, appeal: { ...base.appeal, enterpriseName: hostile } };
    expect(noticeText(kind, subject, directory)).not.toMatch(/[<>&\n]/);
  });
  it('does not name a confidential enterprise', () => {
    for (const kind of NOTICE_KINDS) {
      expect(noticeText(kind, specialCases.confidential, directory)).not.toContain(base.appeal.enterpriseName);
    }
  });
});
