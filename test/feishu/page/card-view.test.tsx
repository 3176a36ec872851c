// How cards are drawn: that words from outside stay words, and that what can be operated can be found.

import { describe, expect, test } from 'vitest';
import { renderCard } from './card-view.tsx';

const words = (content: string) => ({ tag: 'plain_text', content });
const draw = (elements: readonly unknown[], interactive = true): string =>
  String(
    renderCard(
      { schema: '2.0', header: { title: words('交办单'), template: 'blue' }, body: { elements } },
      { interactive },
    ),
  );

describe('words from outside', () => {
  test('never become markup', () => {
    const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const html = draw([
      { tag: 'div', text: words(hostile) },
      { tag: 'markdown', content: `${hostile} &#60;img src=y&#62;` },
      { tag: 'button', name: '"><b>', text: words(hostile), behaviors: [{ type: 'callback', value: {} }] },
    ]);
    expect(html).not.toMatch(/<script|<img src|<b>/);
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('&lt;img src=y&gt;');
  });

  test('are followed only to safe addresses', () => {
    const html = draw([{ tag: 'markdown', content: '[甲](javascript:alert(1)) [乙](https://example.test/)' }]);
    expect(html).not.toContain('javascript:');
    expect(html).toContain('href="https://example.test/"');
  });

  test('do not reach the style sheet', () => {
    const html = draw([
      {
        tag: 'column_set',
        background_style: 'red;position:fixed',
        columns: [{ tag: 'column', width: '9px;x:y', padding: '1px;x:y', elements: [] }],
      },
    ]);
    expect(html).not.toMatch(/position:fixed|x:y/);
  });
});

describe('what can be operated', () => {
  const form = {
    tag: 'form',
    name: 'sheet',
    elements: [
      { tag: 'input', name: 'words', required: true, input_type: 'multiline_text', default_value: '请依法\n办理' },
      {
        tag: 'select_static',
        name: 'unit',
        initial_option: 'b',
        options: [
          { text: words('住建局'), value: 'a' },
          { text: words('财政局'), value: 'b' },
        ],
      },
      { tag: 'date_picker', name: 'due', initial_date: '2026-12-01' },
      { tag: 'button', name: 'sign', text: words('签批'), form_action_type: 'submit' },
      { tag: 'button', name: 'undo', text: words('重置'), form_action_type: 'reset' },
    ],
  };

  test('carries its path, its field name and its first value', () => {
    const html = draw([form]);
    expect(html).toContain('data-testid="press:sign"');
    expect(html).toContain('data-press="body.elements.0.elements.3"');
    expect(html).toContain('data-submit="true"');
    expect(html).toContain('data-reset="true"');
    expect(html).toMatch(/data-field="words"[^>]*data-required="true"/);
    expect(html).toContain('<option value="b" selected="">财政局');
    expect(html).toMatch(/type="date" value="2026-12-01"/);
  });

  test('is dead in a picture of a card', () => {
    const html = draw([form], false);
    expect(html.match(/<(?:input|textarea|select|button)\b[^>]*>/g)?.every((tag) => tag.includes('disabled'))).toBe(
      true,
    );
  });
});

test('a card without schema 2.0 is shown as the old client shows it', () => {
  expect(String(renderCard({ elements: [] }, { interactive: true }))).toContain('请升级至最新版本客户端');
});
