import { expect, test } from 'vitest';
import { ranked } from './representation.ts';

test('members of one name are numbered, and none takes the place of the order', () =>
  expect(
    ranked([
      ['a', { x: 1 }],
      ['order', { x: 2 }],
      ['a', { x: 3 }],
      ['numbers', { x: 4 }],
    ]),
  ).toEqual({
    members: { a: { x: 1 }, 'order (1)': { x: 2 }, 'a (2)': { x: 3 }, 'numbers (1)': { x: 4 } },
    order: ['a', 'order (1)', 'a (2)', 'numbers (1)'],
  }));
