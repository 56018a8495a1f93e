import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { canonicalJson, ConfigurationError, Release } from '@keycloak-release-gate/core';
import { loadRelease } from '../../scenarios/load.ts';
import { releaseFileText } from './file-text.ts';
import type { NewRelease } from './file-text.ts';

/** Writes `releases/<id>.ts`, reads it again, and returns its path. Throws a ConfigurationError where there is one: nothing is overwritten. */
export async function writeRelease(scenarios: string, release: NewRelease): Promise<string> {
  const folder = join(scenarios, 'releases');
  const file = join(folder, `${release.id}.ts`);
  mkdirSync(folder, { recursive: true });
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new ConfigurationError([
      {
        code: 'RELEASE_EXISTS',
        message: `There is a release "${release.id}" already; nothing was written.`,
        where: relative(process.cwd(), file),
        remedy: 'Give the new one another id, or change that file by hand.',
      },
    ]);
  }
  try {
    writeSync(handle, releaseFileText(release));
    closeSync(handle);
    // What was written is what was meant, or it is not left there.
    const { value } = await loadRelease(scenarios, release.id);
    if (canonicalJson(value) !== canonicalJson(Release.parse(release))) throw new Error(`${file} does not hold what was to be written.`);
  } catch (error) {
    rmSync(file);
    throw error;
  }
  return file;
}
