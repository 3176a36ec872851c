/**
 * Faults planted in what people read and may do: a reason that is dropped, another unit, a light a day off, an offer to somebody else.
 * Each is seen by a proof that reads the procedure by itself, never by an example (`proof.ts`).
 */
import type { Mutant } from './mutant.ts';

const ROW = 'bitable-schema/case-service-columns.ts';
const ROUND_WORDS = 'bitable-schema/round-words.ts';

export const MEANING_MUTANTS: readonly Mutant[] = [
  {
    name: 'the reason why a case left the road is dropped from the row',
    proof: 'opinion',
    file: ROW,
    find: "({ subject }) => subject.exit?.reason ?? '',",
    replace: "() => '',",
  },
  {
    name: 'after 改办 the row still names the unit of the sheet',
    proof: 'opinion',
    file: 'bitable-schema/in-force.ts',
    find: 'unitName(directory, round && leadUnitIdOf(round));',
    replace: 'unitName(directory, round?.instruction?.leadUnitId ?? null);',
  },
  {
    name: 'the light is red a day early',
    proof: 'opinion',
    file: 'src/workflow/lights.ts',
    find: "if (day > due.date) return { light: 'red', reasons: ['overdue'] };",
    replace: "if (day >= due.date) return { light: 'red', reasons: ['overdue'] };",
  },
  {
    name: 'the page of a merged case says nothing of the merger',
    proof: 'opinion',
    file: 'src/pages/public-view.ts',
    find: "exitReason: said(subject.exit?.reason ?? ''),",
    replace: "exitReason: subject.state === 'merged' ? '' : said(subject.exit?.reason ?? ''),",
    also: [
      {
        file: 'src/pages/public-timeline.ts',
        find: "    case 'caseMerged':\n",
        replace: "    case 'caseMerged':\n      if (event.reason !== '') return '已合并办理。';\n",
      },
    ],
  },
  {
    name: 'the row shows the number of the round before',
    proof: 'opinion',
    file: ROW,
    find: "({ round }) => round?.instruction?.number.text ?? '',",
    replace: "({ subject }) => subject.rounds[0]?.instruction?.number.text ?? '',",
  },
  {
    name: 'a signature stands without 代 in the row',
    proof: 'opinion',
    file: 'bitable-schema/sheet-words.ts',
    find: 'return byWords(signatureOf(signed));',
    replace: 'return signed.signedBy.name;',
  },
  {
    name: 'a refused extension is shown as granted in the row',
    proof: 'opinion',
    file: ROUND_WORDS,
    find: "isApproved ? '同意' : '不同意'",
    replace: "'同意'",
  },
  {
    name: 'a refused extension is shown as granted on cards and on the page of a unit',
    proof: 'opinion',
    file: 'src/workflow/whose-turn/handling-facts.ts',
    find: "decision ? (decision.isApproved ? '已批准' : '未批准') : '待审批'",
    replace: "decision ? '已批准' : '待审批'",
  },
  {
    name: 'a broken plan is shown as kept',
    proof: 'opinion',
    file: ROUND_WORDS,
    find: "verdict.isKept ? '已兑现' : '未兑现'",
    replace: "'已兑现'",
  },
  {
    name: 'a withdrawal that was not meant is shown as meant',
    proof: 'opinion',
    file: 'bitable-schema/enterprise-words.ts',
    find: "void: '非自愿，不予撤回' } as const;",
    replace: "void: '自愿撤回，同意' } as const;",
  },
  {
    name: 'the history of the enterprise stands in reversed order',
    proof: 'opinion',
    file: 'src/pages/public-timeline.ts',
    find: '  events.flatMap((event, index) => {',
    replace: '  events.toReversed().flatMap((event, index) => {',
  },
  {
    name: 'the outcome shown is the one that was sent back',
    proof: 'opinion',
    file: ROW,
    find: 'const result = round ? standingResult(round) : sharedAnswerOf(subject);',
    replace: 'const result = round ? (round.results[0] ?? null) : sharedAnswerOf(subject);',
  },
  {
    name: 'the enterprise reads what units say among themselves',
    proof: 'opinion',
    file: 'src/pages/public-timeline.ts',
    find: "    case 'progressReported':\n",
    replace: "    case 'progressReported':\n      return event.text;\n",
  },
  {
    name: 'the question to the enterprise is missing on its page',
    proof: 'opinion',
    file: 'src/pages/public-view.ts',
    find: 'question: pause ? said(pause.question) : null,',
    replace: "question: pause ? '' : null,",
  },
  {
    name: '复核 is offered to the leader who signed instead of the 牵头领导',
    proof: 'opinion',
    file: 'src/workflow/whose-turn/offers.ts',
    find: '!round.reconsideration &&\n    speaksForLeader(turn, reconsidererOf(turn, round))',
    replace: '!round.reconsideration &&\n    speaksForLeader(turn, signerOfRound(turn, round))',
  },
  {
    name: 'somebody signs for a leader on any day',
    proof: 'opinion',
    file: 'src/workflow/roles.ts',
    find: 'substitute !== null && substitute.from <= today && today <= substitute.to;',
    replace: "substitute !== null && today !== '';",
  },
  {
    name: 'an objection is taken after its last day',
    proof: 'opinion',
    file: 'src/workflow/decide-handling.ts',
    find: "refuseIf(today > lastDay, { kind: 'objectionTooLate', lastDay }),",
    replace: "refuseIf(today === '', { kind: 'objectionTooLate', lastDay }),",
  },
  {
    name: 'a rating by phone looks like one from the enterprise itself',
    proof: 'opinion',
    file: 'bitable-schema/rating-words.ts',
    find: 'channelWords = ({ at, channel, recordedBy, asks }: Rating)',
    replace: "channelWords = ({ at, asks }: Rating, channel: 'page' = 'page', recordedBy: null = null)",
  },
  {
    name: '挂牌督办 is kept from the page of a unit',
    proof: 'opinion',
    file: 'src/pages/unit-view.ts',
    find: "subject.listed ? '已挂牌督办' : ''",
    replace: "''",
  },
  {
    name: 'the sheet goes to every unit of the district',
    proof: 'readers',
    file: 'src/workflow/recipients.ts',
    find: '  unitIds.flatMap((id) => peopleOf(unitById(directory, id)));',
    replace: '  unitIds.length === 0 ? [] : directory.units.flatMap((unit) => peopleOf(unit));',
  },
  {
    name: 'a confidential enterprise is named in the title of a card',
    proof: 'readers',
    file: 'cards/view.ts',
    find: 'isHidden ? HIDDEN_NAME : inertLine(subject.appeal.enterpriseName, MAX_NAME)',
    replace: 'inertLine(subject.appeal.enterpriseName, MAX_NAME)',
  },
];
