/** What checks show beside their findings: tables, texts, changes, time lines, drawings and pages. */
export const exhibits = `
.exhibit figcaption{font-size:.9rem;font-weight:600;margin-bottom:.5rem}
.scrolled{overflow:auto;max-height:26rem;border-radius:6px}
.exhibit.text .scrolled{background:var(--raise)}
.exhibit.graph .scrolled{max-height:none}
pre{margin:0;padding:.8rem 1rem;line-height:1.5;white-space:pre;overflow-wrap:normal}
.values pre,.origin pre{white-space:pre-wrap;overflow-wrap:anywhere}
.about{font-size:.9rem;color:var(--soft);max-width:44rem;margin-bottom:.4rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem 1.25rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
table.many{font-size:.8rem;line-height:1.4}
.many td,.many th{padding-right:.8rem}
th{font-size:.78rem;color:var(--soft);font-weight:600;white-space:nowrap}
td.figure{font-variant-numeric:tabular-nums}
.changes>li{padding:.5rem 0;border-top:1px solid var(--line)}
.path{display:flex;flex-wrap:wrap;gap:.25rem .7rem;align-items:center;font-size:.9rem}
.path .tag{white-space:normal}
.checks>.exhibit,.checks>.cut{margin-top:1.5rem}
h1+.particulars{margin-top:1.2rem}
.change{display:flex;gap:.6rem;padding:.1rem .6rem;margin-top:.2rem;border-radius:4px;white-space:pre-wrap}
.change.added{background:var(--band-pass)}.change.removed{background:var(--band-fail)}.change.same{background:var(--raise)}
.sign{font-weight:700;width:1ch}
.tracks li{display:grid;grid-template-columns:minmax(6rem,15rem) minmax(0,1fr) 5rem;gap:.2rem 1rem;align-items:center;padding:.2rem 0;font-size:.875rem;line-height:1.35}
.track{width:100%;height:.8rem;display:block}
.axis{stroke:var(--line);stroke-width:1;fill:none;vector-effect:non-scaling-stroke}
.fill-look{fill:var(--look)}
.track-note{color:var(--soft);text-align:right;font-variant-numeric:tabular-nums}
.picture{display:block;overflow:visible;font:12px var(--sans)}
.picture text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.picture text.tone-fail{fill:var(--fail)}
.picture text.tone-warn{fill:var(--warn)}
.key{display:flex;gap:1.2rem;font-size:.8125rem;color:var(--soft);margin:.1rem 0 .3rem}
.key .icon{margin-right:.35em}
.picture .lane{fill:var(--ink);font-weight:600}
.lane-line{fill:var(--line)}
.bars{opacity:.55}
.moment{fill:var(--soft);stroke:var(--paper);stroke-width:1}
.halo{fill:var(--paper)}
.picture .icon{stroke-width:2.2}
.events{margin-top:.6rem;font-size:.9rem}
.events li{display:flex;gap:.6rem;align-items:baseline;padding:.12rem 0}
.events .icon{width:.95em;height:.95em;align-self:center}
.events time,.when{flex:none}
.events time{font-variant-numeric:tabular-nums;color:var(--soft)}
.exhibit img{max-width:100%;height:auto;border:1px solid var(--line);border-radius:6px;display:block}
ol.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.8rem;list-style:none;padding:0;margin:0;font-size:.875rem}
.strip time{font-variant-numeric:tabular-nums;color:var(--soft)}
.strip .bad img{border-color:var(--fail);border-width:2px}
.drawing{display:block;font:13px var(--sans)}
.drawing text{fill:var(--ink)}
.node{fill:var(--raise);stroke-width:1.6}
.edge{fill:none;stroke:var(--soft);stroke-width:1.4}
.drawing .edge-label{fill:var(--soft);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:5px}
.page{border:1px solid var(--line);border-radius:6px}
.page>summary{padding:.5rem .9rem;font-weight:600;color:inherit}
.page>summary>.icon{margin-right:.5rem}
.page[open]>summary{border-bottom:1px solid var(--line)}
.page+.page{margin-top:.6rem}
.page h4,.page h5{font:600 .8125rem var(--sans)}
.page h4,.page h5{margin:.9rem .9rem .25rem;color:var(--soft);font-size:.8125rem}
.entries{padding:0 .9rem .4rem;font-size:.875rem;line-height:1.45}
.entries>div{display:grid;grid-template-columns:12.5rem minmax(0,1fr);gap:0 1rem;padding:.16rem 0 .16rem .55rem;border-left:3px solid transparent}
.entries>.marked{border-color:var(--edge);background:var(--raise);padding-top:.3rem;padding-bottom:.35rem}
.entries dt{padding-top:.06rem;font-weight:400}
.entries .told{white-space:pre-line}
.finding-mark{font-weight:600;margin-top:.15rem}
.finding-mark .icon{margin-right:.4em}
@media screen and (max-width:48rem){
.tracks li{grid-template-columns:minmax(0,1fr) auto}
.picture .wide{display:none}
.events li{flex-wrap:wrap}
.events li>span{min-width:0}
.events time{flex:initial}
.track{grid-column:1/-1;grid-row:2}
.entries>div{grid-template-columns:minmax(0,1fr)}
}`;
