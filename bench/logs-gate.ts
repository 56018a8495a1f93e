import { Environment, plannedRead } from '@keycloak-release-gate/core';
import type { CollectContext, RunContext } from '@keycloak-release-gate/core';
import { givenBaseline } from '../packages/checks/src/keycloak-log/baseline/given-baseline.ts';
import { keycloakLogChecks } from '../packages/checks/src/keycloak-log/index.ts';
import { podLogs } from '../packages/checks/src/keycloak-log/pod-logs.ts';
import { workload } from '../packages/checks/src/kubernetes/workload.ts';

/**
 * One look at a workload's logs and what is judged of it, as a run does it; for `bench/logs.ts`, which starts it as a process of
 * its own. Usage: node bench/logs-gate.ts <server> <CA file> <namespace> <deployment>, with the token in GATE_TOKEN
 */
const [server = '', caFile = '', namespace = '', deployment = ''] = process.argv.slice(2);
const environment = Environment.parse({
  id: 'bench',
  title: 'The benchmark of the logs',
  keycloak: { publicUrl: 'http://localhost', adminUrl: 'http://localhost', realms: ['master'] },
  gate: { admin: { realm: 'master', clientId: 'gate', secret: { secret: 'variable', name: 'GATE_SECRET' } } },
  kubernetes: { server, caFile, token: { secret: 'variable', name: 'GATE_TOKEN' }, namespace, workload: { name: deployment } },
});
const run: RunContext = { suite: 'bench', environment };
const kept = new Map<string, unknown>();
const context: Omit<CollectContext<unknown>, 'looks'> = {
  run,
  signal: AbortSignal.timeout(600_000),
  secret: () => process.env['GATE_TOKEN'] ?? '',
  stateFolder: '',
  conceal: () => undefined,
  attach: () => '',
  shared: async <T>(key: string, create: () => Promise<T>): Promise<T> => {
    const value = kept.has(key) ? kept.get(key) : await create();
    kept.set(key, value);
    return value as T;
  },
};
const from = performance.now();
const seen = await workload.collect(workload.params(run), { ...context, looks: {} });
if (!seen.value) throw new Error(JSON.stringify(seen.gaps));
const logs = await podLogs.collect({}, { ...context, looks: { workload: seen.value } });
if (!logs.value || (logs.gaps ?? []).length > 0) throw new Error(JSON.stringify(logs.gaps));
const baseline = await givenBaseline.collect(givenBaseline.params(run), { ...context, looks: {} });
const evidence = new Map<string, unknown>([
  [workload.id, seen.value],
  [podLogs.id, logs.value],
  [givenBaseline.id, baseline.value],
]);
for (const { check } of keycloakLogChecks) {
  const reads = Object.entries(check.reads).map(([name, read]) => {
    const { collector, revision } = plannedRead(read);
    return [name, revision === 'baseline' ? undefined : evidence.get(collector.id)] as const;
  });
  const expected = check.expects.parse(check.id === 'keycloak-log/started' ? { version: '26.7.4' } : {});
  check.judge(Object.fromEntries(reads), expected, { now: new Date().toISOString() });
}
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - from) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
    lines: logs.value.pods[0]?.runs[0]?.log.lines ?? 0,
    bytes: logs.value.pods[0]?.runs[0]?.bytes ?? 0,
  }),
);
process.exit(0);
