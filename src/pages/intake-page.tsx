/**
 * 扫码页 (`/a/:district`): who we are, the privacy notice, and then the 查询码, which is shown this one time. The appeal itself
 * is written in the shared Feishu form; nothing is asked here.
 */
import { encode } from 'uqr';
import { type Organ, Page } from './layout.tsx';
import { NOTICE_VERSION, noticeItems } from './notice.ts';

/** The form's question that takes the code (`bitable-schema/cases.ts`). */
const RECEIPT_QUESTION = '查询码';

/** The shared form with the code already in its place. */
export const formLink = (formUrl: string, code: string): string =>
  `${formUrl}${formUrl.includes('?') ? '&' : '?'}prefill_${encodeURIComponent(RECEIPT_QUESTION)}=${encodeURIComponent(code)}`;

export const IntakePage = ({
  organ,
  nonce,
  action,
}: {
  readonly organ: Organ;
  readonly nonce: string;
  readonly action: string;
}) => (
  <Page title="反映诉求" organ={organ}>
    <h1>有困难、有建议，请对我们说</h1>
    <p class="lead">
      {organ.districtName}
      设立民营企业接待日：区领导轮流接待企业，当面听诉求、交任务、限时办。您反映的每一件事，都有人核查、有人签批、有人办理、有人答复。
    </p>
    <section class="card">
      <h2>三步完成</h2>
      <ol class="plain">
        <li>阅读下面的告知，取得查询码。</li>
        <li>填写诉求，一事一表，约五分钟，不用注册。</li>
        <li>凭查询码随时查看办到哪一步、谁在办、何时办结。</li>
      </ol>
      <p class="soft">
        已经有查询码的，可以直接<a href="/q">查询办理情况</a>。
      </p>
    </section>
    <section class="card">
      <h2>个人信息处理告知</h2>
      {noticeItems(organ).map((item) => (
        <>
          <h3>{item.title}</h3>
          <p>{item.text}</p>
        </>
      ))}
      <p class="soft">告知版本：{NOTICE_VERSION}</p>
      <form method="post" action={action}>
        <input type="hidden" name="nonce" value={nonce} />
        <input type="hidden" name="notice" value={NOTICE_VERSION} />
        <button class="button" type="submit">
          我已阅读，取得查询码
        </button>
      </form>
    </section>
  </Page>
);

export const IntakeClosedPage = ({ organ }: { readonly organ: Organ }) => (
  <Page title="线上登记暂未开通" organ={organ}>
    <div class="card">
      <h1>线上登记暂未开通</h1>
      <p>网上填写诉求的表单还没有准备好。</p>
      <p>
        您现在就可以{organ.organPhone === '' ? `到${organ.organName}当面` : '打电话'}
        反映，工作人员会为您登记，同样会核查、交办和答复。
      </p>
      {organ.organPhone === '' ? null : (
        <a class="button" href={`tel:${organ.organPhone.replace(/[^\d+]/g, '')}`}>
          拨打 {organ.organPhone}
        </a>
      )}
    </div>
  </Page>
);

/** Its links open beside it: the page is the answer to a post and cannot be come back to, and the code is shown this once. */
export const ReceiptPage = ({
  organ,
  code,
  statusUrl,
  formUrl,
}: {
  readonly organ: Organ;
  readonly code: string;
  readonly statusUrl: string;
  readonly formUrl: string;
}) => (
  <Page title="您的查询码" organ={organ}>
    <h1>请保存好您的查询码</h1>
    <p class="lead">查询码只显示这一次，我们不留底。请截屏、抄写或打印本页。</p>
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
      <p>表单里的“查询码”已经填好，请不要改动。</p>
      <a class="button" href={formLink(formUrl, code)} target="_blank" rel="noopener">
        去填写诉求
      </a>
      <h3>还有别的事要反映？</h3>
      <p>一事一表。提交后回到本页再点一次“去填写诉求”，用同一个查询码提交，就算同一次来访，可以一起查询。</p>
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
