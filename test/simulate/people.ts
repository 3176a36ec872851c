/**
 * People doing what an act says, with what they can see: typing into rows, pressing buttons, deleting, pasting. Everything that
 * Feishu took from them is told to the ghost.
 */

import type { BaseBinding } from '../../src/ports.ts';
import type { PressRequest, PressResult } from '../feishu/control.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Act } from './acts.ts';
import type { Ghost } from './ghost.ts';
import { type Random, streamOf } from './random.ts';
import { formFor, nextStep, repeatable } from './steps.ts';
import type { SeenCard, SeenRow, View } from './view.ts';

export interface PeopleDeps {
  readonly seed: number;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  readonly view: View;
  readonly ghost: Ghost;
  readonly note: (text: string) => void;
  /** A visitor's browser: reaches the service's pages. */
  readonly browse: (request: Request) => Promise<Response>;
  /** Told of every press as it leaves; the answer is judged by what went on meanwhile. */
  readonly pressed: () => (result: PressResult) => void;
  /** A press was answered with success just now. */
  readonly accepted: (deliveryId: string, toast: string) => void;
}

export interface People {
  /** Does what people do in an act. */
  readonly perform: (act: Act) => void;
  /** Presses whose answer is not there yet. */
  readonly waiting: () => number;
  readonly renamedBack: () => void;
}

/** A roll at which everyone does the sensible thing (`steps.ts`). */
const SENSIBLE = 0.99;
const STAFF = 'ou_sandbox_staff_1';
/** Marks of what must never reach a log or an address. */
export const TAINTS = ['〔虚构〕诉求', '1990000', '企业代表'] as const;

const TYPED_COLUMNS: readonly (readonly [string, (mark: string, chance: Random) => unknown])[] = [
  ['政策依据', (mark) => `依据${mark}`],
  ['拟办意见', (mark) => `拟办${mark}`],
  ['真实依据', (mark) => `核实${mark}`],
  ['希望如何解决', (mark) => `希望${mark}`],
  ['诉求内容', (mark) => `〔虚构〕诉求改${mark}`],
  ['急', (_mark, chance) => chance.chance(0.5)],
  ['重', (_mark, chance) => chance.chance(0.5)],
  ['难', (_mark, chance) => chance.chance(0.5)],
  ['拟办时限', (_mark, chance) => chance.between(1, 30)],
  ['类别', (_mark, chance) => chance.pick(['用地', '融资', '其他'])],
];
const SERVICE_COLUMNS: readonly (readonly [string, unknown])[] = [
  ['交办单编号', '示接交〔2026〕99号'],
  ['批示', '不是领导写的'],
  ['时限', null],
  ['灯', '红·超期'],
  ['操作结果', '随手写的'],
  ['签批人', null],
  ['更新时间', null],
];
const STATE_NAMES = [
  '待受理',
  '核查中',
  '待安排',
  '已排入接待日',
  '已接待',
  '待签批',
  '办理中',
  '待审核',
  '已销号',
] as const;
const MISPLACED = [
  '审核通过',
  '同意延期',
  '已接待',
  '自愿撤回，同意',
  '合并',
  '登记为未评价，报领导阅示',
  '催办',
] as const;
const HURRIED: readonly string[] = ['sign', 'acknowledge', 'endorse'];
const RUSH = 6;
/** How often a card goes around before the one whose turn it is presses it. */
const FORWARDED_FIRST = 0.15;
/** More than Feishu takes in a second for one person. */
const MENU_RUSH = 8;
const ASKED = ['help', 'in_hand', 'to_sign'] as const;
const RENAMED = ['政策依据', '批示', '操作结果', '最新进展'] as const;

/** More than the service looks for one by one. */
const MANY_ROWS = 55;

