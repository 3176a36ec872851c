/**
 * 补记: an item first raised in the room. Its form, what its button carries, and what a press on it means. The enterprise is
 * chosen among the day's visits, so that nothing about it has to be typed; the words are the leader's or staff's note of what
 * was said. Making a case of it is not its business.
 */
import { z } from 'zod';
import type { CaseKind } from '../src/workflow/case.ts';
import type { Refusal } from '../src/workflow/decision.ts';
import { type CaseId, caseId, type ReceptionDayId, receptionDayId } from '../src/workflow/ids.ts';
import { LENGTHS } from '../src/workflow/lengths.ts';
import { byVisit } from '../src/workflow/visits.ts';
import { readForm } from '../src/workflow/whose-turn/form-values.ts';
import type { RoomView } from './board-view.ts';
import { type FormElement, fold, input, select } from './builder.ts';
import type { PressInput } from './click.ts';
import { inertText } from './inert.ts';
import { enterpriseName } from './view.ts';

export interface Addition {
  readonly day: ReceptionDayId;
  /** A case of the visit whose enterprise raised it. */
  readonly alike: CaseId;
  readonly kind: CaseKind;
  readonly text: string;
  readonly problem: Refusal | null;
}

const ADDITION_FIELDS = { visit: 'add_visit', kind: 'add_kind', text: 'add_text' } as const;
const VERSION = 1;

/** Nothing without a visit: somebody has to have raised it. Stands in the form of the card. */
export const additionFields = (view: RoomView, maxVisits: number): readonly FormElement[] => {
  const choices = byVisit(view.cases)
    .flatMap((visit) => visit.at(-1) ?? [])
    .slice(0, maxVisits)
    .map((subject) => ({ value: subject.id, text: enterpriseName(subject) }));
  const [first] = choices;
  if (!first) return [];
  const typed = (name: string): string => {
    const value = view.typed?.values.get(name);
    return typeof value === 'string' ? value : '';
  };
  return [
    fold(
      '补记会上新提的一件',
      [
        ...select({
          name: ADDITION_FIELDS.visit,
          label: '哪家企业提出',
          hint: '请选择',
          required: false,
          choices,
          preset: typed(ADDITION_FIELDS.visit) || first.value,
        }),
        ...select({
          name: ADDITION_FIELDS.kind,
          label: '类型',
          hint: '请选择',
          required: false,
          choices: [
            { value: 'problem', text: '问题' },
            { value: 'suggestion', text: '建议' },
          ],
          preset: typed(ADDITION_FIELDS.kind) || 'problem',
        }),
        input({
          name: ADDITION_FIELDS.text,
          label: '诉求内容',
          hint: '企业原话，一两句即可',
          required: false,
          rows: 3,
          preset: inertText(typed(ADDITION_FIELDS.text), LENGTHS.words),
        }),
        {
          tag: 'button',
          name: nameOf(view.day.id),
          text: { tag: 'plain_text', content: '登记这一件' },
          type: 'primary',
          width: 'fill',
          form_action_type: 'submit',
          behaviors: [{ type: 'callback', value: { v: VERSION, add: 'item', day: view.day.id } }],
        },
      ],
      typed(ADDITION_FIELDS.text) !== '',
    ),
  ];
};

const nameOf = (day: ReceptionDayId): string => `v${VERSION}-add-item-${day}`;

const valueSchema = z.object({
  v: z.coerce.number().pipe(z.literal(VERSION)),
  add: z.literal('item'),
  day: z.string().min(1).max(200).transform(receptionDayId),
});
const NAME = /^v(\d+)-add-(item)-(.+)$/su;

/** A press as an item to be added; null when it is another button. */
export const parseAddition = ({ value, name, form }: PressInput): Addition | null => {
  const [, v, add, id] = (typeof name === 'string' ? NAME.exec(name) : null) ?? [];
  const day = valueSchema.safeParse(value).data?.day ?? valueSchema.safeParse({ v, add, day: id }).data?.day;
  if (!day) return null;
  const values = readForm(form);
  const kind = values.chosen(ADDITION_FIELDS.kind);
  return {
    day,
    alike: caseId(values.chosen(ADDITION_FIELDS.visit)),
    kind: kind === 'suggestion' ? kind : 'problem',
    text: values.needed(ADDITION_FIELDS.text),
    problem: values.problem(),
  };
};
