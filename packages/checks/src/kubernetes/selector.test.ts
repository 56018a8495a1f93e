import { expect, it } from 'vitest';
import { isSelected } from './selector.ts';

const labels = { app: 'keycloak', tier: 'web' };

it.each([
  [{ matchLabels: { app: 'keycloak' } }, true],
  [{ matchLabels: { app: 'keycloak', tier: 'db' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['keycloak', 'sso'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['keycloak'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists', values: [] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist', values: [] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'Novelty', values: [] }] }, false],
])('%j selects: %s', (selector, selected) => {
  expect(isSelected(selector, labels)).toBe(selected);
});

it('selects nothing where it names nothing, or all where that is its meaning', () => {
  expect(isSelected({}, labels)).toBe(false);
  expect(isSelected({}, labels, 'all')).toBe(true);
});
