/**
 * The forms on a 交办单, each closed until tapped. Which of them stand on the card is decided in `assignment-card.ts`.
 */
import type { Milestone, Outcome, Round, UnitPart } from '../src/workflow/case.ts';
import { type Directory, unitById } from '../src/workflow/directory.ts';
import type { OpenId, UnitId } from '../src/workflow/ids.ts';
import { MAX_MILESTONE_TEXT, MAX_MILESTONES, openMilestones } from '../src/workflow/milestones.ts';
import {
  datePicker,
  type Form,
  fold,
  foldedForm,
  input,
  remark,
  select,
  selectPerson,
  submitButton,
} from './builder.ts';
import type { Act, ClickValue } from './click.ts';
import { FIELDS } from './form-values.ts';
import { inertLine } from './inert.ts';
import { milestoneName } from './milestone-section.ts';
import { shortDayText } from './moment.ts';
import { buttonsRow } from './rows.ts';
import type { Space } from './space.ts';
import { type CardView, CUT_LIST_NOTE, unitChoices } from './view.ts';

export interface AssignmentFormDeps {
  readonly view: CardView;
  readonly click: (act: Act) => ClickValue;
  readonly space: Space;
}

/** What has to be filled in besides, by outcome; the process asks for the same. */
const GROUND_WANTED: Readonly<Partial<Record<Outcome, string>>> = {
  planned: '（须填日期）',
  explained: '（政策不允许，须填依据）',
  legal_channel: '（须填依据）',
  not_adopted: '（须填依据）',
};

