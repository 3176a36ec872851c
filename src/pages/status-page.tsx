/**
 * 进度页 (`/s/:token`): every case of one receipt, as `public-view.ts` allows it. One stands in full, the one that asks
 * something first; the others in brief, each with a link to open it.
 */
import type { Ms } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { type Room, ratingWords, Words } from './case-words.tsx';
import { type Organ, Page } from './layout.tsx';
import { beginningOf, lineWithin, MAX_PAGE_BYTES } from './portions.ts';
import { dayWords, type PublicCase, type PublicStep } from './public-view.ts';
import { Answer } from './rating-page.tsx';
import { type Typed, typedWords, Unsaved } from './unsaved.tsx';
import { FileField } from './upload-page.tsx';

/** What was typed into a form of a case, when it could not be taken. */
export interface StatusDraft {
  readonly form: 'answer' | 'material' | 'withdraw';
  readonly caseId: string;
  readonly text: string;
  readonly voluntary: string;
}

export interface StatusPageProps {
  readonly views: readonly PublicCase[];
  readonly organ: Organ;
  readonly now: Ms;
  readonly path: string;
  readonly nonce: string;
  readonly ratingLinks: ReadonlyMap<string, string>;
  readonly good: string | null;
  readonly problem: string | null;
  readonly draft: StatusDraft | null;
  /** Which case stands in full. */
  readonly opened: number;
}

/** How much a page shows of each text, and of the other cases; the next one where a page would be too large. */
interface Fit {
  readonly bytes: number;
  /** Of the answers and explanations, so many of the newest; the rest is told by 办理经过. */
  readonly answers: number;
  readonly others: 'brief' | 'counted';
}
const FITS: readonly Fit[] = [
  { bytes: 12_000, answers: 20, others: 'brief' },
  { bytes: 3_000, answers: 5, others: 'brief' },
  { bytes: 900, answers: 3, others: 'brief' },
];
const TIGHTEST: Fit = { bytes: 300, answers: 2, others: 'counted' };
/** 办理经过 has so many times the room of one text. */
const HISTORY_SHARE = 3;
/** Names and other lines. */
const LINE_BYTES = 200;

/** The page with as much in it as there is room for, never above `MAX_PAGE_BYTES`. */
export const statusPage = async (props: StatusPageProps): Promise<string> => {
  for (const fit of FITS) {
    const page = String(await (<StatusPage {...props} fit={fit} />));
    if (Buffer.byteLength(page) <= MAX_PAGE_BYTES) return page;
  }
  return String(await (<StatusPage {...props} fit={TIGHTEST} />));
};

type FittedProps = StatusPageProps & { readonly fit: Fit };

const StatusPage = (props: FittedProps) => (
  <Page title="办理情况" organ={props.organ}>
    <h1>办理情况</h1>
    <p class="lead">
      {props.views[0]?.enterprise ? (
        <span class="outside">{lineWithin(props.views[0].enterprise, LINE_BYTES)}</span>
      ) : null}
      {props.views.length > 1 ? ` 共反映 ${props.views.length} 件事` : ''}
    </p>
    {props.good === null ? null : (
      <p class="good" role="status">
        {props.good}
      </p>
    )}
    {props.problem === null ? null : (
      <p class="bad" role="alert">
        {props.problem}
      </p>
    )}
    <Unsaved typed={unsavedIn(props)} />
    {props.views.map((view, index) =>
      props.opened === index ? (
        <FullCase view={view} place={index + 1} props={props} />
      ) : props.fit.others === 'brief' ? (
        <CaseInBrief view={view} place={index + 1} props={props} />
      ) : null,
    )}
    {props.fit.others === 'counted' && props.views.length > 1 ? (
      <p>
        同一查询码还有 {props.views.length - 1} 件：<a href={props.path}>查看全部</a>
      </p>
    ) : null}
    <p class="soft">请不要把本页链接转给无关的人：打开链接就能看到以上内容。</p>
  </Page>
);

interface CaseProps {
  readonly view: PublicCase;
  readonly place: number;
  readonly props: FittedProps;
}

