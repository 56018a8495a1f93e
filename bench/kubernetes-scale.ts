import { subscribe } from 'node:diagnostics_channel';
import { kubernetesChecks, workload } from '@keycloak-release-gate/checks';
import { Environment, plannedRead } from '@keycloak-release-gate/core';
import type { AnyCollector, CollectContext, JsonObject } from '@keycloak-release-gate/core';
import { inCrowdedNamespace, readKubeconfig } from './crowded-namespace.ts';

/**
 * How long the Kubernetes looks and checks take on a namespace of 500 pods and 5,000 events, and how many calls of the API.
 * Usage: node bench/kubernetes-scale.ts <kubeconfig of a lab's administrator>. It makes a namespace of its own, and removes it.
 */
const [kubeconfig = ''] = process.argv.slice(2);
const at = readKubeconfig(kubeconfig);
const [pods, events] = [500, 5_000];

const calls = new Map<string, number>();
subscribe('http.client.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  const { request } = message;
  if (typeof request !== 'object' || request === null || !('path' in request) || typeof request.path !== 'string') return;
  const kind = /\/([a-z]+)(?:\/keycloak)?(?:\?|$)/.exec(request.path)?.[1] ?? request.path;
  calls.set(kind, (calls.get(kind) ?? 0) + 1);
});

await inCrowdedNamespace(at, pods, events, async (namespace) => {
  const environment = Environment.parse({
    id: 'bench',
    title: 'A crowded namespace',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['master'] },
    gate: { admin: { realm: 'master', clientId: 'gate', secret: { secret: 'variable', name: 'NONE' } } },
    kubernetes: {
      server: at.server,
      caFile: at.caFile,
      token: { secret: 'variable', name: 'TOKEN' },
      namespace,
      workload: { name: 'keycloak' },
    },
  });
  const disposals: (() => Promise<void>)[] = [];
  const kept = new Map<string, Promise<unknown>>();
  const context = (looks: Record<string, unknown>): CollectContext<Record<string, unknown>> => ({
    run: { suite: 'health', environment },
    signal: AbortSignal.timeout(60_000),
    looks,
    secret: () => at.token,
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async <T>(key: string, create: () => Promise<T>, dispose: (value: T) => Promise<void>): Promise<T> => {
      const known = kept.get(key) as Promise<T> | undefined;
      if (known) return known;
      const made = create();
      kept.set(key, made);
      disposals.push(async () => dispose(await made));
      return made;
    },
  });
  const look = async (collector: AnyCollector, looks: Record<string, unknown>): Promise<unknown> => {
    const params: JsonObject = {};
    const { value, gaps = [] } = await collector.collect(params, context(looks) as never);
    for (const { reason } of gaps) process.stdout.write(`gap: ${reason}\n`);
    return value;
  };

  calls.clear();
  const evidence = new Map<string, unknown>();
  const began = performance.now();
  evidence.set(workload.id, await look(workload, {}));
  const others = new Map(
    kubernetesChecks.flatMap(({ check }) =>
      Object.values(check.reads)
        .map((read) => plannedRead(read).collector)
        .filter(({ id }) => id !== workload.id)
        .map((collector) => [collector.id, collector] as const),
    ),
  );
  for (const [id, collector] of others) evidence.set(id, await look(collector, { workload: evidence.get(workload.id) }));
  const looked = performance.now();
  let findings = 0;
  for (const { check } of kubernetesChecks) {
    const reads = Object.entries(check.reads).map(([name, read]): [string, unknown] => {
      const { collector, revision } = plannedRead(read);
      return [name, revision === 'baseline' ? undefined : evidence.get(collector.id)];
    });
    findings += check.judge(Object.fromEntries<unknown>(reads), check.expects.parse({}), { now: new Date().toISOString() }).findings.length;
  }
  const judged = performance.now();
  for (const dispose of disposals) await dispose();
  const most = Math.max(...[...calls].filter(([kind]) => kind !== 'selfsubjectaccessreviews').map(([, count]) => count));
  process.stdout.write(
    [
      `${pods} pods, ${events} events: looked in ${(looked - began).toFixed(0)} ms, judged in ${(judged - looked).toFixed(0)} ms (limit 1,000 ms), ${findings} findings`,
      `calls: ${[...calls].map(([kind, count]) => `${kind} ${count}`).join(', ')}; at most ${most} of a kind (limit 3)`,
      '',
    ].join('\n'),
  );
});
