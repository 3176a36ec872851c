/**
 * People doing what an act says, with what they can see: typing into rows, pressing buttons, deleting, pasting. Everything that
 * Feishu took from them is told to the ghost.
 */

import { settings } from '../../bitable-schema/settings.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { SETTINGS } from '../../src/workflow/settings.ts';
import type { PressResult } from '../feishu/control.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { CardButton } from '../story/cards.ts';
import type { Act } from './acts.ts';
import { createBrowser } from './browser.ts';
import { createDeeds } from './deeds.ts';
import { createDrive, type Drive } from './drive.ts';
import { dayAfter, type Filling, filledCard } from './fill.ts';
import type { Ghost } from './ghost.ts';
import { type Random, streamOf } from './random.ts';
import { ACTION_NAMES, cell, inputsFor, repeatable } from './steps.ts';
import type { SeenCard, SeenRow, View } from './view.ts';

export interface PeopleDeps {
  readonly seed: number;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  readonly view: View;
  readonly ghost: Ghost;
  /** Which of the places (`places.ts`) a row was led to. */
  readonly places: ReadonlyMap<string, number>;
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
  /** The day off that was declared last; it takes the place of the one before. */
  readonly dayOff: () => string | null;
  /** Each case towards its place, by the plain road. */
  readonly lead: Drive['lead'];
  readonly hasArrived: Drive['hasArrived'];
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
  ['类型', (_mark, chance) => chance.pick(['问题', '建议'])],
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
const HURRIED: readonly string[] = ['sign', 'acknowledge', 'endorse'];
const RUSH = 6;
/** So many cases are led on in one moment, so much is filed at the beginning. */
const AT_ONCE = 24;
const FILED_AT_ONCE = 2;
/** More than Feishu takes in a second for one person. */
const MENU_RUSH = 8;
const ASKED = ['help', 'in_hand', 'to_sign', 'supervised', 'reception_days'] as const;
const RENAMED = ['政策依据', '批示', '操作结果', '最新进展'] as const;

/** More than the service looks for one by one. */
const MANY_ROWS = 55;

export const createPeople = (deps: PeopleDeps): People => {
  const { sandbox, view, ghost, base } = deps;
  let waiting = 0;
  // What was filed before is counted on.
  let filed = view.rows('cases').length;
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
    const shownNow = Object.entries(shownCells(recordId, Object.keys(fields)));
    if (shownNow.every(([name, shown]) => shown === before[name])) return;
    // The same choice with other words beside it is another one, although it still stood there.
    const isChosen = typeof fields['操作'] === 'string' && fields['操作'] !== '';
    const changed = shownNow.filter(([name, shown]) => shown !== before[name] || (isChosen && name === '操作'));
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
  const file = (chance: Random): void => {
    const shareToken = new URL(base.formUrl ?? '').pathname.split('/').at(-1) ?? '';
    const answers = appeal(chance);
    const done = sandbox.control.submitForm({ shareToken, answers, filler: null });
    deps.note(`form ${done.ok ? done.value.recordId : done.msg}`);
    if (!done.ok) return;
    ghost.madeRow(done.value.recordId);
    ghost.edited(done.value.recordId, shownCells(done.value.recordId, Object.keys(answers)), null);
  };
  const addRow = (fields: Readonly<Record<string, unknown>>): void => {
    const done = sandbox.control.createRecord(target('cases'), fields);
    deps.note(`add row ${done.ok ? done.value.recordId : done.msg}`);
    if (!done.ok) return;
    ghost.madeRow(done.value.recordId);
    ghost.edited(done.value.recordId, shownCells(done.value.recordId, Object.keys(fields)), null);
  };

  const press = (card: SeenCard, button: CardButton, filling: Filling, isOld: boolean) => {
    waiting += 1;
    const answered = deps.pressed();
    const { act, path, caseId } = button;
    const form = filledCard(card.content, path, filling, act);
    deps.note(
      `${card.openId} presses ${act} of ${caseId} on ${card.messageId}${isOld ? ` as it was drawn ${card.version ?? 'last'}` : ''}`,
    );
    void sandbox.control
      .press({
        openId: card.openId,
        messageId: card.messageId,
        path,
        ...(form ? { formValue: form } : {}),
        ...(card.version === undefined ? {} : { asDrawnAt: card.version }),
      })
      .then((result) => {
        waiting -= 1;
        const words = result.kind === 'answered' ? `${result.toast?.type} ${result.toast?.content}` : result.msg;
        deps.note(`answer to ${act}: ${result.kind} ${words}`);
        const answer =
          result.kind === 'failed' ? 'none' : result.kind === 'answered' && result.redrawn ? 'redrawn' : 'leftAlone';
        // As filled in, and with what stood in the fields beforehand: some of that may be what an earlier press had left there.
        const sent = result.kind === 'answered' && result.formValue ? [result.formValue] : [];
        for (const each of [form ?? {}, ...sent]) ghost.pressed(card.messageId, answer, { act, form: each });
        answered(result);
        const last = sandbox.log.sends.at(-1);
        if (result.kind !== 'answered' || result.toast?.type !== 'success' || last?.kind !== 'callback') return;
        // Presses of the old shape carry no id that can be seen from outside.
        if (last.type === 'card.action.trigger') deps.accepted(last.eventId, result.toast.content);
      });
  };
  /** A copy of the card reaches somebody, mostly without a part in it, who presses it there. */
  const passAround = (card: SeenCard, button: CardButton, filling: Filling, whom?: string): void => {
    const to = whom ?? filling.chance.pick(sandbox.state.people)?.openId;
    if (to === undefined) return;
    const copied = sandbox.control.forward(card.messageId, to);
    deps.note(`${card.messageId} is forwarded to ${to} ${copied.ok ? '' : copied.msg}`);
    if (!copied.ok) return;
    press({ ...card, openId: to, messageId: copied.value.messageId }, button, filling, false);
  };
  const visit = (work: Promise<unknown>): void => {
    waiting += 1;
    work
      .catch((error: unknown) => deps.note(`the page did not come: ${error instanceof Error ? error.name : ''}`))
      .finally(() => {
        waiting -= 1;
      });
  };

  const today = (): string => new Date(sandbox.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const browser = createBrowser({ browse: deps.browse, view, staff: STAFF, note: deps.note });
  const drive = createDrive({
    seed: deps.seed,
    places: deps.places,
    view,
    browser,
    hands: {
      edit,
      press,
      passAround,
      visit,
      deed: (deed, row, chance, mark) => deeds.act(deed, row, chance, mark),
      centre: (row, isSeen) => deeds.centre(row, isSeen),
    },
    today,
  });
  const deeds = createDeeds({
    sandbox,
    view,
    ghost,
    note: deps.note,
    target,
    today,
    edit,
    press: (card, button, chance, mark) => press(card, button, drive.filling(chance, mark, null), false),
    visit,
  });
  const casesOf = (): readonly SeenRow[] => view.rows('cases');
  const rowOf = (caseId: string): SeenRow | null => casesOf().find((row) => cell(row, 'shortId') === caseId) ?? null;

  const pressAnything = (chance: Random, mark: string): void => {
    const isOld = chance.chance(0.5);
    const card = chance.pick(isOld ? view.oldCards() : view.cards());
    const button = card && chance.pick(card.buttons);
    if (!card || !button) return;
    const filling = drive.filling(chance, mark, rowOf(button.caseId));
    press(card, button, filling, isOld);
    if (chance.chance(0.5)) press(card, button, filling, isOld);
  };
  const forward = (chance: Random, mark: string): void => {
    const card = chance.pick(view.cards());
    const button = card && chance.pick(card.buttons);
    if (card && button) passAround(card, button, drive.filling(chance, mark, rowOf(button.caseId)));
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

  const tickTask = (chance: Random): void => {
    const todo = chance.pick(sandbox.state.office.todos.filter(({ completedAt }) => completedAt === 0));
    const one = todo && chance.pick(todo.members.filter(({ role }) => role === 'assignee'));
    if (!todo || !one) return;
    deps.note(`${one.id} ticks ${todo.guid}`);
    sandbox.control.completeTodo({ openId: one.id, guid: todo.guid, regardless: true });
  };
  const answerInCentre = (chance: Random, mark: string): void => {
    const tasks = sandbox.state.office.approvals.flatMap((one) =>
      one.tasks.filter(({ status }) => status === 'PENDING'),
    );
    const task = chance.pick(tasks);
    if (!task) return;
    const action = chance.chance(0.75) ? 'APPROVE' : 'REJECT';
    const reason = chance.chance(action === 'REJECT' ? 0.75 : 0.4) ? `请再斟酌${mark}` : undefined;
    deps.note(`${task.openId} answers ${action} in the approval centre`);
    visit(
      sandbox.control.pressApproval({
        openId: task.openId,
        taskId: task.taskId,
        action,
        ...(reason === undefined ? {} : { reason }),
      }),
    );
  };

  /** The government gives a day off that was to be worked; limits that run over it move. */
  let dayOff: string | null = null;
  const declareHoliday = (chance: Random): void => {
    const recordId = view.idsByName('settings').get(SETTINGS.extraDaysOff.zh);
    if (recordId === undefined) return;
    const on = dayAfter(today(), chance.between(1, 3));
    deps.note(`a day off on ${on}`);
    dayOff = on;
    ghost.changedCalendar(on);
    sandbox.control.editRecord({ ...target('settings'), recordId }, { [settings.columns.value.name]: on });
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
      case 'file':
        file(chance);
        return;
      case 'fileMany':
        for (let count = 0; count < FILED_AT_ONCE; count += 1) file(chance);
        return;
      case 'addRow':
        addRow(chance.chance(0.3) ? { 企业名称: '〔虚构〕半行' } : appeal(chance));
        return;
      case 'advance':
        drive.advance(chance, mark, AT_ONCE);
        return;
      case 'walk':
        drive.lead(
          new Map(casesOf().map(({ recordId }) => [recordId, { state: 'closed' as const }])),
          { ...chance, next: () => SENSIBLE, chance: () => false, pick: (items) => items[0] ?? null },
          mark,
        );
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
      case 'misact': {
        const action = chance.pick(ACTION_NAMES);
        if (row && action)
          edit(row.recordId, inputsFor(action, { view, row, chance, mark, today: today() }, chance.chance(0.5)));
        return;
      }
      case 'press':
        pressAnything(chance, mark);
        return;
      case 'pressInOutage':
      case 'rush': {
        if (act.kind === 'pressInOutage') ask(chance);
        const waitingFor = view.cards().flatMap((card) => {
          const button = card.buttons.find((one) => HURRIED.includes(one.act));
          return button ? [{ card, button }] : [];
        });
        for (const { card, button } of waitingFor.slice(-RUSH))
          press(card, button, drive.filling(chance, mark, rowOf(button.caseId), 'sensible'), false);
        return;
      }
      case 'forward':
        forward(chance, mark);
        return;
      case 'room':
        deeds.goToRoom(chance, mark);
        return;
      case 'centre':
        answerInCentre(chance, mark);
        return;
      case 'task':
        tickTask(chance);
        return;
      case 'ask':
        ask(chance);
        return;
      case 'callsLost': {
        ask(chance);
        const again = casesOf().find((one) => repeatable(one, mark) !== null);
        const choice = again && chance.chance(0.8) ? repeatable(again, mark) : null;
        if (again && choice) edit(again.recordId, choice);
        else if (chance.chance(0.2)) deleteRow(row);
        else drive.advance(chance, mark, 1);
        return;
      }
      case 'doubt': {
        const roll = chance.next();
        if (roll < 0.4) drive.advance(chance, mark, 2);
        else if (roll < 0.8) deleteRow(row);
        else pressAnything(chance, mark);
        return;
      }
      case 'paste':
        if (chance.chance(0.5)) for (const one of casesOf()) edit(one.recordId, { 政策依据: `粘贴${mark}` });
        else for (let left = chance.chance(0.2) ? MANY_ROWS : 3; left > 0; left -= 1) addRow(appeal(chance));
        return;
      case 'deleteRow':
        deleteRow(row);
        return;
      case 'directory': {
        const [day] = view.idsByName('receptionDays').values();
        if (day !== undefined && chance.chance(0.4)) {
          const on = dayAfter(today(), chance.between(1, 9));
          sandbox.control.editRecord(
            { ...target('receptionDays'), recordId: day },
            { 日期: Date.parse(`${on}T00:00:00+08:00`), 地点: `会议室${mark}` },
          );
        } else if (chance.chance(0.5)) {
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
      }
      case 'calendar':
        declareHoliday(chance);
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
  return {
    perform,
    waiting: () => waiting,
    renamedBack,
    dayOff: () => dayOff,
    lead: drive.lead,
    hasArrived: drive.hasArrived,
  };
};
