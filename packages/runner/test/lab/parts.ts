import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { join } from 'node:path';
import type { RunRecord } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { listRuns, readRun } from '../../src/record/read.ts';
import { withChangedScenarios } from './changed-scenarios.ts';
import { labOf } from './faults.ts';
import { leaksOf } from './leaks.ts';
import { repository, stateOf, told, verify } from './verify.ts';
import type { Place } from './verify.ts';

type Lab = Awaited<ReturnType<typeof labOf>>;

/** What is concluded of each check: what is found, what is not seen, and in which order. */
const concluded = ({ results }: RunRecord) =>
  results.map(({ check, outcome, findings, gaps }) => [
    check,
    outcome,
    findings.map(({ code, subject }) => `${code} ${subject}`),
    gaps.map(({ code }) => code),
  ]);

/** A run that is collected by Jobs of the lab's cluster, each with the secrets of its own looks alone, beside the newest run in one piece. */
export function collectedInParts(place: () => Place): void {
  test('what Jobs collect in the cluster and, in shards, outside of it is judged as the whole is', async ({ signal }) => {
    const { reports } = place();
    const parts = join(reports, 'parts');
    mkdirSync(parts);
    const lab = await labOf(place());
    // The run of the healthy lab, a moment before.
    const { record: whole } = readRun(listRuns(reports, 'lab', 'post-deploy')[0] ?? '');
    try {
      await withChangedScenarios({ file: 'environments/lab.ts', from: "  startedBy: 'lab',\n", to: '' }, async (scenarios) => {
        await giveVariables(lab, { XDG_STATE_HOME: stateOf(place()) }, signal);
        const more = ['--scenarios', scenarios, '--reports', reports];
        await applyJobs(lab, parts, more, signal);
        await ended(lab, ['release-gate-cluster', 'release-gate-outside'], signal);
      });
    } finally {
      await removeAll(lab, signal);
    }
    const { stdout, stderr, exitCode } = await verify(['merge', parts, '--reports', reports, '--json']);
    if (stdout === '') throw new Error(stderr);
    const { id } = JSON.parse(stdout) as { readonly id: string };
    const { record } = readRun(join(reports, 'lab', 'post-deploy', id));
    expect(told(record)).toBe(told({ ...record, results: [] }));
    expect(concluded(record)).toEqual(concluded(whole));
    expect({ exitCode, verdict: record.verdict }).toEqual({ exitCode: 0, verdict: whole.verdict });
    expect(record.run.parts?.map(({ name }) => name)).toEqual(['outside 1/2', 'outside 2/2', 'cluster']);
    expect(await leaksOf(place().lab, parts)).toEqual([]);
  });
}

/** Variables of the environment for all Jobs, and secrets for each what its looks need. */
async function giveVariables(lab: Lab, more: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
  const variables = Object.entries(lab.variables());
  const secrets = variables.filter(([name]) => /(?:PASSWORD|SECRET|TOKEN|TOTP)$/.test(name));
  const inside = secrets.filter(([name]) => /^LAB_(?:DATABASE_PASSWORD|KUBERNETES_TOKEN)$/.test(name));
  const key = ['VERIFY_PARTS_KEY', 'a key of the lab, and of nothing else'];
  const base64 = (entries: readonly (readonly string[])[]): Record<string, string> =>
    Object.fromEntries([...entries, key].map(([name = '', value = '']) => [name, Buffer.from(value).toString('base64')]));
  const named = (name: string) => ({ name, namespace: 'sso' });
  const data = { ...Object.fromEntries(variables.filter((entry) => !secrets.includes(entry))), ...more };
  await lab.kubernetes.create('ConfigMap', { metadata: named('release-gate'), data }, signal);
  await lab.kubernetes.create('Secret', { metadata: named('release-gate-cluster'), data: base64(inside) }, signal);
  const outside = secrets.filter((entry) => !inside.includes(entry));
  await lab.kubernetes.create('Secret', { metadata: named('release-gate-outside'), data: base64(outside) }, signal);
}

/** Applies the documented Jobs, with other words where the lab has its own. A process of the lab sees no mounts: it writes where the place is. */
async function applyJobs(lab: Lab, parts: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const example = readFileSync(join(repository, 'docs/examples/kubernetes-jobs.yaml'), 'utf8');
  for (const document of example.split(/^---$/m)) {
    const said = document
      .replaceAll('--env, acc', '--env, lab')
      .replaceAll('--output, /parts]', `--output, ${[parts, ...args].join(', ')}]`)
      .replaceAll('registry.example.org/', '')
      // Two shards of browsers beside Keycloak are too much for two cores at once.
      .replace('parallelism: 2', 'parallelism: 1')
      .replace(/\n {6}volumes:[\s\S]*$/, '\n')
      .replace(/\n {10}volumeMounts:\n(?: {12}.*\n?)+/, '\n');
    const request = {
      method: 'POST',
      path: '/apis/batch/v1/namespaces/sso/jobs',
      body: said,
      contentType: 'application/yaml',
      signal,
    } as const;
    (await lab.kubernetes.open(request)).resume();
  }
}

async function ended(lab: Lab, names: readonly string[], signal: AbortSignal): Promise<void> {
  for (const name of names)
    for (;;) {
      const { status } = await lab.kubernetes.get('Job', { name, namespace: 'sso' }, signal);
      if (status?.conditions?.some(({ type }) => type === 'Failed') === true)
        throw new Error(`the Job ${name} failed: ${JSON.stringify(status)}`);
      if (status?.conditions?.some(({ type }) => type === 'Complete') === true) break;
      await later(500, undefined, { signal });
    }
}

/** Leaves nothing of the Jobs: what comes after looks at the same namespace. */
async function removeAll(lab: Lab, signal: AbortSignal): Promise<void> {
  const query = { propagationPolicy: 'Background' };
  const paths = [
    ...['release-gate-cluster', 'release-gate-outside'].flatMap((name) => [
      `/apis/batch/v1/namespaces/sso/jobs/${name}`,
      `/api/v1/namespaces/sso/secrets/${name}`,
    ]),
    '/api/v1/namespaces/sso/configmaps/release-gate',
  ];
  for (const path of paths) (await lab.kubernetes.open({ method: 'DELETE', path, query, signal })).resume();
}
