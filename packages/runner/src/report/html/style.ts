import { outcomeOrder } from '../words.ts';
import { layout } from './style-layout.ts';
import { parts } from './style-parts.ts';
import { exhibits } from './style-exhibits.ts';
import { print } from './style-print.ts';

const tones = {
  light: { pass: '#17653f', fail: '#a3201f', warn: '#855000', inconclusive: '#5a3fa0', blocked: '#34566f', skipped: '#61676e' },
  dark: { pass: '#79d3a3', fail: '#ff9a92', warn: '#efb860', inconclusive: '#c0acff', blocked: '#93bcdb', skipped: '#a3aab1' },
};
const bands = {
  light: { pass: '#e9f2ec', fail: '#faebe9', warn: '#faf0dd', inconclusive: '#f0ecf8' },
  dark: { pass: '#17261e', fail: '#2c1a19', warn: '#2a2214', inconclusive: '#211d30' },
};

const variables = (scheme: 'light' | 'dark'): string =>
  [
    ...Object.entries(tones[scheme]).map(([kind, colour]) => `--${kind}:${colour}`),
    ...Object.entries(bands[scheme]).map(([kind, colour]) => `--band-${kind}:${colour}`),
  ].join(';');

const toneRules = outcomeOrder
  .map(
    (kind) =>
      `.tone-${kind}{color:var(--${kind})}.edge-${kind}{--edge:var(--${kind})}.fill-${kind}{fill:var(--${kind});background:var(--${kind})}.line-${kind}{stroke:var(--${kind})}`,
  )
  .join('\n');

/** Boxes that are not ticked hide what they stand for, without a script. */
const filterRules = [
  ...outcomeOrder.map((kind) => `body:has(#show-${kind}:not(:checked)) .check[data-status=${kind}]{display:none}`),
  ...['blocker', 'warning', 'info'].map(
    (severity) => `body:has(#show-${severity}:not(:checked)) .check[data-severity=${severity}]{display:none}`,
  ),
].join('\n');

/** All of the page's style: no font, image or other thing is loaded. */
export const style = `
:root{color-scheme:light dark;--paper:#fdfcfa;--ink:#1b1f24;--soft:#565d65;--line:#e2ded6;--raise:#f5f2ec;--link:#1d4f86;--look:#5b7f9e;${variables('light')};
--serif:"Iowan Old Style","Palatino Linotype",Palatino,Charter,Georgia,"Liberation Serif",serif;
--sans:-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--paper:#15181b;--ink:#e9e7e2;--soft:#a9afb6;--line:#30353a;--raise:#1d2125;--link:#9cc4ee;--look:#7fa3c2;${variables('dark')}}}
${layout}
${parts}
${exhibits}
${toneRules}
${filterRules}
${print}
`;
