/**
 * 谁读什么: for each field of words that a command carries, who must be able to read it once the act is accepted, and who
 * never may. What a sheet says carries the field it was written in and is left out by this table for whoever never may
 * (`whose-turn/sheet-facts.ts`); `test/readers` runs every command with marked words and looks for the marks in all that each
 * person can see. A command without its row does not compile. Readers in neither list may read it or not; whoever has no part never may.
 */
import type { Command } from './commands.ts';

export const READERS = {
  E: '企业（自己的查询页）',
  S: '工商联',
  L: '签批领导',
  /** 转请批示: the leader to whom the sheet went. */
  L2: '转请的领导',
  K: '牵头领导',
  N: '签批领导的联络员',
  H: '主办单位',
  W: '协办单位',
  C: '会前征询的单位',
  O: '提出异议的单位',
} as const;
export type Reader = keyof typeof READERS;

export interface Reach {
  /** As the field is called on forms. */
  readonly zh: string;
  /** Those of them who have a part in the case by then: a leader from the sheet on, units from signing on. */
  readonly must: readonly Reader[];
  readonly never: readonly Reader[];
}

/** Strings that are no words of anybody: codes, keys, versions. */
type NoWords = 'receiptHash' | 'visitKey' | 'noticeVersion';
type WordsOf<C> = {
  [K in keyof C]-?: K extends 'type' | NoWords ? never : string extends C[K] ? K : never;
}[keyof C];
/** Words that lie deeper in a command. */
interface Deeper {
  readonly submit: 'appeal.text' | 'appeal.wish' | 'appeal.urgency';
  readonly amend: 'notes.authentic.ground' | 'notes.policyBasis' | 'notes.proposal.words' | 'appeal.text';
  readonly instruct: 'signing.words';
  readonly instructAgain: 'signing.words';
  readonly correctInstruction: 'signing.words';
  readonly nameOfficer: 'officer.name';
}
type Fields<T extends Command['type']> =
  | WordsOf<Extract<Command, { readonly type: T }>>
  | (T extends keyof Deeper ? Deeper[T] : never);

const field = (zh: string, must: string, never: string): Reach => ({
  zh,
  must: readersIn(must),
  never: readersIn(never),
});
const isReader = (key: string): key is Reader => Object.hasOwn(READERS, key);
const readersIn = (keys: string): readonly Reader[] => keys.split(' ').filter(isReader);

