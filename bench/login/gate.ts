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

/** `folder` gets the scenarios, and the reports of each run while it lasts. */
export function gateOf(lab: Lab, applications: readonly BenchApplication[], folder: string): Gate {
  const scenarios = join(folder, `scenarios-${applications.length}`);
  const reports = join(folder, 'reports');
  cpSync(join(root, 'scenarios'), scenarios, { recursive: true });
  writeFileSync(join(scenarios, 'suites/logins.ts'), suite);
  writeFileSync(
    join(scenarios, 'environments/lab.ts'),
    environmentOf(readFileSync(join(scenarios, 'environments/lab.ts'), 'utf8'), applications),
  );
  const env = Object.fromEntries(applications.map(({ id, password }) => [passwordVariable(id), password]));
  const verify = (...args: readonly string[]): Promise<number> =>
    timed(
      [
        '--max-semi-space-size=2',
        join(root, 'packages/runner/bin/verify.mjs'),
        ...args,
        '--env',
        'lab',
        '--lab',
        lab.name,
        '--scenarios',
        scenarios,
        '--reports',
        reports,
      ],
      { ...env, XDG_STATE_HOME: join(folder, 'state') },
    );
  return {
    logIn: () => verify('login', applications[0]?.id ?? ''),
    run: async () => {
      mkdirSync(reports, { recursive: true });
      const seconds = await verify('--suite', 'logins');
      requireLogins(reports, applications.length);
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

/** The lab's environment with these applications and users, and no others. */
function environmentOf(lab: string, applications: readonly BenchApplication[]): string {
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
      environments: { lab: { url: '${url}', user: '${username}' } },
    }),`,
  );
  const changed = lab
    .replace(/import \{[^}]*\} from '\.\.\/applications\/lab\.ts';/s, '')
    .replace('import { defineEnvironment,', 'import { defineApplication, defineEnvironment,')
    .replace(/const password = .*\n/, '')
    .replace(/ {2}users: \{.*?\n {2}\},/s, `  users: {\n${users.join('\n')}\n  },`)
    .replace(/ {2}applications: \[.*?\n {2}\],/s, `  applications: [\n${entries.join('\n')}\n  ],`);
  if (!changed.includes('bench-0')) throw new Error('The environment of the lab is written otherwise than this benchmark knows it.');
  return changed;
}

/** A time in which not everything was done is none. */
function requireLogins(reports: string, count: number): void {
  const suites = join(reports, 'lab/logins');
  const [run = ''] = readdirSync(suites);
  const record = RunRecord.parse(JSON.parse(readFileSync(join(suites, run, 'run.json'), 'utf8')));
  const passed = record.results.filter(({ id, outcome }) => id === 'login/login-and-logout' && outcome.kind === 'pass').length;
  if (passed !== count) throw new Error(`${passed} of ${count} applications passed: ${record.verdict.reasons.join(' ')}`);
}
