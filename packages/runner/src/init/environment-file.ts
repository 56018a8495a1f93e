import { cleanLine } from '../report/clean-text.ts';
import { literal } from '../release/new/file-text.ts';
import type { GuessedApplication, LeftOver } from './application-files.ts';
import { prefixOf } from './found.ts';
import type { Found, ScenarioFile } from './found.ts';

/** The environment's file: what was seen stands in it, and what only its people know is a variable that `verify doctor` asks for. */
export function environmentFile(found: Found, applications: readonly GuessedApplication[], leftOver: readonly LeftOver[]): ScenarioFile {
  const prefix = prefixOf(found.id);
  const [first] = found.realms;
  const [workload, ...others] = found.workloads;
  const text = [
    "import { defineEnvironment, secret, variable } from '@keycloak-release-gate/core';",
    ...applications.map(({ id, name }) => `import { ${name} } from '../applications/${id}.ts';`),
    '',
    'export default defineEnvironment({',
    `  id: ${literal(found.id)},`,
    `  title: ${literal(new URL(found.publicUrl).host)},`,
    `  production: ${found.isProduction},`,
    `  timeZone: ${literal(found.timeZone)},`,
    '  keycloak: {',
    `    publicUrl: ${literal(found.publicUrl)},`,
    `    adminUrl: ${found.hasAdminUrl ? `variable('${prefix}ADMIN_URL')` : literal(found.publicUrl)},`,
    `    realms: [${found.realms.map(({ realm }) => literal(realm)).join(', ')}],`,
    '  },',
    '  gate: {',
    `    admin: { realm: ${literal(found.gate.realm)}, clientId: ${literal(found.gate.clientId)}, secret: secret.variable('${prefix}GATE_CLIENT_SECRET') },`,
    '    witness: {',
    `      realm: ${literal(first?.realm ?? found.gate.realm)},`,
    `      clientId: ${literal(`${found.gate.clientId}-witness`)},`,
    `      secret: secret.variable('${prefix}WITNESS_CLIENT_SECRET'),`,
    `      redirectUri: ${literal(`${found.publicUrl.replace(/\/+$/, '')}/gate-witness`)},`,
    '    },',
    '  },',
    ...others.map(({ kind, name }) => `  // Keycloak's image runs in this one too: ${kind} ${cleanLine(name)}`),
    '  kubernetes: {',
    `    kubeconfig: variable('${prefix}KUBECONFIG'),`,
    `    namespace: ${found.namespace === undefined ? `variable('${prefix}KUBERNETES_NAMESPACE')` : literal(found.namespace)},`,
    workload
      ? `    workload: { kind: '${workload.kind}', name: ${literal(workload.name)} },`
      : `    workload: { name: variable('${prefix}KEYCLOAK_DEPLOYMENT') },`,
    ...(workload && workload.container !== 'keycloak' ? [`    container: ${literal(workload.container)},`] : []),
    '  },',
    '  database: {',
    `    host: variable('${prefix}DATABASE_HOST'),`,
    `    name: variable('${prefix}DATABASE_NAME'),`,
    `    user: variable('${prefix}DATABASE_USER'),`,
    `    password: secret.variable('${prefix}DATABASE_PASSWORD'),`,
    '  },',
    `  backups: { directory: variable('${prefix}BACKUP_DIRECTORY') },`,
    '  users: {',
    ...applications.flatMap(({ id, testUser }) => {
      const name = `${prefix}USER_${id.toUpperCase().replaceAll('-', '_')}`;
      return testUser === undefined
        ? []
        : [`    ${literal(id)}: { username: ${literal(testUser)}, password: secret.variable('${name}_PASSWORD') },`];
    }),
    '  },',
    `  applications: [${applications.map(({ name }) => name).join(', ')}],`,
    ...leftOver.map(
      ({ realm, clientId }) =>
        `  // No entry could be guessed for the client ${cleanLine(clientId)} of ${cleanLine(realm)}: nobody logs in to it in a browser.`,
    ),
    '});',
    '',
  ].join('\n');
  return { path: `environments/${found.id}.ts`, text };
}
