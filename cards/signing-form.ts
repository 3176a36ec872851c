/**
 * The form in which a leader writes a 批示: on the 签批单, and again as 新批示 when a result returns. The proposal, or the
 * last sheet, is filled in beforehand; what is left as it is goes out as proposed.
 */
import type { LeaderId, UnitId } from '../src/workflow/ids.ts';
import { datePicker, type Form, fold, input, multiSelect, paragraph, remark, select, submitButton } from './builder.ts';
import type { ClickValue } from './click.ts';
import { FIELDS, NO_SUPPORTING_UNITS } from './form-values.ts';
import { inertText } from './inert.ts';
import { shortDayText } from './moment.ts';
import { dueIfSignedInTime } from './sheet-to-sign.ts';
import type { Space } from './space.ts';
import { type CardView, CUT_LIST_NOTE, leaderChoices, signingDay, unitChoices } from './view.ts';

export interface SigningFormParts {
  readonly click: ClickValue;
  readonly title: string;
  readonly submit: string;
  /** Something else is asked first. */
  readonly isSecond?: boolean;
  readonly view: CardView;
  readonly preset: {
    readonly leadLeaderId: LeaderId | null;
    readonly leadUnitId: UnitId | null;
    readonly supportingUnitIds: readonly UnitId[];
    readonly limitWorkdays: number | null;
    /** 代拟批示, to be changed or signed as it is. */
    readonly draft?: string;
  };
  readonly space: Space;
}

const MAX_PHRASES = 10;
const MAX_PHRASE = 60;

export const signingForm = ({ click, title, submit, isSecond, view, preset, space }: SigningFormParts): Form => {
  const { directory } = view;
  const leaders = leaderChoices(directory, [preset.leadLeaderId], space.leaders);
  const units = unitChoices(directory, [preset.leadUnitId], space.units);
  const supporting = unitChoices(directory, preset.supportingUnitIds, space.units);
  const names = FIELDS.sign;
  const isIncomplete = preset.leadUnitId === null || preset.limitWorkdays === null;
  return {
    tag: 'form',
    name: `${click.act}_form`,
    elements: [
      paragraph(title),
      input({
        name: names.words,
        label: '批示内容',
        hint: '请写批示；按原文下达并留存',
        required: false,
        rows: 3,
        preset: preset.draft ?? '',
      }),
      ...select({
        name: names.phrase,
        label: '常用语（附在批示文字之后，也可单用）',
        hint: '可不选',
        required: false,
        choices: phraseChoices(directory.settings.phrases),
      }),
      // What stays as proposed need not be seen; what was not proposed has to be.
      fold(
        isIncomplete ? '牵头领导、单位与时限（请填齐）' : '改牵头领导、单位或时限',
        [
          ...select({
            name: names.leadLeader,
            label: '牵头领导',
            hint: '不选则按拟办',
            required: false,
            choices: leaders.choices,
            preset: preset.leadLeaderId,
          }),
          ...select({
            name: names.leadUnit,
            label: '主办单位',
            hint: preset.leadUnitId === null ? '请选择' : '不选则按拟办',
            required: false,
            choices: units.choices,
            preset: preset.leadUnitId,
          }),
          ...multiSelect({
            name: names.supportingUnits,
            label: '协办单位',
            hint: '不选则按拟办',
            required: false,
            choices: [{ value: NO_SUPPORTING_UNITS, text: '〔不设协办单位〕' }, ...supporting.choices],
            preset: preset.supportingUnitIds,
          }),
          ...(leaders.isCut || units.isCut || supporting.isCut ? [remark(CUT_LIST_NOTE)] : []),
          ...select({
            name: names.workdays,
            label: '办理时限',
            hint: preset.limitWorkdays === null ? '请选择' : '不选则按拟办',
            required: false,
            choices: limitChoices(view, preset.limitWorkdays),
            preset: preset.limitWorkdays === null ? null : String(preset.limitWorkdays),
          }),
          ...signingDayNote(view),
          ...datePicker({
            name: names.date,
            label: '或指定办结日期（选了以日期为准）',
            hint: '可不选',
            required: false,
          }),
        ],
        isIncomplete,
      ),
      submitButton(submit, click, isSecond ? 'default' : 'primary_filled'),
    ],
  };
};

/** The phrase is its own value: what is chosen stands in the 批示 as it was shown. */
const phraseChoices = (phrases: readonly string[]): readonly { readonly value: string; readonly text: string }[] =>
  phrases
    .slice(0, MAX_PHRASES)
    .map((phrase) => inertText(phrase, MAX_PHRASE).replaceAll('\n', ''))
    .map((phrase) => ({ value: phrase, text: phrase }));

const signingDayNote = (view: CardView): readonly ReturnType<typeof remark>[] => {
  const day = signingDay(view);
  return day ? [remark(`日期按${shortDayText(day)}签批推算，以签批当日为准。`)] : [];
};

/** What leaders usually ask for, and the limits of the district's rules (参数设置). */
const USUAL_WORKDAYS = [3, 5, 7, 10, 15, 20, 30, 60];

/** Each limit with the day it would lead to, because a leader thinks in dates. */
const limitChoices = (
  view: CardView,
  proposed: number | null,
): readonly { readonly value: string; readonly text: string }[] => {
  const { suggestionDays, problemDays, graveDays, hardDays } = view.directory.settings;
  const all = [...USUAL_WORKDAYS, suggestionDays, problemDays, graveDays, hardDays, ...(proposed ? [proposed] : [])];
  return [...new Set(all)]
    .toSorted((a, b) => a - b)
    .flatMap((workdays) => {
      const due = dueIfSignedInTime(view, workdays);
      const marks = [...(workdays === proposed ? ['拟办'] : []), ...(due?.isProvisional ? ['暂定'] : [])];
      const mark = marks.length === 0 ? '' : `（${marks.join('，')}）`;
      return [
        { value: String(workdays), text: `${workdays}个工作日${due ? `，${shortDayText(due.date)}前` : ''}${mark}` },
      ];
    });
};
