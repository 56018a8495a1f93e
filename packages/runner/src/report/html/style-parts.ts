/** Steps, checks and what they show. */
export const parts = `
.filters{display:flex;flex-wrap:wrap;gap:.6rem 2rem;align-items:center;padding:.9rem 0;border:1px solid var(--line);border-width:1px 0;font-size:.9rem}
.filters fieldset{border:0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;align-items:center}
.filters legend{float:left;font-size:.75rem;font-weight:600;color:var(--soft);margin-right:1rem;padding:0}
.filters label{display:inline-flex;gap:.4em;align-items:center;min-height:1.75rem}
.filters input[type=checkbox]{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--ink)}
.scripted{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
.scripted[hidden]{display:none}
.search span{font-size:.75rem;font-weight:600;color:var(--soft)}
.search input,.scripted button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:6px;padding:.2rem .6rem}
.search input{width:11rem}
.scripted button{cursor:pointer}
.scripted button:hover{background:var(--raise)}
.blocked-tree{margin-top:1.75rem}
.blocked-tree h3{font-size:1.1rem}
.blocked-tree li{margin-top:.4rem}
.blocked-tree li>.icon{margin-right:.5rem}
.blocked-tree ul ul{margin-left:.55rem;padding-left:1.2rem;border-left:1px solid var(--line)}
.step{margin-top:2.75rem}
.step h3{margin:.2rem 0 1rem;max-width:46rem;text-wrap:pretty}
.step[data-empty],.check[data-unlike]{display:none}
.check{border-top:1px solid var(--line)}
.check:last-child{border-bottom:1px solid var(--line)}
.check>summary{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:.25rem .8rem;align-items:center;padding:.7rem .25rem;cursor:pointer;list-style:none}
.check>summary::-webkit-details-marker{display:none}
.check>summary:hover{background:var(--raise)}
.check>summary>.icon{width:1.3rem;height:1.3rem}
.check h4{font-size:1rem;font-weight:600;line-height:1.35}
.meta{display:flex;flex-wrap:wrap;gap:.25rem .9rem;align-items:center;justify-content:flex-end;font-size:.875rem}
.meta .mark{min-width:6.2rem}
.meta .time{min-width:4rem;text-align:right;color:var(--soft);font-variant-numeric:tabular-nums}
.tag{font-size:.78rem;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:0 .45em;line-height:1.5;white-space:nowrap}
.meta .severity{min-width:4.4rem;text-align:center}
.body{padding:.1rem 0 1.75rem 2.35rem}
.body>*+*{margin-top:1.1rem}
.why{color:var(--soft);max-width:44rem}
.note{max-width:44rem}
h5{font-size:.9rem;font-weight:600;margin-bottom:.5rem}
.finding{border-left:3px solid var(--edge,var(--line));padding:.1rem 0 .1rem 1.1rem}
.finding+.finding,.more-findings{margin-top:1.1rem}
.more-findings>summary{cursor:pointer;font-weight:600;color:var(--link);padding:.3rem 0}
.more-findings>.findings{margin-top:.8rem}
.because{display:flex;gap:.75rem;align-items:baseline;margin-top:.4rem;max-width:46rem}
.consequences,.by-itself{margin-top:.6rem}
.consequences>summary,.by-itself>summary,.also>summary{cursor:pointer;font-size:.925rem;color:var(--link)}
.consequences>ul{margin-top:.4rem;border-left:1px solid var(--line);padding-left:.9rem}
.consequences li{display:flex;gap:.6rem;padding:.25rem 0;font-size:.925rem;line-height:1.45}
.consequences li>.icon{margin-top:.2em}
.subject{display:flex;flex-wrap:wrap;gap:.25rem .6rem;align-items:center}
.message{margin-top:.2rem;max-width:46rem;font-weight:500}
.values{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.75rem;margin-top:.6rem}
.values>div{background:var(--raise);border-radius:6px;padding:.5rem .8rem .6rem;min-width:0}
.values pre,.origin pre{padding:0}
.remedy{display:flex;gap:.75rem;align-items:baseline;margin-top:.6rem;max-width:46rem}
.id{font-family:var(--mono);font-size:.78rem;color:var(--soft);margin-top:.25rem}
.terms{margin-top:.5rem;font-size:.925rem;color:var(--soft)}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.25rem}
.facts dd{font-variant-numeric:tabular-nums;margin-top:.05rem}
.links{margin-top:.4rem;font-size:.9rem}
.exhibit summary,.all-attempts summary{cursor:pointer;font-size:.875rem;color:var(--link)}
.attempts{margin-top:.5rem;font-size:.875rem}
.attempts li{display:flex;flex-wrap:wrap;gap:0 .9rem}
.when{color:var(--soft);font-variant-numeric:tabular-nums;min-width:4.2rem}
.unseen{color:var(--inconclusive);font-weight:600}
.cut{font-size:.875rem;color:var(--soft);margin-top:.4rem}
.origin{display:flex;flex-wrap:wrap;gap:.5rem 2.25rem;padding-top:.9rem;border-top:1px solid var(--line);font-size:.9rem}
.origin>div{min-width:0}
.durations .tracks{margin-top:1rem}
@media screen and (max-width:48rem){
.check>summary{grid-template-columns:auto minmax(0,1fr)}
.meta{grid-column:2;justify-content:flex-start}
.meta .mark,.meta .time,.meta .severity{min-width:0}
.meta .tag:not(.severity){order:1}
.body{padding-left:0}
.values{grid-template-columns:minmax(0,1fr)}
.remedy{flex-direction:column;gap:0}
}`;
