/**
 * The one stylesheet of the pages, inline, so that a page is one request. Phone first; larger text by a class that the
 * server sets; prints on A4. Colours never stand alone: every state is also a word.
 */
import { createHash } from 'node:crypto';

export const STYLESHEET = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f5f2ec;color:#22201d;font:17px/1.75 -apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans SC",sans-serif}
.sheet{max-width:42rem;margin:0 auto;padding:0 16px 40px;font-size:1rem}
.larger .sheet{font-size:1.3rem}
.bar form{margin:0}
.on,.larger .off{display:none}
.larger .on{display:block}
.bar{background:#8c2b1e;color:#fff}
.bar div{max-width:42rem;margin:0 auto;padding:8px 16px;display:flex;align-items:center;justify-content:space-between;gap:12px}
.bar b{font-size:1.05rem;letter-spacing:.05em;line-height:1.4}
.size{border:1px solid #e0b5ae;border-radius:999px;padding:10px 16px;background:none;color:#fff;font:inherit;font-size:.9rem;line-height:1.4;cursor:pointer;white-space:nowrap}
h1{font-size:1.5em;line-height:1.4;margin:1em 0 .4em}
.card>h1:first-child{margin-top:0}
h2{font-size:1.15em;line-height:1.5;margin:0 0 .5em}
h3{font-size:1em;margin:1.3em 0 .3em;color:#6b2a1f}
p{margin:.5em 0}
a{color:#7d2418;text-underline-offset:.2em}
.lead{color:#544e47;margin:0 0 1em}
.card{background:#fff;border:1px solid #e4ddd0;border-radius:12px;padding:18px 16px;margin:16px 0}
.soft{font-size:.88em;color:#5f584f}
.centre{text-align:center}
.outside{white-space:pre-wrap;overflow-wrap:anywhere}
ol.plain{margin:.4em 0;padding-left:1.5em}
.button{display:block;width:100%;min-height:52px;margin:14px 0 4px;padding:12px 16px;border:1px solid #8c2b1e;border-radius:10px;background:#8c2b1e;color:#fff;font:inherit;font-weight:600;line-height:1.55;text-align:center;text-decoration:none;cursor:pointer}
.button.plain{background:#fff;color:#8c2b1e}
form{margin:.6em 0 0}
.card>form:first-child,.card>form:first-child>fieldset{margin-top:0}
:focus-visible{outline:3px solid #d9a441;outline-offset:2px}
.field{display:block;font-weight:600;margin:1em 0 .4em}
input[type=text],input[type=date],select,textarea{display:block;width:100%;min-height:52px;padding:12px;font:inherit;color:inherit;background:#fff;border:1px solid #8d857a;border-radius:10px}
textarea{min-height:7em;resize:vertical}
input.receipt{font-size:1.2em;letter-spacing:.06em;text-transform:uppercase}
.code{font:700 1.6em/1.4 ui-monospace,Menlo,Consolas,monospace;text-align:center;background:#fbf6ea;border:2px dashed #c79a3d;border-radius:10px;padding:14px 4px;margin:.5em 0;white-space:nowrap;-webkit-user-select:all;user-select:all}
.larger .code{font-size:1.3em}
.qr{display:block;width:210px;max-width:75%;height:auto;margin:16px auto 8px}
.good,.bad{border:1px solid #7fa884;background:#eef5ee;border-radius:10px;padding:12px 14px;margin:14px 0}
.bad{border-color:#c9735e;background:#fdf1ec}
dl{margin:1em 0}
dl div{border-top:1px solid #eee7da;padding:.5em 0}
dt{font-size:.88em;color:#5f584f}
dd{margin:0;overflow-wrap:anywhere}
.state{display:inline-block;border:1px solid #8c2b1e;border-radius:999px;padding:2px 14px;color:#8c2b1e;background:#fff8f5;font-weight:600}
.state.over{border-color:#5f584f;color:#3d3832;background:#f4f1ea}
.steps{list-style:none;margin:1em 0;padding:0}
.steps li{position:relative;padding:0 0 .55em 2.3em;color:#5f584f}
.steps li:not(:last-child):before{content:"";position:absolute;left:.78em;top:1.7em;bottom:0;border-left:2px solid #d8cfbf}
.steps b{position:absolute;left:0;top:.1em;width:1.9em;height:1.9em;line-height:1.7em;text-align:center;border-radius:50%;border:2px solid #b9b0a2;background:#fff;font-size:.85em;font-weight:600}
.steps i{font-style:normal;font-weight:400;font-size:.85em;margin-left:.6em}
.steps .done{color:#22201d}.steps .done b{border-color:#4d7a54;color:#2f5c37}
.steps .current{color:#8c2b1e;font-weight:700}.steps .current b{border-color:#8c2b1e;background:#8c2b1e;color:#fff}
.next{border-left:4px solid #c79a3d;background:#fbf6ea;padding:10px 12px;border-radius:0 8px 8px 0}
.reply,.ask{border-left:4px solid #4d7a54;background:#f1f7f1;padding:8px 12px;border-radius:0 8px 8px 0;margin:.8em 0}
.ask{border-color:#8c2b1e;background:#fdf4f0;padding-bottom:14px}
.ask h3{margin-top:.4em}
.line{list-style:none;margin:.4em 0;padding:0}
.line li{border-top:1px solid #eee7da;padding:.5em 0}
.line time{display:block;font-size:.85em;color:#5f584f}
.line span{overflow-wrap:anywhere}
details{border-top:1px solid #eee7da;margin-top:.6em}
summary{cursor:pointer;padding:14px 0;color:#7d2418}
fieldset{border:0;padding:0;margin:1em 0 0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:.5em}
.choice{display:flex;align-items:center;gap:14px;min-height:56px;padding:8px 14px;margin:0 0 10px;border:1px solid #b9b0a2;border-radius:10px;background:#fff;cursor:pointer;line-height:1.45}
.choice:focus-within{border-color:#8c2b1e;background:#fff8f5}
.choice input{width:22px;height:22px;flex:none;margin:0;accent-color:#8c2b1e}
.choice small{display:block;color:#5f584f;font-size:.85em}
footer{color:#5f584f;font-size:.88em;border-top:1px solid #ddd4c5;margin-top:28px;padding-top:12px}
.onpaper{display:none}
@media print{@page{size:A4;margin:18mm}body{background:#fff;font-size:12pt}.bar{background:#fff;color:#000;border-bottom:1px solid #000}.size,.screen,.button,form,details{display:none}.sheet{max-width:none;padding:0}.card{break-inside:avoid;border-color:#999}.onpaper{display:block;overflow-wrap:anywhere;font-size:9pt}}
`.trim();

/** The source expression that lets exactly this stylesheet through the content security policy. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLESHEET).digest('base64')}'`;
