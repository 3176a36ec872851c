/**
 * Columns of 事项 that staff keep: how an appeal was judged and what is proposed, each with its place in the notes of the case.
 * What was proposed (拟…) stays beside what is in force, which the service shows.
 */
import { TOLD_BY } from '../src/workflow/case.ts';
import { leaderId, receptionDayId, unitId } from '../src/workflow/ids.ts';
import { SOURCES, VERDICT_ANSWERS } from './case-choices.ts';
import { checkbox, date, link, number, singleSelect, text } from './columns.ts';
import { inNotes, inProposal, inVerdict, keyOf, linked, linkedAll, said, spelt } from './meaning.ts';

const people = { owner: 'people' } as const;

const flag = (name: string, key: 'isUrgent' | 'isGrave' | 'isHard' | 'isConfidential', description: string) =>
  said(checkbox(name, { ...people, description }), inNotes(key));

const verdict = (name: string, key: 'authentic' | 'lawful' | 'reasonable', description: string) =>
  said(singleSelect(name, Object.values(VERDICT_ANSWERS), { ...people, description }), {
    // An empty cell says 待核 too, until somebody wrote down a ground.
    of: ({ notes }) =>
      notes[key].answer === 'unsure' && notes[key].ground === '' ? null : VERDICT_ANSWERS[notes[key].answer],
    into: (all, word) => inVerdict(key, 'answer').into(all, keyOf(VERDICT_ANSWERS, word) ?? 'unsure'),
  });
const ground = (name: string, key: 'authentic' | 'lawful' | 'reasonable') =>
  said(text(name, { ...people, description: '判断的依据。' }), inVerdict(key, 'ground'));

/** What staff propose to the leader. Once a sheet is signed it stays as it was signed on. */
export const PROPOSAL_COLUMNS = {
  signingLeader: said(
    link('拟签批领导', 'leaders', false, {
      ...people,
      description: '签批单发给谁。',
      formerNames: ['签批领导'],
    }),
    linked(inProposal('signingLeaderId'), leaderId),
  ),
  leadLeader: said(
    link('拟牵头领导', 'leaders', false, {
      ...people,
      description: '拟由哪位领导牵头；领导签批时可改，签批后见“牵头领导”。',
      formerNames: ['牵头领导'],
    }),
    linked(inProposal('leadLeaderId'), leaderId),
  ),
  leadUnit: said(
    link('拟主办单位', 'units', false, {
      ...people,
      description: '拟由哪个单位主办；领导签批时可改，签批后见“主办单位”。',
      formerNames: ['主办单位'],
    }),
    linked(inProposal('leadUnitId'), unitId),
  ),
  supportingUnits: said(
    link('拟协办单位', 'units', true, {
      ...people,
      description: '拟由哪些单位协办；领导签批时可改，签批后见“协办单位”。',
      formerNames: ['协办单位'],
    }),
    linkedAll(inProposal('supportingUnitIds'), unitId),
  ),
  limitWorkdays: said(
    number('拟办时限', {
      ...people,
      description: '几个工作日；签批后见“时限”。',
      formerNames: ['办理时限（工作日）'],
    }),
    inProposal('limitWorkdays'),
  ),
  proposalWords: said(
    text('拟办意见', { ...people, description: '供领导签批时参考；领导同意的，随交办单下达。' }),
    inProposal('words'),
  ),
} as const;

export const STAFF_COLUMNS = {
  isUrgent: flag('急', 'isUrgent', '时间紧迫，超期时可加急提醒。'),
  isGrave: flag('重', 'isGrave', '影响重大，按重要事项时限办理。'),
  isHard: flag('难', 'isHard', '情况疑难，按疑难事项时限办理。'),
  isConfidential: flag('保密', 'isConfidential', '勾选后个人信息移入“保密事项”，本表只显示〔保密〕。'),
  authentic: verdict('真实', 'authentic', '诉求是否属实；“待核”不能提交签批。'),
  authenticGround: ground('真实依据', 'authentic'),
  lawful: verdict('合法', 'lawful', '诉求是否合法；“待核”不能提交签批。'),
  lawfulGround: ground('合法依据', 'lawful'),
  reasonable: verdict('合理', 'reasonable', '诉求是否合理；“待核”不能提交签批。'),
  reasonableGround: ground('合理依据', 'reasonable'),
  policyBasis: said(
    text('政策依据', { ...people, description: '支持或限制该诉求的文件和条款。' }),
    inNotes('policyBasis'),
  ),
  complainedUnits: said(
    link('被反映单位', 'units', true, { ...people, description: '诉求所反映的单位；不宜由其主办，签批单会提示。' }),
    linkedAll(inNotes('complainedUnitIds'), unitId),
  ),
  ...PROPOSAL_COLUMNS,
  receptionDay: said(
    link('接待日', 'receptionDays', false, { ...people, description: '选择“排入接待日”前先选。' }),
    linked(inNotes('receptionDayId'), receptionDayId),
  ),
  toldBy: said(
    singleSelect('告知方式', Object.values(TOLD_BY), {
      ...people,
      description: '个人信息处理告知：企业未经扫码页登记的，由工作人员告知后选填。',
    }),
    spelt(
      inNotes('toldBy'),
      (key): string | null => key && TOLD_BY[key],
      (name) => keyOf(TOLD_BY, name),
    ),
  ),
  toldOn: said(date('告知日期', { ...people, description: '哪一天告知的。' }), inNotes('toldOn')),
  /** Not of the notes: it says by which door the case came in, and is read once. */
  source: singleSelect('来源', Object.values(SOURCES), {
    ...people,
    description: '不填时，表单提交的为“表单”，其余为“工商联录入”。',
  }),
} as const;
