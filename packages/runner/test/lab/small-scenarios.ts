import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallRealmService } from '@keycloak-release-gate/lab';

/** The environments that a release goes through, each a realm of the lab's one Keycloak. */
export const smallEnvironments = ['test', 'acc', 'prod'] as const;
export type SmallEnvironment = (typeof smallEnvironments)[number];

/** The realm that an environment is. */
export const realmOf = (environment: SmallEnvironment): string => `sso-${environment}`;

/** The release that brings a role to each of them. */
export const smallRelease = 'auditors';

/** Puts three environments and their release in place of those that the scenarios of this folder have. */
export function writeSmallScenarios(scenarios: string): void {
  for (const folder of ['environments', 'releases']) {
    rmSync(join(scenarios, folder), { recursive: true, force: true });
    mkdirSync(join(scenarios, folder));
  }
  for (const environment of smallEnvironments)
    writeFileSync(join(scenarios, 'environments', `${environment}.ts`), environmentFile(environment));
  writeFileSync(join(scenarios, 'releases', `${smallRelease}.ts`), releaseFile);
}

function environmentFile(id: SmallEnvironment): string {
  const before = smallEnvironments[smallEnvironments.indexOf(id) - 1];
  return `import { defineApplication, defineEnvironment, secret, variable } from '@keycloak-release-gate/core';

const billing = defineApplication({
  id: 'billing',
  title: 'Billing',
  realm: '${realmOf(id)}',
  clientId: '${smallRealmService}',
  login: { kind: 'service', clientSecret: secret.variable('SMALL_SERVICE_SECRET') },
  environments: { ${id}: {} },
});

export default defineEnvironment({
  id: '${id}',
  title: '${realmOf(id)}, a realm of the lab',
  startedBy: 'lab',
  production: ${id === 'prod'},
  ${before === undefined ? '' : `promotesFrom: '${before}',`}
  keycloak: { publicUrl: variable('LAB_PUBLIC_URL'), adminUrl: variable('LAB_ADMIN_URL'), realms: ['${realmOf(id)}'] },
  gate: { admin: { realm: '${realmOf(id)}', clientId: 'release-gate', secret: secret.variable('SMALL_GATE_SECRET') } },
  kubernetes: {
    server: variable('LAB_KUBERNETES_SERVER'),
    caFile: variable('LAB_KUBERNETES_CA'),
    token: secret.variable('LAB_KUBERNETES_TOKEN'),
    namespace: 'sso',
    workload: { name: 'keycloak' },
  },
  database: {
    host: variable('LAB_DATABASE_HOST'),
    port: variable('LAB_DATABASE_PORT'),
    name: variable('LAB_DATABASE_NAME'),
    user: variable('LAB_DATABASE_USER'),
    password: secret.variable('LAB_DATABASE_PASSWORD'),
    tls: 'off',
  },
  backups: { directory: variable('LAB_BACKUP_DIRECTORY'), restore: { hosts: [variable('LAB_HOST_NAME')] } },
  applications: [billing],
  settle: { every: 200, good: 2, within: 10_000 },
  deadlineSeconds: 120,
});
`;
}

const releaseFile = `import { defineRelease } from '@keycloak-release-gate/core';

export default defineRelease({
  id: '${smallRelease}',
  title: 'A role for auditors',
  description: 'Auditors get a role of their own, so that they need no administrator any more.',
  environments: ['test', 'acc', 'prod'],
  keycloak: { from: '26.7.4', to: '26.7.4' },
  deploys: false,
  expectedChanges: [{ object: 'role/auditor', change: { op: 'is added' } }],
  rollback: { plan: 'A', reason: 'A role that nobody has yet is removed again.' },
  impact: 'None: nobody has the role yet.',
  parties: ['The auditors'],
  author: 'Robin Release',
});
`;
