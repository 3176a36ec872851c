/**
 * Views and form views (视图、表单视图) of a table: bitable/v1/apps/:app/tables/:table/views and …/forms. Sorting,
 * grouping and colours are not part of v1.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Tenant } from './bitable-changes.ts';
import { findBase, findField, findTable, findView } from './bitable-find.ts';
import { type ApiContext, type ApiEnv, pageOf, readBody, refuse, structurePages, succeed } from './http.ts';
import type { Base, Field, Form, Table, View } from './state.ts';

const badBody = 1254001;
const mostViews = 200;
const viewTypeSchema = z.enum(['grid', 'kanban', 'gallery', 'gantt', 'form']);

const formPatchSchema = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  shared: z.boolean().optional(),
  shared_limit: z.enum(['off', 'tenant_editable', 'anyone_editable']).optional(),
  submit_limit_once: z.boolean().optional(),
});

const questionPatchSchema = z.object({
  pre_field_id: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  visible: z.boolean().optional(),
  rich_description: z
    .array(
      z.object({ segment_type: z.enum(['text', 'url']), text: z.string().optional(), link: z.string().optional() }),
    )
    .max(500)
    .optional(),
});

const viewPropertySchema = z.object({
  filter_info: z
    .object({
      conjunction: z.enum(['and', 'or']),
      conditions: z
        .array(z.object({ field_id: z.string(), operator: z.string(), value: z.string().optional() }))
        .max(50),
    })
    .nullish(),
  hidden_fields: z.array(z.string()).max(300).nullish(),
  hierarchy_config: z.object({ field_id: z.string() }).nullish(),
});

export const viewRoutes = (tenant: Tenant): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const tableOf = (c: ApiContext): readonly [Base, Table] => {
    const base = findBase(tenant.state, c.req.param('app') ?? '');
    return [base, findTable(base, c.req.param('table') ?? '')];
  };
  const formOf = (c: ApiContext): readonly [Base, Table, View, Form] => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('form') ?? '');
    return [base, table, view, view.form ?? refuse(1254012, 'the view is not a form')];
  };
  const raise = (base: Base, table: Table): void => {
    base.revision += 1;
    table.revision += 1;
    tenant.changed();
  };

  routes.get('/apps/:app/tables/:table/views', (c) => {
    const [, table] = tableOf(c);
    const { items, ...page } = pageOf(table.views, (view) => view.viewId, c, structurePages);
    return succeed(c, { ...page, items: items.map((view) => viewJson(view, false)) });
  });

  routes.post('/apps/:app/tables/:table/views', async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(
      c,
      z.object({ view_name: z.string(), view_type: viewTypeSchema.default('grid') }),
      badBody,
    );
    checkViewName(table, body.view_name, null);
    if (table.views.length >= mostViews) return refuse(1254101, 'ViewExceedLimit');
    const view = makeView(tenant, table, body.view_name, body.view_type);
    table.views.push(view);
    raise(base, table);
    return succeed(c, { view: viewJson(view, false) });
  });

  routes.get('/apps/:app/tables/:table/views/:view', (c) => {
    const [, table] = tableOf(c);
    return succeed(c, { view: viewJson(findView(table, c.req.param('view') ?? ''), true) });
  });

  routes.patch('/apps/:app/tables/:table/views/:view', async (c) => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('view') ?? '');
    const body = await readBody(
      c,
      z.object({ view_name: z.string().optional(), property: viewPropertySchema.optional() }),
      badBody,
    );
    if (body.view_name !== undefined) {
      checkViewName(table, body.view_name, view);
      view.name = body.view_name;
    }
    if (body.property !== undefined) view.property = { ...view.property, ...checkedViewProperty(table, body.property) };
    raise(base, table);
    return succeed(c, { view: viewJson(view, true) });
  });

  routes.delete('/apps/:app/tables/:table/views/:view', (c) => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('view') ?? '');
    if (table.views.length === 1) return refuse(1254023, 'the last view cannot be deleted');
    table.views = table.views.filter((each) => each !== view);
    raise(base, table);
    return succeed(c, {});
  });

  routes.get('/apps/:app/tables/:table/forms/:form', (c) => {
    const [, , , form] = formOf(c);
    return succeed(c, { form: formJson(tenant, form) });
  });

  routes.patch('/apps/:app/tables/:table/forms/:form', async (c) => {
    const [base, table, , form] = formOf(c);
    const body = await readBody(c, formPatchSchema, badBody);
    const isShared = body.shared ?? form.isShared;
    if (body.shared_limit !== undefined && !isShared)
      return refuse(1254800, 'InvalidParameter: shared_limit needs shared');
    form.name = body.name ?? form.name;
    form.description = body.description ?? form.description;
    form.isShared = isShared;
    form.sharedLimit = body.shared_limit ?? form.sharedLimit;
    form.submitsOnce = body.submit_limit_once ?? form.submitsOnce;
    raise(base, table);
    return succeed(c, { form: formJson(tenant, form) });
  });

  routes.get('/apps/:app/tables/:table/forms/:form/fields', (c) => {
    const [, table, , form] = formOf(c);
    const questions = questionsOf(table, form);
    const { items, ...page } = pageOf(questions, (question) => question.fieldId, c, structurePages);
    return succeed(c, {
      ...page,
      items: items.map((question) => ({
        field_id: question.fieldId,
        title: question.title,
        description: question.description,
        required: question.isRequired,
        visible: question.isVisible,
      })),
    });
  });

  routes.patch('/apps/:app/tables/:table/forms/:form/fields/:field', async (c) => {
    const [base, table, , form] = formOf(c);
    const body = await readBody(c, questionPatchSchema, badBody);
    const questions = questionsOf(table, form);
    const question = questions.find((each) => each.fieldId === c.req.param('field'));
    if (question === undefined) return refuse(1254049, 'FormFieldNotFound');
    const { visible, ...rest } = body;
    const others = Object.values(rest).filter((value) => value !== undefined);
    if (visible === false && others.length > 0) return refuse(1254800, 'InvalidParameter: visible=false stands alone');
    question.isVisible = visible ?? question.isVisible;
    question.title = body.title ?? question.title;
    question.description =
      body.rich_description?.map((part) => part.text ?? '').join('') ?? body.description ?? question.description;
    question.isRequired = body.required ?? question.isRequired;
    form.questions =
      body.pre_field_id === undefined ? [...questions] : moved(questions, question.fieldId, body.pre_field_id);
    raise(base, table);
    const place = form.questions.indexOf(question);
    return succeed(c, {
      field: {
        pre_field_id: form.questions[place - 1]?.fieldId ?? '',
        title: question.title,
        description: question.description,
        required: question.isRequired,
        visible: question.isVisible,
      },
    });
  });

  return routes;
};

const checkViewName = (table: Table, name: string, self: View | null): void => {
  if (name === '') refuse(1254021, 'EmptyViewName');
  if (name.length > 100 || /[[\]]/.test(name)) refuse(1254022, 'InvalidViewName');
  if (table.views.some((view) => view !== self && view.name === name)) refuse(1254020, 'ViewNameDuplicated');
};

/** A fresh view; a form view asks for every column that a person can fill in. */
export const makeView = (tenant: Tenant, table: Table, name: string, type: View['type']): View => ({
  viewId: tenant.newId('vew'),
  name,
  type,
  property: {},
  form:
    type === 'form'
      ? {
          name,
          description: '',
          isShared: false,
          sharedLimit: 'off',
          submitsOnce: false,
          shareToken: tenant.newId('shrcn'),
          questions: table.fields.filter(canBeAsked).map(questionFor),
        }
      : null,
});

