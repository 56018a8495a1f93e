import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import type { ScenarioChange } from './changed-scenarios.ts';
import { codesOf, faultOf, labOf } from './faults.ts';
import { sessionsOfUsers } from './realm-state.ts';
import { journeyOf, told, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

const applications = 'applications/lab.ts';

/** An application whose login, greeting and logout are steps of its own. */
const ownSteps = {
  file: applications,
  from: "login: { ...expressLogin, start: { click: '#log-in' }, singleLogout: { applications: ['back-channel'], withinSeconds: 10 } },",
  to: `login: {
    kind: 'browser',
    loggedIn: '#log-out',
    protectedPath: '/protected',
    logout: { landsOn: '/signed-out' },
    steps: {
      login: async (page) => page.click('#log-in'),
      assertLoggedIn: async (page) => page.locator('#user', { hasText: 'express-user' }).waitFor({ timeout: 5_000 }),
      logout: async (page) => page.click('#log-out'),
    },
  },`,
};

/** One whose own step does not find what it looks for. */
const failingStep = {
  file: applications,
  from: "login: { ...expressLogin, loggedIn: '#user' },",
  to: "login: { ...expressLogin, loggedIn: '#user', steps: { assertLoggedIn: async () => { throw new Error('no dashboard for hops-user'); } } },",
};

const withoutPath = {
  file: applications,
  from: "clientId: 'lab-back-channel',\n  login: expressLogin,",
  to: "clientId: 'lab-back-channel',\n  login: { ...expressLogin, protectedPath: undefined },",
};

/** The login at the other identity provider is left to a person. */
const followed = (more = ''): ScenarioChange => ({
  file: applications,
  from: "alias: 'lab-idp', depth: 'login', realm: 'lab-idp'",
  to: `alias: 'lab-idp', depth: 'redirect', realm: 'lab-idp'${more}`,
});

/** Somebody who is not its author says in the release that they were logged in, and out again. */
const confirmed = (): ScenarioChange => {
  const confirmation = {
    type: 'application login',
    release: 'lab-26.7.4',
    environment: 'lab',
    application: 'brokered',
    person: 'Tess Tester',
    role: 'tester',
    statement: 'I logged in with my identity card, and out again.',
    confirmedAt: new Date().toISOString(),
    validFrom: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  return {
    file: 'releases/lab-26.7.4.ts',
    from: 'confirmations: [',
    to: `confirmations: [${JSON.stringify(confirmation)},`,
  };
};

/** Entries that say something special of an application: what they say is done, and what they leave out is told. */
export function specialEntries(place: () => Place): void {
  test('an application has steps of its own, and what an entry leaves out is told', async () => {
    const names = ['express', 'hops', 'back-channel'];
    const run = await withChangedScenarios([ownSteps, failingStep, withoutPath], (scenarios) =>
      verifyLab(place(), ['--scenarios', scenarios, '--suite', 'health', ...names.flatMap((name) => ['--only', journeyOf(name)])]),
    );
    const seen = names.map((name) => {
      const result = run.record.results.find(({ check }) => check === journeyOf(name));
      return [name, result?.outcome.kind, ...codesOf(run, ({ check }) => check === journeyOf(name))];
    });
    expect(seen, told(run.record)).toEqual([
      ['express', 'pass'],
      ['hops', 'fail', 'login/LOGGEDIN_MISSING'],
      ['back-channel', 'warn', 'login/PATH_NOT_DECLARED'],
    ]);
    // What a step throws may quote the page.
    expect(JSON.stringify(run.record)).not.toContain('no dashboard');
  });

  test('a login that only a person can do is done where a person says so, and never at another provider', async () => {
    // A confirmation counts where it is known to have been given after the deploy.
    const since = new Date(Date.now() - 1_000).toISOString();
    const judged = async (
      changes: readonly ScenarioChange[],
      more: readonly string[] = ['--since', since],
    ): Promise<readonly unknown[]> => {
      const run = await withChangedScenarios(changes, (scenarios) =>
        verifyLab(place(), ['--scenarios', scenarios, '--suite', 'post-deploy', '--only', journeyOf('brokered'), ...more]),
      );
      const result = run.record.results.find(({ check }) => check === journeyOf('brokered'));
      return [result?.outcome.kind, ...codesOf(run, ({ check }) => check === journeyOf('brokered'))];
    };
    expect(await judged([followed()])).toEqual(['inconclusive', 'login/IDP_ONLY_REDIRECT']);
    expect(await judged([followed(), confirmed()])).toEqual(['pass']);
    expect(await judged([followed(), confirmed()], [])).toEqual(['inconclusive', 'login/IDP_ONLY_REDIRECT']);
    expect(await judged([followed(", host: 'elsewhere.example'"), confirmed()])).toEqual(['fail', 'login/IDP_FAIL']);
  });

  test("Keycloak's question whether to log out is answered where it is declared", async ({ signal }) => {
    const lab = await labOf(place());
    const asks = faultOf('logout-hint-removed');
    const [name = ''] = asks.expect.domains;
    const application = /\[(.*)\]/.exec(name)?.[1] ?? '';
    const before = await sessionsOfUsers(lab);
    const answered = {
      file: applications,
      from: "logout: { click: '#log-out', landsOn: '/signed-out' },\n  protectedPath: '/protected',",
      to: "logout: { click: '#log-out', landsOn: '/signed-out', confirmation: true },\n  protectedPath: '/protected',",
    };
    try {
      await asks.inject(lab, signal);
      const run = await withChangedScenarios(answered, (scenarios) =>
        verifyLab(place(), ['--scenarios', scenarios, '--suite', 'health', '--only', journeyOf(application)]),
      );
      const result = run.record.results.find(({ check }) => check === name);
      expect(result?.outcome.kind, told(run.record)).toBe('pass');
      expect(JSON.stringify(result?.exhibits)).toContain('"confirm"');
      expect(await sessionsOfUsers(lab)).toEqual(before);
    } finally {
      await asks.heal(lab, signal);
    }
  });
}
