/**
 * What a sheet says, as facts: a name and what stands beside it. Cards, the page of a unit and the row draw these and word nothing of it
 * again. Here, and once, what a reader never may read is left out (`readers.ts`), and a confidential enterprise is made unknown to whoever
 * may not know it, in whatever text somebody wrote it.
 */
import type { Case, Round } from '../case.ts';
import type { Directory } from '../directory.ts';
import { fileForAll, HIDDEN_NAME, withoutEnterprise } from '../hidden-enterprise.ts';
import { backgroundFacts } from './background-facts.ts';
import { type Fact, filled, type Happened, line, long, readableBy, type SheetReader } from './fact.ts';
import { decidedFacts, historyFacts, listingFacts, milestoneFacts, partFacts } from './handling-facts.ts';
import { instructionFacts, limitFacts, proposalFacts } from './instruction-facts.ts';
import { earlierFacts, planFacts, ratingFacts, resultFacts } from './result-facts.ts';
import { consultationFacts, verdictFacts } from './vetting-facts.ts';

export interface SheetSections {
  readonly request: readonly Fact[];
  /** 批示, what it agreed to, who signed, who is responsible now. */
  readonly sheet: readonly Fact[];
  readonly limit: readonly Fact[];
  /** How far each unit is, the reader's own first. */
  readonly parts: readonly Fact[];
  readonly milestones: readonly Fact[];
  /** 异议, 延期, 退回: what was asked, and how it was decided. */
  readonly decided: readonly Fact[];
  /** 挂牌督办 and its end. */
  readonly listing: readonly Fact[];
  /** 请企业补充: what was asked and is not answered yet. */
  readonly question: readonly Fact[];
  /** Progress, contributions, what the enterprise sent; oldest first. */
  readonly history: readonly Happened[];
  readonly result: readonly Fact[];
  /** 计划核实, 评价 and what followed from it. */
  readonly rating: readonly Fact[];
  /** 核查、预沟通与拟办, from before it was signed. */
  readonly vetting: readonly Fact[];
  /** 历次情况: the rounds before this one. */
  readonly earlier: readonly Fact[];
}

export interface SheetFacts extends SheetSections {
  readonly number: string;
  readonly enterprise: string;
  /** How to reach the enterprise; `phone` is empty where it is not to be called. */
  readonly contact: { readonly text: string; readonly phone: string };
}

export const sheetFacts = (subject: Case, round: Round, directory: Directory, reader: SheetReader): SheetFacts => {
  const signed = round.instruction;
  const isHidden = reader.kind === 'unit' && subject.notes.isConfidential;
  const { appeal } = subject;
  const shown = <One extends Fact>(all: readonly One[]): readonly One[] => {
    const readable = readableBy(all, round, reader);
    return isHidden ? masked(subject, readable) : readable;
  };
  return {
    number: signed?.number.text ?? '',
    enterprise: isHidden ? HIDDEN_NAME : appeal.enterpriseName || '（未填企业名称）',
    contact: isHidden
      ? { text: '企业要求保密，请通过区工商联联系', phone: '' }
      : {
          text: filled([appeal.contactName, appeal.contactRole, appeal.phone]).join(' '),
          phone: appeal.phone.replace(/[^\d+]/g, ''),
        },
    request: shown([...requestFacts(subject), ...backgroundFacts(subject)]),
    sheet: shown(
      signed ? instructionFacts(subject, round, signed, directory, reader) : line('批示', '接待日现场答复，未出交办单'),
    ),
    // Nobody works by a sheet that is void.
    limit: shown(signed && !round.voided ? limitFacts(subject, round) : []),
    parts: shown(round.voided ? [] : partFacts(subject, round, directory, reader)),
    milestones: shown(milestoneFacts(round)),
    decided: shown(decidedFacts(round, directory, reader)),
    listing: shown(listingFacts(subject, directory)),
    question: shown(line('已请企业补充', subject.pause?.question ?? '', 'askEnterprise.question')),
    history: shown(historyFacts(subject, round, directory, isHidden)).map((happened) =>
      isHidden ? { ...happened, files: happened.files.map((file) => fileForAll(subject, file)) } : happened,
    ),
    result: shown(resultFacts(round)),
    rating: shown([...planFacts(round), ...ratingFacts(round, reader)]),
    vetting: shown([
      ...verdictFacts(subject),
      ...consultationFacts(subject, directory),
      ...proposalFacts(subject, round, reader),
    ]),
    earlier: shown(earlierFacts(subject, round, directory)),
  };
};

/** Over every text there is, whoever wrote it. */
const masked = <One extends Fact>(subject: Case, facts: readonly One[]): readonly One[] =>
  facts.map((one) => ({
    ...one,
    label: withoutEnterprise(subject, one.label),
    text: withoutEnterprise(subject, one.text),
  }));

/** What the enterprise asks for, in its own words. */
export const requestFacts = ({ appeal }: Case): readonly Fact[] => [
  ...long('诉求', appeal.text || '（未填）', 'submit.appeal.text', 'amend.appeal.text'),
  ...line('希望', appeal.wish, 'submit.appeal.wish'),
  ...line('紧急情况', appeal.urgency, 'submit.appeal.urgency'),
];
