/**
 * What a notice has to say and to whom it goes, read from the tale: it is of the act for which it was wished, also when it is read later.
 */
import type { GRADES, STATES } from '../../../src/workflow/case.ts';
import type { NoticeKind } from '../../../src/workflow/effects.ts';
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { OpenId, UnitId } from '../../../src/workflow/ids.ts';
import { doerOf } from './acting.ts';
import { dayOf } from './days.ts';
import { limitOf } from './limits.ts';
import { leadOf, openObjections, parts, stateOf } from './road.ts';
import { leaderOf, leadLeaderOf, peopleIn, type Scene, signerOf, signersOf, staffIn, unitOf } from './scene.ts';
import { before, every, has, last, since, type Walk, walkInHand, walks } from './tale.ts';

export interface Wish {
  readonly kind: NoticeKind;
  readonly about: UnitId | null;
  /** What was done; the tale before it is read from the tale of whoever asks. */
  readonly of: CaseEvent;
}
/** The tale, the district and the moment before the act. */
type Before = Scene;

const people = (scene: Before, ids: readonly (UnitId | null)[]): readonly OpenId[] =>
  ids.flatMap((id) => peopleIn(unitOf(scene, id)));
const accounts = (scene: Before, ids: Parameters<typeof leaderOf>[1][]): readonly OpenId[] =>
  ids.flatMap((id) => leaderOf(scene, id)?.openId ?? []);

/** Of those whom no message reaches, staff, who call. */
const reached = (scene: Before, ids: readonly (UnitId | null)[]): readonly OpenId[] =>
  ids.flatMap((id) => {
    const unit = unitOf(scene, id);
    return unit && peopleIn(unit).length === 0 ? staffIn(scene) : peopleIn(unit);
  });

/** To whom it goes. */
export const readersOf = ({ kind, of }: Wish, scene: Before): readonly OpenId[] => {
  const walk = walkInHand(scene.tale);
  const staff = staffIn(scene);
  const lead = reached(scene, [leadOf(walk)]);
  const held = walk ? parts(walk).map(({ unitId }) => unitId) : [];
  const today = dayOf(of.at);
  const signers = signersOf(signerOf(scene), today);
  const leaders = [...signers, ...signersOf(leadLeaderOf(scene), today)];
  const others = (all: readonly OpenId[]): readonly OpenId[] => all.filter((who) => who !== of.by.openId);
  switch (kind) {
    case 'objectionDecided':
      return of.type === 'objectionDecided'
        ? [...reached(scene, [of.unitId]), ...people(scene, [of.newUnitId]), ...leaders]
        : [];
    case 'extensionForLeader':
      return walk && every(walk.tale, 'extensionDecided').some(({ isApproved }) => isApproved) ? leaders : [];
    case 'extensionDecided':
      return [...lead, ...(leaders.some((who) => who === of.by.openId) ? staff : [])];
    case 'resultReturned':
    case 'ratedBadly':
    case 'planChecked':
    case 'caseTookIn':
      return lead;
    case 'contestDecided':
      return reached(scene, [last(scene.tale, 'ratingContested')?.unitId ?? null]);
    case 'sheetPassedOn':
      return [...staff, ...others(signers)];
    case 'enterpriseToCall':
      return of.by.openId !== null && staff.includes(of.by.openId) ? [] : staff;
    case 'enterpriseAnswered': {
      const asker = last(scene.tale, 'enterpriseAsked')?.by.openId;
      return [...staff, ...lead, ...(asker ? [asker] : [])];
    }
    case 'materialSubmitted':
      return [...staff, ...lead];
    case 'officerNamed':
      return of.type === 'officerNamed' && of.officer.kind === 'person' ? [of.officer.openId] : [];
    case 'reminder': {
      const state = stateOf(scene.tale);
      if (state === 'awaiting_review') return staff;
      if (state === 'handling') return people(scene, [leadOf(walk)]);
      const objecting = walk ? openObjections(walk).map(({ unitId }) => unitId) : [];
      const open = walk ? parts(walk).filter((part) => !part.acknowledged && !objecting.includes(part.unitId)) : [];
      return [
        ...(objecting.length > 0 ? staff : []),
        ...people(
          scene,
          open.map(({ unitId }) => unitId),
        ),
      ];
    }
    case 'supervision':
    case 'unlisted':
      return [...people(scene, held), ...staff];
    case 'transcriptCorrected':
      return [...people(scene, held), ...staff];
    case 'transcriptDisowned': {
      const recorder = walk?.sheet?.transcript?.recordedBy.openId;
      return [
        ...people(scene, held),
        ...others(accounts(scene, [walk?.sheet?.leadLeaderId ?? null])),
        ...(recorder ? [recorder] : []),
        ...staff,
      ];
    }
    case 'instructionCorrected':
      return of.type === 'instructionCorrected'
        ? [
            ...people(
              scene,
              held.filter((id) => [of.leadUnitId, ...of.supportingUnitIds].includes(id)),
            ),
            ...others([...accounts(scene, [walk?.sheet?.leadLeaderId ?? null, of.leadLeaderId]), ...signers]),
            ...staff,
          ]
        : [];
    case 'unitReleased':
      return of.type === 'instructionCorrected'
        ? people(
            scene,
            held.filter((id) => ![of.leadUnitId, ...of.supportingUnitIds].includes(id)),
          )
        : [];
    case 'instructionAdded':
      return [
        ...people(scene, held),
        ...others([...accounts(scene, [walk?.sheet?.leadLeaderId ?? null]), ...signers]),
        ...staff,
      ];
    case 'unitCodesIssued':
      return of.by.openId ? [of.by.openId] : [];
    // 工商联 alone.
    default:
      return staff;
  }
};

