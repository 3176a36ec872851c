/**
 * 飞书审批, 飞书日历 and 飞书任务 at rest: a sheet waits there exactly while it waits here, each unit's part is one task in the state of
 * the case, a reception day one event; and nothing stands there that we do not know of.
 */
import type { ReceptionDay } from '../../src/compose.ts';
import type { Case } from '../../src/workflow/case.ts';
import { sheetApprovalsOf } from '../../src/workflow/sheet-approvals.ts';
import { unitTasksOf } from '../../src/workflow/unit-tasks.ts';
import type { RestDeps } from './at-rest.ts';

export const linksInFeishu = async (
  deps: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => [
  ...(await approvals(deps, inspector, cases)),
  ...(await tasks(deps, inspector, cases)),
  ...strangers(deps),
];

const approvals = async ({ sandbox, givenUp }: RestDeps, inspector: ReceptionDay, cases: readonly Case[]) => {
  const found: string[] = [];
  const { approvals: standing } = sandbox.state.office;
  for (const subject of cases.filter(({ id }) => !givenUp.has(`approval:${id}`))) {
    for (const sheet of sheetApprovalsOf(subject.id, await inspector.cases.loadEvents(subject.id))) {
      const instance = standing.find(({ instanceId }) => instanceId === sheet.id);
      // One that ended before it was ever sent stays out.
      if (!instance && sheet.status === 'pending') found.push(`no approval: ${sheet.id}`);
      if (instance && instance.status !== sheet.status.toUpperCase())
        found.push(`approval ${sheet.id} is ${instance.status}, the sheet ${sheet.status}`);
      const isWaiting = instance?.tasks.some(({ status }) => status === 'PENDING') ?? false;
      if (instance && isWaiting !== (sheet.status === 'pending')) found.push(`tasks of approval ${sheet.id} disagree`);
    }
  }
  return found;
};

const tasks = async ({ sandbox, memory, givenUp, base }: RestDeps, inspector: ReceptionDay, cases: readonly Case[]) => {
  const directory = await inspector.mirror.loadDirectory(base.district);
  const guids = new Map(
    memory.rows("SELECT key, remote_id FROM links WHERE what = 'task'").map((row) => [row['key'], row['remote_id']]),
  );
  return cases
    .filter(({ id }) => !givenUp.has(`tasks:${id}`))
    .flatMap((subject) =>
      unitTasksOf(subject, directory).flatMap((part): readonly string[] => {
        const guid = guids.get(`task:${subject.id}:${part.round}:${part.unitId}`);
        const todo = sandbox.state.office.todos.find((one) => one.guid === guid);
        const name = `${subject.id} ${part.round} ${part.unitId}`;
        if (part.state === 'open' && part.people.length > 0 && (!todo || todo.completedAt > 0))
          return [`no open task: ${name}`];
        return part.state === 'done' && todo && todo.completedAt === 0 ? [`task left open: ${name}`] : [];
      }),
    );
};

/** What was made twice: only one of the two is known. In doubt for good, it is known as such. */
const strangers = ({ sandbox, memory, givenUp }: RestDeps): readonly string[] => {
  const known = new Set(memory.rows('SELECT remote_id FROM links').map((row) => row['remote_id']));
  const { todos, events, definitions } = sandbox.state.office;
  const isDoubtful = [...givenUp].some((key) => /^(tasks|calendar):/.test(key));
  if (isDoubtful) return [];
  return [
    ...todos.filter(({ guid }) => !known.has(guid)).map(({ guid }) => `a task nobody knows: ${guid}`),
    ...events
      .filter(({ isDeleted, eventId }) => !isDeleted && !known.has(eventId))
      .map(({ eventId }) => `an event nobody knows: ${eventId}`),
    ...(definitions.length > 1 ? [`${definitions.length} definitions`] : []),
  ];
};
