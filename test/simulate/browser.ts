/**
 * People at the service's own pages: the enterprise that looks at its case, adds to it, answers, withdraws and rates; a unit that works by
 * web and comes in with the code it was told by phone. Forms are found on the page and filled in as on any other.
 */
import { GRADES, type Grade } from '../../src/workflow/case.ts';
import { type Filling, formsOf, nameOfForm, type PageForm, posted } from './fill.ts';
import { cell } from './steps.ts';
import type { SeenRow, View } from './view.ts';

export interface Browser {
  readonly rate: (row: SeenRow, grade: Grade, filling: Filling) => Promise<void>;
  readonly enterprise: (row: SeenRow, form: string, filling: Filling) => Promise<void>;
  /** Answers whether a code has to be given out first. */
  readonly unit: (row: SeenRow, form: string, filling: Filling) => Promise<'done' | 'wantsCode'>;
}

export interface BrowserDeps {
  readonly browse: (request: Request) => Promise<Response>;
  readonly view: View;
  /** Whom codes are told. */
  readonly staff: string;
  readonly note: (text: string) => void;
}

const CODE = /的办理码：([^；。]+)/;

export const createBrowser = ({ browse, view, staff, note }: BrowserDeps): Browser => {
  const cookies = new Map<string, string>();
  /** A form that somebody looked at and did not send; the page still lies open. */
  const leftOpen = new Map<string, { readonly there: string; readonly form: PageForm }>();
  const open = async (link: string, isKnown = true): Promise<readonly PageForm[]> => {
    const cookie = isKnown ? cookies.get(link) : undefined;
    const answer = await browse(new Request(link, { headers: cookie === undefined ? {} : { cookie } }));
    // Those that ask for something once; how large letters are is asked for at any time.
    return formsOf(await answer.text()).filter(({ hidden }) => 'nonce' in hidden);
  };
  const send = async (link: string, form: PageForm, filling: Filling, given: Readonly<Record<string, string>> = {}) => {
    const { body, type } = posted(form, filling, given);
    const url = new URL(form.action, link);
    const cookie = cookies.get(link);
    const headers = { origin: url.origin, 'content-type': type, ...(cookie === undefined ? {} : { cookie }) };
    const answer = await browse(new Request(url, { method: 'POST', body, headers }));
    note(`${nameOfForm(form).slice(0, 12)} answered ${answer.status}`);
    const set = answer.headers.get('set-cookie')?.split(';')[0];
    if (set !== undefined) cookies.set(link, set);
    return answer.status;
  };

  /** The code that was told last about the unit's part of this sheet. */
  const codeFor = (row: SeenRow, unit: string): string | null => {
    const number = cell(row, 'number');
    const told = view.textsTo(staff).findLast((text) => text.includes(number) && text.includes(`${unit}的办理码：`));
    return CODE.exec(told?.slice(told.indexOf(`${unit}的办理码：`)) ?? '')?.[1] ?? null;
  };

  /** 补充意见 to a rating that was given, where the page of the case leads. */
  const addWords = async (row: SeenRow, link: string, filling: Filling, isLeftOpen: boolean): Promise<void> => {
    const page = await (await browse(new Request(link))).text();
    const [, href] = /href="([^"]*\/r\/[^"]+)"/.exec(page) ?? [];
    const there = href === undefined ? '' : new URL(href.replaceAll('&amp;', '&'), link).href;
    const form = there === '' ? undefined : (await open(there)).find((one) => nameOfForm(one) === 'words');
    const words = form ? { there, form } : leftOpen.get(row.recordId);
    if (!words) return;
    if (isLeftOpen) leftOpen.set(row.recordId, words);
    else await send(words.there, words.form, filling);
  };

  return {
    rate: async (row, grade, filling) => {
      const link = cell(row, 'ratingLink');
      const [form] = link === '' ? [] : await open(link);
      if (form)
        await send(link, form, filling, {
          grade: String(grade),
          words: grade <= 2 && filling.manner === 'sensible' ? `${GRADES[grade]}${filling.mark}` : '',
        });
    },
    enterprise: async (row, name, filling) => {
      const link = cell(row, 'statusLink');
      if (link === '') return;
      if (name === 'words' || name === 'openWords') return addWords(row, link, filling, name === 'openWords');
      const forms = await open(link);
      const form = forms.find((one) => nameOfForm(one) === name && one.hidden['case'] === cell(row, 'shortId'));
      if (form) await send(link, form, filling, { ...(name === 'withdraw' ? { voluntary: 'yes' } : {}) });
    },
    unit: async (row, name, filling) => {
      const [line] = [filling.chance.pick(cell(row, 'unitLinks').split('\n'))];
      const [unit = '', ...rest] = (line ?? '').split('：');
      const link = rest.join('：');
      if (!link.startsWith('http')) return 'done';
      const code = codeFor(row, unit);
      const enter = async (forms: readonly PageForm[]): Promise<boolean> => {
        const door = forms.find((one) => nameOfForm(one) === 'enter');
        if (!door) return true;
        if (code === null) return false;
        return (await send(link, door, filling, { code, name: '街道经办人' })) < 400;
      };
      if (name === 'again') {
        await enter(await open(link, false));
        return 'done';
      }
      const isIn = await enter(await open(link));
      if (!isIn) return 'wantsCode';
      if (name === 'enter') return 'done';
      const forms = (await open(link)).filter((one) => !['leave', 'enter'].includes(nameOfForm(one)));
      const form = forms.find((one) => nameOfForm(one) === name) ?? filling.chance.pick(forms);
      if (form) await send(link, form, filling);
      return 'done';
    },
  };
};
