import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { recordCaught } from './faults.ts';
import { told, verify, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

const environment = 'environments/lab.ts';
const release = 'releases/lab-26.7.4.ts';
const otherDigest = `sha256:${'0'.repeat(64)}`;

/** Ways into the real cluster, and releases, that people wrote down wrongly: what is found, and how the run ends. */
const variants = [
  {
    title: 'a namespace that the gate has no rights in',
    change: { file: environment, from: "namespace: 'sso'", to: "namespace: 'soo'" },
    code: 'kubernetes/FORBIDDEN',
    exitCode: 3,
    says: '{apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}',
  },
  {
    title: 'a workload that is not there',
    change: { file: environment, from: "workload: { name: 'keycloak' }", to: "workload: { name: 'keycloack' }" },
    code: 'kubernetes/WORKLOAD_MISSING',
    exitCode: 1,
    says: 'There is: Deployment keycloak.',
  },
  {
    title: 'an authority that is not named',
    change: { file: environment, from: "caFile: variable('LAB_KUBERNETES_CA'),", to: '' },
    code: 'kubernetes/API_CERTIFICATE_REFUSED',
    exitCode: 3,
    says: 'certificate',
  },
  {
    title: 'a token that is none',
    change: { file: environment, from: "secret.variable('LAB_KUBERNETES_TOKEN')", to: "secret.variable('LAB_GATE_CLIENT_SECRET')" },
    code: 'kubernetes/UNAUTHORIZED',
    exitCode: 3,
    says: '401 on get deployments keycloak in the namespace sso',
  },
  {
    title: 'a commit that nothing tells',
    change: {
      file: release,
      from: "author: 'release engineer',",
      to: "author: 'release engineer',\n  commit: '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d',",
    },
    code: 'kubernetes/COMMIT_NOT_TOLD',
    exitCode: 3,
    says: '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d',
  },
  {
    title: 'a commit that is not the deployed one',
    change: {
      file: release,
      from: "author: 'release engineer',",
      to: "author: 'release engineer',\n  commit: '009b8a3a9ccbb128af87f9b1c0f4c62e8a304f6d',",
    },
    env: { DEPLOY_COMMIT: 'acb5820ced9479c074f688cc328bf03f341a511d' },
    code: 'kubernetes/COMMIT_NOT_RELEASED',
    exitCode: 1,
    says: 'acb5820ced9479c074f688cc328bf03f341a511d',
  },
  {
    title: 'an image of another digest',
    change: {
      file: release,
      from: "author: 'release engineer',",
      to: `author: 'release engineer',\n  image: 'keycloak:26.7.4@${otherDigest}',`,
    },
    code: 'kubernetes/DIGEST_NOT_RELEASED',
    exitCode: 1,
    says: otherDigest,
  },
] as const;

/** Scenarios that do not fit the lab's cluster, in copies of their own; nothing in the lab is changed. */
export function wrongClusters(place: () => Place): void {
  const only = ['--suite', 'post-deploy', '--only', 'kubernetes/workload-rolled-out', '--only', 'kubernetes/pods-restarted-since-deploy'];

  for (const { title, change, code, exitCode, says, ...more } of variants) {
    test(`named for what it is: ${title}`, async () => {
      const run = await withChangedScenarios(change, (scenarios) => verifyLab(place(), ['--scenarios', scenarios, ...only], more));
      const seen = run.record.results.flatMap(({ findings, gaps }) => [
        ...findings.map((each) => ({ code: each.code, words: `${each.message} ${each.remedy}` })),
        ...gaps.map((each) => ({ code: each.code, words: `${each.reason} ${each.remedy}` })),
      ]);
      expect(
        seen.filter((each) => each.code === code && each.words.includes(says)),
        told(run.record),
      ).not.toEqual([]);
      expect(run.exitCode, told(run.record)).toBe(exitCode);
      // Waiting mends none of them: nobody waits until the time for settling is over.
      expect(run.milliseconds).toBeLessThan(20_000);
      recordCaught(run);
    });
  }

  test('refused before anything is looked at: an authority in a file that is not there', async () => {
    const change = { file: environment, from: "caFile: variable('LAB_KUBERNETES_CA'),", to: "caFile: '/nowhere/ca.crt'," };
    const { lab, reports } = place();
    const done = await withChangedScenarios(change, (scenarios) =>
      verify(['--env', 'lab', '--lab', lab, '--reports', reports, '--scenarios', scenarios, ...only]),
    );
    expect({ exitCode: done.exitCode, stdout: done.stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(done.stderr).toContain("`caFile` cannot be read: ENOENT: no such file or directory, open '/nowhere/ca.crt'");
  });
}
