import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { accountOf } from './account.ts';
import { forgetRefusal, noteRefusal, refusalOf } from './refusal.ts';

const state = await mkdtemp(join(tmpdir(), 'state-'));
afterAll(() => rm(state, { recursive: true }));
const account = accountOf('https://sso.example', 'robin', state);

it('credentials that were refused stay refused, other ones are no longer those', async () => {
  expect(await refusalOf(account, ['old password'])).toBeUndefined();
  await noteRefusal(account, ['old password'], 'BAD_CREDENTIALS');
  expect(await refusalOf(account, ['old password'])).toMatchObject({ code: 'BAD_CREDENTIALS' });
  expect(await refusalOf(account, ['old password', 'seed'])).toBeUndefined();
  expect(await refusalOf(account, ['new password'])).toBeUndefined();
  expect(await refusalOf(accountOf('https://other.example', 'robin', state), ['old password'])).toBeUndefined();
  await forgetRefusal(account);
  expect(await refusalOf(account, ['old password'])).toBeUndefined();
});

it('the note is for its owner alone, and holds neither the name nor the password', async () => {
  await noteRefusal(account, ['old password'], 'BAD_CREDENTIALS');
  const { file = '' } = (await refusalOf(account, ['old password'])) ?? {};
  expect((await stat(file)).mode & 0o077).toBe(0);
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/robin|old password/);
  expect(file).not.toContain('robin');
});

it('a note that cannot be read is a refusal of whatever would be typed, and of nobody knows when', async () => {
  await noteRefusal(account, ['old password'], 'BAD_CREDENTIALS');
  const { file = '' } = (await refusalOf(account, ['old password'])) ?? {};
  const whole = await readFile(file, 'utf8');
  for (const cut of ['', whole.slice(0, 40), JSON.stringify({ ...(JSON.parse(whole) as object), credentials: '1' })]) {
    await writeFile(file, cut);
    expect(await refusalOf(account, ['new password'])).toEqual({ file });
  }
  await noteRefusal(account, ['old password'], 'BAD_CREDENTIALS');
  expect(await refusalOf(account, ['old password'])).toMatchObject({ code: 'BAD_CREDENTIALS' });
  await forgetRefusal(account);
  expect(await readdir(account.folder)).toEqual([]);
});
