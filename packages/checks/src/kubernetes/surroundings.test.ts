import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeClaims, mountedClaims } from './claims.ts';
import { describeWorkload } from './describe-workload.ts';
import { disruptionGuarded } from './disruption-guarded.ts';
import { describeGuards } from './guards.ts';
import { describeNodes } from './nodes.ts';
import { nodesSound } from './nodes-sound.ts';
import { Deployment, Pod, ReplicaSet } from './objects.ts';
import { serviceReachesPods } from './service-reaches-pods.ts';
import { describeServices } from './services.ts';
import { Autoscaler, DisruptionBudget, EndpointSlice, Node, Service } from './surrounding-objects.ts';
import { volumesBound } from './volumes-bound.ts';

// What the API server of a lab gave of a healthy Keycloak and of what stands around it.
const Recorded = z.object({
  observedAt: z.string(),
  deployment: Deployment,
  replicaSets: z.array(ReplicaSet),
  pods: z.array(Pod),
  nodes: z.array(Node),
  services: z.array(Service),
  endpointSlices: z.array(EndpointSlice),
  budgets: z.array(DisruptionBudget),
  autoscalers: z.array(Autoscaler),
});
const recorded = Recorded.parse(JSON.parse(readFileSync(new URL('./fixtures/surroundings.json', import.meta.url), 'utf8')));

function judged({ observedAt, deployment, replicaSets, pods, nodes, services, endpointSlices, budgets, autoscalers }: typeof recorded) {
  const now = describeWorkload({
    namespace: 'sso',
    name: 'keycloak',
    container: 'keycloak',
    observedAt,
    workload: { kind: 'Deployment', object: deployment },
    replicaSets,
    controllerRevisions: [],
    pods,
    events: [],
  });
  const hosts = new Set(now.pods.flatMap(({ node }) => (node === undefined ? [] : [node])));
  const judge = ({ check }: { readonly check: typeof nodesSound.check }, around: unknown) =>
    check.judge({ now, around, before: undefined }, check.expects.parse({}), { now: observedAt });
  return {
    nodes: judge(nodesSound, describeNodes(nodes, hosts)),
    services: judge(serviceReachesPods, describeServices(services, endpointSlices, now, [])),
    guards: judge(disruptionGuarded, describeGuards(autoscalers, budgets, now)),
    claims: judge(volumesBound, describeClaims([], mountedClaims(now))),
  };
}

it('finds nothing wrong around a healthy Keycloak, and says what is there', () => {
  expect(judged(recorded)).toEqual({
    nodes: {
      findings: [],
      facts: [
        { name: 'nodes that host pods', value: 'lab-node' },
        { name: 'nodes that could', value: '1 of 1' },
      ],
    },
    services: { findings: [], facts: [{ name: 'ready addresses of keycloak', value: 2 }] },
    guards: { findings: [], facts: [{ name: 'evictions that keycloak allows', value: 1 }] },
    claims: { findings: [], facts: [{ name: 'claims that the pods mount', value: 0 }] },
  });
});

it('finds the same in whatever order the API lists things', () => {
  const second = recorded.services.map((service) => ({ ...service, metadata: { name: 'keycloak-discovery' } }));
  const budgets = [...recorded.budgets, ...recorded.budgets.map((budget) => ({ ...budget, metadata: { name: 'another' } }))];
  const unready = recorded.nodes.map((node) => ({ ...node, status: { conditions: [] } }));
  const trouble = { ...recorded, nodes: unready, services: [...recorded.services, ...second], budgets };
  const expected = judged(trouble);
  expect(Object.values(expected).map(({ findings }) => findings.map(({ code }) => code))).toEqual([
    ['kubernetes/NODE_NOT_READY'],
    ['kubernetes/SERVICE_WITHOUT_ENDPOINTS', 'kubernetes/POD_NOT_IN_SERVICE', 'kubernetes/POD_NOT_IN_SERVICE'],
    ['kubernetes/SEVERAL_DISRUPTION_BUDGETS'],
    [],
  ]);
  const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length });
  const slices = recorded.endpointSlices.map((slice) => shuffled(slice.endpoints ?? []).map((endpoints) => ({ ...slice, endpoints })));
  fc.assert(
    fc.property(
      shuffled(recorded.pods),
      shuffled(trouble.services),
      fc.tuple(...slices),
      shuffled(budgets),
      (pods, services, endpointSlices, some) => {
        expect(judged({ ...trouble, pods, services, endpointSlices, budgets: some })).toEqual(expected);
      },
    ),
    { numRuns: 100 },
  );
});
