import { h } from '../element.ts';
import type { Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { boundedText, scrolled } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';
import { diff } from './diff.ts';
import { graph } from './graph.ts';
import { image } from './image.ts';
import { sheet } from './sheet.ts';
import { strip } from './strip.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';

/** What a check shows, under its title. `onItsPage`: directly below a heading of the third level, with sheets unfolded. */
export const exhibit = (view: View, item: Exhibit, { onItsPage = false } = {}): Node =>
  item.kind === 'sheet'
    ? sheet(view, item, onItsPage)
    : h('figure', { class: `exhibit ${item.kind}` }, h('figcaption', null, outside(item.title)), content(view, item));

function content(view: View, item: Exclude<Exhibit, { kind: 'sheet' }>): Node {
  switch (item.kind) {
    case 'table':
      return table(view, item);
    case 'text': {
      const { text, cut } = boundedText(view, item.text);
      return h('div', null, scrolled(item.title, h('pre', null, text)), cut);
    }
    case 'diff':
      return diff(view, item);
    case 'timeline':
      return timeline(view, item);
    case 'image':
      return image(view, item);
    case 'strip':
      return strip(view, item);
    case 'graph':
      return graph(item);
  }
}
