import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { browserHome } from './browser-home.ts';

const folder = mkdtempSync(join(tmpdir(), 'browser-home-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (text: string): string => {
  const file = join(folder, `${readdirSync(folder).length}.pem`);
  writeFileSync(file, text);
  return file;
};
const home = async (chromiumCaFile?: string) =>
  browserHome(chromiumCaFile === undefined ? {} : { chromiumCaFile }, (_key, create) => create(), 'application/portal');

it('there is none where no authority is declared', async () => {
  expect(await home()).toBeUndefined();
});

it.each([
  ['a file that is not there', join(folder, 'none.pem'), 'cannot be read: ENOENT'],
  ['one without a certificate', write('hello'), 'holds no certificates in PEM form'],
  [
    'one that only looks like it',
    write('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    'holds no certificates in PEM form',
  ],
])('%s is a gap, and no browser goes without what was declared', async (_, file, reason) => {
  expect(await home(file)).toMatchObject({
    code: 'login/BROWSER_AUTHORITIES',
    subject: 'application/portal',
    reason: expect.stringContaining(reason) as string,
  });
});

it('a machine without certutil is told of, and nothing is left behind', async () => {
  const { rootCertificates } = await import('node:tls');
  vi.stubEnv('PATH', folder);
  vi.stubEnv('TMPDIR', mkdtempSync(join(folder, 'tmp-')));
  expect(await home(write(rootCertificates[0] ?? ''))).toMatchObject({ reason: '`certutil` is not installed here.' });
  expect(readdirSync(tmpdir())).toEqual([]);
  vi.unstubAllEnvs();
});
