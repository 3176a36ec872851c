/** What waits for 工商联 itself, by what was told last: every matter that only they can take further, and no other. */
import { openObjections, stateOf } from './road.ts';
import { OPEN } from './rules.ts';
import { isVetted } from './rules-before-signing.ts';
import { openPlan, ratingOf, type Scene, unitOf, WITH_UNITS } from './scene.ts';
import { every, last, since, type Tale, walkInHand, walks } from './tale.ts';

export const waitsOf = (scene: Scene): readonly string[] => {
  const { tale } = scene;
  const state = stateOf(tale);
  const walk = walkInHand(tale);
  const found: readonly (readonly [string, boolean])[] = [
    [
      '企业撤回待核实',
      OPEN.includes(state) && every(tale, 'withdrawalRequested').length > every(tale, 'withdrawalAudited').length,
    ],
    ...ofState(scene).map((what) => [what, true] as const),
    [
      '核查结论未齐，审核前须补齐',
      ['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'].includes(state) &&
        Boolean(walk?.sheet) &&
        !isVetted({ tale }),
    ],
    ['评价申诉待确定', CONTESTED.includes(state) && openContest(tale) !== null],
    ['计划到期待核实', openPlan(tale)?.isAsked === true],
  ];
  return found.flatMap(([what, isSo]) => (isSo ? [what] : []));
};

/** Where a ruling on a contest may still be given. */
export const CONTESTED: readonly string[] = [...WITH_UNITS, 'closed'];

/** 评价申诉 of any round on which nobody has ruled. */
export const openContest = (tale: Tale) => {
  const open = walks(tale).flatMap((walk) => {
    const contest = last(walk.tale, 'ratingContested');
    const isRuled = every(tale, 'contestDecided').some(({ round }) => round === walk.round);
    return contest && !isRuled ? [contest] : [];
  });
  return open.at(-1) ?? null;
};

const ofState = (scene: Scene): readonly string[] => {
  const { tale } = scene;
  const walk = walkInHand(tale);
  const gaveBack = last(tale, 'transcriptDisowned', 'sheetSentBack', 'caseInstructed', 'answeredOnTheSpot');
  const back =
    gaveBack?.type === 'transcriptDisowned'
      ? ['非本人批示，待核对原件']
      : gaveBack?.type === 'sheetSentBack'
        ? ['领导退回，待补充后重报']
        : null;
  switch (stateOf(tale)) {
    case 'submitted':
      return ['待受理'];
    case 'vetting':
      return ['待核查'];
    case 'ready':
      return back ?? ['待排入接待日或提交签批'];
    case 'scheduled':
      return ['待登记接待'];
    case 'heard':
      return back ?? ['待现场答复或提交签批'];
    case 'awaiting_enterprise':
      return ['待电话请企业补充'];
    case 'awaiting_instruction':
      return last(tale, 'instructionRequested', 'sheetPassedOn', 'sheetHeld')?.type === 'sheetHeld'
        ? ['领导暂缓，待跟进']
        : [];
    case 'assigned':
      return walk ? openObjections(walk).map(({ unitId }) => `${unitOf(scene, unitId)?.name}异议待确定`) : [];
    case 'handling': {
      const asked = walk ? every(walk.tale, 'extensionRequested') : [];
      const ruled = walk ? every(walk.tale, 'extensionDecided') : [];
      return asked.length > ruled.length && !ruled.some(({ isApproved }) => isApproved) ? ['延期待审批'] : [];
    }
    case 'awaiting_review':
      return ['结果待审核'];
    case 'awaiting_rating': {
      const rated = walk && ratingOf(walk);
      if (!walk || !rated) return ['待回访评价'];
      return last(since(walk.tale, rated), 'ratingJudged') ? [] : ['不满意待研判'];
    }
    case 'awaiting_closure':
      return gaveBack?.type === 'transcriptDisowned' ? ['非本人批示，待核对原件'] : [];
    case 'merged': {
      const told = last(tale, 'caseMerged', 'answerShared', 'sharedAnswerRated');
      return told?.type === 'sharedAnswerRated' && told.rating.grade < 3 ? ['企业对合并答复不满意，待研判'] : [];
    }
    default:
      return [];
  }
};
