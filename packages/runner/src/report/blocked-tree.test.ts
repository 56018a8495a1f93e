import { expect, test } from 'vitest';
import { sampleRecord } from '../../test/sample-record.ts';
import { blockedTrees } from './blocked-tree.ts';
import type { BlockedNode } from './blocked-tree.ts';
import { summarise } from './summary.ts';

const shape = ({ key, blocked }: BlockedNode): unknown => (blocked.length === 0 ? key : [key, ...blocked.map(shape)]);

test('a root cause has below it what it blocked, in the order of the needs', () => {
  expect(blockedTrees(summarise(sampleRecord())).map(shape)).toEqual([
    ['oidc/discovery partners', ['login/login-and-logout desk', 'login/session-expires desk']],
  ]);
});

test('needs that go in a circle, and causes that nobody planned, lose no check', () => {
  const record = sampleRecord();
  const looped = {
    ...record,
    plan: {
      ...record.plan,
      checks: record.plan.checks.map((check) =>
        check.key === 'login/login-and-logout desk' ? { ...check, needs: ['login/session-expires desk'] } : check,
      ),
    },
    results: record.results.map((result) =>
      result.outcome.kind === 'blocked' ? { ...result, outcome: { kind: 'blocked' as const, by: ['gone'] } } : result,
    ),
  };
  expect(blockedTrees(summarise(looped)).map(shape)).toEqual([['gone', 'login/login-and-logout desk', 'login/session-expires desk']]);
});
