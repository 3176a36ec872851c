// The editor of one cell (单元格) as it stands in the dialog of a table's page: one input per field type.
// Its texts come back through `typedValue`; files come back as files.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { cellOf } from '../bitable-read.ts';
import type { Field, TableRecord } from '../state.ts';
import { type CellScope, cellText, dateWords, fieldTypeName, hasTime, recordTitle, tableBehind } from './cell-text.ts';

interface EditorProps {
  readonly scope: CellScope;
  readonly field: Field;
  readonly record: TableRecord;
}

/** The editor of one cell, as it stands in the dialog. Its texts come back through `typedValue`. */
export function CellEditor({ scope, field, record }: EditorProps): JSX.Element {
  return (
    <form method="dialog" data-record={record.recordId} data-field={field.fieldId}>
      <h2>
        {field.name} <span class="small muted">{fieldTypeName(field)}</span>
      </h2>
      <EditorInput scope={scope} field={field} record={record} />
      <p class="err" role="alert" data-error data-testid="editor-error" />
      <div class="btn-line">
        <button class="btn btn-main" type="submit" value="save" data-testid="editor-save">
          保存
        </button>
        <button class="btn" type="submit" value="cancel" formnovalidate data-testid="editor-cancel">
          取消
        </button>
      </div>
    </form>
  );
}

function EditorInput({ scope, field, record }: EditorProps): JSX.Element {
  const cell = cellOf(field, record);
  const shared = { class: 'inp', name: 'value', 'aria-label': field.name, 'data-testid': 'editor-value' };
  switch (field.type) {
    case 2:
      return <input {...shared} type="number" step="any" value={cell?.kind === 'number' ? String(cell.number) : ''} />;
    case 5: {
      const pattern = hasTime(field) ? 'yyyy-MM-ddTHH:mm' : 'yyyy-MM-dd';
      const value = cell?.kind === 'date' ? dateWords(cell.ms, 'Asia/Shanghai', pattern) : '';
      return <input {...shared} type={hasTime(field) ? 'datetime-local' : 'date'} value={value} />;
    }
    case 7:
      return (
        <label class="pick">
          <input
            type="checkbox"
            name="value"
            value="true"
            checked={cell?.kind === 'checkbox' && cell.checked}
            data-testid="editor-value"
          />
          {field.name}
        </label>
      );
    case 3:
    case 4: {
      const chosen = cell?.kind === 'option' ? [cell.optionId] : cell?.kind === 'options' ? cell.optionIds : [];
      const items = field.options.map((option) => ({
        value: option.name,
        text: option.name,
        isChosen: chosen.includes(option.id),
      }));
      return (
        <>
          <ChoiceList items={items} several={field.type === 4} />
          <input
            {...shared}
            style="margin-top:8px"
            type="text"
            placeholder="新建选项"
            data-testid="editor-new-option"
          />
        </>
      );
    }
    case 11: {
      const chosen = cell?.kind === 'people' ? cell.openIds : [];
      const items = scope.state.people.map(({ openId, name, unit }) => ({
        value: openId,
        text: `${name}（${unit}）`,
        isChosen: chosen.includes(openId),
      }));
      return <ChoiceList items={items} several={field.allowsSeveral} />;
    }
    case 18:
    case 21: {
      const chosen = cell?.kind === 'links' ? cell.recordIds : [];
      const other = tableBehind(scope.base, field);
      const items = (other?.records ?? []).map(({ recordId }) => ({
        value: recordId,
        text: recordTitle(scope, other, recordId),
        isChosen: chosen.includes(recordId),
      }));
      return items.length === 0 ? (
        <p class="muted">“{other?.name}”中还没有记录。</p>
      ) : (
        <ChoiceList items={items} several={field.allowsSeveral} />
      );
    }
    case 15:
      return (
        <>
          <input {...shared} type="url" placeholder="链接地址" value={cell?.kind === 'url' ? cell.link : ''} />
          <input
            {...shared}
            style="margin-top:8px"
            type="text"
            placeholder="显示文字"
            value={cell?.kind === 'url' ? cell.text : ''}
            data-testid="editor-text"
          />
        </>
      );
    case 17:
      return (
        <>
          <p class="muted">{cell === undefined ? '暂无附件。' : `现有附件：${cellText(scope, field, record)}`}</p>
          <input {...shared} type="file" name="file" multiple />
        </>
      );
    default:
      return (
        <textarea {...shared} rows={4}>
          {cellText(scope, field, record)}
        </textarea>
      );
  }
}

/** One of several, or several; a single choice can be taken back by the empty entry. */
function ChoiceList({
  items,
  several,
}: {
  items: readonly { readonly value: string; readonly text: string; readonly isChosen: boolean }[];
  several: boolean;
}): JSX.Element {
  return (
    <div class="list">
      {several ? null : (
        <label>
          <input type="radio" name="value" value="" checked={!items.some(({ isChosen }) => isChosen)} />
          <span class="muted">空</span>
        </label>
      )}
      {items.map(({ value, text, isChosen }) => (
        <label>
          <input
            type={several ? 'checkbox' : 'radio'}
            name="value"
            value={value}
            checked={isChosen}
            data-testid={`choice:${value}`}
          />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
