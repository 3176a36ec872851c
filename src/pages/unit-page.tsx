/**
 * 网页办理 (`/w/:token`): the page that asks for the code and shows nothing of the case, and the sheet of a unit with a form for
 * each thing it may do now. Phone first, no script; what was typed stands there again when it could not be taken.
 */
import type { Ms } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import type { Act } from '../workflow/whose-turn/acts.ts';
import type { Fact } from '../workflow/whose-turn/fact.ts';
import { fieldsOf, isTypedInto, type Offer, type OfferPart as OfferPartData } from '../workflow/whose-turn/offer.ts';
import { dayWords } from './chinese-moment.ts';
import { type Organ, Page } from './layout.tsx';
import { isOffered } from './unit-forms.ts';
import type { UnitView } from './unit-view.ts';
import { typedWords, Unsaved } from './unsaved.tsx';
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
  readonly offers: readonly Offer[];
  /** Why what would be looked for is not there: a bound that is used up. */
  readonly withheld: readonly string[];
  /** What stands in the fields. */
  readonly typed: ReadonlyMap<string, string>;
  readonly good: string | null;
  /** What could not be taken: beside its form where that is still there, else on top. */
  readonly failed: { readonly act: Act; readonly problem: string } | null;
}

export const SheetPage = (props: SheetPageProps) => {
  const { view, failed, now, path } = props;
  const { facts } = view;
  const isBeside = failed !== null && isOffered(props.offers, failed.act);
  const fields = props.offers.flatMap(fieldsOf).map(({ name }) => name);
  return (
    <Page title="交办单" organ={props.organ}>
      <h1>交办单</h1>
      <p class="lead">
        {facts.number}
        <br />
        {view.part}
      </p>
      <Told good={props.good} problem={failed && !isBeside ? failed.problem : null} />
      <Unsaved typed={typedWords([...props.typed].filter(([name]) => !fields.includes(name)))} />
      <p>
        <span class="state">{view.state}</span>
      </p>
      {view.ask === '' ? null : <p class="next">{view.ask}</p>}
      <section class="card">
        <h2>批示</h2>
        <FactList facts={[...facts.sheet, ...facts.limit, ...facts.decided]} />
      </section>
      <section class="card">
        <h2>企业与诉求</h2>
        <p class="outside">{facts.enterprise}</p>
        <p class="outside">
          联系：{facts.contact.text}
          {facts.contact.phone === '' ? null : (
            <>
              {' '}
              <a href={`tel:${facts.contact.phone}`}>拨打</a>
            </>
          )}
        </p>
        <FactList facts={facts.request} />
        <FactList facts={facts.question} />
      </section>
      <section class="card">
        <h2>办理</h2>
        <FactList facts={facts.parts} />
        {facts.milestones.length === 0 ? null : <h3>阶段节点</h3>}
        <FactList facts={facts.milestones} />
        <FactList facts={facts.listing} />
        <Offers props={props} />
        {props.withheld.map((sentence) => (
          <p class="soft">{sentence}</p>
        ))}
      </section>
      <FactSection title="办理结果" facts={[...facts.result, ...facts.rating]} />
      <FactSection title="核查与预沟通" facts={facts.vetting} />
      <FactSection title="历次情况" facts={facts.earlier} />
      <section class="card">
        <h2>进展与意见</h2>
        {facts.history.length === 0 ? <p class="soft">还没有。</p> : null}
        <ul class="line">
          {facts.history.toReversed().map((happened) => (
            <li>
              <time>
                {dayWords(happened.at, now)} {happened.label}
              </time>
              <span class="outside">{happened.text}</span>
              {happened.files.map((file) => (
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

const FactList = ({ facts }: { readonly facts: readonly Fact[] }) =>
  facts.length === 0 ? null : (
    <dl>
      {facts.map(({ label, text }) => (
        <div>
          <dt>{label}</dt>
          <dd class="outside">{text}</dd>
        </div>
      ))}
    </dl>
  );

const FactSection = ({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) =>
  facts.length === 0 ? null : (
    <section class="card">
      <h2>{title}</h2>
      <FactList facts={facts} />
    </section>
  );

/** One form for all that may be done, so that no button loses what stands in another's field; each button names its act. */
const Offers = ({ props }: { readonly props: SheetPageProps }) => {
  const { offers, path, nonce, typed } = props;
  const [first] = offers.flatMap(({ buttons }) => buttons);
  if (!first) return <p class="next">现在没有需要本单位在网页上办理的步骤。</p>;
  return (
    <form method="post" action={`${path}/${first.act}`} enctype="multipart/form-data" novalidate>
      <input type="hidden" name="nonce" value={nonce} />
      {offers.map((offer) => (
        <OfferPart
          offer={offer}
          props={props}
          isTyped={fieldsOf(offer).some((field) => isTypedInto(field, typed.get(field.name)))}
        />
      ))}
    </form>
  );
};

/** Closed until tapped, unless it is what is mostly done, or something stands in it. */
const OfferPart = ({
  offer,
  props,
  isTyped,
}: {
  readonly offer: Offer;
  readonly props: SheetPageProps;
  readonly isTyped: boolean;
}) => {
  const { failed, path } = props;
  const isFailed = offer.buttons.some(({ act }) => act === failed?.act);
  const body = (
    <>
      <Told good={null} problem={isFailed ? (failed?.problem ?? null) : null} />
      {offer.parts.map((part) => (
        <Part part={part} props={props} />
      ))}
      {offer.buttons.some(({ act }) => act === 'progress') ? <FileField id="files" isOptional={true} /> : null}
      {offer.buttons.map(({ act, label, look }) => (
        <button class={look === 'first' ? 'button' : 'button plain'} type="submit" formaction={`${path}/${act}`}>
          {label}
        </button>
      ))}
    </>
  );
  if (offer.isOpen && offer.title === '') return body;
  return (
    <details open={isFailed || isTyped}>
      <summary>{offer.title}</summary>
      {body}
    </details>
  );
};

const Part = ({ part, props }: { readonly part: OfferPartData; readonly props: SheetPageProps }) => {
  if (part.kind === 'note') return <p class="soft">{part.text}</p>;
  if (part.kind === 'group')
    return (
      <>
        {part.parts.map((each) => (
          <Part part={each} props={props} />
        ))}
      </>
    );
  const { name, label, hint, isNeeded } = part;
  const typed = props.typed.get(name);
  const title = (
    <label class="field" for={name}>
      {label}
      {isNeeded || label.includes('（') ? '' : '（可不填）'}
    </label>
  );
  switch (part.kind) {
    case 'text':
      return (
        <>
          {title}
          {part.rows > 1 ? (
            <textarea id={name} name={name} maxlength={part.max} placeholder={hint}>
              {typed ?? part.preset}
            </textarea>
          ) : (
            <input
              id={name}
              type="text"
              name={name}
              maxlength={part.max}
              placeholder={hint}
              value={typed ?? part.preset}
            />
          )}
        </>
      );
    case 'choice':
      return (
        <>
          {title}
          <select id={name} name={name}>
            <option value="">{hint}</option>
            {part.choices.map(({ value, text }) => (
              <option value={value} selected={value === (typed ?? part.preset)}>
                {text}
              </option>
            ))}
          </select>
        </>
      );
    case 'date':
      return (
        <>
          {title}
          <input id={name} type="date" name={name} value={typed ?? ''} />
        </>
      );
    // Neither people of the directory nor several at once are chosen by a unit on its page.
    case 'choices':
    case 'person':
      return null;
  }
};
