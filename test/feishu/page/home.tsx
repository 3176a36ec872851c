// The first page of the stand-in: bases, chats, public forms, the clock, and the last calls, in plain words.

import type { JSX } from 'hono/jsx/jsx-runtime';
import type { CallEntry, SendEntry } from '../log.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Message } from '../state.ts';
import { galleryAddress } from './gallery.tsx';
import { Layout } from './layout.tsx';
import { Avatar, shanghaiTime } from './markdown-view.tsx';
import { messageSummary, unreadCount } from './messages.ts';

type HomeSandbox = Pick<Sandbox, 'state' | 'settings' | 'log' | 'now'>;

const dayMs = 86_400_000;
const shownLogEntries = 60;

export function HomePage({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  return (
    <Layout title="接待日 · 模拟飞书">
      <main class="wrap panels two">
        <Chats sandbox={sandbox} />
        <div class="panels">
          <Clock sandbox={sandbox} />
          <Bases sandbox={sandbox} />
          <Forms sandbox={sandbox} />
          <Office sandbox={sandbox} />
          <Gallery />
        </div>
        <Log sandbox={sandbox} />
      </main>
    </Layout>
  );
}

function Gallery(): JSX.Element {
  return (
    <section class="panel">
      <h2>卡片样张</h2>
      <a class="rowlink" href={galleryAddress} data-testid="gallery">
        <span class="grow">
          每种卡片的每个状态
          <span class="sub">手机宽度，仅供查看</span>
        </span>
      </a>
    </section>
  );
}

function Clock({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  const steps: readonly (readonly [string, number])[] = [
    ['+10 分钟', 600_000],
    ['+1 小时', 3_600_000],
    ['+1 天', dayMs],
    ['+7 天', 7 * dayMs],
  ];
  return (
    <section class="panel" data-testid="clock">
      <h2>时钟</h2>
      <div class="clock" data-testid="clock-now">
        {shanghaiTime(sandbox.now(), 'YYYY年MM月DD日 HH:mm')}
      </div>
      <div class="btn-line">
        {steps.map(([label, ms]) => (
          <form method="post" action="/page/clock">
            <button class="btn" type="submit" name="ms" value={String(ms)} data-testid={`advance:${ms}`}>
              {label}
            </button>
          </form>
        ))}
      </div>
      <p class="small muted" style="margin:10px 0 0">
        {sandbox.settings.serviceUrl === null
          ? '尚未连接业务系统：事件会留存待发。'
          : `业务系统：${sandbox.settings.serviceUrl}`}
      </p>
    </section>
  );
}

function Bases({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  return (
    <section class="panel">
      <h2>多维表格</h2>
      {sandbox.state.bases.length === 0 ? <div class="empty">还没有多维表格。</div> : null}
      {sandbox.state.bases.map((base) => (
        <>
          <div class="small muted">{base.name || '未命名多维表格'}</div>
          <ul class="rows">
            {base.tables.map((table) => (
              <li>
                <a class="rowlink" href={`/base/${base.appToken}/${table.tableId}`} data-testid={`table:${table.name}`}>
                  <span class="grow">{table.name}</span>
                  <span class="small muted">{table.records.length} 行</span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}

function Forms({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  const forms = sandbox.state.bases.flatMap((base) =>
    base.tables.flatMap((table) =>
      table.views.flatMap(({ form }) => (form?.isShared === true ? [{ form, table }] : [])),
    ),
  );
  return (
    <section class="panel">
      <h2>公开表单</h2>
      {forms.length === 0 ? <div class="empty">没有已公开的表单。</div> : null}
      <ul class="rows">
        {forms.map(({ form, table }) => (
          <li>
            <a class="rowlink" href={`/share/base/form/${form.shareToken}`} data-testid={`form:${form.shareToken}`}>
              <span class="grow">
                {form.name || table.name}
                <span class="sub">
                  {form.sharedLimit === 'anyone_editable' ? '互联网上获得链接的人可填写' : '仅组织内可填写'}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Office({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  const { approvals, events, todos } = sandbox.state.office;
  const waiting = approvals.filter(({ status }) => status === 'PENDING').length;
  return (
    <section class="panel">
      <h2>审批、日历、任务</h2>
      <ul class="rows">
        <li>
          <a class="rowlink" href="/office" data-testid="office">
            <span class="grow">
              待审批 {waiting} 项，日程 {events.filter(({ isDeleted }) => !isDeleted).length} 个，任务 {todos.length} 项
            </span>
          </a>
        </li>
      </ul>
    </section>
  );
}

function Chats({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  const { state } = sandbox;
  const newest = new Map<string, Message>();
  for (const message of state.messages) newest.set(message.chatId, message);
  const rows = state.people.map((person) => {
    const chat = state.chats.find(({ openId }) => openId === person.openId);
    const last = chat === undefined ? undefined : newest.get(chat.chatId);
    return { person, last, unread: unreadCount(state, person.openId) };
  });
  // Whoever was written to last stands first; those nobody wrote to yet are folded away, in the order of the directory.
  const talking = rows
    .filter(({ last }) => last !== undefined)
    .sort((a, b) => (b.last?.updatedAt ?? 0) - (a.last?.updatedAt ?? 0));
  const silent = rows.filter(({ last }) => last === undefined);
  const list = (people: typeof rows) => (
    <ul class="rows">
      {people.map(({ person, last, unread }) => (
        <li>
          <a class="rowlink" href={`/chats/${encodeURIComponent(person.openId)}`} data-testid={`chat:${person.openId}`}>
            <Avatar name={person.name} sizePx={36} />
            <span class="grow">
              {person.name}
              <span class="sub">{last === undefined ? person.unit : messageSummary(state, last)}</span>
            </span>
            {unread > 0 ? (
              <span class="unread" data-testid={`unread:${person.openId}`}>
                {unread}
              </span>
            ) : null}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <section class="panel">
      <h2>聊天</h2>
      {list(talking)}
      <details class="more" open={talking.length === 0}>
        <summary>通讯录其他人员（{silent.length} 人）</summary>
        {list(silent)}
      </details>
    </section>
  );
}

type LogRow = {
  readonly at: number;
  readonly what: string;
  readonly path: string;
  readonly result: string;
  readonly isBad: boolean;
  readonly ms: number;
};

const callRow = (call: CallEntry): LogRow => ({
  at: call.at,
  what: call.isUnknown ? '未知接口' : '接口调用',
  path: `${call.method} ${call.path}`,
  result: call.code === 0 ? '成功' : `${call.code} ${call.msg}`,
  isBad: call.code !== 0 || call.isUnknown,
  ms: call.ms,
});

const sendRow = (send: SendEntry): LogRow => ({
  at: send.at,
  what: send.kind === 'event' ? `事件（第 ${send.attempt} 次）` : send.kind === 'callback' ? '卡片回调' : '地址校验',
  path: send.type,
  result: send.status === 200 ? '已接收' : (send.error ?? `状态 ${send.status}`),
  isBad: send.status !== 200,
  ms: send.ms,
});

function Log({ sandbox }: { sandbox: HomeSandbox }): JSX.Element {
  const rows = [
    ...sandbox.log.calls.slice(-shownLogEntries).map(callRow),
    ...sandbox.log.sends.slice(-shownLogEntries).map(sendRow),
  ]
    // Entries of one moment keep the newest on top, too.
    .reverse()
    .sort((a, b) => b.at - a.at)
    .slice(0, shownLogEntries);
  return (
    <section class="panel wide" data-testid="log">
      <h2>通话日志</h2>
      {rows.length === 0 ? <div class="empty">还没有任何调用。</div> : null}
      <div class="scroll">
        <table class="log">
          <thead>
            <tr>
              <th>时间</th>
              <th>类别</th>
              <th>内容</th>
              <th>结果</th>
              <th>用时</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td>{shanghaiTime(row.at, 'MM-DD HH:mm:ss')}</td>
                <td>{row.what}</td>
                <td class="path">{row.path}</td>
                <td class={row.isBad ? 'bad' : ''}>{row.result}</td>
                <td>{Math.round(row.ms)} 毫秒</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
