import { expect, test } from 'vitest';
import type { Difference } from '../diff/difference.ts';
import { revocation } from './revocation.ts';

const now = '2026-11-27T08:00:00Z';
const seconds = (time: string): number => Date.parse(time) / 1_000;
const difference = (object: string, before: number | undefined, after: number | undefined, attribute = 'notBefore'): Difference => ({
  kind: 'changed',
  object,
  attribute,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

test.each(['realm', 'client/portal'])('all users of %s were signed out', (object) =>
  expect(revocation(difference(object, 0, seconds('2026-11-27T07:00:00Z')), now)).toBe(
    'tokens from before 2026-11-27T07:00:00.000Z were revoked, which is no change of the configuration',
  ),
);

test.each([
  ['revoked tokens that are good again', difference('realm', seconds('2026-11-27T07:00:00Z'), 0)],
  ['a time that is yet to come', difference('realm', 0, seconds('2027-01-01T00:00:00Z'))],
  ['something else', difference('realm', 0, 1, 'accessTokenLifespan')],
  ['the same of something else', difference('role/member', 0, 1)],
  ['none any more', difference('client/portal', 1, undefined)],
])('not %s', (_what, each) => expect(revocation(each, now)).toBeUndefined());
