// 审批, 日历 and 任务 on one page: what waits for whom, with the buttons the approval centre offers, and what stands where.

import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ApprovalInstance, CalendarEvent, Todo } from '../office-state.ts';
import type { SandboxState } from '../state.ts';
import { Layout } from './layout.tsx';
import { shanghaiTime } from './markdown-view.tsx';

const APPROVAL_WORDS = {
  PENDING: '审批中',
  APPROVED: '已同意',
  REJECTED: '已拒绝',
  CANCELED: '已撤回',
  DELETED: '已删除',
  HIDDEN: '',
  TERMINATED: '已终止',
} as const satisfies Record<ApprovalInstance['status'], string>;
const TASK_WORDS = {
  PENDING: '待审批',
  APPROVED: '已同意',
  REJECTED: '已拒绝',
  TRANSFERRED: '已转交',
  DONE: '已由他人办理',
} as const satisfies Record<ApprovalInstance['tasks'][number]['status'], string>;

export function OfficePage({ state, said }: { state: SandboxState; said: string }): JSX.Element {
  const nameOf = (openId: string): string =>
    state.people.find((person) => person.openId === openId)?.name ?? '未知人员';
  const { approvals, events, todos } = state.office;
  return (
    <Layout title="审批、日历、任务" back="/">
      <main class="wrap panels two">
        <section class="panel" data-testid="approvals">
          <h2>审批</h2>
          {said === '' ? null : (
            <p class="small" data-testid="said">
              {said}
            </p>
          )}
          {approvals.length === 0 ? <div class="empty">没有审批。</div> : null}
          {approvals.toReversed().map((instance) => (
            <Approval instance={instance} nameOf={nameOf} />
          ))}
        </section>
        <div class="panels">
          <section class="panel" data-testid="calendar">
            <h2>日历</h2>
            {events.length === 0 ? <div class="empty">没有日程。</div> : null}
            {events.toReversed().map((event) => (
              <Event event={event} nameOf={nameOf} />
            ))}
          </section>
          <section class="panel" data-testid="todos">
            <h2>任务</h2>
            {todos.length === 0 ? <div class="empty">没有任务。</div> : null}
            {todos.toReversed().map((todo) => (
              <TodoItem todo={todo} nameOf={nameOf} />
            ))}
          </section>
        </div>
      </main>
    </Layout>
  );
}

type NameOf = (openId: string) => string;

function Approval({ instance, nameOf }: { instance: ApprovalInstance; nameOf: NameOf }): JSX.Element {
  return (
    <div data-testid={`approval:${instance.instanceId}`}>
      <p>
        <strong>{instance.title}</strong> <span class="small muted">{APPROVAL_WORDS[instance.status]}</span>
      </p>
      <p class="small muted">{instance.form.map(({ name, value }) => `${name}：${value}`).join('　')}</p>
      <ul class="rows">
        {instance.tasks.map((task) => (
          <li>
            <span class="grow">
              {nameOf(task.openId)}
              <span class="sub">{TASK_WORDS[task.status]}</span>
            </span>
            {task.status === 'PENDING' && task.actions.length > 0 ? (
              <form method="post" action="/office/press" class="btn-line">
                <input type="hidden" name="openId" value={task.openId} />
                <input type="hidden" name="taskId" value={task.taskId} />
                <input
                  name="reason"
                  aria-label="审批意见"
                  placeholder="审批意见"
                  data-testid={`reason:${task.taskId}`}
                />
                <button class="btn" type="submit" name="action" value="APPROVE" data-testid={`agree:${task.taskId}`}>
                  同意
                </button>
                <button class="btn" type="submit" name="action" value="REJECT" data-testid={`refuse:${task.taskId}`}>
                  拒绝
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Event({ event, nameOf }: { event: CalendarEvent; nameOf: NameOf }): JSX.Element {
  return (
    <div data-testid={`event:${event.eventId}`}>
      <p>
        <strong>{event.summary}</strong>{' '}
        <span class="small muted">
          {event.start}
          {event.isDeleted ? '（已取消）' : ''} {event.place}
        </span>
      </p>
      <p class="small muted">{event.attendees.map(({ openId }) => nameOf(openId)).join('、')}</p>
    </div>
  );
}

function TodoItem({ todo, nameOf }: { todo: Todo; nameOf: NameOf }): JSX.Element {
  const isDone = todo.completedAt > 0;
  return (
    <div data-testid={`todo:${todo.guid}`}>
      <p>
        {isDone ? '☑' : '☐'} <strong>{todo.summary}</strong>{' '}
        <span class="small muted">
          {todo.due === null ? '' : `截止 ${shanghaiTime(Number(todo.due.timestamp), 'YYYY-MM-DD')}`}
        </span>
      </p>
      <p class="small muted">{todo.members.map(({ id }) => nameOf(id)).join('、')}</p>
      {isDone
        ? null
        : todo.members.map(({ id }) => (
            <form method="post" action="/office/complete">
              <input type="hidden" name="openId" value={id} />
              <input type="hidden" name="guid" value={todo.guid} />
              <button class="btn" type="submit" data-testid={`complete:${todo.guid}:${id}`}>
                {nameOf(id)}点“完成”
              </button>
            </form>
          ))}
    </div>
  );
}
