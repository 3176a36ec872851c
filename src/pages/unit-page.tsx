/**
 * 网页办理 (`/w/:token`): the page that asks for the code and shows nothing of the case, and the sheet of a unit with a form for
 * each thing it may do now. Phone first, no script; what was typed stands there again when it could not be taken.
 */
import type { Child } from 'hono/jsx';
import { OUTCOMES, type Outcome } from '../workflow/case.ts';
import type { Ms } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { dayWords } from './chinese-moment.ts';
import { type Organ, Page } from './layout.tsx';
import type { UnitAct } from './unit-forms.ts';
import type { UnitFact, UnitView } from './unit-view.ts';
import { FileField, sizeWords, Told } from './upload-page.tsx';

export const CodePage = ({
  organ,
  action,
  nonce,
  problem,
  name,
}: {
  readonly organ: Organ;
  readonly action: string;
  readonly nonce: string;
  readonly problem: string | null;
  readonly name: string;
}) => (
  <Page title="网页办理" organ={organ}>
    <h1>请输入办理码</h1>
    <p class="lead">办理码由区工商联电话告知，共8位数字，30分钟内有效，只能用一次。</p>
    <Told good={null} problem={problem} />
    <section class="card">
      <form method="post" action={action} autocomplete="off">
        <input type="hidden" name="nonce" value={nonce} />
        <label class="field" for="code">
          办理码
        </label>
        <input
          id="code"
          class="receipt"
          type="text"
          name="code"
          required
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={20}
        />
        <label class="field" for="name">
          经办人姓名
        </label>
        <input id="name" type="text" name="name" required maxlength={LENGTHS.webName} value={name} />
        <p class="soft">您在网页上办理的每一步都以单位和这个姓名记入办理记录。</p>
        <button class="button" type="submit">
          进入办理
        </button>
      </form>
    </section>
    <p class="soft">没有办理码，或办理码已失效的，请电话联系区工商联。</p>
  </Page>
);

export interface SheetPageProps {
  readonly organ: Organ;
  readonly view: UnitView;
  readonly now: Ms;
  readonly path: string;
  readonly nonce: string;
  /** Who came in. */
  readonly name: string;
  readonly acts: readonly UnitAct[];
  readonly outcomes: readonly Outcome[];
  readonly isOfficerNamed: boolean;
  /** To which an objection may point, without the unit itself. */
  readonly units: readonly { readonly id: string; readonly name: string }[];
  /** Nodes that are not reached. */
  readonly milestones: readonly { readonly id: string; readonly name: string }[];
  readonly good: string | null;
  /** What could not be taken: beside its form where that is still there, else on top. */
  readonly failed: {
    readonly act: UnitAct | null;
    readonly problem: string;
    readonly typed: Readonly<Record<string, string>>;
  } | null;
}

export const SheetPage = (props: SheetPageProps) => {
  const { view, failed, now, path } = props;
  const isBeside = failed?.act ? props.acts.includes(failed.act) : false;
  return (
    <Page title="交办单" organ={props.organ}>
      <h1>交办单</h1>
      <p class="lead">
        {view.number}
        <br />
        {view.part}
      </p>
      <Told good={props.good} problem={failed && !isBeside ? failed.problem : null} />
      <p>
        <span class="state">{view.state}</span>
      </p>
      {view.ask === '' ? null : <p class="next">{view.ask}</p>}
      <section class="card">
        <h2>批示</h2>
        <p class="reply outside">{view.instruction}</p>
        <p class="soft">{view.signature}</p>
        <Facts
          facts={[...view.roles, ['办理时限', `${view.isOverdue ? '已超期，原定' : ''}${view.due}`]]}
          after={view.derivation}
        />
      </section>
      <section class="card">
        <h2>企业与诉求</h2>
        <p class="outside">{view.enterprise}</p>
        <p class="outside">
          联系：{view.contact}
          {view.phone === '' ? null : (
            <>
              {' '}
              <a href={`tel:${view.phone}`}>拨打</a>
            </>
          )}
        </p>
        <h3>诉求</h3>
        <p class="outside">{view.request}</p>
        <Facts facts={view.wishes} />
        {view.question === '' ? null : <p class="ask outside">已请企业补充：{view.question}</p>}
      </section>
      <section class="card">
        <h2>办理</h2>
        <Facts facts={view.steps} />
        {view.milestones.length === 0 ? null : <h3>阶段节点</h3>}
        <Facts facts={view.milestones} />
        {props.acts.length === 0 ? <p class="next">现在没有需要本单位在网页上办理的步骤。</p> : null}
        {props.acts.map((act) => (
          <ActForm act={act} props={props} />
        ))}
      </section>
      {view.results.length === 0 ? null : (
        <section class="card">
          <h2>办理结果</h2>
          <Facts facts={view.results} />
        </section>
      )}
      <section class="card">
        <h2>进展与意见</h2>
        {view.history.length === 0 ? <p class="soft">还没有。</p> : null}
        <ul class="line">
          {view.history.map((line) => (
            <li>
              <time>
                {dayWords(line.at, now)} {line.by}
              </time>
              <span class="outside">{line.text}</span>
              {line.files.map((file) => (
                <p>
                  <a class="outside" href={`${path}/file/${encodeURIComponent(file.token)}`}>
                    {file.name}
                  </a>
                  （{sizeWords(file.bytes)}）
                </p>
              ))}
            </li>
          ))}
        </ul>
      </section>
      <form method="post" action={`${path}/leave`}>
        <p class="soft">
          经办人：<span class="outside">{props.name}</span>。离开前请退出，8小时后自动退出。
        </p>
        <button class="button plain" type="submit">
          退出
        </button>
      </form>
    </Page>
  );
};

