/** The page, its text and its first sheet. */
export const layout = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 var(--sans);overflow-wrap:anywhere}
main,footer{max-width:62rem;margin:0 auto;padding:0 2rem}
main{padding-top:2.5rem}
h1,h2,h3,h4,h5,p,dl,dd,ul,ol,figure,fieldset{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:3px}
small{display:block;font-size:.8125rem;line-height:1.4;color:var(--soft);margin-top:.15rem}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.2;letter-spacing:-.005em}
h2{font-size:1.625rem}
h3{font-size:1.25rem}
.code,pre{font-family:var(--mono);font-size:.84em}
.quiet{color:var(--soft)}
.label,dt{font-size:.75rem;font-weight:600;letter-spacing:.04em;color:var(--soft)}
.label{flex:none}
.icon{width:1.15em;height:1.15em;flex:none;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.2em}
.drawings{position:absolute}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:absolute;left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem}
.mark{display:inline-flex;align-items:center;gap:.4em;font-weight:600;white-space:nowrap}
.kicker{display:flex;justify-content:space-between;gap:1rem;font-size:.8125rem;font-weight:600;letter-spacing:.02em;color:var(--soft)}
.front .kicker{padding-bottom:.75rem;border-bottom:1px solid var(--line)}
.verdict{display:flex;gap:1.75rem;align-items:flex-start;margin:1.5rem 0 1.75rem;padding:1.75rem 2rem;border-radius:10px}
.verdict .icon{width:4rem;height:4rem;stroke-width:1.3}
.verdict h1{font-size:clamp(2rem,1.3rem + 3vw,3rem);line-height:1.1}
.lead{font-family:var(--serif);font-size:1.2rem;line-height:1.45;margin-top:.5rem;max-width:42rem}
.band-pass{background:var(--band-pass)}.band-warn{background:var(--band-warn)}.band-fail{background:var(--band-fail)}.band-inconclusive{background:var(--band-inconclusive)}
.caution{border-left:4px solid var(--inconclusive);padding:.25rem 1rem;margin-bottom:1.5rem}
.particulars{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1.15rem 1.75rem}
.particulars dd{margin-top:.1rem;line-height:1.4}
.image-name{display:flex;gap:.75rem;align-items:baseline;margin-top:1.15rem;font-size:.9rem}
.counts{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));margin:1.75rem 0;border:1px solid var(--line);border-width:1px 0}
.counts li{padding:.85rem 0 .85rem 1rem;border-left:1px solid var(--line);display:grid;gap:.1rem}
.counts li:first-child{border-left:0;padding-left:0}
.counts .number{font:600 1.75rem/1.1 var(--serif);font-variant-numeric:tabular-nums lining-nums}
.counts .mark{font-size:.8125rem}
.counts .none .number,.counts .none .mark{color:var(--soft);font-weight:400}
.counts .none .icon{color:var(--soft)}
.listing{margin-top:1.6rem}
.listing h2{font-size:1.2rem;margin-bottom:.5rem}
.items li{display:flex;gap:.7rem;padding:.5rem 0;border-top:1px solid var(--line);line-height:1.45}
.items li>.icon{margin-top:.2em}
.items p{color:var(--soft);font-size:.925rem}
.items a,.items strong{font-weight:600}
.items p a,.also a{font-weight:400}
.also{font-size:.925rem}
.also li{display:block;padding:.1rem 0 .1rem .9rem;border:0}
.on-paper{display:none}
.more{color:var(--soft);font-size:.925rem;padding-top:.4rem;border-top:1px solid var(--line)}
.release,.rollback,.checks,.durations{margin-top:3.5rem;padding-top:2rem;border-top:2px solid var(--ink)}
.release>h2,.rollback>h2,.checks>h2,.durations>h2{margin-bottom:1rem}
.statement{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,19rem);gap:.4rem 2.5rem;padding:1.1rem 0;border-top:1px solid var(--line)}
.statement h3{grid-column:1/-1;font-size:1.1rem}
.said>*+*{margin-top:.6rem}
.announced li{padding-left:1rem;text-indent:-1rem}
.announced li::before{content:"· ";color:var(--soft)}
.proof{font-size:.925rem}
.proof li{display:flex;gap:.5rem;line-height:1.4;margin-top:.3rem}
.proof li>.icon{margin-top:.15em}
.way{padding:1.1rem 0;border-top:1px solid var(--line)}
.way h3{font-size:1.1rem}
.way>*+*{margin-top:.9rem}
.release>.particulars{padding-top:1.1rem;border-top:1px solid var(--line)}
footer{margin-top:3.5rem;padding-top:1.25rem;padding-bottom:3rem;font-size:.875rem;color:var(--soft)}
@media screen and (max-width:48rem){
main,footer{padding-left:1.15rem;padding-right:1.15rem}
main{padding-top:1.25rem}
.verdict{flex-direction:column;gap:.9rem;padding:1.25rem}
.verdict .icon{width:3rem;height:3rem}
.lead{font-size:1.1rem}
.particulars{grid-template-columns:repeat(2,minmax(0,1fr))}
.image-name{flex-direction:column;gap:0}
.counts{grid-template-columns:repeat(3,minmax(0,1fr))}
.counts li{border-left:0;padding-left:0}
.statement{grid-template-columns:minmax(0,1fr)}
}`;
