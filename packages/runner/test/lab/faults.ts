import { rmSync } from 'node:fs';
import { registry } from '@keycloak-release-gate/checks';
import { faults, openLab } from '@keycloak-release-gate/lab';
import type { Fault, Lab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { groups } from './fault-groups.ts';
import { lockedUsers, loginErrors, sessionsOfUsers } from './realm-state.ts';
import { recordFixtures } from './record-fixtures.ts';
import { isOf, stateOf, told, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

/** One of each class of exit code is also judged by the whole of its suite. */
const judgedInFull = ['schema-ahead', 'user-locked'];

/** Every fault is caught by its cause, and by nothing that is no consequence of it. */
export function everyFault(place: () => Place): void {
  for (const { ids, within, othersPass = false } of groups) {
    test(`caught: ${ids.join(', ')}`, async ({ signal }) => {
      const lab = await labOf(place());
      const injected = ids.map(faultOf);
      try {
        for (const fault of injected) await fault.inject(lab, signal);
        // Where nobody logs in, Keycloak itself may be down.
        const logsIn = injected.some(({ expect: { domains } }) => domains.some((name) => name.startsWith(logins)));
        const before = logsIn ? await accountsOf(lab) : undefined;
        const touched = new Set(injected.flatMap(({ expect: { domains } }) => domains));
        const blocked = injected.flatMap(({ expect: { blocks = [] } }) => blocks);
        const only = new Set([...touched, ...blocked, ...(othersPass ? [logins] : [])]);
        const run = await settledWithin(within, (scenarios) =>
          verifyLab(place(), [...scenarios, '--suite', suiteOf(injected), ...[...only].flatMap((name) => ['--only', name])]),
        );
        for (const fault of injected) recordFixtures(fault, run);
        for (const fault of injected) {
          expectCaught(fault, run);
          expectBlocked(fault, run);
        }
        if (othersPass) expectUntouched(run, new Set([...touched, ...blocked]));
        if (before) expectCareful(injected, run, before, await accountsOf(lab));
      } finally {
        for (const fault of injected.toReversed()) await fault.heal(lab, signal);
        // Who was refused is let in again, and the next runs need not be careful.
        rmSync(stateOf(place()), { recursive: true, force: true });
      }
    });
  }

  for (const id of judgedInFull) {
    test(`the whole suite says no to ${id}`, async ({ signal }) => {
      const lab = await labOf(place());
      const fault = faultOf(id);
      try {
        await fault.inject(lab, signal);
        const run = await verifyLab(place(), ['--suite', fault.expect.suite]);
        expectCaught(fault, run);
        expect(run.exitCode, told(run.record)).toBe(fault.expect.exitCode);
        expect(codesOf(run, () => true)).toEqual([fault.expect.cause]);
      } finally {
        await fault.heal(lab, signal);
      }
    });
  }

  test('every check has caught something', () => {
    // The lab speaks plain HTTP: certificates have a test of their own. What was proven in another environment has one of three realms.
    // So have the places of backups that are no directory.
    const places = [
      'backup/pgbackrest-sound',
      'backup/cloudnativepg-sound',
      'backup/job-succeeded',
      'backup/volume-snapshot-fresh',
      'backup/catalogue-fresh',
      'backup/listed-fresh',
    ];
    // What people confirm before production: the lab is none.
    const confirmed = ['release/parties-contacted', 'release/logs-reviewed', 'release/board-approval', 'release/planned'];
    const elsewhere = ['oidc/certificate', 'keycloak-config/promoted', 'release/proven-before', ...places, ...confirmed, ...onTheWay];
    expect([...registry.keys()].filter((id) => !elsewhere.includes(id) && !caught.has(id))).toEqual([]);
  });

  test('healed of them all, the lab passes again', async () => {
    const run = await verifyLab(place(), []);
    expect(run.exitCode, `${told(run.record)}\n${run.stderr}`).toBe(0);
    expect(await lockedUsers(await labOf(place())), 'users that are locked, or nearly').toEqual([]);
  });
}

/** What there is to be careful with. */
interface Accounts {
  readonly sessions: readonly string[];
  readonly refusals: number;
}

const accountsOf = async (lab: Lab): Promise<Accounts> => ({
  sessions: await sessionsOfUsers(lab),
  refusals: (await loginErrors(lab)).filter((error) => error.endsWith(': invalid_user_credentials')).length,
});

/** Whatever went wrong, no session is left that is not told of, none is gone, and nothing was typed again that had been refused. */
function expectCareful(injected: readonly Fault[], { record }: Verified, before: Accounts, after: Accounts): void {
  const intended = injected.reduce((sum, { expect: { refusals = 0 } }) => sum + refusals, 0);
  const messages = record.results.flatMap(({ findings, gaps }) =>
    [...findings.map(({ code, message }) => ({ code, message })), ...gaps.map(({ code, reason }) => ({ code, message: reason }))]
      .filter(({ code }) => code === 'login/SESSION_LEFT')
      .map(({ message }) => message),
  );
  const isTold = (session: string): boolean => messages.some((message) => message.includes(`"${session.split(' ')[1]}"`));
  expect({
    refusals: after.refusals - before.refusals,
    left: after.sessions.filter((session) => !before.sessions.includes(session) && !isTold(session)),
    gone: before.sessions.filter((session) => !after.sessions.includes(session)),
  }).toEqual({ refusals: intended, left: [], gone: [] });
}

const logins = 'login/login-and-logout';

/** Applications that have nothing wrong with them pass beside those that have. */
function expectUntouched({ record }: Verified, touched: ReadonlySet<string>): void {
  const others = record.results.filter(({ id, check }) => id === logins && !touched.has(check));
  expect(others.length, 'applications that no fault touches').toBeGreaterThan(1);
  // On a busy machine one may have needed a second try, which is told.
  const isWell = ({ outcome, findings }: (typeof others)[number]): boolean =>
    outcome.kind === 'pass' || (outcome.kind === 'warn' && findings.every(({ code }) => code === 'login/FLAKY'));
  expect(
    others.filter((other) => !isWell(other)).map(({ check }) => check),
    told(record),
  ).toEqual([]);
}

function expectCaught({ id, expect: { cause, mayAlso, domains, exitCode } }: Fault, run: Verified): void {
  const codes = codesOf(run, (result) => domains.some((name) => isOf(result, name)));
  expect(codes, `${id}\n${told(run.record)}`).toContain(cause);
  expect(
    codes.filter((code) => code !== cause && !mayAlso.includes(code)),
    `${id}\n${told(run.record)}`,
  ).toEqual([]);
  const kind = outcomeOf[exitCode];
  recordCaught(run, (result) => domains.some((name) => isOf(result, name)));
  const outcomes = run.record.results.filter((result) => domains.some((name) => isOf(result, name))).map(({ outcome }) => outcome.kind);
  expect(outcomes, `${id}\n${told(run.record)}`).toContain(kind);
  // A part of a suite never opens the gate, whatever it finds.
  expect(run.exitCode).not.toBe(0);
}

/** What comes behind the check that failed is not looked at, and says because of which one. */
function expectBlocked({ id, expect: { blocks = [], domains } }: Fault, { record }: Verified): void {
  for (const name of blocks) {
    const results = record.results.filter((result) => isOf(result, name));
    expect(results.length, `${id}: ${name}`).toBeGreaterThan(0);
    for (const { check, outcome } of results) {
      const by = outcome.kind === 'blocked' ? outcome.by : [];
      const roots = record.results.filter(({ check: root }) => by.includes(root));
      expect([check, roots.length > 0 && roots.every((root) => domains.some((domain) => isOf(root, domain)))], told(record)).toEqual([
        check,
        true,
      ]);
    }
  }
}

const outcomeOf = { 0: 'warn', 1: 'fail', 3: 'inconclusive' } as const;

/** Runs `use` with the arguments that make the gate wait no longer than this for things to get better. */
function settledWithin<T>(milliseconds: number | undefined, use: (scenarios: readonly string[]) => Promise<T>): Promise<T> {
  if (milliseconds === undefined) return use([]);
  const change = { file: 'environments/lab.ts', from: 'within: 20_000', to: `within: ${milliseconds}` };
  return withChangedScenarios(change, (scenarios) => use(['--scenarios', scenarios]));
}

/** The checks that only a release which is refused, or fails, says no by: these have a lab in which it is played. */
const onTheWay = [
  'database/executed-plan',
  'database/schema-as-before-release',
  'database/structure-as-before-release',
  'release/on-the-call',
  'release/rollback-plan-declared',
  'release/stand-by-confirmed',
];

/** Where a release was played. */
export function caughtOnTheWay(): void {
  test('every check of a release on its way has caught something', () => {
    expect(onTheWay.filter((id) => !caught.has(id))).toEqual([]);
  });
}

const caught = new Set<string>();

/** Remembers which checks said no, or that they could not see: each has to in the course of these tests, or to warn. */
export function recordCaught({ record }: Verified, where: (result: Verified['record']['results'][number]) => boolean = () => true): void {
  for (const result of record.results.filter(where))
    if (['warn', 'fail', 'inconclusive'].includes(result.outcome.kind)) caught.add(result.id);
}

/** The codes of failures, warnings and gaps, each once. */
export const codesOf = ({ record }: Verified, where: (result: Verified['record']['results'][number]) => boolean): string[] => [
  ...new Set(
    record.results.filter(where).flatMap(({ findings, gaps }) => [
      ...findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code),
      // That it did not settle is said beside what did not.
      ...gaps.map(({ code }) => code).filter((code) => code !== 'gap/NOT_SETTLED'),
    ]),
  ),
];

export function faultOf(id: string): Fault {
  const fault = faults.find((each) => each.id === id);
  if (!fault) throw new Error(`There is no fault "${id}".`);
  return fault;
}

function suiteOf(together: readonly Fault[]): string {
  const [suite, ...others] = new Set(together.map((fault) => fault.expect.suite));
  if (suite === undefined || others.length > 0) throw new Error(`${together.map(({ id }) => id).join(', ')} are of different suites.`);
  return suite;
}

export async function labOf({ lab: name }: Place): Promise<Lab> {
  const lab = await openLab(name);
  if (!lab) throw new Error(`The lab "${name}" went away.`);
  return lab;
}
