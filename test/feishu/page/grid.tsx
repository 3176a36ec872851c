// A table of a base (多维表格) as people see it: all columns with their types, rows, kanban lanes.
// client/grid.ts opens the editor of a cell (cell-editor.tsx), saves, drags and refreshes.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { cellOf } from '../bitable-read.ts';
import type { RowGroup } from '../bitable-view-rows.ts';
import type { Base, Field, SandboxState, Table, TableRecord, View } from '../state.ts';
import { type CellScope, cellText, fieldTypeName, isTypable, personName, recordTitle } from './cell-text.ts';
import { shade } from './colors.ts';
import { Layout } from './layout.tsx';
import { Avatar } from './markdown-view.tsx';

export interface GridProps {
  readonly state: SandboxState;
  readonly base: Base;
  readonly table: Table;
  readonly view: View | undefined;
  /** The rows that the view shows. */
  readonly groups: readonly RowGroup[];
  /** open_id of the person whose hands are on the table. */
  readonly operator: string;
}

/** By place in the palette. The documents number the colours 0–54 and name none; the order is that of a colour picker. */
const optionHues = [
  'red',
  'orange',
  'yellow',
  'lime',
  'green',
  'blue',
  'turquoise',
  'wathet',
  'purple',
  'carmine',
  'grey',
];

function OptionChip({ field, id }: { field: Field; id: string }): JSX.Element {
  const option = field.options.find((each) => each.id === id);
  const hue = optionHues[(option?.color ?? 0) % optionHues.length] ?? 'grey';
  return (
    <span class="opt" style={`background:${shade(hue, '100')};color:${shade(hue, '800')}`}>
      {option?.name ?? '已删除的选项'}
    </span>
  );
}

function CellView({ scope, field, record }: { scope: CellScope; field: Field; record: TableRecord }): JSX.Element {
  const cell = cellOf(field, record);
  if (cell === undefined) return <span class="clip"> </span>;
  switch (cell.kind) {
    case 'option':
      return <OptionChip field={field} id={cell.optionId} />;
    case 'options':
      return (
        <>
          {cell.optionIds.map((id) => (
            <OptionChip field={field} id={id} />
          ))}
        </>
      );
    case 'people':
      return (
        <>
          {cell.openIds.map((openId) => (
            <span class="who">
              <Avatar name={personName(scope.state, openId)} sizePx={18} />
              {personName(scope.state, openId)}
            </span>
          ))}
        </>
      );
    case 'checkbox':
      return <span>{cell.checked ? '☑' : '☐'}</span>;
    default:
      return <span class="clip">{cellText(scope, field, record)}</span>;
  }
}

/** Columns in the order of the view: the primary one first, hidden ones left out. */
function visibleFields(table: Table, view: View | undefined): readonly Field[] {
  const hidden = view?.property['hidden_fields'];
  const isShown = (field: Field): boolean =>
    field.isPrimary || !(Array.isArray(hidden) && hidden.includes(field.fieldId));
  return [...table.fields].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary)).filter(isShown);
}

const pathOf = ({ base, table }: GridProps): string => `/base/${base.appToken}/${table.tableId}`;

