/**
 * Every card beside the second opinion: where the case stands and shines, whom the first line asks, and that what can be pressed is
 * exactly what this person may do now.
 */
import { LIGHTS, STATES, type State } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import type { Law, Moment } from './histories.ts';
import { dayOf, nextDay } from './reading/days.ts';
import { lightAt } from './reading/limits.ts';
import { speaksAgainst } from './reading/may.ts';
import { isOver, stateOf } from './reading/road.ts';
import { leaderOf, type Standing, standingOf, unitOf } from './reading/scene.ts';
import { walkInHand, walks } from './reading/tale.ts';
import { turnOf } from './reading/turn.ts';
import { sayings } from './sayings.ts';
import { cardsFor, type DrawnCard } from './surfaces.ts';
import { PEOPLE } from './towns.ts';

const ONE_IN = 6;

export const cardsAgree: Law = (moment) => {
  const { subject, decision, lot } = moment;
  if (!subject || decision.kind === 'refused' || lot(ONE_IN) !== 0) return [];
  const people = Object.values(PEOPLE);
  const viewer = people[lot(people.length)] ?? PEOPLE.staff;
  const cards = cardsFor(viewer.openId, { ...moment, subject });
  return [...cards.flatMap((card) => cardFaults(card, moment)), ...buttons(cards, viewer, moment)];
};

/** Where the case stands and shines by this card, and whom its first line asks. */
export const cardFaults = (card: DrawnCard, moment: Seen): readonly string[] => [
  ...heads(card, moment),
  ...firstLine(card, moment),
];
type Seen = Pick<Moment, 'tale' | 'directory' | 'now'>;

const fault = (card: DrawnCard, law: string, seen: string): string => `card ${card.kind}: ${law} ⁝ ${seen}`;

const heads = (card: DrawnCard, { tale, directory, now }: Seen): readonly string[] => {
  const rounds = walkInHand(tale)?.round ?? 0;
  const isVoid = walks(tale)[card.round - 1]?.isVoid === true;
  // A question beforehand belongs to no round.
  const isEarlier = (isVoid || card.round < rounds) && card.kind !== 'consultation';
  const state = stateOf(tale);
  const light = lightAt(tale, directory, now);
  const wantedTag = isEarlier ? (isVoid ? '已作废' : '本轮已结束') : STATES[state];
  const shownLights = card.tags.filter((tag) => Object.values(LIGHTS).some((name) => name === tag));
  const wantedLights = light && card.round === rounds && !isOver(tale) ? [LIGHTS[light]] : [];
  const color = isOver(tale)
    ? state === 'closed'
      ? 'green'
      : 'grey'
    : isEarlier
      ? 'grey'
      : light === 'red' && card.round === rounds
        ? 'red'
        : null;
  const colorFits = color === null ? ['orange', 'blue'].includes(card.template) : card.template === color;
  return [
    ...(card.kind === 'consultation' || card.tags[0] === wantedTag
      ? []
      : [fault(card, 'says another state', `${card.tags} not ${wantedTag}`)]),
    ...(card.kind === 'consultation' ||
    card.tags.length > 2 ||
    JSON.stringify(shownLights) === JSON.stringify(wantedLights)
      ? []
      : [fault(card, 'shines otherwise', `${card.tags} not ${wantedLights}`)]),
    ...(colorFits || isApart(card) ? [] : [fault(card, 'has another colour', `${card.template} not ${color}`)]),
    // What is over has no day left and is with nobody; what is void says so first.
    ...((isEarlier || isOver(tale)) && !isApart(card) && /前办结|已交.+办理|待.+核对/u.test(card.heading)
      ? [fault(card, 'speaks of work on what is over', card.heading)]
      : []),
    ...(isVoid && !isApart(card) && !card.heading.includes('作废')
      ? [fault(card, 'does not say first that it is void', card.heading)]
      : []),
  ];
};

/** 计划核实 and 预沟通 go on beside the round. */
const isApart = ({ kind }: DrawnCard): boolean => kind === 'plan' || kind === 'consultation';

/** “请某某…”: whoever is asked is whose turn it is. */
const firstLine = (card: DrawnCard, { tale, directory, now }: Seen): readonly string[] => {
  const asked =
    /^请([^\d，。：；]+?)(?:（|\d|当场|现场|办理|审核|签收|签批|阅示|批示|复核|核实|核对|提出|报告|转请)/.exec(
      card.heading,
    )?.[1];
  if (
    asked === undefined ||
    ['plan', 'consultation', 'supervision'].includes(card.kind) ||
    card.heading.includes('核对书面批示')
  )
    return [];
  const scene = { tale, directory, now };
  const turn = turnOf(scene);
  const names = [
    ...(turn.isStaff ? ['工商联', '区工商联', '工作人员'] : []),
    ...(turn.isEnterprise ? ['企业'] : []),
    ...turn.units.map((id) => unitOf(scene, id)?.name ?? ''),
    ...turn.leaders.map((id) => leaderOf(scene, id)?.name ?? ''),
    ...(turn.leaders.length === 0 && turn.isStaff ? ['接待领导'] : []),
  ];
  return names.includes(asked)
    ? []
    : [fault(card, 'asks somebody whose turn it is not', `${card.heading} — in turn: ${names.join('、')}`)];
};

