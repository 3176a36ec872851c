/**
 * 办理情况: how far each unit is, its 阶段节点, what was asked and decided (异议, 延期, 退回), 挂牌督办, and all that was told on the way,
 * oldest first.
 */

import { byWords, byWordsFor } from '../acting.ts';
import { dayInChinese } from '../beijing-date.ts';
import {
  type Case,
  contributionsOf,
  currentResult,
  type Listing,
  type Objection,
  type Round,
  type UnitPart,
} from '../case.ts';
import { beijingDateOf, contributionDue } from '../deadlines.ts';
import { type Directory, knownLeaderName, unitName } from '../directory.ts';
import { milestoneStanding } from '../milestones.ts';
import { clauses } from '../plain-text.ts';
import type { WordsName } from '../readers.ts';
import { createWorkCalendar } from '../work-calendar.ts';
import {
  dayWords,
  type Fact,
  filled,
  type Happened,
  line,
  long,
  type SheetReader,
  shortMomentWords,
  who,
} from './fact.ts';
import { hasEnded } from './turn.ts';
import { enterpriseFacts } from './vetting-facts.ts';

const roleWord = ({ role }: UnitPart): string => (role === 'lead' ? '主办' : '协办');

export const partFacts = (subject: Case, round: Round, directory: Directory, reader: SheetReader): readonly Fact[] => {
  const isOwn = ({ unitId }: UnitPart): boolean => reader.kind === 'unit' && reader.unitIds.includes(unitId);
  return [...round.units.filter(isOwn), ...round.units.filter((part) => !isOwn(part))].flatMap((part) =>
    line(
      `${unitName(directory, part.unitId)}（${roleWord(part)}）`,
      stepWords(part, subject, round, directory),
      'nameOfficer.officer.name',
    ),
  );
};

const stepWords = (part: UnitPart, subject: Case, round: Round, directory: Directory): string => {
  const { acknowledged, officer, contactedAt, contribution, role } = part;
  // Nothing is wanted any more once the result is reported or the case has ended, whatever the calendar says later.
  const wantedBy =
    currentResult(round) || hasEnded(subject)
      ? null
      : contributionDue(round, part.unitId, createWorkCalendar(directory.settings));
  return filled([
    acknowledged ? `已签收（${who(acknowledged.by, acknowledged.at)}）` : '未签收',
    officer ? (officer.kind === 'named' ? `承办人 ${officer.name}` : '已指定承办人') : '',
    contactedAt === null ? '' : `已联系企业（${shortMomentWords(contactedAt)}）`,
    role === 'lead'
      ? ''
      : contribution
        ? '已报协办意见'
        : `未报协办意见${wantedBy ? `（应于${dayInChinese(wantedBy, false)}前）` : ''}`,
  ]).join('；');
};

export const milestoneFacts = ({ milestones }: Round): readonly Fact[] =>
  milestones.flatMap((each) => {
    const { on, moves, reached } = each;
    const standing = reached
      ? `${dayInChinese(beijingDateOf(reached.at), false)}完成${reached.words === '' ? '' : `，${reached.words}`}`
      : milestoneStanding(each) === 'overdue'
        ? '已逾期'
        : '未到期';
    const moved = moves.map(({ from, reason }) => `原定${dayInChinese(from, false)}，${reason}`);
    return line(
      each.text || '（未填）',
      clauses([`${dayWords(on)}前，${standing}`, ...moved]),
      'setMilestone.text',
      'moveMilestone.reason',
      'reachMilestone.words',
    );
  });

