import { expect, test } from 'vitest';
import healthy from './fixtures/healthy.json' with { type: 'json' };
import { probeBudget } from './probe-budget.ts';
import { Workload } from './workload-evidence.ts';

const [pod] = Workload.parse(healthy).pods;
if (!pod) throw new Error('The fixture has no pod.');
const [keycloak] = pod.containers;
if (!keycloak) throw new Error('The pod has no container.');

const budget = (probes: NonNullable<typeof keycloak.probes> | undefined, more: Partial<typeof pod> = {}) =>
  probeBudget({
    container: 'keycloak',
    pods: [{ ...pod, ...more, containers: [{ ...keycloak, name: 'keycloak', ...(probes ? { probes } : { probes: undefined }) }] }],
  });
const words = (delay: number, period: number, failures: number) =>
  `http-get http://:9000/health/started delay=${delay}s timeout=5s period=${period}s #success=1 #failure=${failures}`;

test('the startup probe, where there is one', () =>
  expect(budget({ startup: words(3, 2, 150), liveness: words(0, 1, 5) })).toEqual({
    seconds: 303,
    from: `startup probe: ${words(3, 2, 150)}`,
  }));
test('else the liveness probe', () => expect(budget({ readiness: words(0, 1, 1), liveness: words(60, 10, 3) })?.seconds).toBe(90));
test('a readiness probe ends nothing', () =>
  expect(budget({ readiness: words(0, 1, 3) })).toEqual({ seconds: null, from: 'no startup or liveness probe' }));
test('no pod, or no such container', () => {
  expect(probeBudget({ container: 'keycloak', pods: [] })).toBeNull();
  expect(probeBudget({ container: 'other', pods: [pod] })).toBeNull();
});
test('words of another version', () => expect(budget({ startup: 'every now and then' })).toBeNull());
test('the newest revision counts', () => {
  const old = { ...pod, current: false, containers: [{ ...keycloak, name: 'keycloak', probes: { startup: words(0, 1, 10) } }] };
  const next = { ...pod, current: true, containers: [{ ...keycloak, name: 'keycloak', probes: { startup: words(0, 1, 20) } }] };
  expect(probeBudget({ container: 'keycloak', pods: [old, next] })?.seconds).toBe(20);
});