/** `parts`: what stands in it; `days`: the only ones it may name; `number`: the sheet's in its title. */
export interface Said {
  readonly holds: readonly string[];
  readonly lacks: readonly string[];
  readonly days: readonly string[];
  readonly number: string | null;
}

/** How grades and states are called. */
export interface Names {
  readonly grades: typeof GRADES;
  readonly states: typeof STATES;
}
export const saidBy = (wish: Wish, scene: Scene, names: Names): Said => {
  const { of } = wish;
  const told = before(scene.tale, of);
  const then: Before = { ...scene, tale: told, now: of.at };
  // A transcript that was disowned is void by then.
  const inHand = of.type === 'transcriptDisowned' ? walkInHand(told) : walkInHand([...told, of]);
  const walk = inHand ? (walks(scene.tale)[inHand.round - 1] ?? null) : null;
  const now = walk && limitOf(walk, scene.directory);
  const limit = now ? [now.day] : [];
  const number = (walk ?? walkInHand(scene.tale))?.sheet?.number.text ?? null;
  const { holds = [], lacks = [], days = [] } = particular(wish, walk, then, scene, names);
  return { holds: holds.filter((each) => each !== ''), lacks, days: [...limit, ...days], number };
};

const plain = (words: string): string => words.replace(/。$/, '');
type Part = {
  readonly holds?: readonly string[];
  readonly lacks?: readonly string[];
  readonly days?: readonly string[];
};

