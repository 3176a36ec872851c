/**
 * 扫码页 (`/a/:district`): who we are, the privacy notice, and then the 查询码, which this browser shows until it gives it up.
 * The appeal itself is written in the shared Feishu form; nothing is asked here.
 */
import { encode } from 'uqr';
import { type Organ, Page, PhoneLink } from './layout.tsx';
import { noticeItems, noticeVersionOf } from './notice.ts';

/** The form's question that takes the code (`bitable-schema/cases.ts`). */
const RECEIPT_QUESTION = '查询码';

/** The shared form with the code already in its place. */
const formLink = (formUrl: string, code: string): string =>
  `${formUrl}${formUrl.includes('?') ? '&' : '?'}prefill_${encodeURIComponent(RECEIPT_QUESTION)}=${encodeURIComponent(code)}`;

export const IntakePage = ({
  organ,
  nonce,
  action,
  hasCode,
}: {
  readonly organ: Organ;
  readonly nonce: string;
  readonly action: string;
  /** This browser was given a code and has not given it up. */
  readonly hasCode: boolean;
}) => (
  <Page title="反映诉求" organ={organ}>
    <h1>有困难、有建议，请对我们说</h1>
    <p class="lead">
      {organ.districtName}
      设立民营企业接待日：区领导轮流接待企业，当面听诉求、交任务、限时办。您反映的每一件事，都有人核查、有人答复；需要部门解决的，由区领导批示，责任单位限时办理。
    </p>
    <section class="card">
      <h2>三步完成</h2>
      <ol class="plain">
        <li>阅读下面的告知，取得查询码。</li>
        <li>填写诉求，一事一表，约五分钟，不用注册。</li>
        <li>凭查询码随时查看办到哪一步、谁在办、何时办结。</li>
      </ol>
      {hasCode ? (
        <p class="soft">
          您在这个浏览器上领过查询码：<a href={`${action}/code`}>打开我的查询码</a>。
        </p>
      ) : (
        <p class="soft">
          已经有查询码的，可以直接<a href="/q">查询办理情况</a>。
        </p>
      )}
    </section>
    <section class="card">
      <Notice organ={organ} />
      <p class="soft">
        全文随时可看：<a href={`${action}/notice`}>您的信息怎么用</a>。不同意的，可以打电话或当面反映，一样办理。
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="nonce" value={nonce} />
        <button class="button" type="submit">
          我已阅读并同意，{hasCode ? '打开我的查询码' : '领取查询码'}
        </button>
      </form>
    </section>
  </Page>
);

const Notice = ({ organ }: { readonly organ: Organ }) => (
  <>
    <h2>您的信息怎么用</h2>
    {noticeItems(organ).map((item) => (
      <>
        {item.title === '' ? null : <h3>{item.title}</h3>}
        <p class="outside">{item.text}</p>
      </>
    ))}
    <p class="soft">告知版本：{noticeVersionOf(organ)}</p>
  </>
);

/** The notice at an address of its own, to come back to and to print. */
export const NoticePage = ({ organ, path }: { readonly organ: Organ; readonly path: string }) => (
  <Page title="您的信息怎么用" organ={organ}>
    <section class="card">
      <Notice organ={organ} />
    </section>
    <p>
      <a href={path}>去反映诉求</a>
    </p>
  </Page>
);

export const IntakeClosedPage = ({ organ, lacks }: { readonly organ: Organ; readonly lacks: 'form' | 'phone' }) => (
  <Page title="线上登记暂未开通" organ={organ}>
    <div class="card">
      <h1>线上登记暂未开通</h1>
      <p>
        {lacks === 'form'
          ? '网上填写诉求的表单还没有准备好。'
          : '网上收集个人信息，须先公布受理机关的联系电话；电话还没有公布，网上登记暂不开放。'}
      </p>
      <p>
        您现在就可以{organ.organPhone === '' ? `到${organ.officeAddress || organ.organName}当面` : '打电话'}
        反映，工作人员会为您登记，同样会核查、交办和答复。
      </p>
      <PhoneLink organ={organ} />
    </div>
  </Page>
);

/** What was given to this browser. Its links open beside it, so that it stays at hand for a second matter. */
export const ReceiptPage = ({
  organ,
  code,
  statusUrl,
  formUrl,
  path,
}: {
  readonly organ: Organ;
  readonly code: string;
  readonly statusUrl: string;
  readonly formUrl: string;
  readonly path: string;
}) => (
  <Page title="您的查询码" organ={organ}>
    <h1>请保存好您的查询码</h1>
    <p class="lead">
      请截屏、抄写或打印本页。在这个浏览器上，七天内还可以从扫码页回到这里；丢了也不要紧：打电话来，核对身份后给您查询链接。
    </p>
    <section class="card">
      <h2>查询码</h2>
      <p class="code">{code}</p>
      <Qr text={statusUrl} label="查询办理情况的二维码" />
      <p class="soft centre">扫一扫即可查看办理情况，请勿转给无关的人。</p>
      <a class="button plain" href={statusUrl} target="_blank" rel="noopener">
        打开查询页并收藏
      </a>
    </section>
    <section class="card">
      <h2>下一步：填写诉求</h2>
      <p>表单里的“查询码”已经填好，不要改动；空着的，填上面的12位查询码。</p>
      <a class="button" href={formLink(formUrl, code)} target="_blank" rel="noopener">
        去填写诉求
      </a>
      <h3>还有别的事要反映？</h3>
      <p>一事一表。提交后回到本页再点一次“去填写诉求”，用同一个查询码提交，就算同一次来访，可以一起查询。</p>
      <details>
        <summary>替另一家企业反映？</summary>
        <p>请另领一个查询码。现在这个查询码仍然有效，但这个浏览器不再显示它，请先保存好。</p>
        <form method="post" action={`${path}/new`}>
          <button class="button plain" type="submit">
            另领一个查询码
          </button>
        </form>
      </details>
    </section>
    <p class="soft screen">需要纸质凭证的，可用浏览器菜单中的“打印”。</p>
    <p class="onpaper">查询网址：{statusUrl}</p>
  </Page>
);

const QUIET_MODULES = 3;

/** One path of dark runs: small, sharp at every size, and black on paper. */
const Qr = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const path = data
    .flatMap((row, y) =>
      row.flatMap((isDark, x) =>
        isDark && !row[x - 1] ? [`M${x} ${y}h${darkRun(row, x)}v1h-${darkRun(row, x)}z`] : [],
      ),
    )
    .join('');
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      xmlns="http://www.w3.org/2000/svg"
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
};

const darkRun = (row: readonly boolean[], from: number): number => {
  const end = row.indexOf(false, from);
  return (end < 0 ? row.length : end) - from;
};
