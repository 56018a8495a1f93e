import type { Reads, Vantage } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { registry } from '../src/index.ts';

it('each look says from where it is seen', () => {
  const seen = new Map<string, Vantage>();
  const add = (reads: Reads): void => {
    for (const read of Object.values(reads)) {
      const collector = read.kind === 'collector' ? read : read.collector;
      if (seen.has(collector.id)) continue;
      seen.set(collector.id, collector.vantage);
      add(collector.reads);
    }
  };
  for (const { reads } of registry.values()) add(reads);
  const from = (vantage: Vantage): string[] => [...seen].flatMap(([id, each]) => (each === vantage ? [id] : [])).toSorted();
  expect({ cluster: from('cluster'), outside: from('outside'), anywhere: from('anywhere') }).toEqual({
    cluster: [
      'backup/catalogue',
      'backup/cloudnativepg',
      'backup/job',
      'backup/volume-snapshots',
      'database/access',
      'database/assignments',
      'database/identity',
      'database/members',
      'database/sessions',
      'database/since-newest-backup',
      'database/since-pinned-backup',
      'database/state',
      'database/structure',
      'keycloak-log/pods',
      'kubernetes/access',
      'kubernetes/claims',
      'kubernetes/guards',
      'kubernetes/nodes',
      'kubernetes/server-configuration',
      'kubernetes/services',
      'kubernetes/workload',
    ],
    outside: [
      'login/journey',
      'oidc/fresh-token',
      'oidc/gate-clients',
      'oidc/provider',
      'oidc/public-certificate',
      'oidc/service-account',
      'oidc/web-origin',
    ],
    // Files and records lie where the gate runs; the admin API has an address of its own in the environment, and Keycloak often a second one inside.
    anywhere: [
      'backup/directory',
      'backup/drills',
      'backup/listed',
      'backup/pgbackrest',
      'backup/pinned',
      'keycloak-config/admin-events',
      'keycloak-config/promoted-from',
      'keycloak-config/realm',
      'keycloak-config/rights',
      'keycloak-config/server',
      'keycloak-config/tokens',
      'keycloak-log/baseline',
      'login/test-user',
      'release/proven-elsewhere',
      'release/rollback-plan',
    ],
  });
});
