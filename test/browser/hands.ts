/**
 * What hands do on the pages of the stand-in Feishu: open a cell and save it, fill in a card and press its button. Patient
 * as people are: a page that was redrawn under the finger is looked at and pressed again.
 */
import type { Locator, Page } from 'playwright-core';
import { PATIENCE_MS } from './browser.ts';

const TRIES = 4;
/** How long the first look waits for the outcome of an act; each further one waits longer. */
const FIRST_LOOK_MS = 5_000;

/** Acts until the outcome can be seen. Nothing may happen twice when an act is repeated; that is the product's promise. */
export const until = async (act: () => Promise<void>, outcome: Locator): Promise<void> => {
  let failure: unknown = null;
  for (let tried = 1; tried <= TRIES; tried += 1) {
    failure = await act().then(
      () => null,
      (error: unknown) => error,
    );
    if (await appears(outcome, FIRST_LOOK_MS * tried)) return;
  }
  throw new Error(`after ${TRIES} tries there is still no ${String(outcome)}`, { cause: failure });
};

const appears = (place: Locator, timeout: number): Promise<boolean> =>
  place
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );

const exactly = (words: string): RegExp => new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** Staff at a table of the Base. */
export const createDesk = (page: Page) => {
  const editor = page.getByTestId('editor');
  const cell = (record: string, column: string) => page.getByTestId(`cell:${record}:${column}`);

  const change = async (record: string, column: string, fill: () => Promise<void>): Promise<void> => {
    const dialog = editor.locator('form').filter({ has: page.locator('h2', { hasText: column }) });
    await until(() => cell(record, column).click(), dialog);
    await fill();
    await editor.getByTestId('editor-save').click();
    await editor.waitFor({ state: 'hidden' });
  };

  return {
    page,
    openTable: async (name: string): Promise<void> => {
      await page.getByTestId(`table:${name}`).click();
      await page.locator(`[data-testid="table:${name}"][aria-current="page"]`).waitFor();
    },
    openView: async (name: string): Promise<void> => {
      await page.getByTestId('view').selectOption({ label: name });
      await page.waitForURL(/view=/);
    },
    /** The record id of the row that shows these words, once it is there. */
    rowWith: async (words: string): Promise<string> => {
      const row = page.locator('tr[data-record]').filter({ hasText: words }).first();
      await row.waitFor();
      return (await row.getAttribute('data-record')) ?? '';
    },
    /** Adds a row and answers with its record id. */
    addRow: async (): Promise<string> => {
      const rows = page.locator('tr[data-record]');
      const before = await rows.count();
      await page.getByTestId('add-row').click();
      await rows.nth(before).waitFor();
      return (await rows.nth(before).getAttribute('data-record')) ?? '';
    },
    type: (record: string, column: string, words: string): Promise<void> =>
      change(record, column, () => editor.getByTestId('editor-value').fill(words)),
    tick: (record: string, column: string): Promise<void> =>
      change(record, column, () => editor.getByTestId('editor-value').check()),
    /** Options, people or linked rows, by the words that stand beside them. */
    choose: (record: string, column: string, names: readonly string[]): Promise<void> =>
      change(record, column, async () => {
        for (const name of names)
          await editor
            .locator('label')
            .filter({ hasText: exactly(name) })
            .locator('input')
            .check();
      }),
    read: async (record: string, column: string): Promise<string> =>
      ((await cell(record, column).textContent()) ?? '').trim(),
    /** Waits until the cell shows exactly these words. */
    shows: (record: string, column: string, words: string): Promise<void> =>
      cell(record, column)
        .filter({ hasText: exactly(words) })
        .waitFor()
        .catch(async (error: unknown) => {
          const now = (await cell(record, column).textContent())?.trim();
          const said = (await cell(record, '操作结果').textContent())?.trim();
          throw new Error(`${column} shows “${now}”, not “${words}”; 操作结果: ${said}`, { cause: error });
        }),
  };
};
export type Desk = ReturnType<typeof createDesk>;

/** Somebody's chat with the bot on a phone. */
export const createChat = (page: Page) => {
  const card = (title: string | RegExp): Locator =>
    page.locator('article.fc-card').filter({ has: page.locator('.fc-title', { hasText: title }) });
  const answered = (path: string) => page.waitForResponse((answer) => answer.url().endsWith(path));
  return {
    page,
    card,
    /** Opens a folded part of a card, if it is folded. */
    unfold: async (on: Locator, title: string | RegExp): Promise<void> => {
      const panel = on.locator('details.fc-panel').filter({ has: page.locator('summary', { hasText: title }) });
      await panel.waitFor();
      if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click();
      await panel.locator('.fc-panel-body').waitFor();
    },
    field: (on: Locator, name: string): Locator => on.getByTestId(`field:${name}`),
    /** One of several choices in a field, by the words on it; its box lies hidden under them. */
    setChoice: async (on: Locator, name: string, choice: string, isChosen: boolean): Promise<void> => {
      const pill = on
        .getByTestId(`field:${name}`)
        .locator('label')
        .filter({ hasText: exactly(choice) });
      if ((await pill.locator('input').isChecked()) !== isChosen) await pill.click();
    },
    pressed: (on: Locator, label: string): Promise<void> =>
      on.getByRole('button', { name: label, exact: true }).click({ timeout: PATIENCE_MS / 2 }),
    /** The words that pass over the screen after a press. */
    toast: (words: string | RegExp): Locator => page.getByTestId('toast').filter({ hasText: words }),
    say: async (words: string): Promise<void> => {
      await page.getByTestId('say-text').fill(words);
      await Promise.all([answered('/say'), page.getByTestId('say').click()]);
    },
    /** Forwards the message that holds this card; whether it may be is said in passing. */
    forward: async (on: Locator, toOpenId: string): Promise<void> => {
      await page.locator('[data-message]').filter({ has: on }).getByText('转发', { exact: true }).click();
      await page.getByTestId('forward-to').selectOption(toOpenId);
      await Promise.all([answered('/forward'), page.getByTestId('forward-send').click()]);
    },
  };
};
export type Chat = ReturnType<typeof createChat>;