export function GridPage(props: GridProps): JSX.Element {
  const { state, base, table, view, operator } = props;
  const here = pathOf(props);
  return (
    <Layout title={base.name || '未命名多维表格'} back="/" script="grid">
      <nav class="seg" aria-label="数据表">
        {base.tables.map((each) => (
          <a
            href={`/base/${base.appToken}/${each.tableId}?as=${encodeURIComponent(operator)}`}
            aria-current={each === table ? 'page' : undefined}
            data-testid={`table:${each.name}`}
          >
            {each.name}
          </a>
        ))}
      </nav>
      <div class="tools" data-grid={here} data-view={view?.viewId ?? ''}>
        <select class="inp" aria-label="视图" data-jump="view" data-testid="view">
          {table.views.map((each) => (
            <option value={each.viewId} selected={each === view}>
              {each.name}
            </option>
          ))}
        </select>
        <select class="inp" aria-label="操作人" data-jump="as" data-testid="operator">
          {state.people.map((person) => (
            <option value={person.openId} selected={person.openId === operator}>
              {person.name}
            </option>
          ))}
        </select>
        <input
          class="inp find"
          type="search"
          placeholder="筛选：输入文字"
          aria-label="筛选"
          data-find
          data-testid="find"
        />
        <Arranging table={table} view={view} />
        <button class="btn btn-main" type="button" data-add data-testid="add-row">
          添加记录
        </button>
      </div>
      <div data-rows data-testid="rows">
        <Rows {...props} />
      </div>
      <dialog class="sheet" data-editor data-testid="editor" />
    </Layout>
  );
}

/** What changes while the page stands open: the grid, the lanes, or the questions of a form view. */
export function Rows(props: GridProps): JSX.Element {
  if (props.view?.type === 'kanban') return <Board {...props} />;
  if (props.view?.form !== undefined && props.view.form !== null) return <FormOutline view={props.view} />;
  return <Grid {...props} />;
}

/** Group and order of the view, which its API cannot set. */
function Arranging({ table, view }: { table: Table; view: View | undefined }): JSX.Element {
  const { group, sort } = view?.arrangement ?? { group: '', sort: [] };
  const first = sort[0];
  return (
    <>
      <select class="inp" aria-label="分组" data-arrange="group" data-testid="group">
        <option value="">不分组</option>
        {table.fields.map((field) => (
          <option value={field.fieldId} selected={field.fieldId === group}>
            按“{field.name}”分组
          </option>
        ))}
      </select>
      <select class="inp" aria-label="排序" data-arrange="sort" data-testid="sort">
        <option value="">不排序</option>
        {table.fields.flatMap((field) =>
          [false, true].map((desc) => (
            <option
              value={`${field.fieldId}${desc ? ' desc' : ''}`}
              selected={first?.fieldId === field.fieldId && first.desc === desc}
            >
              按“{field.name}”{desc ? '降序' : '升序'}
            </option>
          )),
        )}
      </select>
    </>
  );
}

function Grid(props: GridProps): JSX.Element {
  const { state, base, table, view, groups } = props;
  const records = groups.flatMap((group) => group.records);
  const scope = { state, base };
  const fields = visibleFields(table, view);
  return (
    <div class="grid-scroll" data-keep-scroll>
      <table class="grid">
        <thead>
          <tr>
            <th class="num">#</th>
            {fields.map((field) => (
              <th
                class={field.isPrimary ? 'primary' : ''}
                title={field.description}
                data-testid={`column:${field.name}`}
              >
                {field.name}
                <span class="kind">{fieldTypeName(field)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, records: members }) => (
            <>
              {name === null ? null : (
                <tr class="band" data-testid={`group:${name}`}>
                  <td class="num" />
                  <td class="primary">
                    {name === '' ? '（空）' : name} <span class="muted">{members.length}</span>
                  </td>
                  <td colspan={fields.length - 1} />
                </tr>
              )}
              {members.map((record) => (
                <tr
                  data-record={record.recordId}
                  data-words={fields
                    .map((field) => cellText(scope, field, record))
                    .join(' ')
                    .toLowerCase()}
                  data-testid={`row:${record.recordId}`}
                >
                  <td class="num">
                    <button
                      type="button"
                      class="rowmenu"
                      data-delete={record.recordId}
                      aria-label={`第 ${records.indexOf(record) + 1} 行：删除`}
                      data-testid={`delete:${record.recordId}`}
                    >
                      {records.indexOf(record) + 1}
                    </button>
                  </td>
                  {fields.map((field) => (
                    <td class={field.isPrimary ? 'primary' : ''}>
                      <button
                        type="button"
                        class={isTypable(field) ? 'cell' : 'cell fixed'}
                        data-cell={isTypable(field) ? field.fieldId : undefined}
                        data-testid={`cell:${record.recordId}:${field.name}`}
                      >
                        <CellView scope={scope} field={field} record={record} />
                      </button>
                    </td>
                  ))}
                </tr>
              ))}
            </>
          ))}
        </tbody>
      </table>
      {records.length === 0 ? (
        <div class="empty" style="padding:20px">
          {table.records.length === 0 ? '还没有记录。' : '这个视图里现在没有记录。'}
        </div>
      ) : null}
    </div>
  );
}

