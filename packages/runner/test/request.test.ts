import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { selfSignedCertificate } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { place, program } from './run-program.ts';

// Two environments stand on one server here: what is recorded of them is real, and is read, verified and judged again.

let server: Server;
let folder: string;

const environment = (id: string, url: string, production: boolean): string => `
import { defineEnvironment, secret } from '@keycloak-release-gate/core';
export default defineEnvironment({
  id: '${id}', title: 'sso-${id}', production: ${production}, keycloak: { publicUrl: '${url}', adminUrl: '${url}', realms: ['${id}'] },
  gate: { admin: { realm: 'main', clientId: 'gate', secret: secret.variable('TEST_GATE_SECRET') } },
  settle: { every: 50, good: 1, within: 100 },
});`;

const suite = `
import { certificateSound } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'post-deploy', title: 'After', steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [certificateSound()])] });`;

const release = (more = ''): string => `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({
  id: 'r1', title: 'A release', description: 'A change.', environments: ['test', 'acc', 'prod'], keycloak: { from: '26.7.3', to: '26.7.4' },
  deploys: false, rollback: { plan: 'B', reason: 'To be safe.' }, impact: 'None.', author: 'Amélie', ${more}
});`;

interface Ran {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

async function verify(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      NO_COLOR: '1',
      TEST_GATE_SECRET: 'long-enough-secret',
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, out, err };
}

beforeAll(async () => {
  const valid = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 90 * 86_400_000) };
  const { key, cert } = selfSignedCertificate('sso.example', '127.0.0.1', { valid });
  server = createServer({ key, cert }, (_, response) => response.setHeader('strict-transport-security', 'max-age=31536000').end());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = join(place, 'request');
  for (const kind of ['environments', 'suites', 'releases']) mkdirSync(join(folder, 'scenarios', kind), { recursive: true });
  writeFileSync(join(folder, 'ca.pem'), cert);
  for (const id of ['test', 'acc', 'prod'])
    writeFileSync(join(folder, `scenarios/environments/${id}.ts`), environment(id, url, id === 'prod'));
  writeFileSync(join(folder, 'scenarios/suites/post-deploy.ts'), suite);
  writeFileSync(join(folder, 'scenarios/releases/r1.ts'), release());
  // What is proven before a production was judged by scenarios that stand in a history.
  for (const args of [
    ['init', '--quiet'],
    ['add', 'scenarios'],
    ['commit', '--quiet', '--message', 'The release as it is planned'],
  ])
    execFileSync('git', ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.org', ...args], { cwd: folder });
});

afterAll(() => server.close());

describe('the request for a release', () => {
  test('says what is not there yet, and writes the page and the text all the same', async () => {
    const { exitCode, out } = await verify('request', 'r1', '--no-pdf');
    expect(out.split('\n').slice(0, 4)).toEqual([
      'Not proven yet: r1 to sso-prod',
      '5 things are not there yet. The board is not asked before.',
      '? No record shows that the release r1 was deployed on "test" and found good (looked for in reports).',
      expect.stringMatching(/^ {2}→ IS4U: /),
    ]);
    expect(exitCode).toBe(3);
    expect(out).toContain('Written: reports/prod/requests/r1/request.html, reports/prod/requests/r1/request.md\n');
    expect(existsSync(join(folder, 'reports/prod/requests/r1/request.pdf'))).toBe(false);
  });

  test('goes by what was recorded, and refuses what was edited', async () => {
    for (const env of ['test', 'acc']) {
      const run = await verify('--env', env, '--suite', 'post-deploy', '--release', 'r1');
      expect(run.exitCode, run.out + run.err).toBe(0);
    }
    const { exitCode, out } = await verify('request', 'r1', '--no-pdf', '--json', '--output', 'board');
    const told = JSON.parse(out) as {
      readonly evidence: readonly { readonly state: string; readonly run: { readonly folder: string; readonly sha256: string } }[];
      readonly missing: readonly { readonly what: string }[];
    };
    expect(told.evidence.map(({ state }) => state)).toEqual(['passed', 'passed']);
    expect(told.missing.map(({ what }) => what)).toEqual([
      'The rollback plan was not computed.',
      'Nobody has confirmed "parties contacted" of the release r1 for prod.',
      'Nobody has confirmed "logs reviewed" of the release r1 for test.',
    ]);
    expect(exitCode).toBe(3);
    cpSync(join(folder, 'reports/acc'), join(folder, 'downloaded/release-gate-acc/acc'), { recursive: true });
    const acc = told.evidence[1]?.run.folder ?? '';
    expect(existsSync(join(folder, 'board', acc, 'report.html'))).toBe(true);
    expect(readFileSync(join(folder, 'board/request.html'), 'utf8')).toContain(`href="${acc}/report.html"`);

    const file = join(folder, 'board', acc, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('sso-acc', 'sso-bcc'));
    const edited = await verify('request', 'r1', '--no-pdf');
    expect(edited.exitCode).toBe(1);
    expect(edited.out).toMatch(/✗ reports\/acc\/post-deploy\/\w{26}: run\.json does not have the hash that manifest\.sha256 gives: /);

    // What CI downloaded counts as well, and only what is whole.
    rmSync(join(folder, 'reports/acc'), { recursive: true });
    const downloaded = await verify('request', 'r1', '--no-pdf', '--json', '--records', 'downloaded');
    expect(JSON.parse(downloaded.out)).toMatchObject({ evidence: [{ state: 'passed' }, { state: 'passed' }] });
  });

  test('without a browser says what to do; what it could write is written', async () => {
    const { exitCode, err } = await verify('request', 'r1', '--chromium', '/nowhere/chromium', '--output', 'no-browser');
    expect(exitCode).toBe(2);
    expect(err).toContain('The PDF was not printed: /nowhere/chromium is no program.');
    expect(err).toContain('--no-pdf');
    expect(existsSync(join(folder, 'no-browser/request.md'))).toBe(true);
  });

  test('that is not there is told with what there is', async () => {
    const { exitCode, err } = await verify('request', 'r2');
    expect(exitCode).toBe(2);
    expect(err).toContain('There is no release "r2".');
  });
});
