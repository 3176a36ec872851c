/** 评价页 (`/r/:token`): five grades in words, voluntary, once a round. Shows what was rated when someone comes again. */
import { GRADES, type Grade, RATING_ASKS } from '../workflow/case.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { type Room, ratingWords, Words } from './case-words.tsx';
import { type Organ, Page } from './layout.tsx';
import type { PublicAnswer, PublicCase } from './public-view.ts';

const CHOICES: readonly { readonly grade: Grade; readonly meaning: string }[] = [
  { grade: 5, meaning: '办得又快又好' },
  { grade: 4, meaning: '问题得到妥善处理' },
  { grade: 3, meaning: '总体可以，还有不足' },
  { grade: 2, meaning: '问题没有处理好' },
  { grade: 1, meaning: '没有办，或态度很差' },
];

const WISHES = [
  { asks: '', wish: '由工商联研判', meaning: '能改进的重新办理，不能的向您说明理由' },
  { asks: 'redo', wish: RATING_ASKS.redo, meaning: '请责任单位再办一次' },
  { asks: 'reconsider', wish: RATING_ASKS.reconsider, meaning: '请牵头的区领导看一看这个结果' },
] as const;

export const RatingPage = ({
  view,
  organ,
  nonce,
  problem,
  draft,
  action,
  back,
}: {
  readonly view: PublicCase;
  readonly organ: Organ;
  readonly back: string;
  readonly nonce: string;
  readonly problem: string | null;
  readonly draft: { readonly grade: string; readonly words: string; readonly asks: string };
  readonly action: string;
}) => (
  <Page title="请您评价" organ={organ}>
    <h1>这件事办得怎么样</h1>
    <p class="lead">评价自愿。好坏都请照实说，不影响您今后反映问题、享受服务。</p>
    {problem === null ? null : (
      <p class="bad" role="alert">
        {problem}
      </p>
    )}
    <CaseInBrief view={view} back={back} />
    <section class="card">
      <form method="post" action={action}>
        <input type="hidden" name="nonce" value={nonce} />
        <fieldset>
          <legend>您的评价</legend>
          {CHOICES.map(({ grade, meaning }) => (
            <label class="choice">
              <input type="radio" name="grade" value={String(grade)} required checked={draft.grade === String(grade)} />
              <span>
                {GRADES[grade]}
                <small>{meaning}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>不满意的，您希望怎么办（可不选）</legend>
          {WISHES.map(({ asks, wish, meaning }) => (
            <label class="choice">
              <input type="radio" name="asks" value={asks} checked={draft.asks === asks} />
              <span>
                {wish}
                <small>{meaning}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label class="field" for="words">
          想说的话（选“不满意”“非常不满意”的，请写明哪里没有办好）
        </label>
        <textarea id="words" name="words" maxlength={LENGTHS.remark}>
          {draft.words}
        </textarea>
        <p class="soft">最多 {LENGTHS.remark} 字。写下的话会给审核人员、责任单位和区领导看。</p>
        <button class="button" type="submit">
          提交评价
        </button>
      </form>
    </section>
    <BackLink to={back} />
  </Page>
);

const BackLink = ({ to }: { readonly to: string }) => (
  <p>
    <a href={to}>回到办理情况</a>
  </p>
);

/** After rating, and whenever the link is opened again. */
export const RatedPage = ({
  view,
  organ,
  back,
  nonce,
  action,
  said,
  problem,
  draft,
}: {
  readonly view: PublicCase;
  readonly organ: Organ;
  readonly back: string;
  readonly nonce: string;
  /** Where more words are posted to. */
  readonly action: string;
  /** What was just done, told once. */
  readonly said: string | null;
  readonly problem: string | null;
  readonly draft: string;
}) => {
  const { rating } = view;
  const title = said === 'rate' ? '谢谢您的评价' : said === 'words' ? '补充的意见已收到' : '已经评价';
  return (
    <Page title={title} organ={organ}>
      <div class="card">
        <h1>{said === null ? '这件事已经评价过了' : title}</h1>
        {rating.kind === 'given' ? (
          <>
            <p>
              {rating.isByPhone ? '电话回访时，您的评价是' : '您的评价是'}“<strong>{rating.grade}</strong>”
              {rating.asked === '' ? '。' : `，您希望：${rating.asked}。`}
            </p>
            {ratingWords(view) === '' ? null : (
              <p class="reply outside">
                <Words of="rating" words={ratingWords(view)} room={roomBeside(back)} />
              </p>
            )}
          </>
        ) : null}
        <p class="next">接下来：{view.nextStep}</p>
        {problem === null ? null : (
          <p class="bad" role="alert">
            {problem}
          </p>
        )}
        {rating.kind === 'given' && rating.takesWords ? (
          <details open={problem !== null}>
            <summary>还有话要补充</summary>
            <form method="post" action={action}>
              <input type="hidden" name="nonce" value={nonce} />
              <label class="field" for="words">
                补充的意见
              </label>
              <textarea id="words" name="words" required maxlength={LENGTHS.remark}>
                {draft}
              </textarea>
              <p class="soft">最多 {LENGTHS.remark} 字。研判之前都可以补充；评价本身不能改。</p>
              <button class="button plain" type="submit">
                提交补充意见
              </button>
            </form>
          </details>
        ) : null}
      </div>
      <BackLink to={back} />
      <CaseInBrief view={view} back={back} />
    </Page>
  );
};

/** The link is good, but nothing is to be rated now: it is handled again, or went on without a rating. */
export const NothingToRatePage = ({
  view,
  organ,
  back,
}: {
  readonly view: PublicCase;
  readonly organ: Organ;
  readonly back: string;
}) => (
  <Page title="现在无需评价" organ={organ}>
    <div class="card">
      <h1>现在无需评价</h1>
      <p>这件事目前的情况是“{view.state}”。</p>
      <p class="next">接下来：{view.nextStep}</p>
    </div>
    <BackLink to={back} />
    <CaseInBrief view={view} back={back} />
  </Page>
);

/** Of each text; what is longer is read on the page of the case. */
const BRIEF_BYTES = 4 * 1024;
const roomBeside = (back: string): Room => ({ bytes: BRIEF_BYTES, restAt: () => back });

const CaseInBrief = ({ view, back }: { readonly view: PublicCase; readonly back: string }) => (
  <section class="card">
    <h2>
      您反映的{view.kind}
      {view.number === '' ? '' : ` · ${view.number}`}
    </h2>
    <p class="outside">
      <Words of="text" words={view.text} room={roomBeside(back)} />
    </p>
    {view.answers.slice(-1).map((answer) => (
      <Answer answer={answer} place={view.answers.length - 1} room={roomBeside(back)} />
    ))}
  </section>
);

/** 办理结果 and the words for the enterprise, with the policy they rest on. */
export const Answer = ({
  answer,
  place,
  room,
}: {
  readonly answer: PublicAnswer;
  readonly place: number;
  readonly room: Room;
}) => (
  <div class="reply">
    <p>
      办理结果：<strong>{answer.outcome}</strong>
      {answer.plannedDay === '' ? '' : `，计划于${answer.plannedDay}前落实`}
    </p>
    <p class="outside">
      <Words of={`answer-${place}`} words={answer.reply} room={room} />
    </p>
    {answer.plan === null ? null : (
      <p class="outside">
        {answer.plan.day}核实：计划{answer.plan.standing}。
        <Words of={`plan-${place}`} words={answer.plan.words} room={room} />
      </p>
    )}
    {answer.basis === '' ? null : (
      <p class="soft outside">
        政策依据：
        <Words of={`basis-${place}`} words={answer.basis} room={room} />
      </p>
    )}
  </div>
);
