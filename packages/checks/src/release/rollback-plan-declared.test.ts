import { describe, expect, test } from 'vitest';
import { neededPlan, rollbackPlanDeclared } from './rollback-plan-declared.ts';

const { check } = rollbackPlanDeclared;
const release = { release: '2026-11-upgrade', plan: 'B', reason: 'the schema is migrated', from: '26.4.0', to: '26.7.4' };
const judge = (words: object) => check.judge({}, check.expects.parse({ ...release, ...words }), { now: '2026-11-23T21:10:00Z' });

describe('the plan that the versions imply', () => {
  test.each([
    ['24.0.5', '26.7.4', true, 'B'],
    ['26.4.0', '26.7.4', true, 'B'],
    ['26.4.0', '26.4.2', true, 'B'],
    ['26.7.4', '26.4.0', true, 'B'],
    ['26.7.4', '26.7.4', true, 'A'],
    ['26.7.4', '26.7.4', false, 'A'],
  ] as const)('%s → %s (deploys: %s) needs %s', (from, to, deploys, plan) => expect(neededPlan(from, to, deploys, [])?.plan).toBe(plan));

  test('a rehearsal excuses its own pair of patch releases only', () => {
    const rehearsed = [
      { from: '26.7.3', to: '26.7.4' },
      { from: '26.4.0', to: '26.7.4' },
    ];
    expect(neededPlan('26.7.3', '26.7.4', true, rehearsed)?.plan).toBe('A');
    expect(neededPlan('26.7.2', '26.7.4', true, rehearsed)?.plan).toBe('B');
    expect(neededPlan('26.4.0', '26.7.4', true, rehearsed)?.plan).toBe('B');
  });
});

test('declared B', () => {
  const judgement = judge({});
  expect(judgement.findings).toEqual([]);
  expect(judgement.facts).toEqual([
    { name: 'declared rollback plan', value: 'B: the schema is migrated' },
    { name: 'needed rollback plan', value: 'B: the minor version rises, so that schema and realms are migrated' },
  ]);
});

test('stronger than needed is no fault', () => expect(judge({ to: '26.4.0' }).findings).toEqual([]));

test('declared A where B is needed', () =>
  expect(judge({ plan: 'A' }).findings).toEqual([
    {
      code: 'release/PLAN_TOO_WEAK',
      title: 'The rollback plan is weaker than this release needs',
      severity: 'fail',
      subject: 'release/2026-11-upgrade',
      message:
        'The release 2026-11-upgrade (26.4.0 → 26.7.4) declares rollback plan A, and needs plan B: the minor version rises, so that schema and realms are migrated.',
      remedy:
        'Declare plan B (restoring the database) with its reason, validate the backup and arrange the stand-by; or rehearse plan A for this very pair of versions on a restored copy.',
      expected: 'B',
      actual: 'A',
    },
  ]));

test.each([
  ['a version that is none', { to: 'latest' }, 'release/VERSION_UNREADABLE'],
  ['no release', { release: undefined }, 'release/NO_RELEASE'],
])('%s', (_name, words, code) => {
  const judgement = judge(words);
  expect(judgement.findings).toEqual([]);
  expect(judgement.gaps?.map((gap) => gap.code)).toEqual([code]);
});
