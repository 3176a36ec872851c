// The look of a card on a phone, as plain CSS: used by the stand-in's chat page and by any page that shows cards.
// Every rule lives under .fc-…; nothing outside a card is touched.

/** Style sheet for what renderCard draws. Needs a Chinese font from the page around it. */
export const cardCss = `
.fc-card{box-sizing:border-box;width:100%;max-width:600px;background:#fff;border:1px solid #dee0e3;border-radius:10px;overflow:hidden;color:#1f2329;font-size:14px;line-height:1.57;text-align:left;overflow-wrap:anywhere}
.fc-card *{box-sizing:border-box}
.fc-card-unknown{padding:14px 12px;color:#646a73}
.fc-header{display:flex;gap:8px;align-items:flex-start;padding:12px}
.fc-header-plain{padding-bottom:0!important}
.fc-header .fc-icon{margin-top:2px}
.fc-header-words{flex:1;min-width:0}
.fc-title{font-size:16px;font-weight:600;line-height:1.5;display:flex;flex-wrap:wrap;gap:2px 8px;align-items:center}
.fc-subtitle{font-size:12px;color:#646a73;margin-top:1px}
.fc-tag{display:inline-block;font-size:12px;line-height:18px;font-weight:500;padding:0 6px;border-radius:4px;margin:1px 2px 1px 0;vertical-align:1px;white-space:nowrap}
.fc-title .fc-tag{background:rgba(255,255,255,.78)!important}
.fc-header-plain .fc-title .fc-tag{background:#eff0f1!important}
.fc-el{min-width:0;max-width:100%}
.fc-text{white-space:pre-wrap}
.fc-icon{flex:none;vertical-align:-3px}
.fc-with-icon{display:flex;gap:6px}
.fc-with-icon>.fc-icon{margin-top:3px}
.fc-grow{flex:1;min-width:0}
.fc-hr{border:0;border-top:1px solid #dee0e3;margin:0;width:100%}
.fc-md>*{margin:0}
.fc-md>*+*{margin-top:6px}
.fc-md p{margin:0}
.fc-md ul,.fc-md ol{padding-left:1.4em;margin:0}
.fc-md li>*{margin:0}
.fc-md blockquote{margin:0;padding:2px 0 2px 10px;border-left:3px solid #d0d3d6;color:#646a73}
.fc-md pre{white-space:pre-wrap;background:#f5f6f7;border-radius:6px;padding:8px 10px;font-size:12px;margin:0}
.fc-heading{font-weight:600;font-size:14px;margin:0}
.fc-heading-1{font-size:20px}.fc-heading-2{font-size:18px}.fc-heading-3{font-size:16px}
.fc-code{background:#f2f3f5;border:1px solid #dee0e3;border-radius:4px;padding:0 4px;font-size:12px}
.fc-link{color:#1456f0;text-decoration:none}
.fc-link:hover{text-decoration:underline}
.fc-at{color:#1456f0;background:#e0e9ff;border-radius:9px;padding:0 6px;margin:0 1px}
.fc-number{display:inline-grid;place-items:center;min-width:16px;height:16px;border-radius:8px;background:#eff0f1;color:#51565d;font-size:11px;padding:0 4px}
.fc-avatar{display:inline-grid;place-items:center;flex:none;border-radius:50%;background:#336df4;color:#fff;font-weight:500;line-height:1}
.fc-person{display:inline-flex;align-items:center;gap:6px;vertical-align:middle}
.fc-person-inline{gap:4px;margin:0 2px;vertical-align:-3px}
.fc-people{display:flex;flex-wrap:wrap;gap:6px 12px}
.fc-img{display:block;max-width:100%;border-radius:6px}
.fc-img-frame{display:grid;place-items:center;min-height:84px;width:100%;background:repeating-linear-gradient(45deg,#f5f6f7,#f5f6f7 8px,#eff0f1 8px,#eff0f1 16px);color:#646a73;font-size:12px;padding:8px}
.fc-img-grid{display:grid;grid-template-columns:1fr 1fr;gap:4px}
.fc-columns{display:flex;width:100%}
.fc-columns-stretch{flex-direction:column}
.fc-columns-flow{flex-wrap:wrap}
.fc-columns-bisect{display:grid;grid-template-columns:repeat(2,minmax(0,1fr))}
.fc-columns-trisect{display:grid;grid-template-columns:repeat(3,minmax(0,1fr))}
.fc-column{min-width:0}
.fc-block-link{color:inherit;text-decoration:none;display:block}
.fc-panel{width:100%;overflow:hidden}
.fc-panel-head{display:flex;align-items:center;gap:6px;cursor:pointer;padding:4px 0;list-style:none;min-height:32px}
.fc-panel-head::-webkit-details-marker{display:none}
.fc-panel-title{flex:1;min-width:0}
.fc-panel-icon-left{flex-direction:row-reverse;justify-content:flex-end}
.fc-panel-icon-follow_text .fc-panel-title{flex:0 1 auto}
.fc-panel-head .fc-icon{transition:transform .18s;color:#646a73}
.fc-panel[open]>.fc-panel-head .fc-icon{transform:rotate(180deg)}
.fc-panel:not([style*=border]) .fc-panel-body{padding-left:0!important;padding-right:0!important}
.fc-panel[style*=border] .fc-panel-head{padding-left:10px;padding-right:10px}
.fc-box{cursor:pointer;padding:0;outline-offset:2px}
.fc-box[aria-disabled=true]{cursor:default}
.fc-scroll{overflow-x:auto;max-width:100%;-webkit-overflow-scrolling:touch}
.fc-table{border-collapse:separate;border-spacing:0;width:100%;font-size:13px;border:1px solid #dee0e3;border-radius:6px}
.fc-table th,.fc-table td{padding:7px 10px;border-bottom:1px solid #eff0f1;min-width:64px;vertical-align:middle;overflow-wrap:normal}
.fc-table th{font-weight:600;color:#646a73;white-space:nowrap}
.fc-table .fc-person,.fc-table .fc-tag{white-space:nowrap}
.fc-table td{min-width:76px}
.fc-table tbody tr:last-child td{border-bottom:0}
.fc-table-frozen th:first-child,.fc-table-frozen td:first-child{position:sticky;left:0;background:#fff;box-shadow:1px 0 0 #dee0e3}
.fc-pager{display:flex;justify-content:flex-end;align-items:center;gap:4px;color:#646a73;font-size:12px;margin-top:4px}
.fc-pager button{width:32px;height:32px;border:0;background:none;font-size:18px;color:#646a73;cursor:pointer;border-radius:6px}
.fc-pager button:hover{background:#f2f3f5}
.fc-chart{margin:0}
.fc-chart figcaption{font-weight:600;margin-bottom:6px}
.fc-ring{display:flex;align-items:center;gap:20px}
.fc-ring ul{list-style:none;margin:0;padding:0;font-size:13px}
.fc-dot{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.fc-bar{display:flex;align-items:center;gap:8px;font-size:13px;min-height:26px}
.fc-bar-name{flex:0 0 84px;text-align:right;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.fc-bar-track{flex:1;background:#f2f3f5;border-radius:3px}
.fc-bar-fill{display:block;height:14px;border-radius:3px;background:#336df4}
.fc-bar-value{flex:0 0 28px}
.fc-form{width:100%}
.fc-field{display:flex;flex-direction:column;gap:4px;width:100%}
.fc-label{font-weight:500}
.fc-hint{font-size:12px;color:#646a73}
.fc-required{color:#e22e28;margin-left:2px}
.fc-input{font:inherit;color:inherit;width:100%;min-height:40px;padding:8px 11px;border:1px solid #d0d3d6;border-radius:6px;background:#fff;line-height:1.5}
textarea.fc-input{resize:vertical}
.fc-input::placeholder{color:#8f959e}
.fc-input:focus{outline:2px solid #94b4ff;outline-offset:-1px;border-color:#336df4}
.fc-input:disabled{background:#f5f6f7;color:#646a73;opacity:1}
.fc-select{appearance:none;padding-right:32px;background-image:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='24' height='24' fill='none' stroke='%23646a73' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='m7 10 5 5 5-5'/%3E%3C/svg%3E");background-repeat:no-repeat;background-position:right 8px center;background-size:18px}
.fc-count{font-size:12px;color:#8f959e;text-align:right}
.fc-missing .fc-input,.fc-many.fc-missing{border-color:#e22e28}
.fc-error{color:#c02a26;font-size:12px}
.fc-many{border:1px solid #d0d3d6;border-radius:6px;padding:4px 10px 10px;margin:0;min-width:0;display:flex;flex-wrap:wrap;gap:6px}
.fc-many legend{font-size:12px;color:#646a73;padding:0 4px}
.fc-pill{cursor:pointer}
.fc-pill input{position:absolute;opacity:0;width:1px;height:1px}
.fc-pill span{display:inline-block;padding:5px 12px;border-radius:16px;background:#f2f3f5;border:1px solid transparent;font-size:13px}
.fc-pill input:checked+span{background:#e0e9ff;border-color:#336df4;color:#0442d2}
.fc-pill input:focus-visible+span{outline:2px solid #94b4ff}
.fc-many:disabled .fc-pill{cursor:default;opacity:.75}
.fc-pictures{display:grid;grid-template-columns:1fr 1fr}
.fc-picture input{margin:0 0 4px}
.fc-checker{display:flex;justify-content:space-between;align-items:center;gap:8px;flex-wrap:wrap}
.fc-check{display:flex;gap:8px;align-items:flex-start;cursor:pointer;padding:5px 0}
.fc-check input{width:18px;height:18px;margin:2px 0 0;accent-color:#1456f0;flex:none}
.fc-check-strikes input:checked~.fc-text{text-decoration:line-through;color:#8f959e}
.fc-btn{font:inherit;display:inline-flex;align-items:center;justify-content:center;gap:6px;max-width:100%;border-radius:6px;border:1px solid transparent;background:none;cursor:pointer;padding:0 14px;line-height:1.35;text-align:center;-webkit-tap-highlight-color:transparent}
.fc-btn-tiny,.fc-btn-small{min-height:28px;font-size:12px;padding:2px 10px}
.fc-btn-medium{min-height:36px;font-size:14px;padding:4px 14px}
.fc-btn-large{min-height:48px;font-size:16px;padding:6px 18px}
.fc-btn-default{border-color:#d0d3d6;background:#fff;color:#1f2329}
.fc-btn-primary{border-color:#336df4;background:#fff;color:#1456f0}
.fc-btn-danger{border-color:#f54a45;background:#fff;color:#c02a26}
.fc-btn-text{color:#1f2329;padding-left:6px;padding-right:6px}
.fc-btn-primary_text{color:#1456f0;padding-left:6px;padding-right:6px}
.fc-btn-danger_text{color:#c02a26;padding-left:6px;padding-right:6px}
.fc-btn-primary_filled{background:#1456f0;color:#fff}
.fc-btn-danger_filled{background:#e22e28;color:#fff}
.fc-btn-laser{background:linear-gradient(100deg,#1456f0,#7a35f0 60%,#bf3dbf);color:#fff}
.fc-btn:not(:disabled):active{filter:brightness(.93)}
.fc-btn:focus-visible,.fc-box:focus-visible,.fc-panel-head:focus-visible{outline:2px solid #94b4ff;outline-offset:1px}
.fc-btn:disabled{cursor:not-allowed;color:#8f959e;border-color:#dee0e3;background:#f5f6f7}
.fc-btn-text:disabled,.fc-btn-primary_text:disabled,.fc-btn-danger_text:disabled{background:none;border-color:transparent}
.fc-btn-primary_filled:disabled{background:#c2d4ff;color:#fff;border-color:transparent}
.fc-btn-danger_filled:disabled{background:#fdc6c4;color:#fff;border-color:transparent}
.fc-btn.fc-busy{position:relative;color:transparent!important;pointer-events:none}
.fc-btn.fc-busy::after{content:"";position:absolute;width:16px;height:16px;border-radius:50%;border:2px solid #94b4ff;border-top-color:#1456f0;animation:fc-turn .7s linear infinite}
@keyframes fc-turn{to{transform:rotate(1turn)}}
.fc-overflow{position:relative;display:inline-block}
.fc-overflow>summary{list-style:none}
.fc-overflow>summary::-webkit-details-marker{display:none}
.fc-menu{position:absolute;z-index:3;margin-top:4px;min-width:140px;background:#fff;border:1px solid #dee0e3;border-radius:8px;box-shadow:0 6px 20px rgba(31,35,41,.14);padding:4px;display:flex;flex-direction:column}
.fc-menu button{font:inherit;text-align:left;padding:8px 10px;border:0;background:none;border-radius:6px;cursor:pointer}
.fc-menu button:hover{background:#f2f3f5}
.fc-card-link{display:block;padding:10px 12px;border-top:1px solid #eff0f1;color:#646a73;text-decoration:none;font-size:13px}
@media (prefers-reduced-motion:reduce){.fc-card *{animation:none!important;transition:none!important}}
`;
