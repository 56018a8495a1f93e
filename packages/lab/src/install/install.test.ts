import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedFolder, exists, lockFile } from './cache.ts';
import { isNewEnough } from './locate.ts';
import { installationAdvice, requirements } from './requirements.ts';

let folder = '';
const never = new AbortController().signal;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lab-install-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('a cached folder', () => {
  it('is made once for all who want it, and appears whole', async () => {
    let made = 0;
    const make = async (unfinished: string): Promise<void> => {
      made += 1;
      await writeFile(join(unfinished, 'a'), '');
      expect(await exists(join(folder, 'thing'))).toBe(false);
      await writeFile(join(unfinished, 'b'), '');
    };
    const results = await Promise.all([1, 2, 3].map(() => cachedFolder(join(folder, 'thing'), make, never)));
    expect(made).toBe(1);
    expect(new Set(results)).toEqual(new Set([join(folder, 'thing')]));
    expect(await readdir(join(folder, 'thing'))).toEqual(['a', 'b']);
    expect(await readdir(folder)).toEqual(['thing']);
  });

  it('leaves nothing behind when it cannot be made, nor of a maker that was killed', async () => {
    await mkdir(join(folder, 'thing.unfinished-999999'));
    await expect(cachedFolder(join(folder, 'thing'), () => Promise.reject(new Error('no network')), never)).rejects.toThrow('no network');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a lock', () => {
  it('waits for its holder, until it is told to stop', async () => {
    const file = join(folder, 'lock');
    const unlock = await lockFile(file, never);
    await expect(lockFile(file, AbortSignal.timeout(50))).rejects.toThrow(/abort/);
    await unlock();
    await (
      await lockFile(file, never)
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from a holder that is gone or gives no sign of life', async () => {
    const file = join(folder, 'lock');
    await writeFile(file, '2147483646');
    await (
      await lockFile(file, never)
    )();
    await writeFile(file, String(process.pid));
    await utimes(file, new Date(0), new Date(0));
    await (
      await lockFile(file, never)
    )();
    expect(await exists(file)).toBe(false);
  });
});

describe('what must be installed', () => {
  it('is told in one message', () => {
    const advice = installationAdvice(requirements.filter(({ id }) => id === 'java' || id === 'apache'));
    expect(advice).toBe(
      'Install Java 17 or newer; Apache 2 with mod_auth_openidc and mod_auth_mellon. On Debian and Ubuntu: apt-get install openjdk-17-jre-headless apache2 libapache2-mod-auth-openidc libapache2-mod-auth-mellon',
    );
  });

  it('takes a Go that is new enough', () => {
    const versions = [
      'go version go1.26.8 linux/amd64',
      'go version go1.27 linux/amd64',
      'go version go2.0 x/y',
      'go version go1.19.8 linux/amd64',
      'gibberish',
    ];
    expect(versions.map(isNewEnough)).toEqual([true, true, true, false, false]);
  });
});
