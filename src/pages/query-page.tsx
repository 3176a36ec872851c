/** 查询页 (`/q`): takes a 查询码 and leads to the status page. Whatever is wrong with a code, the answer is the same. */
import { Page } from './layout.tsx';

export const QueryPage = ({ problem }: { readonly problem: string | null }) => (
  <Page title="查询办理情况" organ={null}>
    <h1>查询办理情况</h1>
    <p class="lead">请输入反映诉求时取得的查询码，共十二位。</p>
    {problem === null ? null : (
      <p class="bad" role="alert">
        {problem}
      </p>
    )}
    <section class="card">
      <form method="post" action="/q">
        <label class="field" for="code">
          查询码
        </label>
        <input
          class="receipt"
          type="text"
          id="code"
          name="code"
          required
          maxlength={40}
          autocomplete="off"
          autocapitalize="characters"
          placeholder="XXXX-XXXX-XXXX"
        />
        <p class="soft">不分大小写，短横线可以不输。</p>
        <button class="button" type="submit">
          查询
        </button>
      </form>
    </section>
    <section class="card">
      <h2>查询码丢了怎么办</h2>
      <p>请打电话给受理您诉求的区工商联，工作人员核对身份后可以为您找回查询链接。</p>
    </section>
  </Page>
);
