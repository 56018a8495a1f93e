import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { computePlan } from '@keycloak-release-gate/checks';
import type { RollbackFacts } from '@keycloak-release-gate/checks';
import { expect, test } from 'vitest';
import { knownPairs } from './rollback-plan/pairs.ts';
import { recordedFacts } from './rollback-plan/recorded-facts.ts';

const recorded = JSON.parse(brotliDecompressSync(readFileSync(recordedFacts)).toString()) as Readonly<Record<string, RollbackFacts>>;

test('each pair was recorded', () => expect(Object.keys(recorded).toSorted()).toEqual(knownPairs.map(({ name }) => name).toSorted()));

// As it came out on real servers, and as `rollback-plan.soak.test.ts` tries it anew.
test.each(knownPairs)('$name: plan $plan, because of "$decidedBy"', ({ name, plan, decidedBy }) => {
  const facts = recorded[name];
  if (!facts) throw new Error('It was not recorded.');
  const computed = computePlan(facts);
  expect({ plan: computed.plan, decidedBy: computed.decidedBy.rule }).toEqual({ plan, decidedBy });
});
