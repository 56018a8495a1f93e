import { style as ofReports } from '../report/html/style.ts';

/** The report's style, and what a request alone needs: its first sheet holds the four answers, short enough to be read in a minute. */
export const style = `${ofReports}
.answers{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2.5rem;margin-top:1.75rem}
.answer{padding:1rem 0;border-top:1px solid var(--line)}
.answer.wide{grid-column:1/-1}
.answer h2{font-size:1.15rem;margin-bottom:.35rem}
.answer p+p,.answer p+ul,.answer ul+p{margin-top:.4rem}
.answer strong{font-weight:600}
.facts-list li{display:flex;gap:.6rem;padding:.3rem 0;line-height:1.45}
.facts-list li>.icon{margin-top:.2em}
.facts-list small{margin-top:0}
.facts-list a{font-weight:600}
.hash{font-family:var(--mono);font-size:.78rem;color:var(--soft);overflow-wrap:anywhere}
.part{margin-top:2.25rem}
.part h3{margin-bottom:.6rem}
.part>*+p,.part>*+ul{margin-top:.5rem}
@media screen and (max-width:48rem){.answers{grid-template-columns:minmax(0,1fr)}}
@media print{
.answers{margin-top:3mm;gap:0 8mm;grid-template-columns:repeat(2,minmax(0,1fr))}
.answer{padding:2.4mm 0}
.answer h2{font-size:12.5pt;margin-bottom:.8mm}
.facts-list li{padding:.6mm 0;break-inside:avoid}
.front .answer li,.front .answer p{font-size:9pt;line-height:1.36}
.front .answer p,.front .answer li>div,.front .announced li,.front .lead{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.front .answer>p{-webkit-line-clamp:4}
.front.crowded .answer>p{-webkit-line-clamp:3}
.front .announced li{-webkit-line-clamp:1}
.front.crowded .answer{padding:1.6mm 0}
.front.crowded .answer:not(.wide)>p{-webkit-line-clamp:2}
.front.crowded .answer>p.in-full{display:none}
.front .facts-list small{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1;overflow:hidden}
.front .spare{display:none}
.details{margin-top:0;padding-top:0;border-top:0}
.part{margin-top:6mm}
.part h3{break-after:avoid}
.hash{font-size:7pt}
}`;