export const assignmentForms = ({ view, click, space }: AssignmentFormDeps) => {
  const { directory } = view;
  const openMilestonesForm = (open: readonly Milestone[]): Form => ({
    tag: 'form',
    name: 'milestone_form',
    elements: [
      fold('完成或调整节点', [
        ...select({
          name: FIELDS.milestone.id,
          label: '节点',
          hint: '请选择节点',
          required: true,
          choices: open.map((each) => ({
            value: String(each.id),
            text: `${milestoneName(each)}（${shortDayText(each.on)}前）`,
          })),
        }),
        input({
          name: FIELDS.milestone.words,
          label: '完成情况，或调整原因',
          hint: '完成情况记入办理进展',
          required: true,
          rows: 2,
        }),
        ...datePicker({
          name: FIELDS.milestone.date,
          label: '新的日期（只在调整时选）',
          hint: '请选日期',
          required: false,
        }),
        buttonsRow([
          submitButton('节点已完成', click('reachMilestone'), 'primary'),
          submitButton('调整日期', click('moveMilestone'), 'default'),
        ]),
      ]),
    ],
  });
  return {
    object: (own: UnitId): readonly Form[] => {
      const units = directory.units.filter(({ id }) => id !== own);
      const { choices, isCut } = unitChoices({ ...directory, units }, [], space.units);
      const days = directory.settings.objectDays;
      return [
        foldedForm(
          `提出异议（${days}个工作日内，限一次）`,
          click('object'),
          [
            input({ name: FIELDS.object.reason, label: '异议理由', hint: '请写明职责依据', required: true, rows: 3 }),
            ...select({ name: FIELDS.object.unit, label: '建议交办单位', hint: '请选择', required: false, choices }),
            ...(isCut ? [remark(CUT_LIST_NOTE)] : []),
          ],
          '提交异议',
        ),
      ];
    },
    nameOfficer: (part: UnitPart): readonly Form[] => [
      foldedForm(
        part.officer ? '更换承办人' : '指定承办人',
        click('nameOfficer'),
        [
          ...selectPerson({
            name: FIELDS.nameOfficer.person,
            label: '从本单位名单中选',
            hint: '请选择承办人',
            required: false,
            people: officersToChoose(part, directory),
            // None: what is chosen outranks what is typed, so a choice of the machine would, too.
            preset: null,
          }),
          input({
            name: FIELDS.nameOfficer.name,
            label: '或填写名单外的人（不接收卡片）',
            hint: '姓名、电话',
            required: false,
            max: 50,
            preset: part.officer?.kind === 'named' ? inertLine(part.officer.name, 50) : '',
          }),
        ],
        '确定承办人',
      ),
    ],
    /** Open, because it is used most: type and press; the same words may go with 已联系企业, which needs none. */
    progress: (part: UnitPart): readonly Form[] => [
      {
        tag: 'form',
        name: 'progress_form',
        elements: [
          input({
            name: FIELDS.progress.text,
            label: '报进展',
            hint: '一两句话：办了什么、下一步何时办',
            required: false,
            rows: 2,
          }),
          buttonsRow([
            submitButton('提交进展', click('progress'), 'primary'),
            ...(part.contactedAt === null ? [submitButton('已联系企业', click('contact'), 'default')] : []),
          ]),
        ],
      },
    ],
    /** One form to set a node, one for those that are open: a limit that has passed leaves no day for another. */
    milestones: (round: Round): readonly Form[] => {
      const open = openMilestones(round);
      const maySet = round.milestones.length < MAX_MILESTONES && view.subject.light !== 'red';
      return [
        ...(maySet
          ? [
              foldedForm(
                '安排阶段节点',
                click('setMilestone'),
                [
                  input({
                    name: FIELDS.setMilestone.text,
                    label: '节点内容',
                    hint: '到这一天办成什么',
                    required: true,
                    max: MAX_MILESTONE_TEXT,
                  }),
                  ...datePicker({
                    name: FIELDS.setMilestone.date,
                    label: '完成日期（不晚于办理时限）',
                    hint: '请选日期',
                    required: true,
                  }),
                ],
                '安排节点',
              ),
            ]
          : []),
        ...(open.length > 0 ? [openMilestonesForm(open)] : []),
      ];
    },
    contribute: (): readonly Form[] => [
      foldedForm(
        '报协办意见',
        click('contribute'),
        [input({ name: FIELDS.contribute.text, label: '协办意见', hint: '供主办单位汇总', required: true, rows: 3 })],
        '提交协办意见',
      ),
    ],
    extend: (): readonly Form[] => [
      foldedForm(
        `申请延期（到期前${directory.settings.extensionNoticeDays}个工作日提出）`,
        click('extend'),
        [
          ...datePicker({ name: FIELDS.extend.date, label: '新的办结日期', hint: '请选日期', required: true }),
          input({ name: FIELDS.extend.reason, label: '延期原因', hint: '请写明原因', required: true, rows: 2 }),
          input({ name: FIELDS.extend.doneSoFar, label: '目前办理情况', hint: '已做了什么', required: true, rows: 2 }),
        ],
        '提交延期申请',
      ),
    ],
    askEnterprise: (): readonly Form[] => [
      foldedForm(
        '请企业补充（其间时限暂停）',
        click('askEnterprise'),
        [
          input({
            name: FIELDS.askEnterprise.question,
            label: '需企业补充的内容',
            hint: '企业将看到这段话',
            required: true,
            rows: 2,
          }),
        ],
        '请企业补充',
      ),
    ],
    contest: (): readonly Form[] => [
      foldedForm(
        '评价申诉（限一次）',
        click('contest'),
        [
          input({
            name: FIELDS.contest.reason,
            label: '申诉理由',
            hint: '为何不应计入本单位考核，请写明事实和依据',
            required: true,
            rows: 3,
          }),
          remark('由工商联裁定。企业的评价和意见不作改动；研判、复核、销号照常进行。'),
        ],
        '提交申诉',
      ),
    ],
    resolve: (outcomes: readonly Outcome[], names: Readonly<Record<Outcome, string>>): readonly Form[] => [
      foldedForm(
        '报结果',
        click('resolve'),
        [
          ...select({
            name: FIELDS.resolve.outcome,
            label: '办理结果',
            hint: '请选择',
            required: true,
            choices: outcomes.map((outcome) => ({
              value: outcome,
              text: `${names[outcome]}${GROUND_WANTED[outcome] ?? ''}`,
            })),
          }),
          input({ name: FIELDS.resolve.text, label: '办理情况', hint: '做了什么、结果如何', required: true, rows: 4 }),
          ...datePicker({
            name: FIELDS.resolve.date,
            label: '计划解决日期',
            hint: '计划解决的须选',
            required: false,
          }),
          input({
            name: FIELDS.resolve.basis,
            label: '政策依据',
            hint: '文件名称和条款',
            required: false,
            rows: 2,
          }),
          input({
            name: FIELDS.resolve.unitHead,
            label: '单位负责人',
            hint: '对结果负责的负责人姓名',
            required: true,
            max: 50,
          }),
        ],
        '报送结果',
      ),
    ],
  };
};

/** So many fit on a phone's list; a unit has fewer. 承办人 first, then the heads. */
const MAX_OFFICERS = 30;
const officersToChoose = ({ unitId }: UnitPart, directory: Directory): readonly OpenId[] => {
  const unit = unitById(directory, unitId);
  return unit ? [...new Set([...unit.officerOpenIds, ...unit.headOpenIds])].slice(0, MAX_OFFICERS) : [];
};
