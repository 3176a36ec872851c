// The look of the stand-in's page: phone first, calm, offline. Cards have their own sheet (card-css.ts).

export const pageCss = `
:root{--ink:#1f2329;--soft:#646a73;--faint:#8f959e;--line:#dee0e3;--ground:#f5f6f7;--blue:#1456f0;--pale:#f0f4ff;--red:#c02a26;--radius:10px}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.57 "Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
a{color:var(--blue);text-decoration:none}
a:hover{text-decoration:underline}
h1{font-size:20px;line-height:1.4;margin:0}
h2{font-size:16px;margin:0 0 10px}
button,input,select,textarea{font:inherit;color:inherit}
:focus-visible{outline:2px solid #94b4ff;outline-offset:1px}
.top{position:sticky;top:0;z-index:20;background:#fff;border-bottom:1px solid var(--line);display:flex;align-items:center;gap:10px;padding:10px 14px;min-height:52px}
.top h1{font-size:17px;flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.top .badge{font-size:12px;color:#853a05;background:#fee7cd;border-radius:4px;padding:1px 6px;white-space:nowrap}
.back{font-size:22px;line-height:1;padding:8px 10px;margin:-8px -6px -8px -8px;color:var(--ink);border-radius:8px}
.back:hover{background:var(--ground);text-decoration:none}
.wrap{max-width:1080px;margin:0 auto;padding:14px}
.panels{display:grid;gap:14px;grid-template-columns:minmax(0,1fr)}
.panels>*{min-width:0}
@media(min-width:860px){.panels.two{grid-template-columns:minmax(0,1.4fr) minmax(0,1fr);align-items:start}.panels.two>.wide{grid-column:1/-1}}
.panel{background:#fff;border:1px solid var(--line);border-radius:var(--radius);padding:14px}
.rows{list-style:none;margin:0;padding:0}
.rows>li{border-top:1px solid #eff0f1}
.rows>li:first-child{border-top:0}
.rowlink{display:flex;align-items:center;gap:10px;padding:9px 4px;color:inherit;min-height:44px}
.rowlink:hover{background:var(--pale);text-decoration:none;border-radius:8px}
.rowlink .grow{flex:1;min-width:0}
.rowlink .sub{display:block;font-size:12px;color:var(--soft);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.unread{background:#f54a45;color:#fff;border-radius:10px;font-size:12px;line-height:20px;min-width:20px;padding:0 6px;text-align:center}
.more>summary{cursor:pointer;padding:12px 4px;color:var(--soft);border-top:1px solid #eff0f1}
.muted{color:var(--soft)}
.small{font-size:12px}
.empty{color:var(--soft);padding:14px 4px}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:4px;min-height:36px;padding:4px 14px;border:1px solid #d0d3d6;border-radius:6px;background:#fff;cursor:pointer;white-space:nowrap}
.btn:hover{background:var(--ground);text-decoration:none}
.btn-main{background:var(--blue);border-color:var(--blue);color:#fff}
.btn-main:hover{background:#0442d2}
.btn-danger{color:var(--red);border-color:#fdc6c4}
.btn-line{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.btn-line form{display:contents}
.clock{font-size:22px;font-weight:500;font-variant-numeric:tabular-nums}
.inp{width:100%;min-height:40px;padding:8px 11px;border:1px solid #d0d3d6;border-radius:6px;background:#fff}
textarea.inp{resize:vertical;min-height:96px}
.log{width:100%;border-collapse:collapse;font-size:12px}
.log th{text-align:left;color:var(--soft);font-weight:500;white-space:nowrap;padding:6px 10px 6px 0}
.log td{border-top:1px solid #eff0f1;padding:6px 10px 6px 0;vertical-align:top;white-space:nowrap}
.log td.path{white-space:normal;word-break:break-all;min-width:180px}
.bad{color:var(--red);font-weight:500}
.scroll{overflow-x:auto;-webkit-overflow-scrolling:touch}
.seg{display:flex;gap:4px;overflow-x:auto;padding:8px 14px 0;background:#fff}
.seg a{padding:7px 12px;border-radius:8px 8px 0 0;color:var(--soft);white-space:nowrap}
.seg a[aria-current]{color:var(--blue);background:var(--pale);font-weight:500}
.tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:10px 14px;background:#fff;border-bottom:1px solid var(--line)}
.tools .inp{width:auto;min-height:36px;padding:4px 10px;max-width:100%}
.tools .find{flex:1;min-width:140px}
.grid-scroll{overflow:auto;max-height:calc(100dvh - 156px);background:#fff}
.grid{border-collapse:separate;border-spacing:0;font-size:13px}
.grid th,.grid td{border-right:1px solid #eff0f1;border-bottom:1px solid #eff0f1;padding:0;min-width:140px;max-width:280px;text-align:left;vertical-align:top;background:#fff}
.grid thead th{position:sticky;top:0;z-index:3;background:#f5f6f7;padding:6px 10px;font-weight:500;white-space:nowrap}
.grid thead th .kind{display:block;font-size:11px;color:var(--faint);font-weight:400}
.grid .num{min-width:52px;width:52px;max-width:52px;text-align:center;color:var(--faint);position:sticky;left:0;z-index:2}
.grid thead .num{z-index:4}
.grid .band td{background:#f5f6f7;padding:6px 10px;font-weight:500}
.grid .primary{position:sticky;left:52px;z-index:2;box-shadow:1px 0 0 var(--line);font-weight:500}
.grid thead .primary{z-index:4}
@media(max-width:640px){.log thead{display:none}.log tr{display:grid;grid-template-columns:auto 1fr auto;border-top:1px solid #eff0f1;padding:6px 0}.log td{border:0;padding:1px 8px 1px 0;white-space:normal}.log td.path{grid-column:1/-1;order:1;color:var(--soft)}}
@media(max-width:640px){.grid .primary{min-width:132px;max-width:132px}}
.cell{display:block;width:100%;min-height:40px;padding:9px 10px;border:0;background:none;text-align:left;cursor:cell;white-space:pre-wrap;overflow-wrap:anywhere}
.cell:hover{background:var(--pale)}
.cell.fixed{cursor:default;color:#51565d}
.cell.fixed:hover{background:none}
.cell .clip{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.rowmenu{border:0;background:none;min-width:100%;min-height:40px;cursor:pointer;color:var(--faint)}
.opt{display:inline-block;border-radius:10px;padding:0 8px;line-height:20px;font-size:12px;margin:1px 3px 1px 0}
.who{display:inline-flex;align-items:center;gap:4px;background:var(--ground);border-radius:11px;padding:1px 8px 1px 2px;font-size:12px;margin:1px 3px 1px 0}
.board{display:flex;gap:12px;overflow-x:auto;padding:12px 14px;min-height:70dvh;align-items:stretch}
.lane{flex:0 0 250px;background:#eff0f1;border-radius:10px;padding:8px;min-height:120px}
.lane.over{outline:2px dashed #5083fb}
.lane h2{font-size:13px;padding:4px 4px 8px;margin:0;display:flex;justify-content:space-between}
.tile{background:#fff;border:1px solid var(--line);border-radius:8px;padding:10px;margin-bottom:8px;cursor:grab}
.tile b{display:block;font-weight:500;overflow-wrap:anywhere}
.tile dl{margin:6px 0 0;font-size:12px;color:var(--soft)}
.tile dl div{display:flex;gap:6px}
.tile dt{flex:none}
.tile dd{margin:0;overflow-wrap:anywhere;color:#373c43}
.tile select{margin-top:8px;width:100%;font-size:12px;padding:5px;border:1px solid var(--line);border-radius:6px;background:#fff}
dialog.sheet{border:0;border-radius:14px 14px 0 0;padding:16px;width:100%;max-width:520px;margin:auto auto 0;box-shadow:0 -6px 30px rgba(31,35,41,.2);max-height:86dvh;overflow:auto}
@media(min-width:640px){dialog.sheet{border-radius:12px;margin:auto}}
dialog.sheet::backdrop{background:rgba(31,35,41,.4)}
.sheet h2{margin-bottom:12px}
.sheet .list{max-height:44dvh;overflow:auto;border:1px solid var(--line);border-radius:6px;padding:4px}
.sheet .list label{display:flex;gap:8px;align-items:center;padding:8px;border-radius:6px;cursor:pointer}
.sheet .list label:hover{background:var(--pale)}
.sheet .err{color:var(--red);margin:8px 0 0}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,366px),366px));gap:24px;justify-content:center;align-items:start;padding:12px}
.gallery-page .top{position:static}
.gallery .fc-btn{pointer-events:none}
.gallery .fc-btn-primary_filled:disabled{background:#1456f0;color:#fff}
.gallery .fc-btn-primary:disabled{border-color:#336df4;background:#fff;color:#1456f0}
.gallery .fc-btn-default:disabled{border-color:#d0d3d6;background:#fff;color:#1f2329}
.gallery .fc-input:disabled{background-color:#fff;color:#1f2329}
.sample{margin:0;min-width:0}
.sample figcaption{margin:0 2px 6px}
.chat-page{background:#f2f3f5;min-height:100dvh;display:flex;flex-direction:column}
.phone{width:100%;max-width:640px;margin:0 auto;flex:1;display:flex;flex-direction:column}
.talk{list-style:none;margin:0;padding:14px 12px 20px;flex:1;display:flex;flex-direction:column;gap:16px}
.msg{display:flex;gap:8px;max-width:100%}
.msg .face{flex:none;width:32px;height:32px;border-radius:50%;display:grid;place-items:center;color:#fff;background:#1456f0;font-size:13px}
.msg .what{min-width:0;flex:1}
.msg .meta{font-size:12px;color:var(--soft);display:flex;gap:8px;align-items:center;margin-bottom:4px;flex-wrap:wrap}
.msg .bubble{display:inline-block;background:#fff;border-radius:4px 12px 12px 12px;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere;max-width:100%}
.msg.mine{flex-direction:row-reverse}
.msg.mine .what{display:flex;flex-direction:column;align-items:flex-end}
.msg.mine .bubble{background:#d1e3ff;border-radius:12px 4px 12px 12px}
.msg.mine .face{background:#8f959e}
.msg .after{margin-top:4px;display:flex;gap:12px}
.msg .after button{border:0;background:none;color:var(--soft);font-size:12px;padding:6px 2px;cursor:pointer}
.msg .after button:hover{color:var(--blue)}
.urged{color:var(--red)}
.gone{color:var(--faint);font-size:12px;text-align:center}
.write{position:sticky;bottom:0;background:#fff;border-top:1px solid var(--line);padding:8px 12px calc(8px + env(safe-area-inset-bottom));display:flex;gap:8px}
.write .inp{flex:1}
.toast{position:fixed;left:50%;top:64px;transform:translateX(-50%);z-index:60;background:#fff;border:1px solid var(--line);box-shadow:0 8px 24px rgba(31,35,41,.16);border-radius:8px;padding:10px 16px;max-width:min(92vw,420px);display:flex;gap:8px;align-items:flex-start;overflow-wrap:anywhere}
.toast::before{content:"";flex:none;width:8px;height:8px;border-radius:50%;margin-top:7px;background:#1456f0}
.toast[data-type=success]::before{background:#258832}
.toast[data-type=error]::before{background:#e22e28}
.toast[data-type=warning]::before{background:#ed6d0c}
.form-page{background:linear-gradient(#dfe9ff 0,#eef3ff 220px,#f5f6f7 420px);min-height:100dvh;padding:18px 12px 40px}
.form-card{max-width:640px;margin:0 auto;background:#fff;border-radius:12px;border:1px solid var(--line);overflow:hidden}
.form-head{padding:22px 18px 16px;border-top:6px solid var(--blue)}
.form-head p{color:var(--soft);margin:8px 0 0;white-space:pre-wrap}
.question{padding:14px 18px;border-top:1px solid #eff0f1}
.question .q{font-weight:500;display:block;margin:0 0 4px}
.question .req{color:#e22e28;margin-left:3px}
.question .hint{color:var(--soft);font-size:12px;margin:0 0 8px;white-space:pre-wrap}
.form-head p.bad{color:var(--red)}
.question textarea.inp{min-height:72px}
.question fieldset{border:0;margin:0;padding:0;min-width:0}
.question legend{padding:0}
.pick{display:flex;gap:10px;align-items:flex-start;padding:10px 12px;border:1px solid var(--line);border-radius:8px;margin-top:8px;cursor:pointer;min-height:44px}
.pick:hover{border-color:#94b4ff}
.pick input{accent-color:var(--blue);width:18px;height:18px;margin:2px 0 0;flex:none}
.question.wrong .inp,.question.wrong .pick{border-color:#e22e28}
.question .err{color:var(--red);font-size:12px;margin:6px 0 0}
.form-foot{padding:16px 18px 20px;border-top:1px solid #eff0f1}
.form-foot .btn{width:100%;min-height:46px;font-size:16px}
.note{max-width:640px;margin:12px auto 0;text-align:center;color:var(--soft);font-size:12px}
.center{padding:46px 20px;text-align:center}
.center .mark{width:56px;height:56px;border-radius:50%;display:grid;place-items:center;margin:0 auto 14px;font-size:26px;background:#d0f5ce;color:#1a7526}
.center .mark.no{background:#fee7cd;color:#a44904}
`;