export const createPeople = (deps: PeopleDeps): People => {
  const { sandbox, view, ghost, base } = deps;
  let waiting = 0;
  let filed = 0;
  const renames = new Map<string, string>();

  const target = (table: string) => ({ appToken: base.appToken, tableId: base.tables[table] ?? '', operator: STAFF });
  const shownCells = (recordId: string, names: readonly string[]) => {
    const cells = view.row('cases', recordId)?.cells ?? {};
    return Object.fromEntries(names.map((name) => [name, cells[name] ?? '']));
  };
  const nameNow = (name: string): string => renames.get(name) ?? name;

  const edit = (recordId: string, fields: Readonly<Record<string, unknown>>): void => {
    const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [nameNow(name), value]));
    const before = shownCells(recordId, Object.keys(fields));
    const done = sandbox.control.editRecord({ ...target('cases'), recordId }, named);
    deps.note(`edit ${recordId} ${JSON.stringify(fields)} ${done.ok ? '' : done.msg}`);
    if (!done.ok) return;
    // What already stood there is no edit: Feishu tells nobody of it.
    const changed = Object.entries(shownCells(recordId, Object.keys(fields))).filter(
      ([name, shown]) => shown !== before[name],
    );
    if (changed.length === 0) return;
    const isChosen = changed.some(([name, shown]) => name === '操作' && shown !== '');
    ghost.edited(recordId, Object.fromEntries(changed), isChosen ? String(fields['操作']) : null);
  };
  const appeal = (chance: Random): Readonly<Record<string, unknown>> => {
    filed += 1;
    return {
      企业名称: `〔虚构〕企业${filed}`,
      类型: chance.chance(0.8) ? '问题' : '建议',
      类别: '审批验收办证',
      诉求内容: `〔虚构〕诉求${filed}`,
      联系人: '企业代表01',
      身份: '法定代表人',
      联系电话: `19900000${100 + filed}`,
    };
  };
  const addRow = (fields: Readonly<Record<string, unknown>>): void => {
    const done = sandbox.control.createRecord(target('cases'), fields);
    deps.note(`add row ${done.ok ? done.value.recordId : done.msg}`);
    if (!done.ok) return;
    ghost.madeRow(done.value.recordId);
    ghost.edited(done.value.recordId, shownCells(done.value.recordId, Object.keys(fields)), null);
  };

  const press = (
    card: SeenCard,
    act: string,
    form: Readonly<Record<string, unknown>> | null,
    more: Partial<PressRequest> = {},
  ) => {
    const button = card.buttons.find((one) => one.act === act);
    if (!button) return;
    waiting += 1;
    const answered = deps.pressed();
    deps.note(`${card.openId} presses ${act} of ${button.caseId} on ${card.messageId}`);
    sandbox.control
      .press({
        openId: card.openId,
        messageId: card.messageId,
        path: button.path,
        ...(form ? { formValue: form } : {}),
        ...more,
      })
      .then((result) => {
        waiting -= 1;
        const words = result.kind === 'answered' ? `${result.toast?.type} ${result.toast?.content}` : result.msg;
        deps.note(`answer to ${act}: ${result.kind} ${words}`);
        ghost.pressed(
          card.messageId,
          result.kind === 'failed' ? 'none' : result.kind === 'answered' && result.redrawn ? 'redrawn' : 'leftAlone',
        );
        answered(result);
        const sent = sandbox.log.sends.at(-1);
        if (result.kind !== 'answered' || result.toast?.type !== 'success' || sent?.kind !== 'callback') return;
        // Presses of the old shape carry no id that can be seen from outside.
        if (sent.type === 'card.action.trigger') deps.accepted(sent.eventId, result.toast.content);
      });
  };

  const rate = async (row: SeenRow, grade: number): Promise<void> => {
    const link = row.cells['评价链接'];
    if (!link) return;
    const page = await deps.browse(new Request(link)).then((answer) => answer.text());
    const nonce = /name="nonce" value="([^"]*)"/.exec(page)?.[1];
    if (nonce === undefined) return;
    const body = new URLSearchParams({ nonce, grade: String(grade), words: grade <= 2 ? '〔虚构〕问题没有解决' : '' });
    const request = new Request(link, { method: 'POST', body, headers: { origin: new URL(link).origin } });
    deps.note(`rating answered ${(await deps.browse(request)).status}`);
  };

  const casesOf = (): readonly SeenRow[] => view.rows('cases');
  const advance = (chance: Random, mark: string): void => {
    const open = casesOf().filter(
      (row) =>
        row.cells['计划核实'] === '待核实' ||
        !['已销号', '不予受理', '已合并', '转法定途径', '已撤回'].includes(row.cells['状态'] ?? ''),
    );
    const row = chance.pick(open);
    if (!row) return;
    const step = nextStep(view, row, chance);
    switch (step.kind) {
      case 'edit':
        edit(row.recordId, step.fields);
        return;
      case 'press': {
        const caseId = row.cells['受理编号'] ?? '';
        const cards = view
          .cards()
          .filter((card) => card.buttons.some((one) => one.act === step.act && one.caseId === caseId));
        const card = chance.pick(cards);
        if (card && chance.chance(FORWARDED_FIRST)) passAround(card, step.act, chance, mark);
        if (card) press(card, step.act, formFor(step.act, { view, card, chance, mark }));
        return;
      }
      case 'rate':
        waiting += 1;
        rate(row, step.grade)
          .catch((error: unknown) => deps.note(`the page did not come: ${error instanceof Error ? error.name : ''}`))
          .finally(() => {
            waiting -= 1;
          });
        return;
      case 'nothing':
    }
  };

  const pressAnything = (chance: Random, mark: string): void => {
    const card = chance.pick(view.cards());
    const button = card && chance.pick(card.buttons);
    if (!card || !button) return;
    const form = formFor(button.act, { view, card, chance, mark });
    const old = chance.chance(0.3) ? { asDrawnAt: 0 } : {};
    press(card, button.act, form, old);
    if (chance.chance(0.5)) press(card, button.act, form, old);
  };
  /** A copy of the card reaches somebody, mostly without a part in it, who presses it there. */
  const passAround = (card: SeenCard, act: string, chance: Random, mark: string): void => {
    const to = chance.pick(sandbox.state.people);
    if (!to) return;
    const copied = sandbox.control.forward(card.messageId, to.openId);
    deps.note(`${card.messageId} is forwarded to ${to.openId} ${copied.ok ? '' : copied.msg}`);
    if (!copied.ok) return;
    const copy = { ...card, openId: to.openId, messageId: copied.value.messageId };
    press(copy, act, formFor(act, { view, card, chance, mark }));
  };
  const forward = (chance: Random, mark: string): void => {
    const card = chance.pick(view.cards());
    const button = card && chance.pick(card.buttons);
    if (card && button) passAround(card, button.act, chance, mark);
  };

  const deleteRow = (row: SeenRow | null): void => {
    if (!row) return;
    deps.note(`delete ${row.recordId}`);
    if (sandbox.control.deleteRecord({ ...target('cases'), recordId: row.recordId }).ok) ghost.deleted(row.recordId);
  };

  const ask = (chance: Random): void => {
    const who = chance.pick(sandbox.state.people);
    const times = chance.pick([1, 2, MENU_RUSH]) ?? 1;
    const key = chance.pick(ASKED);
    if (!who || key === null) return;
    deps.note(`${who.openId} asks ${key} ${times} times`);
    for (let count = 0; count < times; count += 1) ghost.asked(sandbox.control.menu(who.openId, key));
  };

  const rename = (from: string, to: string): void => {
    const table = view.table('cases');
    if (!table.fields.some((one) => one.name === from)) return;
    sandbox.control.renameField(target('cases'), from, to);
    deps.note(`column ${from} is now ${to}`);
  };
  const renamedBack = (): void => {
    for (const [name, other] of renames) rename(other, name);
    renames.clear();
  };

  const perform = (act: Act): void => {
    const chance = streamOf(deps.seed, `act ${act.id}`);
    const mark = `#${act.id}`;
    const row = chance.pick(casesOf());
    switch (act.kind) {
      case 'file': {
        const shareToken = new URL(base.formUrl ?? '').pathname.split('/').at(-1) ?? '';
        const answers = appeal(chance);
        const done = sandbox.control.submitForm({ shareToken, answers, filler: null });
        deps.note(`form ${done.ok ? done.value.recordId : done.msg}`);
        if (!done.ok) return;
        ghost.madeRow(done.value.recordId);
        ghost.edited(done.value.recordId, shownCells(done.value.recordId, Object.keys(answers)), null);
        return;
      }
      case 'addRow':
        addRow(chance.chance(0.3) ? { 企业名称: '〔虚构〕半行' } : appeal(chance));
        return;
      case 'advance':
        advance(chance, mark);
        return;
      case 'walk':
        advance({ ...chance, next: () => SENSIBLE, pick: (items) => items[0] ?? null }, mark);
        return;
      case 'type':
      case 'undo': {
        const column = chance.pick(TYPED_COLUMNS);
        // The newest row is the one that was made a moment ago.
        const typedIn = chance.chance(0.4) ? casesOf().at(-1) : row;
        if (!typedIn || !column) return;
        const before = typedIn.cells[column[0]] ?? '';
        edit(typedIn.recordId, { [column[0]]: column[1](mark, chance) });
        if (act.kind === 'undo' && typeof column[1](mark, chance) === 'string')
          edit(typedIn.recordId, { [column[0]]: before === '' ? null : before });
        return;
      }
      case 'overtype': {
        const column = chance.pick(SERVICE_COLUMNS);
        if (row && column) edit(row.recordId, { [column[0]]: column[1] });
        return;
      }
      case 'drag':
        if (row) edit(row.recordId, { 状态: chance.pick(STATE_NAMES) });
        return;
      case 'misact':
        if (row) edit(row.recordId, { 操作: chance.pick(MISPLACED) });
        return;
      case 'press':
        pressAnything(chance, mark);
        return;
      case 'pressInOutage':
      case 'rush': {
        if (act.kind === 'pressInOutage') ask(chance);
        const waitingFor = view.cards().flatMap((card) => {
          const button = card.buttons.find((one) => HURRIED.includes(one.act));
          return button ? [{ card, act: button.act }] : [];
        });
        for (const { card, act } of waitingFor.slice(-RUSH))
          press(card, act, formFor(act, { view, card, chance, mark }));
        return;
      }
      case 'forward':
        forward(chance, mark);
        return;
      case 'ask':
        ask(chance);
        return;
      case 'callsLost': {
        ask(chance);
        const again = casesOf().find((one) => repeatable(one) !== null);
        const choice = again && chance.chance(0.8) ? repeatable(again) : null;
        if (again && choice) edit(again.recordId, choice);
        else if (chance.chance(0.2)) deleteRow(row);
        else advance(chance, mark);
        return;
      }
      case 'doubt': {
        const roll = chance.next();
        if (roll < 0.4) advance(chance, mark);
        else if (roll < 0.8) deleteRow(row);
        else pressAnything(chance, mark);
        return;
      }
      case 'paste':
        if (chance.chance(0.5)) for (const one of casesOf()) edit(one.recordId, { 政策依据: `粘贴${mark}` });
        else for (let left = chance.chance(0.3) ? MANY_ROWS : 8; left > 0; left -= 1) addRow(appeal(chance));
        return;
      case 'deleteRow':
        deleteRow(row);
        return;
      case 'directory':
        if (chance.chance(0.5)) {
          const leader = chance.pick([...view.idsByName('leaders').values()]);
          sandbox.control.createRecord(target('receptionDays'), {
            名称: `第${act.id}期`,
            日期: Date.parse('2026-03-03T00:00:00+08:00'),
            地点: '会议室',
            接待领导: [leader],
          });
        } else {
          const unit = chance.pick([...view.idsByName('units').values()].slice(1));
          const person = chance.pick(sandbox.state.people);
          if (!unit || !person) return;
          ghost.changedDirectory();
          sandbox.control.editRecord({ ...target('units'), recordId: unit }, { 承办人: [{ id: person.openId }] });
        }
        return;
      case 'rename': {
        if (renames.size > 0) renamedBack();
        else {
          const name = chance.pick(RENAMED);
          if (name === null) return;
          rename(name, `${name}（旧）`);
          renames.set(name, `${name}（旧）`);
        }
        return;
      }
      default:
    }
  };
  return { perform, waiting: () => waiting, renamedBack };
};
