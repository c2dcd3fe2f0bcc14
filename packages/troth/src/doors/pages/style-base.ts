/** Page, type, controls: what every page needs. */

export const styleBase = `*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-block:24px 160px;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 14px/22px var(--sans);font-variant-numeric:tabular-nums lining-nums;text-wrap:pretty;overflow-wrap:break-word;line-break:strict;text-autospace:normal}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:28px;line-height:36px;font-weight:600}
h2{font-size:20px;line-height:28px;font-weight:600}
h3{font-size:16px;line-height:24px;font-weight:600}
a{color:var(--accent);text-decoration:none}
a:hover{color:var(--accentHover);text-decoration:underline;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:20px;top:-80px;z-index:3;padding:12px 16px;background:var(--sheet);border-radius:8px}
.skip:focus{top:8px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.serif{font-family:var(--serif);font-size:20px;line-height:31px;text-wrap:balance}
.serif-big{font-family:var(--serif);font-size:22px;line-height:33px;text-wrap:balance}
.note{font-size:13px;line-height:20px;color:var(--ink2)}
.caption{font-size:12px;line-height:18px;color:var(--ink3)}
.label{font-size:12px;line-height:18px;font-weight:600;color:var(--ink3)}
.link{color:var(--accent)}
.cur{font-size:.72em}
bdi{unicode-bidi:isolate}
.icon{flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.mark-ink{stroke:var(--ink)}
.mark-accent{stroke:var(--accent)}
.column{max-width:480px;min-height:100vh;min-height:100dvh;margin:0 auto;display:flex;flex-direction:column}
main{flex:1;display:flex;flex-direction:column;min-width:0}
main.paper{padding:8px 20px 0}
.head{display:flex;align-items:center;justify-content:space-between;gap:12px;padding:8px 20px;min-height:52px}
.brand{display:flex;align-items:center;gap:10px;min-height:36px;color:var(--ink);font:700 18px/24px var(--serif)}
.brand:hover{color:var(--ink);text-decoration:none}
.head-nav{display:flex;gap:16px}
.head-nav a{display:flex;align-items:center;justify-content:center;min-width:32px;min-height:36px;font-size:13px}
.ribbon{border-bottom:1px solid var(--open);color:var(--open);font-size:12px;line-height:18px;background:var(--paper)}
p.ribbon,.ribbon summary{padding:7px 20px}
.ribbon summary{display:flex;justify-content:center;flex-wrap:wrap;gap:2px 14px;min-height:32px;cursor:pointer;list-style:none}
.ribbon summary::-webkit-details-marker{display:none}
p.ribbon{text-align:center}
.ribbon form{max-width:480px;margin:0 auto;padding:4px 20px 16px}
.steps{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:8px;margin-top:10px}
.foot form{display:flex;justify-content:space-between;align-items:center;gap:12px;padding:12px 20px 20px;font-size:13px;color:var(--ink3)}
.on-sheet main{background:var(--sheet);border:1px solid var(--line);border-width:1px 0 0;border-radius:20px 20px 0 0}
.sections{flex:1;display:flex;flex-direction:column;gap:24px;padding:20px 24px 28px}
.stack{display:flex;flex-direction:column;gap:28px;padding-bottom:28px}
.card{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:16px}
.bar{position:sticky;bottom:0;z-index:2;display:flex;flex-direction:column;gap:8px;padding:12px 24px 20px;background:var(--sheet);border-top:1px solid var(--line)}
main.paper .bar{margin:0 -20px;padding-inline:20px}
.bar form{display:block}
.bar-two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}
.bar-links{display:flex;justify-content:space-between}
.bar-links>a{display:flex;align-items:center;min-width:32px;min-height:32px}
.btn{display:flex;align-items:center;justify-content:center;width:100%;min-height:48px;padding:8px 16px;border:1px solid var(--lineStrong);border-radius:12px;background:var(--sheet);color:var(--ink);font:500 16px/24px var(--sans);text-align:center;cursor:pointer;transition:background-color .12s cubic-bezier(.2,.7,.2,1)}
.btn:hover{background:var(--sunk);color:var(--ink);text-decoration:none}
.btn-main{background:var(--accent);border-color:var(--accent);color:var(--onAccent)}
.btn-main:hover{background:var(--accentHover);border-color:var(--accentHover);color:var(--onAccent)}
.btn-small{min-height:36px;padding:4px 8px;border-radius:8px;font-size:14px;line-height:20px}
.textual{min-height:32px;margin-inline:-8px;padding:4px 8px;border:0;background:none;color:var(--accent);font:inherit;cursor:pointer}
.textual:hover{color:var(--accentHover);text-decoration:underline;text-underline-offset:3px}
.field{display:flex;flex-direction:column;gap:6px}
.field label,legend{font-size:13px;line-height:20px;color:var(--ink2);padding:0}
fieldset{margin:0;padding:0;border:0;min-width:0;display:flex;flex-direction:column;gap:8px}
legend{margin-bottom:8px}
input[type=text],textarea,select{width:100%;min-height:44px;padding:10px 12px;border:1px solid var(--lineStrong);border-radius:8px;background:var(--sheet);color:var(--ink);font:400 16px/22px var(--sans)}
input[type=file]{width:100%;min-height:44px;padding:6px 0;color:var(--ink2);font:inherit}
input[type=file]::file-selector-button{min-height:36px;margin-right:12px;padding:4px 14px;border:1px solid var(--lineStrong);border-radius:8px;background:var(--sheet);color:var(--ink);font:inherit;cursor:pointer}
textarea{resize:vertical}
input[type=checkbox],input[type=radio]{flex:none;appearance:none;width:24px;height:24px;margin:0;border:1.5px solid var(--lineStrong);background:var(--sheet);cursor:pointer;display:grid;place-content:center}
input[type=checkbox]{border-radius:7px}
input[type=radio]{border-radius:50%}
input[type=checkbox]:checked{background:var(--accent);border-color:var(--accent)}
input[type=checkbox]:checked::after{content:"";width:7px;height:12px;border:solid var(--onAccent);border-width:0 2.5px 2.5px 0;transform:translateY(-1.5px) rotate(45deg)}
input[type=radio]:checked{border:7px solid var(--accent)}
.choice{display:flex;align-items:center;gap:14px;min-height:48px;padding:8px 14px;border:1px solid var(--line);border-radius:12px;background:var(--sheet);cursor:pointer}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);font-weight:600}
.form{display:flex;flex-direction:column;gap:16px}
@media (min-width:640px){.on-sheet .column{padding-bottom:40px}.on-sheet main{border-width:1px;border-radius:20px}.on-sheet .bar{border-radius:0 0 19px 19px}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
@media (forced-colors:active){.btn,.consent,.choice,.card,.pill{border:1px solid}input[type=checkbox],input[type=radio]{appearance:auto}}
@media print{.bar,.ribbon,.head-nav,.foot{display:none}}
`;
