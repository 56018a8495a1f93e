import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunRecord } from '../../packages/core/src/index.ts';
import type { Lab } from '../../packages/lab/src/index.ts';
import type { BenchApplication } from './applications.ts';
import { root, timed } from './timed.ts';

/** The gate, as a user starts it: `verify` with a suite that only logs in and out. */
export interface Gate {
  /** Seconds that the whole command took. Rejects when not every application passed. */
  run(): Promise<number>;
  /** Seconds that `verify login` took for the first application, its proofs included. Rejects when it did not pass. */
  logIn(): Promise<number>;
}

const environment = 'bench';

/** `folder` gets the scenarios, and the reports of each run while it lasts. */
export function gateOf(lab: Lab, applications: readonly BenchApplication[], folder: string): Gate {
  const scenarios = join(folder, `scenarios-${applications.length}`);
  const reports = join(folder, 'reports');
  cpSync(join(root, 'scenarios'), scenarios, { recursive: true });
  writeFileSync(join(scenarios, 'suites/logins.ts'), suite);
  writeFileSync(join(scenarios, `environments/${environment}.ts`), environmentOf(applications));
  const passwords = Object.fromEntries(applications.map(({ id, password }) => [passwordVariable(id), password]));
  const env = { ...lab.variables(), ...passwords, XDG_STATE_HOME: join(folder, 'state') };
  const flags = ['--env', environment, '--scenarios', scenarios];
  const verify = (...args: readonly string[]): Promise<number> =>
    timed(['--max-semi-space-size=2', join(root, 'packages/runner/bin/verify.mjs'), ...args, ...flags], env);
  return {
    logIn: () => verify('login', applications[0]?.id ?? ''),
    run: async () => {
      mkdirSync(reports, { recursive: true });
      const seconds = await verify('--suite', 'logins', '--reports', reports);
      requireLogins(join(reports, environment, 'logins'), applications.length);
      rmSync(reports, { recursive: true });
      return seconds;
    },
  };
}

const passwordVariable = (id: string): string => `${id.toUpperCase().replaceAll('-', '_')}_PASSWORD`;

const suite = `import { certificateSound, discoveryAndKeys, loginAndLogout, protocol, testUser, testUsers } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { policy } from '../policy.ts';

export default defineSuite({
  id: 'logins',
  title: 'Logging in and out',
  needsRelease: false,
  steps: ({ environment }) => [
    step(policy.upgrade.validate, [
      certificateSound(),
      ...environment.keycloak.realms.map(discoveryAndKeys),
      ...environment.keycloak.realms.map(protocol),
      ...testUsers(environment).map(testUser),
      ...environment.applications.map(loginAndLogout),
    ]),
  ],
});
`;

/** An environment of the lab's Keycloak with these applications and users, as one writes it for a Keycloak that is there. */
function environmentOf(applications: readonly BenchApplication[]): string {
  const users = applications.map(
    ({ id, username }) => `    '${username}': { username: '${username}', password: secret.variable('${passwordVariable(id)}') },`,
  );
  const entries = applications.map(
    ({ id, url, clientId, username }) => `    defineApplication({
      id: '${id}',
      title: '${id}',
      realm: 'lab',
      clientId: '${clientId}',
      login: { kind: 'browser', start: { click: '#log-in' }, loggedIn: '#log-out', logout: { click: '#log-out', landsOn: '/signed-out' }, protectedPath: '/protected' },
      environments: { ${environment}: { url: '${url}', user: '${username}' } },
    }),`,
  );
  return `import { defineApplication, defineEnvironment, secret, variable } from '@keycloak-release-gate/core';

export default defineEnvironment({
  id: '${environment}',
  title: 'Many applications',
  keycloak: { publicUrl: variable('LAB_PUBLIC_URL'), adminUrl: variable('LAB_ADMIN_URL'), realms: ['lab'] },
  gate: {
    admin: { realm: 'lab', clientId: 'release-gate', secret: secret.variable('LAB_GATE_CLIENT_SECRET') },
    witness: {
      realm: 'lab',
      clientId: 'release-gate-witness',
      secret: secret.variable('LAB_WITNESS_CLIENT_SECRET'),
      redirectUri: 'http://127.0.0.1/gate-witness',
    },
  },
  users: {
${users.join('\n')}
  },
  // Nothing was deployed: waiting for what has settled long ago is no part of logging in.
  settle: { every: 500, good: 1, within: 20_000 },
  applications: [
${entries.join('\n')}
  ],
});
`;
}

/** A time in which not everything was done is none. */
function requireLogins(suites: string, count: number): void {
  const [run = ''] = readdirSync(suites);
  const record = RunRecord.parse(JSON.parse(readFileSync(join(suites, run, 'run.json'), 'utf8')));
  const passed = record.results.filter(({ id, outcome }) => id === 'login/login-and-logout' && outcome.kind === 'pass').length;
  if (passed !== count) throw new Error(`${passed} of ${count} applications passed: ${record.verdict.reasons.join(' ')}`);
}
