/**
 * The whole road of C01–C04, played by each role in turn through the doors that role has: browser pages, table cells,
 * card buttons. Patient like people: when something did not work (the service was down), they look again and repeat.
 */
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { buttonsOf } from './cards.ts';
import { CASES, ENTERPRISE, type StoryCase } from './cases.ts';
import { type Message, PEOPLE, type People, type Row } from './people.ts';

/** Where the story is played. */
export interface Stage {
  readonly people: People;
  readonly serviceUrl: string;
  readonly district: string;
  /** Moves the clock to this Beijing time, e.g. `2023-04-17 09:00`; does nothing on a stage whose clock cannot be moved. */
  readonly moveTo: (beijing: string) => Promise<void>;
  /** Lets a little time pass between two looks. */
  readonly breathe: () => Promise<void>;
  /** One line of the time-line. */
  readonly tell: (who: string, what: string) => void;
  /** Today in Beijing on this stage, `yyyy-MM-dd`. */
  readonly today: () => string;
  readonly patienceMs: number;
}

export interface Ending {
  readonly name: StoryCase['name'];
  readonly recordId: string;
  readonly cells: Row['cells'];
}

const CASE_TABLE = '事项';

export const playStory = async (stage: Stage): Promise<readonly Ending[]> => {
  const { people, tell } = stage;
  const unit = await idsByName(people, '单位与承办人', '单位名称');
  const leader = await idsByName(people, '领导', '称谓');

  await stage.moveTo('2023-04-10 10:00');
  const visit = await fileAppeals(stage);
  const rows = await eventually(stage, '四件事项出现在表格里', async () => {
    const found = CASES.map((one) => visit.find(one, people));
    const all = await Promise.all(found);
    return all.every((row) => row?.cells['状态'] === '待受理') ? all.filter((row) => row !== null) : null;
  });
  tell('企业', `扫码领查询码，按同一次来访填报 ${rows.length} 件诉求`);
  const [c01, c02, c03, c04] = rows.map((row) => row.recordId);
  if (!c01 || !c02 || !c03 || !c04) throw new Error('four rows expected');

  await vetAll(stage, [c01, c02, c03, c04]);
  const day = await people.add('接待日', {
    名称: '第13期',
    日期: beijingMidnight('2023-04-14', stage),
    地点: '区工商联会议室',
    接待领导: [need(leader, '书记甲')],
  });
  for (const record of [c01, c02, c03, c04]) {
    await people.edit(CASE_TABLE, record, { 接待日: [day] });
    await act(stage, record, '排入接待日', '已排入接待日');
  }
  tell('工商联', '核查属实，四件都排入第13期接待日');

  await stage.moveTo('2023-04-14 09:20');
  await propose(
    stage,
    c01,
    {
      拟主办单位: [need(unit, '住建')],
      拟协办单位: ['应急', '自然资源', '经开区管委会'].map((name) => need(unit, name)),
    },
    15,
    leader,
  );
  await propose(stage, c02, { 拟主办单位: [need(unit, '经开区管委会')], 拟协办单位: [need(unit, '财政')] }, 15, leader);
  await propose(stage, c04, { 拟主办单位: [need(unit, '住建')], 拟协办单位: [need(unit, '财政')] }, 15, leader);
  for (const record of [c01, c02, c03, c04]) await act(stage, record, '已接待', '已接待');

  await people.edit(CASE_TABLE, c03, { 对企业的答复: '市级资金已到区，本周内拨付到企业账户，5 个工作日内书面确认。' });
  await act(stage, c03, '现场答复', '待评价');
  tell('工商联', 'C03 会上由财政当场说明，登记现场答复');
  await sign(stage, c04, '请住建牵头讲清政策，能分期的分期。书记甲', '15');
  tell('书记甲', 'C04 在会上当场批示签发');

  await stage.moveTo('2023-04-17 09:00');
  for (const record of [c01, c02]) await act(stage, record, '提交签批', '待签批');
  await sign(stage, c01, '请丙同志牵头，住建主办，下周内组织联合验收，能合并的一并办。书记甲', '15');
  tell('书记甲', 'C01 会后批示签发');
  await sign(stage, c02, '请经开区拿出拨付计划，给企业一个准信。书记甲', '15');
  tell('书记甲', 'C02 会后批示签发');

  for (const who of [PEOPLE.housing, PEOPLE.safety, PEOPLE.land, PEOPLE.zone]) await acknowledge(stage, who, c01);
  await reach(stage, c01, '办理中');
  await pressForm(
    stage,
    PEOPLE.zone,
    'assignment',
    c02,
    'object',
    {
      [FIELDS.object.reason]: '属财政资金，应由财政办理。',
      [FIELDS.object.unit]: need(unit, '财政'),
    },
    async () => (await cell(stage, c02, '异议情况')) !== '',
  );
  tell('经开区管委会', 'C02 签收期内提出异议：属财政资金');
  await people.edit(CASE_TABLE, c02, { 处理说明: '协议由管委会签订，仍由管委会主办，财政协办。' });
  await actUntil(stage, c02, '异议不成立', async () => (await cell(stage, c02, '异议情况')).includes('不成立'));
  tell('工商联', 'C02 当日确定：异议不成立，管委会主办、财政协办');
  for (const who of [PEOPLE.zone, PEOPLE.finance]) await acknowledge(stage, who, c02);
  await reach(stage, c02, '办理中');
  for (const who of [PEOPLE.housing, PEOPLE.finance]) await acknowledge(stage, who, c04);
  await reach(stage, c04, '办理中');
  tell('责任单位', 'C01、C02、C04 全部签收');

  await stage.moveTo('2023-04-24 15:00');
  await pressForm(
    stage,
    PEOPLE.housing,
    'assignment',
    c01,
    'progress',
    {
      [FIELDS.progress.text]: '已组织六家单位联合验收，提出两处整改。',
    },
    async () => (await cell(stage, c01, '最新进展')).includes('联合验收'),
  );
  tell('住建', 'C01 联合验收，提出两处整改');
  await pressForm(
    stage,
    PEOPLE.zone,
    'assignment',
    c02,
    'extend',
    {
      [FIELDS.extend.reason]: '需与财政核对三年台账。',
      [FIELDS.extend.doneSoFar]: '已核对两年。',
      [FIELDS.extend.date]: `${laterDay(stage, '2023-05-31', 45)} +0800`,
    },
    async () => (await cell(stage, c02, '延期情况')) !== '',
  );
  tell('经开区管委会', 'C02 申请延期');
  await actUntil(stage, c02, '同意延期', async () => (await cell(stage, c02, '延期情况')).includes('同意'));
  tell('工商联', 'C02 同意延期，两个日期都留存');

  await stage.moveTo('2023-05-05 11:00');
  await resolve(stage, PEOPLE.housing, c01, {
    outcome: 'resolved',
    text: '竣工验收合格，证书已发。',
    unitHead: '住建负责人',
  });
  await resolve(stage, PEOPLE.housing, c04, {
    outcome: 'explained',
    text: '区级无权减免，已说明政策并提供分期缴纳方案。',
    basis: '城市基础设施配套费管理规定第八条',
    unitHead: '住建负责人',
  });
  await review(stage, c01, '联合验收已通过，竣工手续办结，可到窗口领证。');
  await review(stage, c04, '按现行规定区级没有减免权限，可以办理分期缴纳。');
  tell('工商联', 'C01、C04 结果审核通过，告知企业');

  await stage.moveTo('2023-05-29 10:00');
  await resolve(stage, PEOPLE.zone, c02, {
    outcome: 'planned',
    text: '与财政商定分两次拨付。',
    date: laterDay(stage, '2023-09-30', 120),
    unitHead: '经开区管委会负责人',
  });
  await review(stage, c02, '剩余补贴分两次拨付，第二次不晚于约定日期。');
  tell('工商联', 'C02 计划解决，告知企业拨付时间表');

  await rate(stage, visit, c01, 5, '一次把人叫齐了');
  await rate(stage, visit, c02, 3, '有了时间表');
  await rate(stage, visit, c03, 4, '');
  await rate(stage, visit, c04, 2, '还是要交');
  tell('企业', '在网页上评价：C01 非常满意，C02 基本满意，C03 满意，C04 不满意');
  await people.edit(CASE_TABLE, c04, { 处理说明: '属政策限制，并非责任单位过错，提请牵头领导复核。' });
  await actUntil(stage, c04, '解释并提请复核', () => hasCard(stage, PEOPLE.deputyBing, 'reconsideration', c04));
  await pressForm(
    stage,
    PEOPLE.deputyBing,
    'reconsideration',
    c04,
    'upholdRating',
    {
      [FIELDS.upholdRating.words]: '政策依据充分，维持答复。',
    },
    async () => (await cell(stage, c04, '状态')) === '待销号',
  );
  tell('常务副区长丙', 'C04 复核：维持答复，评价保留');

  for (const [record, name] of [
    [c01, 'C01'],
    [c02, 'C02'],
    [c03, 'C03'],
    [c04, 'C04'],
  ] as const) {
    await reach(stage, record, '待销号');
    await pressButton(
      stage,
      PEOPLE.secretaryJia,
      'resolution',
      record,
      'endorse',
      async () => (await cell(stage, record, '状态')) === '已销号',
    );
    tell('书记甲', `${name} 阅结果，销号`);
  }

  const ended = await Promise.all([c01, c02, c03, c04].map((record) => people.row(CASE_TABLE, record)));
  return CASES.map((one, index) => ({
    name: one.name,
    recordId: ended[index]?.recordId ?? '',
    cells: ended[index]?.cells ?? {},
  }));
};

