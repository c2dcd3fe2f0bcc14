/** Rings, cost bar, dial, timeline, lists: the pieces with a shape of their own. */
import { LIVES } from './rings.ts';

const states = LIVES.map(
  (life) =>
    `.ring-${life}{color:var(--${life})}.pill-${life}{color:var(--${life});background:var(--${life}Soft)}.step-${life}{color:var(--${life})}`,
).join('\n');

export const styleParts = `.ring{flex:none;fill:none;stroke-linecap:round;stroke-linejoin:round;overflow:visible}
.ring .line{stroke:currentColor;stroke-width:2.6}
.ring .fill{fill:currentColor;stroke:none}
.ring .cut{stroke:var(--sheet);stroke-width:2.6}
.ring .seam{stroke:var(--gold);stroke-width:2.8}
.pill{display:inline-flex;align-items:center;gap:6px;max-width:100%;padding:3px 10px 3px 7px;border-radius:999px;font-size:12px;line-height:18px;font-weight:500}
${states}
.offer{display:flex;align-items:center;gap:12px;padding:20px 24px 16px;border-bottom:1px solid var(--line)}
.offer>div{min-width:0}
.offer-icon{flex:none;display:grid;place-content:center;width:44px;height:44px;border-radius:10px;background:var(--accentSoft);color:var(--accent)}
.offer-title{font-size:16px;line-height:24px}
.get-line{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 12px;margin-top:4px}
.get-title{font-size:16px;line-height:24px;font-weight:600}
.get-price{margin-left:auto;white-space:nowrap}
del{color:var(--ink3)}
.get .note{margin-top:2px}
section>.serif{margin-top:6px}
.cost-head{display:flex;align-items:baseline;justify-content:space-between;gap:12px}
.cost-most{font-size:20px;line-height:28px;white-space:nowrap}
.cost-bar{display:block;margin:10px 0 6px;overflow:visible}
.part-on-time{fill:var(--accent)}
.part-late{fill:var(--accentLine)}
.part-lost{fill:var(--line)}
.edged.part-late,.edged.part-lost{stroke:var(--lineStrong);stroke-width:1}
.ceiling{stroke:var(--ink);stroke-width:2}
.cost-row{display:flex;align-items:baseline;justify-content:space-between;gap:12px;padding:2px 0;font-size:13px;line-height:22px}
.cost-row dt{color:var(--ink2);min-width:0}
.cost-row dt svg{margin-right:8px}
.cost-row dd{white-space:nowrap}
.cost-row:last-child dd{font-weight:600}
.consent{display:flex;gap:12px;margin-top:8px;padding:12px;border:1px solid var(--line);border-radius:12px;background:var(--paper);cursor:pointer}
.consent>span{min-width:0}
.consent-title{display:block;font-size:14px;line-height:24px}
.when-waiting{display:none}
main:has(#consent:not(:checked)) .btn-promise{background:var(--sunk);border-color:var(--line);color:var(--ink2)}
main:has(#consent:not(:checked)) .when-waiting{display:inline}
main:has(#consent:not(:checked)) .when-ready{display:none}
.notice{display:flex;flex-direction:column;gap:6px;color:var(--ink2)}
.notice :is(h1,h2){color:var(--ink)}
.changes>div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;padding:8px 0;border-top:1px solid var(--line)}
.changes dt{color:var(--ink2)}
.sign-in{display:flex;flex-direction:column;gap:8px}
.sign-in form{display:flex;flex-direction:column;gap:16px}
.rows>li+li{border-top:1px solid var(--line)}
.row{display:grid;grid-template-columns:20px minmax(0,1fr) auto;align-items:center;gap:12px;width:100%;min-height:48px;padding:8px 0;border:0;background:none;color:var(--ink);font:inherit;text-align:start}
button.row{cursor:pointer}
button.row:hover,a.row:hover{background:var(--sunk);color:var(--ink);text-decoration:none}
.row .icon{color:var(--ink3)}
.row-side{color:var(--ink3);font-size:13px;text-align:end}
.row-main small{display:block;font-size:13px;line-height:20px;color:var(--ink2)}
.done{display:flex;flex-direction:column;align-items:center;gap:6px;padding:48px 0 8px;text-align:center}
.done .mark{margin-bottom:16px}
.handover{display:flex;align-items:center;gap:16px;padding:16px;border:1px solid var(--line);border-radius:12px;background:var(--paper)}
.handover h2{font-size:16px;line-height:24px}
.handover-code{flex:none;padding:14px 12px;border-radius:8px;background:var(--raised);font:600 20px/28px var(--mono)}
.head-line{display:flex;align-items:flex-start;justify-content:space-between;gap:12px}
.head-line>*{min-width:0}
.section-head{display:flex;align-items:baseline;justify-content:space-between;gap:12px;padding-bottom:8px;border-bottom:1px solid var(--line)}
.section-head h2{font-size:16px;line-height:24px}
.situation{display:flex;flex-direction:column;align-items:flex-start;gap:8px}
.facts-list{display:grid;grid-template-columns:repeat(2,minmax(0,auto));justify-content:start;gap:2px 16px}
.facts-list dt{color:var(--ink3)}
.timeline li{display:grid;grid-template-columns:20px minmax(0,1fr) auto;gap:2px 12px;padding-bottom:14px;position:relative}
.timeline li:not(:last-child)::before{content:"";position:absolute;left:9px;top:26px;bottom:4px;width:2px;background:var(--line)}
.timeline .ring{margin:2px}
.timeline .caption{grid-column:2/-1}
.timeline .contest{grid-column:2/-1;display:flex;flex-wrap:wrap;align-items:center;gap:6px 10px;margin-top:4px}
.timeline blockquote{flex-basis:100%;margin:0;padding:2px 0 2px 12px;border-left:2px solid var(--disputed);white-space:pre-wrap;overflow-wrap:anywhere}
.charge{display:flex;justify-content:space-between;gap:12px;padding:8px 0;border-bottom:1px solid var(--line)}
.charge:last-child{border-bottom:0}
.charge dd{white-space:nowrap}
.total{font-weight:600}
.smallest{padding:14px 16px;border-radius:12px;background:var(--accentSoft)}
.smallest h2{font-size:14px;line-height:22px;color:var(--accent)}
details.fold>summary{cursor:pointer;list-style:none}
details.fold>summary::-webkit-details-marker{display:none}
details.fold>.form,details.fold>form{margin-top:12px}
.dial{display:block;width:100%;max-width:340px;margin:0 auto;overflow:visible}
.dial-track{fill:none;stroke:var(--line);stroke-width:10;stroke-linecap:round}
.dial-band{fill:none;stroke:var(--accentLine);stroke-width:10}
.dial-edge{stroke:var(--accent);stroke-width:1.5}
.dial-at{stroke:var(--accent);stroke-width:4.5;stroke-linecap:round}
.dial-thin{fill:none;stroke:var(--lineStrong);stroke-width:2;stroke-linecap:round;stroke-dasharray:.1 9}
.dial-dash{stroke:var(--ink3);stroke-width:3}
.dial-points{fill:var(--ink);font:600 68px/1 var(--sans);letter-spacing:-.03em;text-anchor:middle}
.dial-text{fill:var(--ink2);font:400 13px/1 var(--sans);text-anchor:middle}
.dial-end{fill:var(--ink3);font:400 12px/1 var(--sans);text-anchor:middle}
.number{text-align:center;text-wrap:balance}
.number .serif{margin:12px 0 6px}
.move{grid-template-columns:20px minmax(0,1fr) 84px 48px 14px;gap:10px;min-height:44px;padding:0}
.move svg:not(.ring,.icon){display:block;overflow:visible}
.move-name{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;line-height:20px}
.move-name.short{-webkit-line-clamp:1}
.move small{line-height:18px}
.move-delta{text-align:end;font-weight:600;white-space:nowrap}
.move .icon{width:14px}
.move-tick{stroke:var(--ink2);stroke-width:3;stroke-linecap:round}
.move-thread{stroke:var(--lineStrong);stroke-width:1;stroke-dasharray:2 2}
.move-up{fill:currentColor}
.move-down{fill:var(--paper);stroke:currentColor;stroke-width:1.5}
.step-repaired .move-up{fill:var(--gold)}
.reasons ul ul{margin-left:32px}
.reason{display:grid;grid-template-columns:20px minmax(0,1fr);gap:2px 12px;padding:10px 0;border-top:1px solid var(--line)}
.reason .note{grid-column:2}
.hero{font-family:var(--serif);font-size:26px;line-height:40px;font-weight:400;text-wrap:balance}
.center{text-align:center}
.cap::first-letter{text-transform:uppercase}
.gap{margin-top:12px}
.tap{display:inline-block;min-width:24px;padding:3px 0}
.plain{font-weight:400;color:var(--ink2)}
.facts-list{margin-top:10px}
.stack-small{display:flex;flex-direction:column;gap:12px}
.card>form,.card>.rows,.empty .btn{margin-top:12px}
.back{display:flex;align-items:center;gap:8px}
.back a{display:grid;place-content:center;width:36px;height:36px;margin-left:-10px;color:var(--ink)}
.back h1{font-size:16px;line-height:24px}
.next-line{display:grid;grid-template-columns:18px minmax(0,1fr) auto;gap:12px;margin:10px 0 14px}
.next-line .ring{margin-top:3px}
.next-when{text-align:end}
.next-late{border-color:var(--late)}
.next-late .next-when .note{color:var(--late)}
.consent-row{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:center;gap:12px;padding:10px 0}
.stages{margin-top:4px}
.stage{align-items:start}
.stage .ring{margin-top:3px}
.stage .row-side{white-space:nowrap}
.progress{display:block;margin-top:6px}
.working{margin-top:8px}
.working summary{cursor:pointer}
.working ol{margin-top:6px;padding-left:20px;list-style:decimal}
.cost dl+.note{margin-top:10px}
.cost .note+.note{margin-top:6px}
.shop-steps{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
.shop-steps .btn{width:auto;padding-inline:14px}
.shop-move{margin-top:16px}
.shop-move legend{padding:0;font-weight:600}
.row.two{grid-template-columns:minmax(0,1fr) auto}
.fixes{padding:14px 16px;border:2px solid var(--broken);border-radius:12px}
.fixes h2{font-size:14px;line-height:22px;color:var(--broken)}
code{font-family:var(--mono);overflow-wrap:anywhere}
`;