const roomOf = ({ path, fit }: FittedProps, place: number): Room => ({
  bytes: fit.bytes,
  restAt: (key) => `${path}/text/${place}/${key}/1`,
});

const CaseInBrief = ({ view, place, props }: CaseProps) => (
  <section class="card">
    <Heading view={view} place={place} isAlone={false} />
    <p>
      <a href={`${props.path}?no=${place}`}>查看第 {place} 件的详细情况</a>
    </p>
    <RatingLink view={view} place={place} props={props} />
  </section>
);

const FullCase = ({ view, place, props }: CaseProps) => (
  <section class="card">
    <Heading view={view} place={place} isAlone={props.views.length === 1} />
    {view.exitReason === '' ? null : (
      <div class="reply">
        <p>理由：</p>
        <p class="outside">
          <Words of="reason" words={view.exitReason} room={roomOf(props, place)} />
        </p>
      </div>
    )}
    {view.steps.length === 0 ? null : <Steps steps={view.steps} />}
    <p class="next">接下来：{lineWithin(view.nextStep, 5 * LINE_BYTES)}</p>
    <Question view={view} place={place} props={props} />
    <Answers view={view} place={place} props={props} />
    <RatingLink view={view} place={place} props={props} />
    <Explanations view={view} place={place} props={props} />
    <Facts view={view} />
    <h3>您反映的内容</h3>
    <p class="outside">
      <Words of="text" words={view.text} room={roomOf(props, place)} />
    </p>
    {view.wish === '' ? null : (
      <p class="outside">
        希望：
        <Words of="wish" words={view.wish} room={roomOf(props, place)} />
      </p>
    )}
    {view.urgency === '' ? null : (
      <p class="outside">
        紧急情况：
        <Words of="urgency" words={view.urgency} room={roomOf(props, place)} />
      </p>
    )}
    <History view={view} place={place} props={props} />
    <Material view={view} props={props} />
    <Withdrawal view={view} props={props} />
  </section>
);

