import { expect, test } from 'vitest';
import type { Comparison } from './compare.ts';
import { diffExhibit } from './exhibit.ts';

const comparison = (differences: Comparison['differences']): Comparison => ({ differences, unverifiable: [], unread: [], ambiguous: [] });

test('of a long list only what came and what went is shown, one a line; of an order all of it', () =>
  expect(
    diffExhibit(
      comparison([
        { kind: 'changed', object: 'client/a', attribute: 'redirectUris', before: ['x', 'y'], after: ['y', 'z', 'w'] },
        { kind: 'moved', object: 'flow/a', attribute: 'order', before: ['x', 'y'], after: ['y', 'x'] },
        { kind: 'added', object: 'role/a', after: { name: 'a' }, note: 'a note' },
      ]),
      [{ id: 'app', clientId: 'a' }],
      ({ object }) => (object === 'flow/a' ? 'announced' : undefined),
    ),
  ).toEqual([
    {
      kind: 'diff',
      title: 'What changed for the application app',
      entries: [{ path: 'client/a: redirectUris', before: 'x', after: 'z\nw' }],
    },
    {
      kind: 'diff',
      title: 'What changed',
      entries: [
        { path: 'flow/a: order', before: 'x\ny', after: 'y\nx', note: 'moved; announced' },
        { path: 'role/a', after: '{"name":"a"}', note: 'a note' },
      ],
    },
  ]));
