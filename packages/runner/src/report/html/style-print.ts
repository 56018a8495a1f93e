/** On paper the first sheet is the board's page; what is folded stays a line. */
export const print = `
@page{size:A4;margin:12mm 16mm}
@media print{
html{font-size:12.5px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
:root{--paper:#fff}
body{font-size:9.5pt;line-height:1.42}
main,footer{max-width:none;padding:0}
.filters,.skip{display:none}
a{color:inherit;text-decoration:none}
.front{break-after:page}
.front .kicker{padding-bottom:1.5mm}
.verdict{margin:3mm 0 4mm;padding:3.5mm 5mm;gap:5mm}
.verdict .icon{width:13mm;height:13mm}
.verdict h1{font-size:22pt}
.verdict .lead{margin-top:1mm}
.lead{font-size:11.5pt}
.particulars{grid-template-columns:repeat(4,minmax(0,1fr));gap:2.6mm 6mm}
.particulars .code{font-size:7pt;white-space:nowrap}
.image-name{margin-top:2.5mm;font-size:8.5pt}
.image-name .code{font-size:7.25pt}
.counts{grid-template-columns:repeat(6,minmax(0,1fr));margin:3.5mm 0}
.counts li{padding:1.5mm 0 1.5mm 3mm;border-left:1px solid var(--line)}
.counts .number{font-size:15pt}
.listing{margin-top:3.5mm}
.listing h2{font-size:12.5pt;margin-bottom:.7mm;break-after:avoid}
.items li{padding:1mm 0;line-height:1.35}
.on-screen{display:none}
.items .on-screen,.also{display:none}
.on-paper{display:block}
.items p,.more{font-size:8.75pt;line-height:1.32}
.items p,.items p.on-paper{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
small,.label,dt{font-size:7.75pt}
.release{margin-top:0;padding-top:0;border-top:0}
.checks,.durations{margin-top:9mm;padding-top:5mm}
.rollback{break-before:page;margin-top:0;padding-top:0;border-top:0}
.statement{grid-template-columns:minmax(0,1fr) 60mm}
.step{margin-top:8mm}
.step h3,.check>summary{break-after:avoid}
.finding,.statement,.listing li,.check>summary,.changes>li,.tracks li,img{break-inside:avoid}
.scrolled{max-height:none;overflow:visible}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.drawing{max-width:100%;height:auto}
}`;
