import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Snapshot } from '@keycloak-release-gate/checks';
import type { ServerConfiguration } from '@keycloak-release-gate/checks';
import {
  changeStatefulKeycloak,
  deployStatefulKeycloak,
  removeStatefulKeycloak,
  untilStatefulKeycloakWaits,
} from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { codesOf, labOf } from './faults.ts';
import { told, verify, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

const ofStatefulSet = {
  file: 'environments/lab.ts',
  from: "workload: { name: 'keycloak' }",
  to: "workload: { kind: 'StatefulSet', name: 'keycloak-set' }",
};

/** Keycloak as a StatefulSet: a healthy one passes, a held back and a broken one do not. */
export function statefulSetOfLab(place: () => Place): void {
  // Without what was recorded before the release: that is of the Deployment.
  const own = (): Place => ({ ...place(), reports: join(place().reports, 'stateful-set') });
  const verified = (): Promise<Verified> =>
    withChangedScenarios(ofStatefulSet, (scenarios) =>
      verifyLab(own(), ['--scenarios', scenarios, ...['kubernetes', 'keycloak-log/started'].flatMap((name) => ['--only', name])]),
    );
  /** How it is deployed, as a snapshot tells it. */
  const deployed = async (): Promise<ServerConfiguration> => {
    const file = join(own().reports, 'snapshot.json');
    const args = ['snapshot', '--env', 'lab', '--lab', place().lab, '--reports', own().reports, '--output', file];
    const done = await withChangedScenarios(ofStatefulSet, (scenarios) => verify([...args, '--scenarios', scenarios]));
    const { serverConfiguration } = Snapshot.parse(JSON.parse(readFileSync(file, 'utf8')));
    return serverConfiguration?.value ?? expect.fail(`The snapshot holds no server configuration:\n${done.stdout}${done.stderr}`);
  };
  const codes = (run: Verified): string[] => codesOf(run, () => true);

  test('a StatefulSet passes; held back it is a warning; with an image that is not there it fails', async ({ signal }) => {
    const lab = await labOf(place());
    try {
      await deployStatefulKeycloak(lab, signal);
      const healthy = await verified();
      expect(codes(healthy), told(healthy.record)).toEqual([]);
      expect((await deployed()).objects).toMatchObject({
        workload: { kind: 'StatefulSet', serviceName: 'keycloak-set', strategy: { type: 'RollingUpdate' } },
        'container/keycloak': { envFrom: ['ConfigMap keycloak-options'], env: { KC_DB_PASSWORD: { from: 'Secret keycloak-db/password' } } },
        'config-map/keycloak-options': { entries: { KC_LOG_LEVEL: 'info' } },
        'service/keycloak-set': { selector: { app: 'keycloak-set' } },
      });

      await changeStatefulKeycloak(lab, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }, signal);
      const held = await verified();
      expect(codes(held), told(held.record)).toEqual(['kubernetes/ROLLOUT_BY_HAND']);

      const containers = [{ name: 'keycloak', image: 'keycloak:99.9.7' }];
      const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
      await changeStatefulKeycloak(lab, { updateStrategy, template: { spec: { containers } } }, signal);
      await untilStatefulKeycloakWaits(lab, 'ImagePullBackOff', signal);
      const broken = await verified();
      expect(codes(broken), told(broken.record)).toContain('kubernetes/IMAGE_PULL_FAILED');
    } finally {
      await removeStatefulKeycloak(lab, signal);
    }
  });
}
