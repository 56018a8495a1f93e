import { expect, test } from 'vitest';
import type { Difference } from '../diff/difference.ts';
import { riskRules } from './index.ts';
import { standingOf } from './standing.ts';
import type { Weakened } from './weakenings.ts';

const [rule] = riskRules.filter(({ id }) => id === 'full-scope');
if (!rule) throw new Error('There is the rule full-scope.');
const weakened: Weakened = { rule, object: 'client/admin-cli', attribute: 'fullScopeAllowed', before: false, after: true };
const difference: Difference = { kind: 'changed', object: 'client/admin-cli', attribute: 'fullScopeAllowed', before: false, after: true };
const other: Difference = { ...difference, attribute: 'name' };
const standing = (known: Partial<Parameters<typeof standingOf>[1]>) =>
  standingOf(weakened, { differences: [difference, other], changes: [], isExplained: () => false, ...known });

test('what the upgrade makes by itself', () => expect(standing({ isExplained: (each) => each === difference })).toBe('upgrade'));
test('what the upgrade makes beside it explains nothing', () =>
  expect(standing({ isExplained: (each) => each === other })).toBe('unannounced'));
test('what the release announces', () =>
  expect(
    standing({ changes: [{ object: 'client/admin-cli', attribute: 'fullScopeAllowed', change: { op: 'becomes', value: true } }] }),
  ).toBe('announced'));
test('what the release announces beside it', () =>
  expect(standing({ changes: [{ object: 'client/admin-cli', attribute: 'name' }] })).toBe('unannounced'));
test('what comes of nothing that anybody sees', () => expect(standing({ differences: [] })).toBe('unannounced'));
test('what the upgrade makes only a part of', () => {
  const inside: Difference = { ...difference, attribute: 'fullScopeAllowed.more' };
  expect(standing({ differences: [difference, inside], isExplained: (each) => each === difference })).toBe('unannounced');
});