export const WHO_READS = {
  submit: {
    'appeal.text': field('诉求内容', 'E S L K H W', 'C'),
    'appeal.wish': field('希望如何解决', 'E S L K H W', 'C'),
    'appeal.urgency': field('紧急情况说明', 'E S L K H W', 'C'),
  },
  amend: {
    'appeal.text': field('诉求内容', 'E S L K H W', 'C'),
    'notes.authentic.ground': field('核查依据', 'S L', 'E H W C'),
    'notes.policyBasis': field('政策依据', 'S L H W', ''),
    'notes.proposal.words': field('拟办意见', 'S L', 'E C'),
  },
  accept: {},
  decline: { reason: field('不予受理的理由', 'E S', '') },
  merge: { reason: field('合并的理由', 'E S', '') },
  takeIn: {},
  giveBack: { words: field('恢复单独办理的理由', 'E S', '') },
  shareAnswer: {},
  rateShared: { words: field('对合并答复的评价意见', 'E S', 'C') },
  redirect: { reason: field('转法定途径的理由', 'E S', '') },
  fillVerdicts: { ground: field('核查依据', 'S L', 'E H W C') },
  completeVetting: {},
  consult: { question: field('征询的问题', 'C S L', 'E') },
  answerConsultation: { text: field('答复内容', 'S L H W', 'E') },
  askEnterprise: { question: field('请企业补充的内容', 'E S', '') },
  answerEnterprise: { text: field('补充内容', 'E S H W L', 'C') },
  submitMaterial: { text: field('材料说明', 'E S H W L', 'C') },
  endPause: {},
  schedule: {},
  followDay: {},
  unschedule: {},
  hear: { note: field('接待记录', 'S L H W', 'E') },
  answerOnTheSpot: { reply: field('现场答复', 'E S L', '') },
  requestInstruction: {},
  instruct: { 'signing.words': field('批示', 'S L N K H W', 'E C') },
  recordInstruction: { words: field('书面批示转录', 'S L K H W', 'E C') },
  checkTranscript: { words: field('更正的批示', 'S L K H W', 'E C') },
  disownTranscript: { words: field('非本人批示的说明', 'S K H W', 'E C') },
  correctInstruction: { 'signing.words': field('更正后的批示', 'S L K H W', 'E C') },
  addInstruction: { words: field('追加批示', 'S L K H W', 'E C') },
  noteAssignment: {},
  prepare: { words: field('代拟批示', 'L N', 'S K H W E C') },
  sendBack: { reason: field('退回原因', 'S L', 'H W E C') },
  passOn: { words: field('转请说明', 'L L2 S', 'H W E C') },
  hold: { reason: field('暂缓原因', 'S L', 'H W E C') },
  acknowledge: {},
  issueUnitCodes: {},
  enterByWeb: {},
  object: { reason: field('异议理由', 'S L K', 'E W C') },
  decideObjection: { words: field('确定意见', 'O H S L K', 'E C') },
  nameOfficer: { 'officer.name': field('承办人', 'S H W L', 'E C') },
  contactEnterprise: { note: field('联系情况', 'S H L', 'E C') },
  reportProgress: { text: field('进展情况', 'S H W K L', 'E C') },
  setMilestone: { text: field('节点内容', 'S H W K L', 'E C') },
  moveMilestone: { reason: field('调整原因', 'S H W K L', 'E C') },
  reachMilestone: { words: field('完成情况', 'S H W K L', 'E C') },
  askProgress: {},
  contribute: { text: field('协办意见', 'H S L K W', 'E C') },
  requestExtension: {
    reason: field('延期原因', 'S H', 'E C'),
    doneSoFar: field('目前办理情况', 'S H', 'E C'),
  },
  decideExtension: { words: field('审批意见', 'H S L', 'E C') },
  resolve: {
    text: field('办理情况', 'S L K H W', 'E C'),
    basis: field('政策依据', 'S L K H W', 'C'),
    unitHead: field('单位负责人', 'S L K H W', 'E C'),
  },
  review: { publicReply: field('对企业的答复', 'E S L K H W', 'C') },
  returnResult: { reason: field('退回原因', 'H W S', 'E C') },
  rate: { words: field('评价意见', 'E S L K H', 'W C') },
  addRatingWords: { words: field('补充的评价意见', 'E S L K H', 'W C') },
  recordCallAttempt: { note: field('回访情况', 'S', 'E C') },
  waiveRating: {},
  judgeRating: { words: field('研判意见', 'H S K L', 'C') },
  reconsider: { words: field('复核意见', 'E S H L', 'C') },
  // Words typed with 阅 are refused and stay in the field, so nobody else has to read them.
  endorse: { words: field('阅示时写的批示', '', 'E S H W K C') },
  instructAgain: { 'signing.words': field('新批示', 'S L N K H W', 'E C') },
  askPlanCheck: {},
  reportPlan: { text: field('兑现情况', 'S L', 'E C') },
  checkPlan: { words: field('对企业的答复', 'E S L H', 'C') },
  contestRating: { reason: field('申诉理由', 'S L', 'E C') },
  decideContest: { words: field('确定意见', 'H S L', 'E C') },
  requestWithdrawal: { words: field('撤回说明', 'S', 'H W L K C') },
  auditWithdrawal: { note: field('核实情况', 'S L', 'H W C') },
  remind: {},
  supervise: {},
  list: { reason: field('挂牌理由', 'S L K H W', 'E C') },
  unlist: { reason: field('解除挂牌的理由', 'S L K H W', 'E C') },
  recomputeDue: {},
  changeLight: {},
} as const satisfies { readonly [T in Command['type']]: { readonly [F in Fields<T>]: Reach } };

/** A field of words as facts and proofs name it: `object.reason`. */
export type WordsName = {
  readonly [T in Command['type']]: `${T}.${keyof (typeof WHO_READS)[T] & string}`;
}[Command['type']];

const NEVER: ReadonlyMap<string, readonly Reader[]> = new Map(
  Object.entries(WHO_READS).flatMap(([command, fields]) =>
    Object.entries<Reach>(fields).map(([name, { never }]) => [`${command}.${name}`, never] as const),
  ),
);
export const mayRead = (reader: Reader, words: WordsName): boolean => !(NEVER.get(words) ?? []).includes(reader);
