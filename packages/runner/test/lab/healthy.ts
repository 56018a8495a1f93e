import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@keycloak-release-gate/core';
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { leaksOf } from './leaks.ts';
import { stateOf, told, verify, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

/** How long the logins of a run took, as its report shows it. */
const timesOf = ({ results }: RunRecord) =>
  results.flatMap(({ exhibits }) => exhibits.flatMap((item) => (item.kind === 'table' && item.title === 'How long it took' ? [item] : [])));

/** The tests of a lab in which nothing is wrong. */
export function healthyLab(place: () => Place): void {
  let run: Verified;

  test('a healthy lab passes, with all its reports', async () => {
    run = await verifyLab(place(), []);
    expect(told(run.record)).toBe(told({ ...run.record, results: [] }));
    expect(run).toMatchObject({
      exitCode: 0,
      record: { verdict: { kind: 'pass', exitCode: 0 }, suite: { id: 'post-deploy' }, release: { id: 'lab-26.7.4' } },
    });
    expect(run.stdout).toContain('post-deploy');
    // The lab speaks plain HTTP, and shows no certificate.
    expect(run.record.results.filter(({ outcome }) => outcome.kind !== 'pass').map(({ check, outcome }) => [check, outcome.kind])).toEqual([
      ['oidc/certificate', 'skipped'],
    ]);
    expect(readdirSync(run.folder).toSorted()).toEqual([
      'events.jsonl',
      'evidence',
      'junit.xml',
      'manifest.sha256',
      'report.html',
      'run.json',
      'summary.json',
    ]);
    expect(readdirSync(join(run.folder, 'evidence')).length).toBeGreaterThan(10);
    expect(readFileSync(join(run.folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
  });

  test('its JUnit report has a case for every check, and no failure', () => {
    const parsed: unknown = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(join(run.folder, 'junit.xml'), 'utf8'));
    expect(parsed).toMatchObject({ testsuites: { '@_tests': String(run.record.results.length), '@_failures': '0', '@_errors': '0' } });
  });

  test('judging the record again gives the same verdict', async () => {
    const again = await verify(['judge', run.folder, '--json']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('"kind": "pass"');
  });

  test('on any day without a release it passes too', async () => {
    const health = await verifyLab(place(), ['--suite', 'health']);
    expect(told(health.record)).toBe(told({ ...health.record, results: [] }));
    expect(health.exitCode).toBe(0);
    expect(timesOf(health.record)).not.toEqual([]);
    for (const times of timesOf(health.record)) {
      expect(times.note).toContain(`The last run is ${run.record.run.id} (post-deploy), `);
      // Each step of the way was timed in both runs.
      expect(times.rows.filter((row) => row.some((cell) => cell === ''))).toEqual([]);
      expect(times.rows.map(([name]) => name)).toEqual(expect.arrayContaining(['Logout to its landing', 'In all']));
    }
  });

  test('whoever writes an entry is told of each step of it', async () => {
    const { lab, reports } = place();
    const env = { XDG_STATE_HOME: stateOf(place()) };
    const watched = await verify(['login', 'consent', '--env', 'lab', '--lab', lab], { env });
    expect(watched.exitCode, watched.stderr).toBe(0);
    // Searched for secrets as what runs say is.
    writeFileSync(join(reports, `said-${Date.now()}.txt`), `${watched.stdout}\n${watched.stderr}`);
    for (const line of [
      /An application that asks for consent, in "lab", as consent-user/,
      / login {3}keycloak credentials {2}.*\/realms\/lab\/protocol\/openid-connect\/auth {2}200/,
      / login {5}done: username, password/,
      / login {5}done: consent/,
      / loggedIn #log-out: is there/,
      / logout\.click #log-out: is there/,
      / logout {2}application {2}.*\/signed-out {2}200/,
      /the logout is proven by: the cookies from before the logout no longer log in; .*; \/protected no longer lets the old cookies in/,
      /It is logged in to and out of, as its entry says\./,
    ])
      expect(watched.stdout).toMatch(line);
  });

  test('no secret of the lab is in any artefact, however it is written', async () => {
    expect(await leaksOf(place().lab, place().reports)).toEqual([]);
  });
}
