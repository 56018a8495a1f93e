import { expect, it } from 'vitest';
import { targetDifferences } from './target.ts';

it('differs by pods, images and the migration, each by name, and only where both were seen', () => {
  const before = { pods: { a: 'one', b: 'one' }, migration: '26.4.0' };
  expect(targetDifferences(before, before)).toEqual([]);
  expect(targetDifferences(before, {})).toEqual([]);
  expect(targetDifferences({}, before)).toEqual([]);
  expect(targetDifferences(before, { pods: { a: 'two', c: 'two' }, migration: '26.7.4' })).toEqual([
    'the pod b is gone',
    'the pod c came',
    'the pod a runs two, and ran one',
    'the newest migration is 26.7.4, and was 26.4.0',
  ]);
});
