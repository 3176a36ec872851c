/**
 * What people do besides acts on a case: staff change what stands around it, somebody goes to the card of the room or looks at a plan in a
 * list, a leader agrees in the approval centre to what was seen there.
 */
import { leaders } from '../../bitable-schema/leaders.ts';
import { receptionDays } from '../../bitable-schema/reception-days.ts';
import { units } from '../../bitable-schema/units.ts';
import type { RecordTarget } from '../feishu/control.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { CardButton } from '../story/cards.ts';
import { dayAfter } from './fill.ts';
import type { Ghost } from './ghost.ts';
import type { Deed } from './intentions.ts';
import type { Random } from './random.ts';
import { cell, typed } from './steps.ts';
import type { SeenCard, SeenRow, View } from './view.ts';

export interface DeedDeps {
  readonly sandbox: Sandbox;
  readonly view: View;
  readonly ghost: Ghost;
  readonly note: (text: string) => void;
  readonly target: (table: string) => RecordTarget;
  readonly today: () => string;
  readonly edit: (recordId: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly press: (card: SeenCard, button: CardButton, chance: Random, mark: string) => void;
  readonly visit: (work: Promise<unknown>) => void;
}

export interface Deeds {
  readonly act: (deed: Deed, row: SeenRow, chance: Random, mark: string) => void;
  readonly goToRoom: (chance: Random, mark: string) => void;
  readonly centre: (row: SeenRow, isSeen: boolean) => void;
}

const STAFF = 'ou_sandbox_staff_1';
/** Leaders who receive, and staff. */
const ROOM_GUESTS = ['ou_sandbox_leader_jia', 'ou_sandbox_leader_yi', 'ou_sandbox_staff_1'] as const;

const carriedBy = ({ value }: CardButton, key: string): unknown => new Map(Object.entries(value)).get(key);

export const createDeeds = ({ sandbox, view, ghost, note, target, today, edit, press, visit }: DeedDeps): Deeds => {
  /** To the card of a reception day, by the bot's list of them, and then an item on it. */
  const goToRoom = (chance: Random, mark: string): void => {
    const additions = view.askCards('add', 'item');
    const rooms = view.askCards('ask', 'room');
    const cards = additions.length > 0 && chance.chance(0.7) ? additions : rooms;
    const card = chance.pick(cards.slice(-4));
    const button = card && chance.pick(card.buttons);
    if (card && button) press(card, button, chance, mark);
    else ghost.asked(sandbox.control.menu(chance.pick(ROOM_GUESTS) ?? STAFF, 'reception_days'));
  };
  /** A leader turns to this case on the card of the room, or to another on the way there. */
  const turnTo = (row: SeenRow, chance: Random, mark: string): void => {
    const leader = view.row('receptionDays', cell(row, 'receptionDay'))?.cells[receptionDays.columns.leader.name] ?? '';
    const whose = view.row('leaders', leader)?.cells[leaders.columns.account.name] ?? '';
    const turns = view
      .askCards('ask', 'room')
      .filter(({ openId }) => openId === whose)
      .flatMap((card) => card.buttons.map((button) => ({ card, button })))
      .filter(({ button }) => carriedBy(button, 'day') === cell(row, 'receptionDay'));
    const newest = turns.filter(({ card }) => card.messageId === turns.at(-1)?.card.messageId);
    // The first button leads on, where there is another item.
    const turn = newest.find(({ button }) => carriedBy(button, 'at') === cell(row, 'shortId')) ?? newest[0];
    if (turn) press(turn.card, turn.button, chance, mark);
    else if (whose !== '') ghost.asked(sandbox.control.menu(whose, 'reception_days'));
  };
  const peopleOf = (unit: string): readonly string[] => {
    const { cells = {} } = view.row('units', unit) ?? {};
    const { heads, officers } = units.columns;
    return [heads, officers].flatMap(({ name }) => (cells[name] ?? '').split('、')).filter((who) => who !== '');
  };
  /** 计划核实 of a case, from a list in which it stands; whoever has none yet asks for it. */
  const openPlan = (row: SeenRow, chance: Random, mark: string): void => {
    const shows = view
      .askCards('ask', 'show')
      .flatMap((card) => card.buttons.map((button) => ({ card, button })))
      .filter(
        ({ button }) => carriedBy(button, 'card') === 'plan' && carriedBy(button, 'case') === cell(row, 'shortId'),
      );
    const show = chance.pick(shows);
    if (show) press(show.card, show.button, chance, mark);
    else ghost.asked(sandbox.control.menu(chance.pick(peopleOf(cell(row, 'leadUnit'))) ?? STAFF, 'in_hand'));
  };
  /** What somebody saw there stays on the screen until they look again. */
  const seenContexts = new Map<string, string>();
  const agree = (row: SeenRow, isSeen: boolean): void => {
    const tasks = sandbox.state.office.approvals
      .flatMap((one) => one.tasks)
      .filter(({ taskId, status }) => taskId.startsWith(`${cell(row, 'shortId')}-`) && status === 'PENDING');
    if (!isSeen) {
      for (const { taskId, context } of tasks) if (context) seenContexts.set(taskId, context);
      return;
    }
    for (const { taskId, openId } of tasks.slice(0, 1)) {
      const context = seenContexts.get(taskId);
      if (context === undefined) continue;
      note(`${openId} agrees in the approval centre to what was shown`);
      visit(sandbox.control.pressApproval({ openId, taskId, action: 'APPROVE', asShownWith: context }));
    }
  };

  const act = (deed: Deed, row: SeenRow, chance: Random, mark: string): void => {
    note(`${deed} for ${row.recordId}`);
    switch (deed) {
      case 'moveDay': {
        const [recordId = ''] = cell(row, 'receptionDay').split('、');
        if (recordId === '') return;
        const on = dayAfter(today(), chance.between(1, 5));
        const { date, place } = receptionDays.columns;
        sandbox.control.editRecord(
          { ...target('receptionDays'), recordId },
          { [date.name]: Date.parse(`${on}T00:00:00+08:00`), [place.name]: `会议室${mark}` },
        );
        return;
      }
      case 'clearDay':
        edit(row.recordId, typed({ receptionDay: [] }));
        return;
      case 'namesake': {
        const signer = cell(row, 'signingLeader');
        const name = [...view.idsByName('leaders')].find(([, id]) => id === signer)?.[0];
        if (name !== undefined) edit(row.recordId, typed({ contactName: name }));
        return;
      }
      case 'retype':
        edit(row.recordId, typed({ kind: cell(row, 'kind') === '问题' ? '建议' : '问题' }));
        return;
      case 'changeOfficers': {
        const [recordId = ''] = cell(row, 'leadUnit').split('、');
        const person = chance.pick(sandbox.state.people.filter(({ openId }) => openId.endsWith('_1')));
        if (recordId === '' || !person) return;
        ghost.changedDirectory();
        const { officers } = units.columns;
        sandbox.control.editRecord({ ...target('units'), recordId }, { [officers.name]: [{ id: person.openId }] });
        return;
      }
      case 'roomItem':
        goToRoom(chance, mark);
        return;
      case 'turnPage':
        turnTo(row, chance, mark);
        return;
      case 'openPlan':
        openPlan(row, chance, mark);
    }
  };

  return { act, goToRoom, centre: agree };
};
