import { rmSync } from 'node:fs';
import type { Lab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import type { ScenarioChange } from './changed-scenarios.ts';
import { codesOf, faultOf, labOf } from './faults.ts';
import { loginErrors, sessionsOfUsers } from './realm-state.ts';
import { journeyOf, stateOf, told, verify, verifyLab } from './verify.ts';
import type { Place, Verified, VerifyOptions } from './verify.ts';

const environment = 'environments/lab.ts';

/** The environment gives a test user the password of another one. */
const wrongPassword = (user: string): ScenarioChange => {
  const name = user.toUpperCase().replaceAll('-', '_');
  return { file: environment, from: `password: password('${name}')`, to: "password: password('STATELESS_USER')" };
};

/** The gate is careful with accounts: it types no password twice that may have been refused, and leaves no session behind. */
export function carefulWithAccounts(place: () => Place): void {
  const run = (application: string, args: readonly string[] = [], options: VerifyOptions = {}): Promise<Verified> =>
    verifyLab(place(), ['--suite', 'health', '--only', journeyOf(application), ...args], options);

  /** How often Keycloak refuses a password while `use` goes on. */
  async function refusalsDuring(lab: Lab, use: () => Promise<void>): Promise<number> {
    const refusals = async (): Promise<number> =>
      (await loginErrors(lab)).filter((error) => error.endsWith('invalid_user_credentials')).length;
    const before = await refusals();
    await use();
    return (await refusals()) - before;
  }

  /** In two runs, one after the other, Keycloak refuses one password: the first run tells of it, and the second does not try. */
  async function expectRefusedOnce(lab: Lab, application: string, changes: readonly ScenarioChange[], code: string): Promise<void> {
    const refused = await withChangedScenarios(changes, (scenarios) =>
      refusalsDuring(lab, async () => {
        const first = await run(application, ['--scenarios', scenarios]);
        expect(
          codesOf(first, ({ check }) => check === journeyOf(application)),
          told(first.record),
        ).toEqual([code]);
        const second = await run(application, ['--scenarios', scenarios]);
        expect(
          codesOf(second, () => true),
          told(second.record),
        ).toContain('login/LOCKED');
      }),
    );
    expect(refused).toBe(1);
  }

  test('a wrong password is typed once, where the page does not mark it and the gate does not see the user', async ({ signal }) => {
    const lab = await labOf(place());
    const unseen = faultOf('users-unseen');
    const unmarked = { file: environment, from: ", invalid: '.notice-error'", to: '' };
    try {
      await unseen.inject(lab, signal);
      await expectRefusedOnce(lab, 'themed', [wrongPassword('themed-user'), unmarked], 'login/EXPIRED');
    } finally {
      await unseen.heal(lab, signal);
      await forgive(lab, place(), 'lab', 'themed-user');
    }
  });

  test('a password that another identity provider refused is not typed again by the next run', async () => {
    const lab = await labOf(place());
    try {
      // Known in the realm of the application, too, which counts nothing against the user.
      const well = await run('brokered');
      expect(
        codesOf(well, () => true),
        told(well.record),
      ).toEqual([]);
      await expectRefusedOnce(lab, 'brokered', [wrongPassword('brokered-user')], 'login/BAD_CREDENTIALS');
    } finally {
      await forgive(lab, place(), 'lab-idp', 'brokered-user');
    }
  });

  test('a session that begins while the gate waits for the answer is ended at Ctrl-C', async ({ signal }) => {
    const lab = await labOf(place());
    const before = await sessionsOfUsers(lab);
    const rule = {
      about: ['/realms/lab/login-actions/authenticate', 'client_id=lab-themed'],
      method: 'POST',
      does: { kind: 'hold', milliseconds: 5_000 },
    } as const;
    /** Interrupts what `start` starts as soon as Keycloak has a session more. */
    async function interrupted<T>(start: (options: VerifyOptions) => Promise<T>): Promise<T> {
      let interrupt: (() => void) | undefined;
      const running = start({ onStart: (kill) => (interrupt = () => kill('SIGINT')) });
      while ((await sessionsOfUsers(lab)).every((session) => before.includes(session))) signal.throwIfAborted();
      interrupt?.();
      return running;
    }
    try {
      await lab.control('balancer.rule', { name: 'held', rule });
      const cut = await interrupted((options) => run('themed', [], options));
      expect({ exitCode: cut.exitCode, verdict: cut.record.verdict.kind }).toEqual({ exitCode: 130, verdict: 'interrupted' });
      expect(await sessionsOfUsers(lab), 'sessions that were left by a run').toEqual(before);
      const env = { XDG_STATE_HOME: stateOf(place()) };
      const watched = await interrupted((options) =>
        verify(['login', 'themed', '--env', 'lab', '--lab', place().lab], { ...options, env }),
      );
      expect(watched.exitCode, watched.stderr).toBe(130);
      expect(await sessionsOfUsers(lab), 'sessions that were left by a login that is watched').toEqual(before);
    } finally {
      await lab.control('balancer.rule', { name: 'held', rule: null });
    }
  });

  test('the second session of an application that logs the browser in again is ended, too', async ({ signal }) => {
    const lab = await labOf(place());
    const again = faultOf('logged-in-again');
    const before = await sessionsOfUsers(lab);
    try {
      await again.inject(lab, signal);
      const seen = await run('brokered');
      expect(
        codesOf(seen, () => true),
        told(seen.record),
      ).toContain('login/LOGGED_IN_AGAIN');
      expect(await sessionsOfUsers(lab), 'sessions that were left').toEqual(before);
    } finally {
      await again.heal(lab, signal);
    }
  });
}

/** What was refused on purpose is forgotten, at the server and on this machine. */
async function forgive(lab: Lab, place: Place, realm: string, username: string): Promise<void> {
  const found = await lab.keycloakAdmin(`/realms/${realm}/users?exact=true&username=${username}`);
  const [user] = Array.isArray(found) ? (found as readonly { readonly id: string }[]) : [];
  if (user) await lab.keycloakAdmin(`/realms/${realm}/attack-detection/brute-force/users/${user.id}`, { method: 'DELETE' });
  rmSync(stateOf(place), { recursive: true, force: true });
}