// ------------------------------------------------------------------------------------------------ the enterprise

interface Visit {
  readonly code: string;
  readonly statusUrl: string;
  readonly find: (one: StoryCase, people: People) => Promise<Row | null>;
}

const fileAppeals = async (stage: Stage): Promise<Visit> => {
  const intake = await eventually(stage, '扫码页能打开', async () => {
    const response = await fetch(`${stage.serviceUrl}/a/${stage.district}`);
    return response.ok ? response.text() : null;
  });
  const receipt = await eventually(stage, '取得查询码', () => receiptOf(stage, hiddenFields(intake)));
  const formUrl = attributes(receipt, 'href').find((href) => href.includes('/share/base/'));
  const statusUrl = attributes(receipt, 'href').find((href) => /\/s\/[^/]+$/.test(href));
  if (!formUrl || !statusUrl) throw new Error('the receipt page shows neither form nor status link');
  const code = new URL(formUrl).searchParams.get('prefill_查询码') ?? '';
  if (code === '') throw new Error('the form link carries no receipt code');
  for (const one of CASES) {
    await stage.people.submitForm(formUrl, {
      企业名称: ENTERPRISE.name,
      统一社会信用代码: ENTERPRISE.creditCode,
      类型: '问题',
      类别: one.category,
      诉求内容: one.text,
      希望如何解决: one.wish,
      联系人: ENTERPRISE.contact,
      身份: ENTERPRISE.role,
      联系电话: ENTERPRISE.phone,
      查询码: code,
    });
  }
  return {
    code,
    statusUrl: new URL(statusUrl, stage.serviceUrl).href,
    find: async (one, people) =>
      (await people.rows(CASE_TABLE)).find((row) => row.cells['诉求内容'] === one.text) ?? null,
  };
};

