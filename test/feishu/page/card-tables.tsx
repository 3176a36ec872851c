// Tables (表格) of a card, paged as the client pages them.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { tableRows } from '../card-text.ts';
import { isJson, type Json, numberAt, objectAt, objectsAt, stringAt, textOf } from '../card-tree.ts';
import { type Pen, Person } from './card-words.tsx';
import { MarkdownView, shanghaiTime, TextTag } from './markdown-view.tsx';

export function DataTable({ node, pen }: { node: Json; pen: Pen }): JSX.Element {
  const columns = objectsAt(node, 'columns').slice(0, 50);
  const rows = tableRows(node);
  const pageSize = Math.max(1, Math.floor(numberAt(node, 'page_size', 5)));
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const headGround =
    stringAt(objectAt(node, 'header_style'), 'background_style') === 'grey' ? 'background:#f5f6f7;' : '';
  const isPaged = pen.interactive && pages > 1;
  return (
    <div class="fc-paged" data-pages={isPaged ? pages : undefined}>
      <div class="fc-scroll">
        <table class={`fc-table${node['freeze_first_column'] === true ? ' fc-table-frozen' : ''}`}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th style={`${headGround}text-align:${alignOfCell(column)}`}>{stringAt(column, 'display_name')}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr data-page={Math.floor(index / pageSize)} hidden={isPaged && index >= pageSize}>
                {columns.map((column) => (
                  <td style={`text-align:${alignOfCell(column)}`}>
                    <TableCell column={column} value={row[stringAt(column, 'name')]} pen={pen} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isPaged ? (
        <div class="fc-pager">
          <button type="button" data-turn="-1" aria-label="上一页">
            ‹
          </button>
          <span data-page-label>1 / {pages}</span>
          <button type="button" data-turn="1" aria-label="下一页">
            ›
          </button>
        </div>
      ) : null}
    </div>
  );
}

const alignOfCell = (column: Json): string => {
  const align = stringAt(column, 'horizontal_align', stringAt(column, 'data_type') === 'number' ? 'right' : 'left');
  return align === 'right' || align === 'center' ? align : 'left';
};

function TableCell({ column, value, pen }: { column: Json; value: unknown; pen: Pen }): JSX.Element {
  switch (stringAt(column, 'data_type')) {
    case 'number':
      return <>{typeof value === 'number' ? formatNumber(value, objectAt(column, 'format')) : ''}</>;
    case 'date':
      return <>{typeof value === 'number' ? shanghaiTime(value, stringAt(column, 'date_format', 'YYYY/MM/DD')) : ''}</>;
    case 'persons':
      return (
        <>
          {(Array.isArray(value) ? value : [value]).map((id) =>
            typeof id === 'string' ? <Person id={id} avatar={true} name={true} pen={pen} /> : null,
          )}
        </>
      );
    case 'options':
      return (
        <>
          {(Array.isArray(value) ? value : [value]).map((option) => {
            const words = isJson(option) ? textOf(option['text']) : textOf(option);
            return words === '' ? null : (
              <TextTag color={isJson(option) ? stringAt(option, 'color', 'blue') : 'blue'}>{words}</TextTag>
            );
          })}
        </>
      );
    case 'markdown':
    case 'lark_md':
      return <MarkdownView source={typeof value === 'string' ? value : ''} names={pen.names} />;
    default:
      return <>{typeof value === 'string' || typeof value === 'number' ? String(value) : ''}</>;
  }
}

function formatNumber(value: number, format: Json | undefined): string {
  const precision = format?.['precision'];
  const digits = typeof precision === 'number' && precision >= 0 && precision <= 10 ? Math.floor(precision) : undefined;
  const words = digits === undefined ? String(value) : value.toFixed(digits);
  const [whole = '', rest] = words.split('.');
  const grouped = format?.['separator'] === true ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : whole;
  return `${stringAt(format, 'symbol')}${grouped}${rest === undefined ? '' : `.${rest}`}`;
}
