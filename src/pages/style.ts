/**
 * The one stylesheet of the pages, inline, so that a page is one request. Phone first; larger text by a checkbox without
 * script; prints on A4. Colours never stand alone: every state is also a word.
 */
import { createHash } from 'node:crypto';

export const STYLESHEET = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f5f2ec;color:#22201d;font:16px/1.75 -apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans SC",sans-serif}
.sheet{max-width:42rem;margin:0 auto;padding:0 16px 40px;font-size:1rem}
#larger{position:absolute;opacity:0;width:1px;height:1px}
#larger:checked~.sheet{font-size:1.25rem}
#larger:checked~.bar .on{display:inline}#larger:checked~.bar .off,.bar .on{display:none}
#larger:focus-visible~.bar .size{outline:3px solid #d9a441;outline-offset:2px}
.bar{background:#8c2b1e;color:#fff}
.bar div{max-width:42rem;margin:0 auto;padding:10px 16px;display:flex;align-items:center;justify-content:space-between;gap:12px}
.bar b{font-size:1.0625rem;letter-spacing:.06em}
.size{border:1px solid rgba(255,255,255,.6);border-radius:999px;padding:8px 14px;font-size:.875rem;line-height:1.4;cursor:pointer;white-space:nowrap}
h1{font-size:1.5em;line-height:1.4;margin:1.1em 0 .4em;letter-spacing:.02em}
h2{font-size:1.125em;line-height:1.5;margin:0 0 .6em}
h3{font-size:1em;margin:1.4em 0 .3em;color:#6b2a1f}
p{margin:.5em 0}
a{color:#7d2418;text-underline-offset:.2em}
.lead{color:#5a544c;margin:0 0 1em}
.card{background:#fff;border:1px solid #e4ddd0;border-radius:12px;padding:18px 16px;margin:16px 0;box-shadow:0 1px 2px rgba(60,40,20,.05)}
.card>:last-child{margin-bottom:0}
.small{font-size:.875em;color:#5f584f}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
.button{display:block;width:100%;min-height:52px;padding:12px 16px;border:1px solid #8c2b1e;border-radius:10px;background:#8c2b1e;color:#fff;font:inherit;font-weight:600;font-size:1.0625em;text-align:center;text-decoration:none;cursor:pointer;line-height:1.5}
.button.second{background:#fff;color:#8c2b1e}
.button+.button{margin-top:12px}
form{margin:1em 0 0}
a:focus-visible,.button:focus-visible,input:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid #d9a441;outline-offset:2px}
label.field{display:block;font-weight:600;margin:1em 0 .4em}
input[type=text],textarea{width:100%;font:inherit;color:inherit;padding:12px;border:1px solid #8d857a;border-radius:10px;background:#fff;min-height:52px}
input.code{font-size:1.25em;letter-spacing:.08em;text-transform:uppercase}
textarea{min-height:7em;resize:vertical}
.code-shown{display:block;font:700 1.7em/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.04em;text-align:center;background:#fbf6ea;border:2px dashed #c79a3d;border-radius:10px;padding:14px 4px;margin:.6em 0;white-space:nowrap;user-select:all;-webkit-user-select:all}
.qr{display:block;width:13rem;max-width:70%;height:auto;margin:.8em auto;background:#fff}
.center{text-align:center}
.banner{border-radius:10px;padding:12px 14px;margin:16px 0;border:1px solid;background:#eef5ee;border-color:#7fa884}
.banner.warn{background:#fdf1ec;border-color:#c9735e}
dl{margin:.6em 0;display:grid;grid-template-columns:max-content 1fr;gap:.35em .9em}
dt{color:#5f584f}dd{margin:0;overflow-wrap:anywhere}
.notice dl{display:block}.notice dt{font-weight:600;color:#22201d;margin-top:.8em}
.state{display:inline-block;border:1px solid #8c2b1e;color:#8c2b1e;border-radius:999px;padding:2px 12px;font-weight:600;margin:0 0 .3em;background:#fff8f5}
ol.steps{list-style:none;margin:1em 0;padding:0}
ol.steps li{position:relative;padding:0 0 .6em 2.1em;color:#6b645a}
ol.steps li:not(:last-child):before{content:"";position:absolute;left:.68em;top:1.5em;bottom:0;border-left:2px solid #d8cfbf}
ol.steps .mark{position:absolute;left:0;top:.1em;width:1.5em;height:1.5em;line-height:1.4em;text-align:center;border-radius:50%;border:2px solid #b9b0a2;background:#fff;font-size:.95em}
ol.steps .done{color:#22201d}ol.steps .done .mark{border-color:#4d7a54;color:#2f5c37}
ol.steps .now{color:#8c2b1e;font-weight:700}ol.steps .now .mark{border-color:#8c2b1e;background:#8c2b1e;color:#fff}
ol.steps i{font-style:normal;font-weight:400;font-size:.875em;margin-left:.5em}
.next{border-left:4px solid #c79a3d;background:#fbf6ea;padding:10px 12px;border-radius:0 8px 8px 0}
.reply{border-left:4px solid #4d7a54;background:#f1f7f1;padding:10px 12px;border-radius:0 8px 8px 0}
.ask{border-left:4px solid #8c2b1e;background:#fdf1ec;padding:10px 12px;border-radius:0 8px 8px 0}
.events{list-style:none;margin:.6em 0;padding:0}
.events li{border-top:1px solid #eee7da;padding:.6em 0}
.events time{display:block;font-size:.875em;color:#5f584f}
details{border-top:1px solid #eee7da;margin-top:1em}
summary{cursor:pointer;padding:12px 0;font-weight:600;color:#7d2418}
fieldset{border:0;padding:0;margin:0}legend{font-weight:600;padding:0;margin:.6em 0}
label.choice{display:flex;align-items:center;gap:.8em;min-height:56px;padding:8px 14px;margin:0 0 10px;border:1px solid #b9b0a2;border-radius:10px;background:#fff;cursor:pointer}
label.choice:focus-within{border-color:#8c2b1e;background:#fff8f5}
label.choice input{width:1.4em;height:1.4em;flex:none;accent-color:#8c2b1e;margin:0}
footer{color:#5f584f;font-size:.875em;border-top:1px solid #ddd4c5;margin-top:28px;padding-top:12px}
@media print{@page{size:A4;margin:18mm}body,.sheet{background:#fff;padding:0;max-width:none}.bar{background:#fff;color:#000;border-bottom:1px solid #000}.size,.screen,form,.button{display:none!important}.card{box-shadow:none;break-inside:avoid}details>*{display:block}}
`.trim();

/** Lets exactly this stylesheet through the content security policy. */
export const STYLESHEET_HASH = `sha256-${createHash('sha256').update(STYLESHEET).digest('base64')}`;
