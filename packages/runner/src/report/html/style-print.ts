/** On paper the first sheet is the board's page; what is folded stays a line. */
export const print = `
@page{size:A4;margin:14mm 16mm}
@media print{
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
:root{--paper:#fff}
body{font-size:9.5pt;line-height:1.42}
main,footer{max-width:none;padding:0}
.filters,.skip{display:none}
a{color:inherit;text-decoration:none}
.front{break-after:page}
.verdict{margin:3.5mm 0 4.5mm;padding:4.5mm 5.5mm;gap:5mm}
.verdict .icon{width:13mm;height:13mm}
.verdict h1{font-size:24pt}
.lead{font-size:11.5pt}
.particulars{grid-template-columns:repeat(4,minmax(0,1fr));gap:2.6mm 6mm}
.counts{grid-template-columns:repeat(6,minmax(0,1fr));margin:4.5mm 0}
.counts li{padding:2mm 0 2mm 3mm;border-left:1px solid var(--line)}
.counts .number{font-size:15pt}
.listing{margin-top:4.5mm}
.listing h2{font-size:12.5pt;margin-bottom:1mm}
.items li{padding:1.2mm 0}
.on-screen{display:none}
.items .on-screen{display:none}
.on-paper{display:block}
.items p,.more{font-size:9pt;line-height:1.35}
small,.label,dt{font-size:7.75pt}
.release{margin-top:0;padding-top:0;border-top:0}
.checks,.durations{margin-top:9mm;padding-top:5mm}
.statement{grid-template-columns:minmax(0,1fr) 60mm}
.step{margin-top:8mm}
.step h3,.check>summary{break-after:avoid}
.finding,.statement,.listing li,.check>summary,.changes>li,.tracks li,img{break-inside:avoid}
.scrolled{max-height:none;overflow:visible}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.drawing{max-width:100%;height:auto}
}`;
