import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planSuite } from '../src/plan/plan.ts';
import { askedIn, lackingIn } from '../src/release/asked.ts';
import { loadEnvironment, loadSuite } from '../src/scenarios/load.ts';
import { resolveEnvironment } from '../src/scenarios/resolve-environment.ts';
import { releaseOf } from './release-records.ts';
import { place } from './run-program.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

/** The scenarios of the repository, with other words in some of their files. */
function scenariosWith(...changes: readonly { readonly file: string; readonly from: string; readonly to: string }[]): string {
  const folder = join(mkdtempSync(join(place, 'one-')), 'scenarios');
  cpSync(join(repository, 'scenarios'), folder, { recursive: true });
  for (const { file, from, to } of changes) {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
    writeFileSync(join(folder, file), text.replace(from, to));
  }
  return folder;
}

const whole = join(repository, 'scenarios');
const postDeploy = 'suites/post-deploy.ts';
const asked = (scenarios: string, environment = 'lab') => askedIn({ scenarios, suite: 'post-deploy' }, environment, releaseOf());

/** What a run of the suite has, with every variable set to something of its kind. */
async function planned(scenarios: string, id = 'lab') {
  const variables = new Proxy<Record<string, string>>(
    {},
    {
      get: (_all, name) =>
        String(name).endsWith('PORT')
          ? '5432'
          : String(name).endsWith('DEPLOY_REPOSITORY')
            ? 'a/b'
            : String(name).endsWith('WORKFLOW')
              ? 'deploy.yml'
              : 'https://here.example',
    },
  );
  const { environment, problems } = resolveEnvironment(await loadEnvironment(scenarios, id), variables);
  if (!environment) throw new Error(JSON.stringify(problems));
  const suite = (await loadSuite(scenarios, 'post-deploy')).value;
  return planSuite(suite, { suite: 'post-deploy', environment, release: releaseOf() }).checks;
}

describe('what post-deploy asks for in an environment, by its file alone', () => {
  it.each(['lab', 'test', 'acc', 'prod'])('is what a run of it has: %s', async (id) => {
    const { checks = [], unknown } = await asked(whole, id);
    expect(unknown).toBeUndefined();
    const had = await planned(whole, id);
    expect(lackingIn(had, checks)).toEqual([]);
    // All that decides is asked for.
    const decides = had.filter(({ severity, skipped }) => severity === 'blocker' && skipped === undefined);
    expect(new Set(checks.map((each) => each.id))).toEqual(new Set(decides.map((each) => each.id)));
  });

  it('says what a suite that was cut down did not have', async () => {
    const cut = scenariosWith(
      { file: postDeploy, from: '      noErrors(),\n', to: '' },
      { file: postDeploy, from: '...browserApplications(environment).map(loginAndLogout)', to: '' },
    );
    const lacking = lackingIn(await planned(cut), (await asked(whole)).checks ?? []);
    expect(lacking.filter((key) => !key.startsWith('login/login-and-logout['))).toEqual(['keycloak-log/no-errors']);
    expect(lacking.length).toBeGreaterThan(10);
  });

  it('says which application was left out', async () => {
    const cut = scenariosWith({ file: 'environments/lab.ts', from: '    portal,\n    localLogout', to: '    localLogout' });
    const lacking = lackingIn(await planned(cut), (await asked(whole)).checks ?? []);
    expect(lacking).toEqual(['keycloak-config/tokens-kept[express]', 'login/test-user[express-user]', 'login/login-and-logout[express]']);
  });

  it('has nothing against one that had more, in another order and in other words', async () => {
    const other = scenariosWith(
      { file: postDeploy, from: '      noErrors(),\n', to: '' },
      { file: postDeploy, from: '[podsRestartedSinceDeploy()]', to: '[noErrors(), podsRestartedSinceDeploy()]' },
      { file: postDeploy, from: '      podsHealthy(),', to: '      podsHealthy({ maxRestarts: 3 }),' },
    );
    expect(lackingIn(await planned(other), (await asked(whole)).checks ?? [])).toEqual([]);
    const less = scenariosWith({ file: postDeploy, from: '      noErrors(),\n', to: '' });
    expect(lackingIn(await planned(whole), (await asked(less)).checks ?? [])).toEqual([]);
  });
});

describe('is not known', () => {
  it.each([
    ['of an environment that is not there', whole, 'nowhere', /no environment "nowhere"/],
    [
      'of a suite that breaks',
      scenariosWith({ file: postDeploy, from: 'podsRestartedSinceDeploy()]', to: 'environment.nothing.at(0)]' }),
      'lab',
      /^the suite "post-deploy" cannot tell its checks: /,
    ],
    [
      'of a file that contradicts itself',
      scenariosWith({ file: 'environments/lab.ts', from: "namespace: 'sso'", to: "namespace: ''" }),
      'lab',
      /^the file of the environment "lab" does not tell enough of it$/,
    ],
  ])('%s', async (_what, scenarios, environment, why) => {
    const { checks, unknown } = await asked(scenarios, environment);
    expect(checks).toBeUndefined();
    expect(unknown).toMatch(why);
  });
});
