/**
 * A sheet on its way through signing (签批), as an approval: from 提交签批 to the signature, with every leader it lay with.
 * Told by the events alone, so that a sheet sent back and submitted again is a second one. Knows nothing of Feishu.
 */
import type { Case } from './case.ts';
import { proposedWorkdays } from './deadlines.ts';
import type { CaseEvent } from './events.ts';
import { type CaseId, caseId, type LeaderId, type Ms, type OpenId } from './ids.ts';
import type { Settings } from './settings.ts';

export interface SheetApproval {
  /** Case and number of the event that submitted it. */
  readonly id: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'canceled';
  readonly startedAt: Ms;
  readonly startedBy: OpenId | null;
  readonly endedAt: Ms | null;
  readonly endedBy: OpenId | null;
  /** Number of the event that ended it. */
  readonly endedSeq: number | null;
  /** With whom it lay, one after another (转请批示). */
  readonly legs: readonly { readonly leaderId: LeaderId; readonly startedAt: Ms; readonly endedAt: Ms | null }[];
}

export const sheetApprovalsOf = (id: CaseId, events: readonly CaseEvent[]): readonly SheetApproval[] => {
  const sheets: SheetApproval[] = [];
  for (const event of events) {
    const open = sheets.at(-1);
    if (event.type === 'instructionRequested') sheets.push(submitted(id, event.seq, event.leaderId, event));
    else if (open?.status === 'pending') sheets[sheets.length - 1] = after(open, event);
  }
  return sheets;
};

const submitted = (id: CaseId, seq: number, leaderId: LeaderId, { at, by }: CaseEvent): SheetApproval => ({
  id: `${id}-${seq}`,
  status: 'pending',
  startedAt: at,
  startedBy: by.openId,
  endedAt: null,
  endedBy: null,
  endedSeq: null,
  legs: [{ leaderId, startedAt: at, endedAt: null }],
});

const after = (sheet: SheetApproval, event: CaseEvent): SheetApproval => {
  switch (event.type) {
    case 'sheetPassedOn':
      return {
        ...withLegEnded(sheet, event.at),
        legs: [...withLegEnded(sheet, event.at).legs, { leaderId: event.leaderId, startedAt: event.at, endedAt: null }],
      };
    case 'caseInstructed':
      return ended(sheet, event, 'approved');
    case 'sheetSentBack':
      return ended(sheet, event, 'rejected');
    case 'withdrawalAudited':
      return event.isVoluntary ? ended(sheet, event, 'canceled') : sheet;
    default:
      return sheet;
  }
};

const withLegEnded = (sheet: SheetApproval, at: Ms): SheetApproval => ({
  ...sheet,
  legs: sheet.legs.map((leg) => ({ ...leg, endedAt: leg.endedAt ?? at })),
});

const ended = (sheet: SheetApproval, event: CaseEvent, status: SheetApproval['status']): SheetApproval => ({
  ...withLegEnded(sheet, event.at),
  status,
  endedAt: event.at,
  endedBy: event.by.openId,
  endedSeq: event.seq,
});

const TAIL_CHARS = 8;
/** One person's part of a leg: another person, or the same one asked again, is another task. */
export const approvalTaskId = (sheetId: string, leg: number, who: OpenId): string =>
  `${sheetId}-${leg}-${who.slice(-TAIL_CHARS)}`;

const TASK_ID = /^(.{1,100})-\d{1,6}-\d{1,4}-[A-Za-z0-9_]{1,8}$/;
/** Whose sheet a task belongs to, or null when it is none of ours. */
export const caseOfApprovalTask = (taskId: string): CaseId | null => {
  const id = TASK_ID.exec(taskId)?.[1];
  return id === undefined ? null : caseId(id);
};

/**
 * What a leader signs by agreeing without own words: this proposal, submitted at this moment, to this leader. An approval
 * that was shown for anything else must not count. Null while no sheet waits.
 */
export const sheetMark = (subject: Case, settings: Settings): string | null => {
  const { id, awaiting, notes } = subject;
  if (!awaiting) return null;
  // An empty limit is that of the grade, which is shown and signed.
  const proposal = { ...notes.proposal, limitWorkdays: proposedWorkdays(subject, settings) };
  return JSON.stringify([id, awaiting.leaderId, awaiting.since, proposal]);
};