/** Presses the button of the intake page as a browser does: the code is in a cookie, and the page that shows it a redirect away. */
const receiptOf = async (stage: Stage, fields: Record<string, string>): Promise<string | null> => {
  const given = await fetch(`${stage.serviceUrl}/a/${stage.district}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: stage.serviceUrl },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  const location = given.headers.get('location');
  if (given.status !== 303 || location === null) return null;
  const cookie = given.headers.getSetCookie().map((one) => one.split(';')[0]);
  const shown = await fetch(new URL(location, stage.serviceUrl), { headers: { cookie: cookie.join('; ') } });
  return shown.ok ? shown.text() : null;
};

const rate = async (stage: Stage, visit: Visit, record: string, grade: number, words: string): Promise<void> => {
  const isRated = async () => (await cell(stage, record, '满意度评价')) !== '';
  await reach(stage, record, '待评价');
  const link = await eventually(stage, '表格里有评价链接', async () => (await cell(stage, record, '评价链接')) || null);
  const status = await eventually(stage, '进度页能打开', async () => {
    const response = await fetch(visit.statusUrl);
    return response.ok ? response.text() : null;
  });
  if (!attributes(status, 'href').some((href) => /\/r\/[^/]+$/.test(href)))
    throw new Error('the status page shows no rating link');
  const page = await eventually(stage, '评价页能打开', async () => {
    const response = await fetch(link);
    return response.ok ? response.text() : null;
  });
  await eventually(stage, '评价记录成功', async () => {
    if (await isRated()) return true;
    await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: stage.serviceUrl },
      body: new URLSearchParams({ ...hiddenFields(page), grade: String(grade), words }),
    }).catch(() => null);
    await settleFor(stage, 10);
    return (await isRated()) || null;
  });
};

// ------------------------------------------------------------------------------------------------------- staff

const vetAll = async (stage: Stage, records: readonly string[]): Promise<void> => {
  for (const [index, record] of records.entries()) {
    await act(stage, record, '受理', '核查中');
    const flags = Object.fromEntries((CASES[index]?.flags ?? []).map((flag) => [flag, true]));
    await stage.people.edit(CASE_TABLE, record, {
      ...flags,
      真实: '是',
      真实依据: '现场照片、合同',
      合法: '是',
      合法依据: '未见违法情形',
      合理: '是',
      合理依据: '诉求与政策相符',
    });
    await act(stage, record, '核查完成', '待安排');
  }
  stage.tell('工商联', '受理并完成核查：真实、合法、合理');
};

const propose = async (
  stage: Stage,
  record: string,
  units: Record<string, readonly string[]>,
  workdays: number,
  leader: ReadonlyMap<string, string>,
): Promise<void> => {
  await stage.people.edit(CASE_TABLE, record, {
    ...units,
    拟签批领导: [need(leader, '书记甲')],
    拟牵头领导: [need(leader, '常务副区长丙')],
    拟办时限: workdays,
    拟办意见: '建议由主办单位牵头办理，按期报结果。',
  });
};

const review = async (stage: Stage, record: string, reply: string): Promise<void> => {
  await stage.people.edit(CASE_TABLE, record, { 对企业的答复: reply });
  await act(stage, record, '审核通过', '待评价');
};

/** Chooses an action, once, and waits until the row shows the state: the choice stays in its cell until the service sees it. */
const act = (stage: Stage, record: string, action: string, state: string): Promise<void> =>
  actUntil(stage, record, action, async () => (await cell(stage, record, '状态')) === state);

const actUntil = async (
  stage: Stage,
  record: string,
  action: string,
  isDone: () => Promise<boolean>,
): Promise<void> => {
  await stage.people.edit(CASE_TABLE, record, { 操作: action });
  await eventually(
    stage,
    `“${action}”办成`,
    async () => (await isDone()) || null,
    async () => `操作结果：${await cell(stage, record, '操作结果')}；状态：${await cell(stage, record, '状态')}`,
  );
};

// ---------------------------------------------------------------------------------------------- leaders and units

const sign = async (stage: Stage, record: string, words: string, workdays: string): Promise<void> => {
  await pressForm(
    stage,
    PEOPLE.secretaryJia,
    'instruction',
    record,
    'sign',
    {
      [FIELDS.sign.words]: words,
      [FIELDS.sign.workdays]: workdays,
    },
    async () => (await cell(stage, record, '交办单编号')) !== '',
  );
  const kept = await cell(stage, record, '批示');
  if (kept !== words) throw new Error(`the words were not kept exactly: ${kept}`);
};

const acknowledge = (stage: Stage, who: string, record: string): Promise<void> =>
  pressButton(stage, who, 'assignment', record, 'acknowledge', async () => {
    const card = await cardOf(stage, who, 'assignment', record);
    return card !== null && buttonsOf(card.content).every((button) => button.act !== 'acknowledge');
  });

const resolve = (
  stage: Stage,
  who: string,
  record: string,
  result: { outcome: string; text: string; basis?: string; date?: string; unitHead: string },
): Promise<void> =>
  pressForm(
    stage,
    who,
    'assignment',
    record,
    'resolve',
    {
      [FIELDS.resolve.outcome]: result.outcome,
      [FIELDS.resolve.text]: result.text,
      [FIELDS.resolve.basis]: result.basis ?? '',
      [FIELDS.resolve.unitHead]: result.unitHead,
      ...(result.date ? { [FIELDS.resolve.date]: `${result.date} +0800` } : {}),
    },
    async () => (await cell(stage, record, '状态')) === '待审核',
  );

const pressButton = (
  stage: Stage,
  who: string,
  card: string,
  record: string,
  action: string,
  isDone: () => Promise<boolean>,
) => pressForm(stage, who, card, record, action, null, isDone);

/** Presses as a person does: looks at the card as it is, presses, looks whether it worked, tries again if it did not. */
const pressForm = async (
  stage: Stage,
  who: string,
  card: string,
  record: string,
  action: string,
  form: Record<string, unknown> | null,
  isDone: () => Promise<boolean>,
): Promise<void> => {
  let said = '（没有按到）';
  await eventually(
    stage,
    `${who} 在卡片上“${action}”`,
    async () => {
      const shown = await cardOf(stage, who, card, record);
      const button = shown ? buttonsOf(shown.content).find((one) => one.act === action) : undefined;
      if (shown && button) {
        const pressed = await stage.people.press(who, shown.messageId, '', undefined, {
          name: undefined,
          path: button.path,
          ...(form ? { formValue: form } : {}),
        });
        said = `${pressed.kind} ${pressed.toast?.content ?? pressed.msg ?? ''}`;
        if (pressed.kind === 'answered') await settleFor(stage, 40, isDone);
      }
      return (await isDone()) || null;
    },
    async () => `最后一次回应：${said}`,
  );
};

const settleFor = async (stage: Stage, looks: number, isDone?: () => Promise<boolean>): Promise<void> => {
  for (let look = 0; look < looks; look += 1) {
    if (isDone && (await isDone())) return;
    await stage.breathe();
  }
};

/** The newest card of a kind about this row in someone's chat. Cards name the case; the row carries its short form. */
const cardOf = async (stage: Stage, who: string, kind: string, record: string): Promise<Message | null> => {
  const caseId = await cell(stage, record, '受理编号');
  if (caseId === '') return null;
  const cards = (await stage.people.messages(who)).filter(
    (message) => message.type === 'interactive' && !message.isRecalled,
  );
  return (
    // A list only shows: its buttons carry no act.
    cards.findLast(({ content }) =>
      buttonsOf(content).some((button) => button.card === kind && button.caseId.includes(caseId)),
    ) ?? null
  );
};
const hasCard = async (stage: Stage, who: string, kind: string, record: string): Promise<boolean> =>
  (await cardOf(stage, who, kind, record)) !== null;

// ------------------------------------------------------------------------------------------------------ looking

const cell = async (stage: Stage, record: string, column: string): Promise<string> =>
  (await stage.people.row(CASE_TABLE, record))?.cells[column] ?? '';

const reach = (stage: Stage, record: string, state: string): Promise<true> =>
  eventually(
    stage,
    `状态到“${state}”`,
    async () => (await cell(stage, record, '状态')) === state || null,
    async () => `现在是“${await cell(stage, record, '状态')}”`,
  );

/** Looks until there is something; gives up with what was seen last. Errors of a service that is down count as not yet. */
export const eventually = async <T>(
  stage: Pick<Stage, 'breathe' | 'patienceMs'>,
  what: string,
  look: () => Promise<T | null>,
  explain: () => Promise<string> = async () => '',
): Promise<T> => {
  const until = performance.now() + stage.patienceMs;
  let trouble = '';
  while (performance.now() < until) {
    try {
      const seen = await look();
      if (seen !== null) return seen;
      trouble = '';
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      trouble = String(error.cause ?? error);
    }
    await stage.breathe();
  }
  throw new Error(`等不到：${what}。${trouble || (await explain())}`);
};

const idsByName = async (people: People, table: string, column: string): Promise<ReadonlyMap<string, string>> =>
  new Map((await people.rows(table)).map((row) => [row.cells[column] ?? '', row.recordId]));
const need = (ids: ReadonlyMap<string, string>, name: string): string => {
  const id = ids.get(name);
  if (!id) throw new Error(`the directory has no ${name}`);
  return id;
};

const attributes = (html: string, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`${name}="([^"]*)"`, 'g'))].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));
const hiddenFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      attributes(tag, 'name')[0] ?? '',
      attributes(tag, 'value')[0] ?? '',
    ]),
  );

/** A date of the story on a stage that plays in its own time, else so many days from the stage's today. */
const laterDay = (stage: Stage, storyDay: string, days: number): string => {
  if (stage.today().startsWith('2023-')) return storyDay;
  return new Date(Date.parse(`${stage.today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
};
const beijingMidnight = (storyDay: string, stage: Stage): number =>
  Date.parse(`${stage.today().startsWith('2023-') ? storyDay : stage.today()}T00:00:00+08:00`);
