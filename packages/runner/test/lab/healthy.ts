import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLab } from '@keycloak-release-gate/lab';
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { told, verify, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

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
    const kinds = new Set(run.record.results.map(({ outcome }) => outcome.kind));
    expect([...kinds]).toEqual(['pass']);
    expect(readdirSync(run.folder).toSorted()).toEqual([
      'events.jsonl',
      'evidence',
      'junit.xml',
      'manifest.sha256',
      'report.html',
      'run.json',
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
  });

  test('no secret of the lab is in any artefact, however it is written', async () => {
    const lab = await openLab(place().lab);
    if (!lab) throw new Error('The lab went away.');
    const { secrets, passwords, administrator } = lab.state;
    const planted = new Set([
      ...Object.entries(lab.variables()).flatMap(([name, value]) => (/SECRET|PASSWORD|TOKEN|TOTP$/.test(name) ? [value] : [])),
      ...Object.values(secrets.users),
      ...Object.values(secrets.clients),
      passwords.gate,
      passwords.keycloak,
      administrator.password,
    ]);
    expect(planted.size).toBeGreaterThan(15);
    const artefacts = filesIn(place().reports);
    expect(artefacts.length).toBeGreaterThan(30);
    const leaks = artefacts.flatMap((file) => {
      const content = readFileSync(file).toString('latin1');
      return [...planted].flatMap((secret) =>
        writtenAs(secret)
          .filter((form) => content.includes(form))
          .map((form) => `${file}: ${form.slice(0, 4)}…`),
      );
    });
    expect(leaks).toEqual([]);
  });
}

/** A secret in the encodings in which things are commonly written: plain, JSON, URL, hexadecimal and base 64 at any offset. */
function writtenAs(secret: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  // Without the characters that also depend on what stands before and after.
  const shifted = [0, 1, 2].map((offset) =>
    base64(`${'x'.repeat(offset)}${secret}`)
      .slice(offset === 0 ? 0 : 4)
      .replace(/=+$/, '')
      .slice(0, -1),
  );
  const urlSafe = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(secret).toString('hex');
  return [
    ...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, hex.toUpperCase(), ...shifted, ...urlSafe]),
  ];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile());