const tileFields = 3;

/** Lanes by the first single-select field, as a kanban view shows them; rows without a value stand in a lane of their own. */
function Board({ state, base, table, view, groups }: GridProps): JSX.Element {
  const scope = { state, base };
  const lanesBy = table.fields.find((each) => each.fieldId === view?.arrangement?.group);
  const field = lanesBy?.type === 3 ? lanesBy : table.fields.find((each) => each.type === 3);
  if (field === undefined) return <div class="empty">本表没有单选字段，不能以看板显示。</div>;
  const lanes = [{ id: '', name: '未分组' }, ...field.options];
  const others = visibleFields(table, view).filter((each) => !each.isPrimary && each !== field);
  const laneOf = (record: TableRecord): string => {
    const cell = record.cells[field.fieldId];
    return cell?.kind === 'option' ? cell.optionId : '';
  };
  return (
    <div class="board" data-keep-scroll>
      {lanes.map((lane) => {
        const records = groups.flatMap((group) => group.records).filter((record) => laneOf(record) === lane.id);
        return (
          <section
            class="lane"
            data-lane={lane.id === '' ? '' : lane.name}
            data-lane-field={field.fieldId}
            data-testid={`lane:${lane.name}`}
          >
            <h2>
              {lane.id === '' ? <span class="muted">{lane.name}</span> : <OptionChip field={field} id={lane.id} />}
              <span class="muted">{records.length}</span>
            </h2>
            {records.map((record) => (
              <article
                class="tile"
                draggable={true}
                data-record={record.recordId}
                data-words={others
                  .map((each) => cellText(scope, each, record))
                  .join(' ')
                  .toLowerCase()}
                data-testid={`tile:${record.recordId}`}
              >
                <b>{recordTitle(scope, table, record.recordId)}</b>
                <dl>
                  {others
                    .map((each) => ({ name: each.name, words: cellText(scope, each, record) }))
                    .filter(({ words }) => words !== '')
                    .slice(0, tileFields)
                    .map(({ name, words }) => (
                      <div>
                        <dt>{name}</dt>
                        <dd>{words}</dd>
                      </div>
                    ))}
                </dl>
                <select aria-label="移到" data-move data-testid={`move:${record.recordId}`}>
                  {lanes.map((each) => (
                    <option value={each.id === '' ? '' : each.name} selected={each.id === lane.id}>
                      {each.name}
                    </option>
                  ))}
                </select>
              </article>
            ))}
          </section>
        );
      })}
    </div>
  );
}

function FormOutline({ view }: { view: View }): JSX.Element {
  const form = view.form;
  return (
    <div class="wrap">
      <section class="panel">
        <h2>{form?.name || view.name}</h2>
        <p class="muted">{form?.description}</p>
        {form?.isShared === true ? (
          <a class="btn" href={`/share/base/form/${form.shareToken}`} data-testid="open-form">
            打开公开表单
          </a>
        ) : (
          <p class="muted">表单尚未公开。</p>
        )}
        <ul class="rows">
          {form?.questions
            .filter(({ isVisible }) => isVisible)
            .map((question) => (
              <li class="rowlink">
                <span class="grow">
                  {question.title}
                  {question.isRequired ? <span class="bad"> *</span> : null}
                  <span class="sub">{question.description}</span>
                </span>
              </li>
            ))}
        </ul>
      </section>
    </div>
  );
}
