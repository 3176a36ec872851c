// The public shared form (共享表单) on a phone: what someone without an account sees, fills in and sends.
// Plain HTML without script. Prefill: `prefill_<题目名>=…`; a title that does not match is ignored, as on the real page.

import type { JSX } from 'hono/jsx/jsx-runtime';
import type { SharedForm } from '../forms.ts';
import type { Field, FormQuestion } from '../state.ts';
import { type CellScope, hasTime, recordTitle, tableBehind } from './cell-text.ts';
import { Layout } from './layout.tsx';

interface FormPageProps {
  readonly shared: SharedForm;
  readonly scope: CellScope;
  /** What each question holds, by field id: prefilled, or typed before a refusal. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  /** What is wrong with an answer, by field id. */
  readonly problems: ReadonlyMap<string, string>;
  /** A refusal of the whole submission. */
  readonly refusal?: string;
}

/** The questions that are shown, each with its field. */
export const shownQuestions = ({
  questions,
  table,
}: SharedForm): readonly { readonly question: FormQuestion; readonly field: Field }[] =>
  questions.flatMap((question) => {
    const field = table.fields.find(({ fieldId }) => fieldId === question.fieldId);
    return field === undefined ? [] : [{ question, field }];
  });

export function SharedFormPage({ shared, scope, answers, problems, refusal }: FormPageProps): JSX.Element {
  const { form, table } = shared;
  const title = form.name || table.name;
  return (
    <Layout title={title} isBare={true}>
      <div class="form-page">
        <form class="form-card" method="post" enctype="multipart/form-data" novalidate data-testid="shared-form">
          <div class="form-head">
            <h1>{title}</h1>
            {form.description === '' ? null : <p>{form.description}</p>}
            {refusal === undefined ? null : (
              <p class="bad" role="alert" data-testid="form-refusal">
                {refusal}
              </p>
            )}
          </div>
          {shownQuestions(shared).map(({ question, field }) => (
            <Question
              question={question}
              field={field}
              scope={scope}
              given={answers.get(field.fieldId) ?? []}
              problem={problems.get(field.fieldId)}
            />
          ))}
          <div class="form-foot">
            <button class="btn btn-main" type="submit" data-testid="submit-form">
              提交
            </button>
          </div>
        </form>
        <p class="note">模拟飞书共享表单，仅供演示，请勿填写真实信息。</p>
      </div>
    </Layout>
  );
}

interface QuestionProps {
  readonly question: FormQuestion;
  readonly field: Field;
  readonly scope: CellScope;
  readonly given: readonly string[];
  readonly problem: string | undefined;
}

const groupTypes: ReadonlySet<number> = new Set([3, 4, 7, 11, 18, 21]);

function Question({ question, field, scope, given, problem }: QuestionProps): JSX.Element {
  const id = `q-${field.fieldId}`;
  const title = (
    <>
      {question.title}
      {question.isRequired ? <span class="req">*</span> : null}
    </>
  );
  const hint = question.description === '' ? null : <p class="hint">{question.description}</p>;
  const error =
    problem === undefined ? null : (
      <p class="err" role="alert" data-testid={`problem:${question.title}`}>
        {problem}
      </p>
    );
  return (
    <section class={problem === undefined ? 'question' : 'question wrong'} data-testid={`question:${question.title}`}>
      {groupTypes.has(field.type) ? (
        <fieldset>
          <legend class="q">{title}</legend>
          {hint}
          <AnswerInput id={id} field={field} scope={scope} given={given} title={question.title} />
        </fieldset>
      ) : (
        <>
          <label class="q" for={id}>
            {title}
          </label>
          {hint}
          <AnswerInput id={id} field={field} scope={scope} given={given} title={question.title} />
        </>
      )}
      {error}
    </section>
  );
}

function AnswerInput({
  id,
  field,
  scope,
  given,
  title,
}: Omit<QuestionProps, 'question' | 'problem'> & { id: string; title: string }): JSX.Element {
  const first = given[0] ?? '';
  const shared = { id, class: 'inp', name: field.fieldId, 'data-testid': `answer:${title}` };
  switch (field.type) {
    case 2:
      return <input {...shared} type="text" inputmode="decimal" value={first} placeholder="请填写数字" />;
    case 3:
      return (
        <Choices
          field={field}
          type="radio"
          items={field.options.map(({ name }) => ({ value: name, text: name }))}
          given={given}
        />
      );
    case 4:
      return (
        <Choices
          field={field}
          type="checkbox"
          items={field.options.map(({ name }) => ({ value: name, text: name }))}
          given={given}
        />
      );
    case 5:
      return <input {...shared} type={hasTime(field) ? 'datetime-local' : 'date'} value={first} />;
    case 7:
      return <Choices field={field} type="checkbox" items={[{ value: 'true', text: '是' }]} given={given} />;
    case 11: {
      const items = scope.state.people.map(({ openId, name }) => ({ value: openId, text: name }));
      return <Choices field={field} type={field.allowsSeveral ? 'checkbox' : 'radio'} items={items} given={given} />;
    }
    case 13:
      return <input {...shared} type="tel" inputmode="tel" value={first} placeholder="请填写电话号码" />;
    case 15:
      return <input {...shared} type="url" inputmode="url" value={first} placeholder="请填写链接地址" />;
    case 17:
      return <input {...shared} type="file" multiple />;
    case 18:
    case 21: {
      const other = tableBehind(scope.base, field);
      const items = (other?.records ?? []).map(({ recordId }) => ({
        value: recordId,
        text: recordTitle(scope, other, recordId),
      }));
      return <Choices field={field} type={field.allowsSeveral ? 'checkbox' : 'radio'} items={items} given={given} />;
    }
    default:
      return (
        <textarea {...shared} rows={2} placeholder="请填写">
          {first}
        </textarea>
      );
  }
}

function Choices({
  field,
  type,
  items,
  given,
}: {
  field: Field;
  type: 'radio' | 'checkbox';
  items: readonly { readonly value: string; readonly text: string }[];
  given: readonly string[];
}): JSX.Element {
  return (
    <>
      {items.map(({ value, text }) => (
        <label class="pick">
          <input
            type={type}
            name={field.fieldId}
            value={value}
            checked={given.includes(value)}
            data-testid={`choice:${text}`}
          />
          <span>{text}</span>
        </label>
      ))}
    </>
  );
}

/** Prefilled answers from the address, by field id. Several values are separated by commas for multi-selects. */
export function prefilled(shared: SharedForm, query: URLSearchParams): ReadonlyMap<string, readonly string[]> {
  const answers = new Map<string, readonly string[]>();
  for (const { question, field } of shownQuestions(shared)) {
    const value = query.get(`prefill_${question.title}`);
    if (value !== null) answers.set(field.fieldId, field.type === 4 ? value.split(/[,，]/) : [value]);
  }
  return answers;
}
