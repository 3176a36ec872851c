/**
 * 飞书任务, 飞书审批 and 飞书日历 beside the second opinion: each there exactly when it should be, with the reader's own date, the
 * round's own number, the right people, and nothing of who a confidential enterprise is.
 */
import { OUTCOMES } from '../../src/workflow/case.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import type { Want } from './law-row-words.ts';
import { faultsOfRow, namesToHide } from './law-tables.ts';
import type { Turn } from './lives.ts';
import type { Meeting, Office, Todo } from './office.ts';
import { dayOf } from './reading/days.ts';
import { type Approval, agendaOf, approvals, comers, maySignFor, type ToDo, toDos } from './reading/entities.ts';
import { proposedDays } from './reading/grades.ts';
import { limitOf } from './reading/limits.ts';
import { appealNow, leaderOf, notesNow, unitOf } from './reading/scene.ts';
import { every, type Tale, walks } from './reading/tale.ts';
import { firmsAmong } from './reading/visits.ts';

const inWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const sorted = (people: readonly OpenId[]): readonly OpenId[] => [...new Set(people)].toSorted();
/** Of a confidential case nothing of the names, of any other its firm. */
const firmIn = (tale: Tale): Want =>
  notesNow(tale)?.isConfidential === true
    ? { holds: ['保密企业'], lacks: namesToHide(tale) }
    : { holds: [appealNow(tale)?.enterpriseName.trim() ?? ''] };

/** What must be there, and all that is there. */
const matched = <Wanted, Thing>(
  what: string,
  wanted: readonly Wanted[],
  there: readonly Thing[],
  isOf: (thing: Thing, one: Wanted) => boolean,
  faults: (thing: Thing, one: Wanted) => readonly string[],
): readonly string[] => [
  ...wanted.flatMap((one) => {
    const found = there.filter((thing) => isOf(thing, one));
    const [thing] = found;
    return found.length === 1 && thing !== undefined
      ? faults(thing, one)
      : [
          `${what}: ${found.length === 0 ? 'none' : 'more than one'} for what is so ⁝ ${JSON.stringify(one).slice(0, 300)}`,
        ];
  }),
  ...there.flatMap((thing) =>
    wanted.some((one) => isOf(thing, one))
      ? []
      : [`${what}: one for what is not so ⁝ ${JSON.stringify(thing).slice(0, 300)}`],
  ),
];

/** Of one history, told alone. */
export const todosAgree = (turn: Turn, { todos }: Pick<Office, 'todos'>): readonly string[] => {
  const { moved, tales, directory, now } = turn;
  const tale = tales.get(moved) ?? [];
  const scene = { tale, directory, now };
  // Where nobody is to do it there is none.
  const wanted = toDos(scene).filter(({ people }) => people.length > 0);
  const roleOf = ({ role }: ToDo): string => (role === 'lead' ? '主办' : '协办');
  const isOf = (todo: Todo, one: ToDo): boolean =>
    todo.title.startsWith(`${one.number} `) &&
    todo.description.includes(`${roleOf(one)}单位：${unitOf(scene, one.unitId)?.name}。`);
  return matched('飞书任务', wanted, [...todos.values()], isOf, (todo, one) => {
    const walk = walks(tale)[one.round - 1];
    const reported = walk ? every(walk.tale, 'caseResolved').at(-1) : null;
    const limit = walk && limitOf(walk, directory);
    const wants: Readonly<Record<string, Want>> = {
      title: { holds: [roleOf(one)] },
      firm: firmIn(tale),
      due: { is: one.due },
      people: { is: sorted(one.people) },
      isLeft: { is: one.isLeft },
      // Once a result is in, that is what is said.
      description: reported
        ? { holds: [OUTCOMES[reported.result.outcome]] }
        : { holds: [inWords(one.due ?? ''), ...(one.role === 'supporting' ? ['协办意见'] : ['前办结'])] },
      ...(reported || one.role === 'lead' || one.due === limit?.day || !limit
        ? {}
        : { dates: { holds: [], lacks: [inWords(limit.day)] } }),
      secrets: { holds: [], lacks: namesToHide(tale) },
    };
    const all = `${todo.title}\n${todo.description}\n${todo.hint}`;
    return faultsOfRow(
      '飞书任务',
      {
        title: todo.title,
        firm: todo.title,
        due: todo.due,
        people: sorted(todo.people),
        isLeft: todo.completedAt === null,
        description: todo.description,
        dates: todo.description,
        secrets: all,
      },
      wants,
    );
  });
};

const STATUS = {
  pending: '待签批',
  approved: '已签批',
  rejected: '已退回补充',
  canceled: '已撤回',
} as const;

