import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, verify } from './run-program.ts';

const flags: Readonly<Record<string, string>> = {
  id: '2026-11',
  title: 'Keycloak 26.7.4',
  description: 'The upgrade of November.',
  from: '26.4.0',
  to: '26.7.4',
  env: 'one',
  plan: 'B',
  reason: 'The schema is migrated.',
  impact: 'Everybody logs in again.',
  author: 'Ann Author',
};
const args = (changes: Readonly<Record<string, string | undefined>> = {}, ...more: readonly string[]): string[] => [
  'release',
  'new',
  ...Object.entries({ ...flags, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
  ...more,
];
const written = (folder: string, id = '2026-11'): string => readFileSync(join(folder, `scenarios/releases/${id}.ts`), 'utf8');

// Each starts the program: on a busy machine that takes a while.
describe.concurrent('verify release new', { timeout: 60_000 }, () => {
  it('writes a release that can be run, and tells what nobody was asked', async () => {
    const { exitCode, out, err, folder } = await verify(args({ window: '2126-12-03T18:00+01:00/2126-12-03T20:00+01:00' }));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(written(folder)).toContain("window: { from: '2126-12-03T18:00:00+01:00', to: '2126-12-03T20:00:00+01:00' },");
    expect(out).toContain('Written: scenarios/releases/2026-11.ts');
    expect(out).toContain('Whether there is a Keycloak 26.7.4 was not asked: no Maven repository is named (MAVEN_REPOSITORY_URL).');
    expect(out).toContain('The window begins on a Tuesday (UTC).');
  });

  it('writes hostile answers as text, and nothing of them runs', async () => {
    const impact = "'}); process.exit(7); ({a: `${process.exit(8)}` \u2028 \u202E */";
    const { exitCode, folder, err } = await verify(args({ impact, title: '"\n\\' }));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(written(folder)).not.toMatch(/[\u2028\u202E]/);
  });

  it('lists all that is missing or wrong at once, with its flag, and writes nothing', async () => {
    const said = await refusal(['release', 'new', '--id', '../up', '--env', 'onne', '--from', 'latest']);
    for (const part of [
      'An id is made of letters',
      'There is no environment "onne"',
      '"latest" is no version',
      'where  --title',
      'where  --plan',
    ])
      expect(said).toContain(part);
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['a way back', { from: '26.7.4', to: '26.4.0' }, 'VERSIONS_REVERSED'],
    ['a window of before', { window: '2020-11-30T18:00Z/2020-11-30T20:00Z' }, 'WINDOW_PAST'],
    ['a window that ends before it begins', { window: '2126-11-30T18:00Z/2126-11-30T17:00Z' }, 'WINDOW_REVERSED'],
    ['a window of one time', { window: '2126-11-30T18:00Z' }, 'It is two times with their offsets'],
    ['the same version with nothing to tell the deploy by', { to: '26.4.0' }, 'NOTHING_TO_TELL_BY'],
  ])('refuses %s', async (_what, changes, code) => expect(await refusal(args(changes))).toContain(code));

  it('takes the same version for a release of configuration alone', async () => {
    const { exitCode, folder } = await verify(args({ to: '26.4.0' }, '--configuration-only'));
    expect(exitCode).toBe(0);
    expect(written(folder)).toContain('deploys: false');
  });

  it('never overwrites', async () => {
    const text = '// mine\n';
    const { exitCode, err, folder } = await verify(args(), { files: { 'scenarios/releases/2026-11.ts': text } });
    expect({ exitCode, kept: written(folder) }).toEqual({ exitCode: 2, kept: text });
    expect(err).toContain('RELEASE_EXISTS');
  });

  it('refuses a version that the Maven repository does not have', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url?.includes('/26.7.4/') ? 404 : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}/maven2/`;
      const { exitCode, err, folder } = await verify(args(), {}, { MAVEN_REPOSITORY_URL: repository });
      expect(exitCode).toBe(2);
      expect(err).toContain('The Maven repository has no Keycloak 26.7.4.');
      expect(existsSync(join(folder, 'scenarios/releases/2026-11.ts'))).toBe(false);
      const published = await verify(args({ to: '26.7.5' }), {}, { MAVEN_REPOSITORY_URL: repository });
      expect({ exitCode: published.exitCode, said: published.out }).toMatchObject({ exitCode: 0 });
      expect(published.out).not.toContain('was not asked');
    } finally {
      server.close();
    }
  });

  it('writes nothing where an answer is wrong', async () => {
    const { exitCode, folder } = await verify(args({ commit: 'no' }));
    expect(exitCode).toBe(2);
    expect(readdirSync(join(folder, 'scenarios/releases'))).toEqual([]);
  });
});