/** Computed columns are not questions. */
const canBeAsked = (field: Field): boolean =>
  field.type < 1000 && field.type !== 19 && field.type !== 20 && field.type !== 24;

const questionFor = (field: Field): Form['questions'][number] => ({
  fieldId: field.fieldId,
  title: field.name,
  description: field.description,
  isRequired: field.isPrimary,
  isVisible: true,
});

/** The questions in order; a column added after the form stands at the end, hidden. */
export const questionsOf = (table: Table, form: Form): Form['questions'] => {
  const known = new Set(form.questions.map((question) => question.fieldId));
  const added = table.fields.filter((field) => canBeAsked(field) && !known.has(field.fieldId));
  form.questions.push(...added.map((field) => ({ ...questionFor(field), isRequired: false, isVisible: false })));
  return form.questions;
};

const moved = (questions: Form['questions'], fieldId: string, afterId: string): Form['questions'] => {
  const self = questions.filter((question) => question.fieldId === fieldId);
  const rest = questions.filter((question) => question.fieldId !== fieldId);
  const place = afterId === '' ? 0 : rest.findIndex((question) => question.fieldId === afterId) + 1;
  if (afterId !== '' && place === 0) return refuse(1254049, 'FormFieldNotFound: pre_field_id');
  return [...rest.slice(0, place), ...self, ...rest.slice(place)];
};

const formJson = (tenant: Tenant, form: Form): Readonly<Record<string, unknown>> => ({
  name: form.name,
  description: form.description,
  shared: form.isShared,
  ...(form.isShared ? { shared_url: `${tenant.settings.publicUrl}/share/base/form/${form.shareToken}` } : {}),
  shared_limit: form.sharedLimit,
  submit_limit_once: form.submitsOnce,
});

const viewJson = (view: View, withProperty: boolean): Readonly<Record<string, unknown>> => ({
  view_id: view.viewId,
  view_name: view.name,
  view_type: view.type,
  view_public_level: 'Public',
  ...(withProperty ? { property: view.property } : {}),
});

const checkedViewProperty = (table: Table, property: z.infer<typeof viewPropertySchema>): Record<string, unknown> => {
  for (const id of property.hidden_fields ?? [])
    if (findField(table, id).isPrimary) refuse(1254800, 'the primary field cannot be hidden');
  for (const condition of property.filter_info?.conditions ?? []) {
    const field = findField(table, condition.field_id);
    const values = valuesSchema.safeParse(jsonIn(condition.value ?? '[]'));
    if (!values.success) return refuse(1254018, 'InvalidFilter: value is a JSON text');
    const isSelect = field.type === 3 || field.type === 4;
    // The pages do not say which of the two it is, so both are taken.
    const isStray = (value: string | number): boolean =>
      !field.options.some((option) => option.id === value || option.name === value);
    if (isSelect && values.data.some(isStray)) refuse(1254018, 'InvalidFilter: unknown option');
    if (!operators.includes(condition.operator)) refuse(1254018, `InvalidFilter: operator ${condition.operator}`);
  }
  if (property.hierarchy_config != null) findField(table, property.hierarchy_config.field_id);
  return { ...property };
};

const valuesSchema = z.array(z.union([z.string(), z.number()]));
const operators: readonly string[] =
  'is isNot contains doesNotContain isEmpty isNotEmpty isGreater isGreaterEqual isLess isLessEqual'.split(' ');

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