const Facts = ({ facts, after = '' }: { readonly facts: readonly UnitFact[]; readonly after?: string }) =>
  facts.length === 0 ? null : (
    <dl>
      {facts.map(([name, value], index) => (
        <div>
          <dt>{name}</dt>
          <dd class="outside">
            {value}
            {after !== '' && index === facts.length - 1 ? (
              <>
                <br />
                <span class="soft">{after}</span>
              </>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );

const TITLES: Readonly<Record<UnitAct, string>> = {
  acknowledge: '签收',
  object: '提出异议（限一次）',
  progress: '报进展',
  contact: '登记已联系企业',
  contribute: '报协办意见',
  resolve: '报结果',
  ask: '请企业补充（其间时限暂停）',
  extend: '申请延期',
  milestone: '安排阶段节点',
  reach: '节点完成',
  move: '调整节点日期',
  officer: '指定承办人',
  contest: '对企业评价申诉（限一次）',
  plan: '报计划兑现情况',
};
const SUBMITS: Readonly<Record<UnitAct, string>> = {
  acknowledge: '签收',
  object: '提交异议',
  progress: '提交进展',
  contact: '登记',
  contribute: '提交协办意见',
  resolve: '报送结果',
  ask: '请企业补充',
  extend: '提交延期申请',
  milestone: '添加节点',
  reach: '登记完成',
  move: '调整日期',
  officer: '确定承办人',
  contest: '提交申诉',
  plan: '报送',
};

/** 签收 is one button; the others are closed until tapped, unless there is something to say beside them. */
const ActForm = ({ act, props }: { readonly act: UnitAct; readonly props: SheetPageProps }) => {
  const failed = props.failed?.act === act ? props.failed : null;
  const typed = (name: string): string => failed?.typed[name] ?? '';
  const form = (
    <form
      method="post"
      action={`${props.path}/${act}`}
      {...(act === 'progress' ? { enctype: 'multipart/form-data' } : {})}
    >
      <Told good={null} problem={failed?.problem ?? null} />
      <input type="hidden" name="nonce" value={props.nonce} />
      <Fields act={act} props={props} typed={typed} />
      <button class={act === 'acknowledge' ? 'button' : 'button plain'} type="submit">
        {SUBMITS[act]}
      </button>
    </form>
  );
  if (act === 'acknowledge') return form;
  return (
    <details open={failed !== null}>
      <summary>{act === 'officer' && props.isOfficerNamed ? '更换承办人' : TITLES[act]}</summary>
      {form}
    </details>
  );
};

interface FieldsProps {
  readonly act: UnitAct;
  readonly props: SheetPageProps;
  readonly typed: (name: string) => string;
}

const Fields = ({ act, props, typed }: FieldsProps) => {
  const idOf = (name: string): string => `${act}-${name}`;
  const long = (name: string, label: string, max: number = LENGTHS.words, isOptional = false) => (
    <>
      <Label id={idOf(name)}>
        {label}
        {isOptional ? '（可不填）' : ''}
      </Label>
      <textarea id={idOf(name)} name={name} maxlength={max} required={!isOptional}>
        {typed(name)}
      </textarea>
    </>
  );
  const short = (name: string, label: string) => (
    <>
      <Label id={idOf(name)}>{label}</Label>
      <input id={idOf(name)} type="text" name={name} maxlength={LENGTHS.name} required value={typed(name)} />
    </>
  );
  const date = (name: string, label: string, isOptional = false) => (
    <>
      <Label id={idOf(name)}>{label}</Label>
      <input id={idOf(name)} type="date" name={name} required={!isOptional} value={typed(name)} />
    </>
  );
  const milestone = (
    <>
      <Label id={idOf('id')}>节点</Label>
      <Choice id={idOf('id')} name="id" chosen={typed('id')} isOptional={false} choices={props.milestones} />
    </>
  );
  switch (act) {
    case 'acknowledge':
      return null;
    case 'object':
      return (
        <>
          {long('reason', '异议理由（请写明职责依据）')}
          <Label id={idOf('unit')}>建议交办单位（可不选）</Label>
          <Choice id={idOf('unit')} name="unit" chosen={typed('unit')} isOptional={true} choices={props.units} />
        </>
      );
    case 'progress':
      return (
        <>
          {long('text', '进展（一两句话：办了什么、下一步何时办）', LENGTHS.words, true)}
          <FileField id={idOf('files')} isOptional={true} />
        </>
      );
    case 'contact':
      return long('note', '联系情况', LENGTHS.words, true);
    case 'contribute':
      return long('text', '协办意见');
    case 'resolve':
      return (
        <>
          <Label id={idOf('outcome')}>办理结果</Label>
          <Choice
            id={idOf('outcome')}
            name="outcome"
            chosen={typed('outcome')}
            isOptional={false}
            choices={props.outcomes.map((outcome) => ({
              id: outcome,
              name: `${OUTCOMES[outcome]}${WANTED_BESIDE[outcome] ?? ''}`,
            }))}
          />
          {long('text', '办理情况（做了什么、结果如何）')}
          {date('plannedDate', '计划解决日期（计划解决的须选）', true)}
          {long('basis', '政策依据（文件名称和条款）', LENGTHS.words, true)}
          {short('unitHead', '单位负责人（对结果负责）')}
        </>
      );
    case 'ask':
      return long('question', '需企业补充的内容（企业将看到这段话）');
    case 'extend':
      return (
        <>
          {date('newDate', '新的办结日期')}
          {long('reason', '延期原因')}
          {long('doneSoFar', '目前办理情况')}
        </>
      );
    case 'milestone':
      return (
        <>
          {long('text', '节点内容（到时做成什么）', LENGTHS.milestone)}
          {date('on', '计划日期（不晚于办理时限）')}
        </>
      );
    case 'reach':
      return (
        <>
          {milestone}
          {long('words', '完成情况（计入办理进展）')}
        </>
      );
    case 'move':
      return (
        <>
          {milestone}
          {date('on', '新的日期（不晚于办理时限）')}
          {long('reason', '调整原因')}
        </>
      );
    case 'officer':
      return short('name', '承办人姓名、电话');
    case 'contest':
      return long('reason', '申诉理由（为何不应计入本单位考核，请写明事实和依据）');
    case 'plan':
      return long('text', '兑现情况');
  }
};

/** What has to be filled in besides, by outcome; the process asks for the same. */
const WANTED_BESIDE: Readonly<Partial<Record<Outcome, string>>> = {
  planned: '（须选日期）',
  explained: '（政策不允许，须填依据）',
  legal_channel: '（须填依据）',
  not_adopted: '（须填依据）',
};

const Label = ({ id, children }: { readonly id: string; readonly children?: Child }) => (
  <label class="field" for={id}>
    {children}
  </label>
);

const Choice = ({
  id,
  name,
  chosen,
  isOptional,
  choices,
}: {
  readonly id: string;
  readonly name: string;
  readonly chosen: string;
  readonly isOptional: boolean;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}) => (
  <select id={id} name={name} required={!isOptional}>
    <option value="">{isOptional ? '不指定' : '请选择'}</option>
    {choices.map((choice) => (
      <option value={choice.id} selected={choice.id === chosen}>
        {choice.name}
      </option>
    ))}
  </select>
);