/** Why a unit would not have it is for itself and the office to read, not for the others. */
export const decidedFacts = (round: Round, directory: Directory, reader: SheetReader): readonly Fact[] => [
  ...round.objections.flatMap((objection) =>
    reader.kind === 'office' ||
    reader.unitIds.some((unitId) => unitId === objection.unitId || unitId === objection.decision?.newUnitId)
      ? objectionFacts(objection, directory, reader.kind === 'unit' && reader.unitIds.includes(objection.unitId))
      : [],
  ),
  ...round.extensions.flatMap(({ newDate, oldDate, reason, doneSoFar, decision }) => {
    const standing = decision ? (decision.isApproved ? '已批准' : '未批准') : '待审批';
    return [
      ...line(
        '申请延期',
        `自${dayWords(oldDate)}延至${dayWords(newDate)}（${standing}）：${reason}`,
        'requestExtension.reason',
      ),
      ...line('已做的工作', doneSoFar, 'requestExtension.doneSoFar'),
      ...line('延期审批', decision?.words ?? '', 'decideExtension.words'),
    ];
  }),
  ...returnFacts(round),
];

/** Whoever wrote a reason may read it again. */
export const objectionFacts = (
  { unitId, reason, suggestedUnitId, decision }: Objection,
  directory: Directory,
  isOwn: boolean,
): readonly Fact[] => [
  ...line(
    `${unitName(directory, unitId)}异议`,
    `${reason}${suggestedUnitId ? `（建议交${unitName(directory, suggestedUnitId)}）` : ''}${decision ? '' : '（待确定）'}`,
    ...(isOwn ? [] : (['object.reason'] as const)),
  ),
  ...line(
    '确定',
    decision
      ? `${decision.isUpheld ? `成立，改由${unitName(directory, decision.newUnitId)}办理` : '不成立'}（${who(decision.by, decision.at)}）：${decision.words || '未写理由'}`
      : '',
    'decideObjection.words',
  ),
];

const returnFacts = ({ returns }: Round): readonly Fact[] =>
  returns.flatMap(({ at, by, reason }) => long(`退回重办（${who(by, at)}）`, reason, 'returnResult.reason'));

/** 挂牌督办 in force, and what was lifted. */
export const listingFacts = ({ listed, liftedListings }: Case, directory: Directory): readonly Fact[] => [
  ...liftedListings.flatMap(({ lifted, ...listing }) => [
    ...listingFact('曾挂牌督办', listing, directory),
    ...line('解除挂牌', `${lifted.reason}（${who(lifted.by, lifted.at)}）`, 'unlist.reason'),
  ]),
  ...(listed ? listingFact('已挂牌督办', listed, directory) : []),
];

const listingFact = (label: string, listing: Listing, directory: Directory): readonly Fact[] =>
  line(
    label,
    `${listing.reason || '未写理由'}（${listerWords(listing, directory)} ${shortMomentWords(listing.at)}）`,
    'list.reason',
  );

/** Who lists: in person, in a leader's place, or the clock in the name of the leader who signed. */
export const listerWords = ({ by, leaderId }: Pick<Listing, 'by' | 'leaderId'>, directory: Directory): string =>
  byWordsFor(knownLeaderName(directory, leaderId), by);

/** All of what is told in 办理进展 as one line. */
const TOLD: readonly WordsName[] = [
  'reportProgress.text',
  'contactEnterprise.note',
  'reachMilestone.words',
  'decideObjection.words',
  'returnResult.reason',
  'reportPlan.text',
];

export const historyFacts = (
  subject: Case,
  round: Round,
  directory: Directory,
  isHidden: boolean,
): readonly Happened[] =>
  [
    ...round.progress.map(
      ({ at, by, unitId, text, files }): Happened => ({
        at,
        label: unitId ? unitName(directory, unitId) : byWords(by),
        text,
        weight: 'line',
        of: TOLD,
        files,
      }),
    ),
    ...round.units.flatMap((part) =>
      contributionsOf(part).map(
        ({ at, text }): Happened => ({
          at,
          label: `${unitName(directory, part.unitId)}协办意见`,
          text,
          weight: 'line',
          of: ['contribute.text'],
          files: [],
        }),
      ),
    ),
    ...enterpriseFacts(subject, isHidden),
  ].toSorted((a, b) => a.at - b.at);
