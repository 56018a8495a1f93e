import { h } from '../element.ts';
import type { Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { outside } from '../view.ts';
import type { View } from '../view.ts';
import { image } from './image.ts';

/** Pictures side by side, each under its moment; one that went wrong is marked. */
export const strip = (view: View, { frames }: Extract<Exhibit, { kind: 'strip' }>): Node =>
  h(
    'ol',
    { class: 'strip' },
    frames.map(({ title, at, sha256, mediaType, tone }) =>
      h(
        'li',
        { class: tone === 'bad' ? 'frame bad' : 'frame' },
        h('div', null, h('time', null, outside(at)), ' ', outside(title)),
        image(view, { kind: 'image', title, sha256, mediaType }),
      ),
    ),
  );