const particular = (
  { kind, about, of }: Wish,
  walk: Walk | null,
  then: Before,
  scene: Scene,
  { grades, states }: Names,
): Part => {
  const unit = (id: UnitId | null): string => unitOf(scene, id)?.name ?? '';
  const doer = doerOf(of, then);
  const held = walk ? parts(walk) : [];
  if (kind === 'webUnitAssigned')
    return { holds: held.filter(({ unitId }) => unitOf(scene, unitId)?.worksByWeb).map(({ unitId }) => unit(unitId)) };
  if (kind === 'webUnitToCall') {
    const isOpen = stateOf(scene.tale) === 'assigned';
    const silent = held.filter(({ unitId }) => peopleIn(unitOf(scene, unitId)).length === 0);
    const asked = silent.filter(({ role, acknowledged }) => (isOpen ? acknowledged === null : role === 'lead'));
    return { holds: asked.map(({ unitId }) => unit(unitId)) };
  }
  switch (of.type) {
    case 'unitObjected': {
      const isOther = walkInHand(scene.tale)?.round !== walk?.round;
      const isDecided = isOther || (walk !== null && !openObjections(walk).some(({ seq }) => seq === of.seq));
      return { holds: [unit(of.unitId), isDecided ? '不必再办' : '提出异议'] };
    }
    case 'objectionDecided': {
      if (kind !== 'objectionDecided') return {};
      const objection = last(then.tale, 'unitObjected');
      const own = every(then.tale, 'unitObjected').findLast(({ unitId }) => unitId === of.unitId) ?? objection;
      return {
        holds: [
          `${unit(about)}的异议（${plain(own?.reason ?? '')}）${of.isUpheld ? `成立，改由${unit(of.newUnitId)}办理` : '不成立'}`,
          plain(of.words),
        ],
      };
    }
    case 'extensionRequested': {
      const isDecided = has(since(walk?.tale ?? [], of), 'extensionDecided');
      const isOther = walkInHand(scene.tale)?.round !== walk?.round;
      const isSecond = every(walkInHand(then.tale)?.tale ?? [], 'extensionDecided').some(
        ({ isApproved }) => isApproved,
      );
      const asked = kind === 'extensionForLeader' ? '须由您审批' : isSecond ? '待领导审批' : '请审批';
      return { holds: [isDecided || isOther ? '不必再办' : asked], days: [of.newDate] };
    }
    case 'extensionDecided': {
      const asked = last(then.tale, 'extensionRequested')?.newDate ?? '';
      return {
        holds: [of.isApproved ? '已批准' : '未批准', inFull(asked)],
        lacks: [of.isApproved ? '未批准' : '已批准'],
        days: [asked],
      };
    }
    case 'caseRated': {
      const isJudged =
        has(since(walk?.tale ?? [], of), 'ratingJudged') || walkInHand(scene.tale)?.round !== walk?.round;
      return {
        holds: [grades[of.rating.grade], kind === 'dissatisfied' ? (isJudged ? '已研判' : '请研判') : ''],
        lacks: Object.entries(grades).flatMap(([grade, name]) =>
          Number(grade) === of.rating.grade ? [] : [`“${name}”`],
        ),
      };
    }
    case 'ratingWordsAdded':
      return { holds: [of.words] };
    case 'sheetSentBack':
      return { holds: [`${doer}`, of.reason, '退回补充'] };
    case 'sheetHeld':
      return { holds: [doer, of.reason, '暂缓'] };
    case 'sheetPassedOn':
      return { holds: [doer, of.words, `转请${leaderOf(scene, of.leaderId)?.name}批示`] };
    case 'enterpriseAsked': {
      const isOpen = last(scene.tale, 'enterpriseAsked') === of && stateOf(scene.tale) === 'awaiting_enterprise';
      return isOpen ? { holds: [`${doer}请企业补充：${plain(of.question)}`] } : { holds: ['已经结束'] };
    }
    case 'enterpriseAnswered':
    case 'materialSubmitted':
      return { holds: [of.text] };
    case 'consultationAnswered':
      return { holds: [unit(of.unitId)] };
    case 'withdrawalRequested':
      return {
        holds: has(since(scene.tale, of), 'withdrawalAudited') ? ['已经核实'] : [plain(of.words), '请电话核实'],
      };
    case 'ratingContested':
      return { holds: [unit(of.unitId), has(since(scene.tale, of), 'contestDecided') ? '不必再办' : '请在'] };
    case 'contestDecided':
      return { holds: [of.isUpheld ? '申诉成立' : '申诉不成立'], lacks: [of.isUpheld ? '不成立' : '申诉成立'] };
    case 'planReported':
      return { holds: [unit(of.unitId)] };
    case 'planChecked':
      return { lacks: [of.isKept ? '未兑现' : '计划已兑现'] };
    case 'transcriptChecked':
      return { holds: [of.words ?? ''] };
    case 'transcriptDisowned':
      return { holds: [doer, of.words, walk?.sheet?.transcript?.recordedBy.name ?? '', '作废'] };
    case 'instructionAdded':
      return { holds: [`${doer}`, of.words, '追加批示'] };
    case 'instructionCorrected': {
      if (kind !== 'instructionCorrected') return {};
      const was = walkInHand(then.tale)?.sheet ?? null;
      const inForce = walkInHand([...then.tale, of]);
      const day = inForce && limitOf(inForce, scene.directory)?.day;
      const isMoved = was !== null && JSON.stringify(was.limit) !== JSON.stringify(of.limit);
      return {
        holds: [
          doer,
          `“${of.words}”`,
          was ? `“${was.words}”` : '',
          ...(was?.leadUnitId === of.leadUnitId ? [] : [`改为${unit(of.leadUnitId)}`]),
          ...(isMoved && day ? [`时限改为${inFull(day)}前`] : []),
        ],
        days: day ? [day] : [],
      };
    }
    case 'caseListed': {
      const isSo = last(scene.tale, 'caseListed', 'caseUnlisted') === of;
      return { holds: isSo ? [doer, '已挂牌督办', plain(of.reason)] : ['解除'] };
    }
    case 'caseUnlisted':
      return { holds: ['解除'] };
    case 'caseTookIn':
      return { holds: [of.merged.enterpriseName || '另一家企业', '已并入本事项', '一并答复'] };
    case 'caseGivenBack': {
      const isLast = last(scene.tale, 'caseGivenBack') === of;
      const state = stateOf(scene.tale);
      return {
        holds: [
          isLast && of.why ? states[of.why] : '没有答复',
          state === 'vetting' ? '已退回核查中，请单独办理' : `现为“${states[state]}”`,
        ],
      };
    }
    case 'sharedAnswerRated':
      return { holds: [`“${grades[of.rating.grade]}”`, '恢复单独办理'] };
    default:
      return {};
  }
};

export const inFull = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