/** The newest first, as many as there is room for; the others on a page of their own. */
const History = ({ view, place, props }: CaseProps) => {
  const room = roomOf(props, place);
  const lines = view.events.toReversed();
  let left = HISTORY_SHARE * room.bytes;
  const shown = lines.filter(({ text }, index) => {
    left -= LINE_BYTES + Buffer.byteLength(beginningOf(text, room.bytes));
    return left >= 0 || index === 0;
  });
  return (
    <>
      <h3>办理经过</h3>
      <ul class="line">
        {shown.map((event) => (
          <li>
            <time>{dayWords(event.at, props.now)}</time>
            <span class="outside">
              <Words of="history" words={event.text} room={room} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length === lines.length ? null : (
        <p>
          <a href={room.restAt('history')}>查看全部 {lines.length} 条办理经过</a>
        </p>
      )}
    </>
  );
};

const Heading = ({
  view,
  place,
  isAlone,
}: {
  readonly view: PublicCase;
  readonly place: number;
  readonly isAlone: boolean;
}) => (
  <>
    <h2>
      {isAlone ? '' : `第 ${place} 件 · `}
      {view.kind} · {lineWithin(view.category, LINE_BYTES)}
    </h2>
    <p>
      <span class={view.isFinished ? 'state over' : 'state'}>{view.state}</span>
    </p>
  </>
);

/** What was answered before it was handled again is told as past, beside the one that stands. */
const Answers = ({ view, place, props }: CaseProps) => {
  const first = Math.max(0, view.answers.length - props.fit.answers);
  return (
    <>
      {first === 0 ? null : (
        <p>
          更早的答复：
          {view.answers.slice(0, first).map(({ day }, index) => (
            <a href={roomOf(props, place).restAt(`answer-${index}`)}>{day} </a>
          ))}
        </p>
      )}
      {view.answers.slice(first).map((answer, index) => (
        <>
          <h3>{answer.isEarlier ? `此前的答复（${answer.day}），之后又重新办理` : `给您的答复（${answer.day}）`}</h3>
          <Answer answer={answer} place={first + index} room={roomOf(props, place)} />
        </>
      ))}
    </>
  );
};

/** 解释 and 复核, for whoever was not satisfied. */
const Explanations = ({ view, place, props }: CaseProps) => (
  <>
    {view.explanations.map(({ title, day, words }, index) => (
      <div class="reply">
        <p>
          <strong>{title}</strong>（{day}）
        </p>
        <p class="outside">
          <Words of={`explanation-${index}`} words={words} room={roomOf(props, place)} />
        </p>
      </div>
    ))}
  </>
);

const STANDING = { done: '已完成', current: '进行中', ahead: '未开始' } as const;

const Steps = ({ steps }: { readonly steps: readonly PublicStep[] }) => (
  <ol class="steps" aria-label="办理步骤">
    {steps.map((step, index) => (
      <li class={step.standing}>
        <b aria-hidden="true">{step.standing === 'done' ? '✓' : index + 1}</b>
        {step.name}
        <i>{STANDING[step.standing]}</i>
      </li>
    ))}
  </ol>
);

const Facts = ({ view }: { readonly view: PublicCase }) => (
  <dl>
    {view.number === '' ? null : <Fact name="交办单编号">{view.number}</Fact>}
    <Fact name="反映日期">{view.filedOn}</Fact>
    {view.reception === null ? null : (
      <Fact name="接待安排">
        {[view.reception.title, view.reception.day, view.reception.place]
          .filter((part) => part !== '')
          .map((part) => lineWithin(part, LINE_BYTES))
          .join('，')}
      </Fact>
    )}
    {view.units === '' ? null : <Fact name="责任单位">{lineWithin(view.units, 3 * LINE_BYTES)}</Fact>}
    {view.due === null ? null : (
      <Fact name="办理时限">
        {view.due.day}前{view.due.isProvisional ? '（暂定）' : ''}
        {view.due.isStanding ? '，等您补充期间暂停计算' : ''}
        {view.due.isOverdue ? '，已超过时限，正在督促办理' : ''}
        <br />
        <span class="soft">
          {view.due.derivation}
          {view.due.isProvisional ? '其后的节假日安排公布后，日期可能调整。' : ''}
        </span>
      </Fact>
    )}
  </dl>
);

const Fact = ({ name, children }: { readonly name: string; readonly children?: unknown }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const RatingLink = ({ view, place, props }: CaseProps) => {
  const link = props.ratingLinks.get(view.id);
  if (view.rating.kind === 'given')
    return (
      <p>
        您的评价：{view.rating.grade}
        {view.rating.isByPhone ? '（电话回访登记）' : ''}
        {ratingWords(view) === '' ? null : (
          <span class="outside">
            。<Words of="rating" words={ratingWords(view)} room={roomOf(props, place)} />
          </span>
        )}
        {link === undefined ? null : (
          <>
            {' '}
            <a href={link}>{view.rating.takesWords ? '补充意见' : '查看评价'}</a>
          </>
        )}
      </p>
    );
  return link === undefined ? null : (
    <a class="button" href={link}>
      去评价
    </a>
  );
};

/** What stands in a form again. */
const draftOf = (form: StatusDraft['form'], view: PublicCase, { draft }: StatusPageProps): StatusDraft | null =>
  draft?.form === form && draft.caseId === view.id ? draft : null;

/** Where the form is no longer there: with the page, so that it is counted in what there is room for. */
const unsavedIn = ({ draft, views, opened }: StatusPageProps): readonly Typed[] => {
  if (!draft) return [];
  const view = views[opened];
  const isThere = {
    answer: view?.question !== null,
    material: view?.takesMaterial === true,
    withdraw: view?.withdrawal === 'possible',
  };
  return view?.id === draft.caseId && isThere[draft.form] ? [] : typedWords([['text', draft.text]]);
};

const Question = ({ view, place, props }: CaseProps) =>
  view.question === null ? null : (
    <div class="ask">
      <h3>请您补充</h3>
      <p class="outside">
        <Words of="question" words={view.question} room={roomOf(props, place)} />
      </p>
      <p class="soft">请最迟{view.answerBy}回答；到期没有收到的，按现有情况继续办理。</p>
      <form method="post" action={`${props.path}/answer`}>
        <input type="hidden" name="nonce" value={props.nonce} />
        <input type="hidden" name="case" value={view.id} />
        <label class="field" for={`answer-${view.id}`}>
          您的回答
        </label>
        <textarea id={`answer-${view.id}`} name="text" required maxlength={LENGTHS.answer}>
          {draftOf('answer', view, props)?.text}
        </textarea>
        <p class="soft">
          最多 {LENGTHS.answer} 字。需要提交照片或材料的，请在下方“补交照片或材料”中上传
          {view.takesMaterial ? '' : '，或写明后由工作人员与您联系'}。
        </p>
        <button class="button" type="submit">
          提交回答
        </button>
      </form>
    </div>
  );

const Material = ({ view, props }: { readonly view: PublicCase; readonly props: StatusPageProps }) =>
  !view.takesMaterial ? null : (
    <details open={draftOf('material', view, props) !== null}>
      <summary>补交照片或材料</summary>
      <form method="post" action={`${props.path}/material`} enctype="multipart/form-data">
        <input type="hidden" name="nonce" value={props.nonce} />
        <input type="hidden" name="case" value={view.id} />
        <FileField id={`files-${view.id}`} />
        <label class="field" for={`material-${view.id}`}>
          说明（可不填）
        </label>
        <textarea id={`material-${view.id}`} name="text" maxlength={LENGTHS.remark}>
          {draftOf('material', view, props)?.text}
        </textarea>
        <button class="button plain" type="submit">
          提交材料
        </button>
      </form>
    </details>
  );

const Withdrawal = ({ view, props }: { readonly view: PublicCase; readonly props: StatusPageProps }) =>
  view.withdrawal !== 'possible' ? null : (
    <details open={draftOf('withdraw', view, props) !== null}>
      <summary>我想撤回这件事</summary>
      <form method="post" action={`${props.path}/withdraw`}>
        <input type="hidden" name="nonce" value={props.nonce} />
        <input type="hidden" name="case" value={view.id} />
        <p>提出后，工作人员会打电话向您本人核实。核实之前，这件事照常办理。</p>
        <fieldset>
          <legend>是否出于您本人自愿？</legend>
          <label class="choice">
            <input
              type="radio"
              name="voluntary"
              value="yes"
              required
              checked={draftOf('withdraw', view, props)?.voluntary === 'yes'}
            />
            <span>是，我自愿撤回</span>
          </label>
          <label class="choice">
            <input
              type="radio"
              name="voluntary"
              value="no"
              required
              checked={draftOf('withdraw', view, props)?.voluntary === 'no'}
            />
            <span>
              不是，有人要我撤回
              <small>我们会了解情况，这件事继续办理</small>
            </span>
          </label>
        </fieldset>
        <label class="field" for={`why-${view.id}`}>
          撤回的原因（可不填）
        </label>
        <textarea id={`why-${view.id}`} name="text" maxlength={LENGTHS.remark}>
          {draftOf('withdraw', view, props)?.text}
        </textarea>
        <button class="button plain" type="submit">
          提出撤回
        </button>
      </form>
    </details>
  );

/** The receipt was given out, but nothing filed with it has arrived yet. The code itself is not known here. */
export const NothingFiledPage = ({
  districts,
}: {
  readonly districts: readonly { readonly organ: Organ; readonly formUrl: string }[];
}) => (
  <Page title="还没有收到诉求" organ={districts.length === 1 ? (districts[0]?.organ ?? null) : null}>
    <div class="card">
      <h1>还没有收到您的诉求</h1>
      <p>这个查询码有效，但还没有用它提交过诉求。</p>
      <p>如果刚刚提交，一般一分钟内会显示，请稍后刷新本页。</p>
      <p>如果早已提交仍看不到，可能是提交时改动了查询码：请打电话来，核对身份后给您查询链接。</p>
      <h3>还没有填写？</h3>
      <p>请打开表单填写。“查询码”一栏已自动填好的不要改动；空着的，填入您领到的12位查询码。</p>
      {districts.map(({ organ, formUrl }) => (
        <a class="button" href={formUrl}>
          {districts.length === 1 ? '去填写诉求' : `去填写诉求（${organ.districtName}）`}
        </a>
      ))}
    </div>
  </Page>
);
