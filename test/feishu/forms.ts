/**
 * Submitting a shared form (共享表单): who may, what must be answered, and the row it makes. The page draws it; this
 * decides. An anonymous filler leaves creator and operator empty.
 */
import { applyChanges, type Tenant } from './bitable-changes.ts';
import { questionsOf } from './bitable-views.ts';
import { parseCell, type WriteScope } from './bitable-write.ts';
import type { FormAnswer } from './control.ts';
import { refuse } from './http.ts';
import type { Base, Cell, Form, FormQuestion, Table, TableRecord, View } from './state.ts';
import { findPerson, type World } from './world.ts';

export type SharedForm = {
  readonly base: Base;
  readonly table: Table;
  readonly view: View;
  readonly form: Form;
  /** The visible ones, in order. */
  readonly questions: readonly FormQuestion[];
};

/** The form behind a public address, or undefined when there is none or sharing is off. */
export const findSharedForm = (world: Pick<World, 'state'>, shareToken: string): SharedForm | undefined => {
  for (const base of world.state.bases) {
    for (const table of base.tables) {
      for (const view of table.views) {
        const { form } = view;
        if (form === null || !form.isShared || form.shareToken !== shareToken) continue;
        return {
          base,
          table,
          view,
          form,
          questions: questionsOf(table, form).filter((question) => question.isVisible),
        };
      }
    }
  }
  return undefined;
};

/** Why this person (null = anonymous) may not open the form; null = may. */
const whyFormClosed = (world: World, shared: SharedForm, filler: string | null): string | null => {
  const { form } = shared;
  if (form.sharedLimit !== 'anyone_editable' && filler === null) return '该表单仅限组织内成员填写，请登录后再试';
  if (form.sharedLimit === 'off' && !shared.base.members.some((member) => member.memberId === filler))
    return '仅受邀请的人可填写该表单';
  if (filler !== null && findPerson(world, filler) === undefined) return '没有这个人';
  const isDone =
    filler !== null &&
    world.state.submissions.some((each) => each.shareToken === form.shareToken && each.filler === filler);
  return form.submitsOnce && isDone ? '你已提交过该表单' : null;
};

/** Makes the row. Throws the refusal of the real one, or 1254302 when the form is closed to this filler. */
export const submitForm = (tenant: Tenant, answer: FormAnswer): TableRecord => {
  const shared = findSharedForm(tenant, answer.shareToken) ?? refuse(1254302, '表单不存在或已停止分享');
  const closed = whyFormClosed(tenant, shared, answer.filler);
  if (closed !== null) return refuse(1254302, closed);
  const { base, table, questions } = shared;
  const scope: WriteScope = { world: tenant, base, idType: 'open_id', newOptions: new Map() };
  const known = new Set(questions.flatMap((question) => [question.title, question.fieldId]));
  const stray = Object.keys(answer.answers).find((key) => !known.has(key));
  if (stray !== undefined) return refuse(1254045, `FieldNameNotFound: ${stray}`);
  const cells = new Map<string, Cell | null>();
  for (const question of questions) {
    const field = table.fields.find((each) => each.fieldId === question.fieldId);
    if (field === undefined) continue;
    const value = answer.answers[question.fieldId] ?? answer.answers[question.title] ?? null;
    const cell = parseCell(scope, field, value);
    if (question.isRequired && cell === null) return refuse(1254007, `请填写必填项“${question.title}”`);
    if (scope.newOptions.size > 0) return refuse(1254062, `“${question.title}”没有这个选项`);
    if (cell !== null) cells.set(field.fieldId, cell);
  }
  const recordId = tenant.newId('rec');
  const [record] = applyChanges(tenant, base, table, [{ kind: 'add', recordId, cells }], answer.filler ?? '');
  if (answer.filler !== null) tenant.state.submissions.push({ shareToken: answer.shareToken, filler: answer.filler });
  return record ?? refuse(1255001, 'InternalError');
};