/** Of one history, told alone. */
export const approvalsAgree = (turn: Turn, { approvals: there }: Pick<Office, 'approvals'>): readonly string[] => {
  const { moved, tales, directory, now } = turn;
  const tale = tales.get(moved) ?? [];
  return matched(
    '飞书审批',
    approvals(tale),
    [...there.values()],
    (instance, one) => instance.startedAt === one.submitted.at,
    (instance, one) => {
      const proposal = notesNow(one.tale)?.proposal;
      const fieldOf = (name: string): string => instance.fields.find((field) => field.name === name)?.value ?? '';
      const pending = instance.tasks.filter(({ status }) => status === 'pending');
      const decided = instance.tasks.filter(({ status }) => status === 'approved' || status === 'rejected');
      const unit = (id: Parameters<typeof unitOf>[1]): string => unitOf({ directory }, id)?.name ?? '';
      const supporting = proposal?.supportingUnitIds ?? [];
      const accountsOf = (ids: Approval['earlier']): readonly OpenId[] =>
        ids.flatMap((id) => leaderOf({ directory }, id)?.openId ?? []);
      return faultsOfRow(
        '飞书审批',
        {
          title: instance.title,
          status: instance.status,
          startedBy: instance.startedBy,
          endedAt: instance.endedAt,
          item: fieldOf('事项'),
          proposal: fieldOf('拟办'),
          standing: fieldOf('状态'),
          pending: sorted(pending.map(({ openId }) => openId)),
          pressable: pending.every(({ context }) => context !== null),
          decidedBy: decided.map(({ openId, status }) => `${openId} ${status}`),
          pressableLater: instance.tasks.some(({ status, context }) => status !== 'pending' && context !== null),
          passedOn: sorted(instance.tasks.filter(({ status }) => status === 'transferred').map(({ openId }) => openId)),
          shown: sorted(instance.tasks.map(({ openId }) => openId)),
          ends: instance.tasks.every(({ status, endedAt }) => (status === 'pending') === (endedAt === null)),
          secrets: JSON.stringify([instance.title, instance.fields]),
        },
        {
          // What ended and was hidden once stays so.
          title: one.ended && isOpenAgain(tale) ? { holds: ['签批单：'] } : firmIn(tale),
          status: { is: one.status },
          startedBy: { is: one.submitted.by.openId },
          endedAt: { is: one.ended?.at ?? null },
          item: { holds: [appealNow(one.tale)?.category ?? ''] },
          proposal: {
            holds: [
              unit(proposal?.leadUnitId ?? null),
              ...supporting.map(unit),
              `${proposedDays(one.tale, directory.settings)}个工作日`,
            ],
            lacks: directory.units.flatMap(({ id, name }) =>
              id === proposal?.leadUnitId || supporting.includes(id) ? [] : [name],
            ),
          },
          standing: { is: standingOf(one) },
          pending: { is: one.status === 'pending' ? sorted(maySignFor({ directory }, one.leaderId, now)) : [] },
          pressable: { is: true },
          decidedBy: {
            is:
              one.ended && (one.status === 'approved' || one.status === 'rejected') && mayPress(one, directory)
                ? [`${one.ended.by.openId} ${one.status}`]
                : [],
          },
          pressableLater: { is: false },
          passedOn: one.earlier.length === 0 ? { is: [] } : { holds: accountsOf(one.earlier) },
          shown: { holds: accountsOf([...one.earlier, one.leaderId]) },
          ends: { is: true },
          secrets: { holds: [], lacks: namesToHide(tale) },
        },
      );
    },
  );
};
const isOpenAgain = (tale: Tale): boolean =>
  notesNow(tale)?.isConfidential !== true &&
  every(tale, 'caseAmended').some(({ change }) => change.notes?.isConfidential === true);
/** Who ended it is one of those whom it lay with, or somebody who wrote down what was signed on paper. */
const mayPress = ({ ended, leaderId }: Approval, directory: Turn['directory']): boolean =>
  ended?.by.openId != null && maySignFor({ directory }, leaderId, ended.at).includes(ended.by.openId);

const standingOf = ({ status, isHeld, earlier, ended }: Approval): string => {
  if (status === 'pending') return isHeld ? '暂缓' : earlier.length > 0 ? '转请批示' : STATUS.pending;
  return ended?.type === 'caseInstructed' ? `已签批，${ended.instruction.number.text}` : STATUS[status];
};
/** Of all histories of the town. A day that is over stays as it was. */
export const meetingsAgree = (turn: Turn, { meetings }: Pick<Office, 'meetings'>): readonly string[] => {
  const { tales, directory, now } = turn;
  const coming = directory.receptionDays.filter(({ date }) => date !== null && date >= dayOf(now));
  const over = directory.receptionDays.filter(({ date }) => date !== null && date < dayOf(now));
  const there = [...meetings.values()].filter(({ title }) => !over.some((day) => day.title === title));
  return matched(
    '飞书日历',
    coming,
    there,
    (meeting: Meeting, day) => meeting.title === day.title,
    (meeting, day) => {
      const agenda = agendaOf([...tales.values()], day.id);
      const isWhole = day.from === '' || day.to === '';
      const { title, place, date, hours, description } = meeting;
      const told = agenda.length === 0 ? '尚未排入' : `${firmsAmong(agenda)}家企业、${agenda.length}件`;
      const hidden = [...tales.values()].flatMap(namesToHide);
      return faultsOfRow(
        '飞书日历',
        {
          title,
          place,
          date,
          hours: JSON.stringify(hours),
          description,
          people: sorted(meeting.people),
          secrets: JSON.stringify(meeting),
        },
        {
          title: { is: day.title },
          place: { is: day.place },
          date: { is: day.date },
          hours: { is: JSON.stringify(isWhole ? null : { from: day.from, to: day.to }) },
          description: {
            holds: [leaderOf({ directory }, day.leaderId)?.name ?? '待定', told, day.from, day.to],
          },
          // On the day itself nobody is sent away.
          people:
            day.date === dayOf(now)
              ? { holds: comers({ directory }, [...tales.values()], day.id) }
              : { is: comers({ directory }, [...tales.values()], day.id) },
          secrets: { holds: [], lacks: hidden },
        },
      );
    },
  );
};