/** Which command a button asks for. */
const COMMAND_OF: Readonly<Record<string, Command['type']>> = {
  approve: 'instruct',
  sign: 'instruct',
  sendBack: 'sendBack',
  passOn: 'passOn',
  prepare: 'prepare',
  transcriptRight: 'checkTranscript',
  transcriptWrong: 'checkTranscript',
  disown: 'disownTranscript',
  correct: 'correctInstruction',
  add: 'addInstruction',
  hold: 'hold',
  onTheSpot: 'answerOnTheSpot',
  note: 'noteAssignment',
  acknowledge: 'acknowledge',
  object: 'object',
  nameOfficer: 'nameOfficer',
  contact: 'contactEnterprise',
  progress: 'reportProgress',
  setMilestone: 'setMilestone',
  moveMilestone: 'moveMilestone',
  reachMilestone: 'reachMilestone',
  contribute: 'contribute',
  extend: 'requestExtension',
  resolve: 'resolve',
  answerConsultation: 'answerConsultation',
  askEnterprise: 'askEnterprise',
  endorse: 'endorse',
  signAgain: 'instructAgain',
  reopen: 'instructAgain',
  upholdRating: 'reconsider',
  redoRating: 'reconsider',
  review: 'review',
  returnResult: 'returnResult',
  remind: 'remind',
  list: 'list',
  unlist: 'unlist',
  approveExtension: 'decideExtension',
  refuseExtension: 'decideExtension',
  contest: 'contestRating',
  reportPlan: 'reportPlan',
  planKept: 'checkPlan',
  planBroken: 'checkPlan',
};
/** A card follows its case and not the calendar: what only a day forbids is said when it is pressed. */
const BY_THE_DAY: readonly (string | null)[] = [
  null,
  'too late to object',
  'asked too late',
  'a month without a line',
  'reminded today',
  'a day outside of the limit',
  'no such limit',
  'no later day',
  'more than half an hour ago',
];
/** What this person must find on a card: the acts that are asked of somebody in this state. */
const mustFind = (type: Command['type'], { parts: mine, isSigner, isLeadLeader }: Standing, state: State): boolean => {
  const isAcknowledged = mine.length > 0 && mine.every(({ acknowledged }) => acknowledged !== null);
  switch (type) {
    case 'contactEnterprise':
    case 'answerOnTheSpot':
      return false;
    case 'contribute':
      return state === 'handling' && mine.some(({ role }) => role === 'supporting');
    case 'reportProgress':
    case 'nameOfficer':
      return state !== 'awaiting_review' && isAcknowledged;
    case 'askEnterprise':
      return state === 'handling' && mine.some(({ role }) => role === 'lead');
    // 工商联 decides in the row.
    case 'decideExtension':
      return isSigner || isLeadLeader;
    case 'remind':
    case 'list':
    case 'unlist':
      return (state === 'assigned' || state === 'handling') && (isSigner || isLeadLeader);
    default:
      return true;
  }
};

const buttons = (
  cards: readonly DrawnCard[],
  viewer: (typeof PEOPLE)[keyof typeof PEOPLE],
  moment: Moment,
): readonly string[] => {
  const { tale, directory, now } = moment;
  const scene = { tale, directory, now };
  const who = standingOf(viewer, scene);
  const state = stateOf(tale);
  const all: readonly Command[] = [
    ...sayings((days) => nextDay(dayOf(now), days)),
    ...[2, 3, 4, 5, 6, 7, 8].map((id): Command => ({ type: 'reachMilestone', id, words: '已完成' })),
  ];
  const why = (type: Command['type']): readonly (string | null)[] =>
    all.filter((command) => command.type === type).map((command) => speaksAgainst(command, viewer, scene));
  const offered = cards.flatMap((card) =>
    card.buttons.flatMap((button) => (actOf(button) ? [{ card, act: actOf(button) ?? '' }] : [])),
  );
  // A deputy's card stays after the deputy's days; the press is refused then.
  const isAway = isDeputy(viewer.openId, moment) && !who.isSigner && !who.isLeadLeader;
  const forbidden = offered.flatMap(({ card, act }) => {
    if (isAway) return [];
    const type = COMMAND_OF[act];
    if (!type) return [`a button nobody knows: ${act}`];
    const reasons = why(type === 'moveMilestone' ? 'reachMilestone' : type);
    // No wish of the kind was thought of at this moment, so nothing is known of it.
    return reasons.length === 0 || reasons.some((reason) => BY_THE_DAY.includes(reason))
      ? []
      : [fault(card, `offers ${act}, which would be refused`, [...new Set(reasons)].join(' / '))];
  });
  const types = new Set(Object.values(COMMAND_OF));
  const missing = [...types].filter(
    (type) =>
      mustFind(type, who, state) && why(type).includes(null) && !offered.some(({ act }) => COMMAND_OF[act] === type),
  );
  return [...forbidden, ...missing.map((type) => `no card offers ${type} to one who may ⁝ ${viewer.name} in ${state}`)];
};

const actOf = ({ value }: DrawnCard['buttons'][number]): string | null =>
  typeof value === 'object' && value !== null && 'act' in value && typeof value.act === 'string' ? value.act : null;

const isDeputy = (who: OpenId, { directory }: Moment): boolean =>
  directory.leaders.some(({ substitute }) => substitute?.openId === who);
