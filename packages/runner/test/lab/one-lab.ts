import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, up } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaksOf } from './leaks.ts';
import { labTold } from './told.ts';
import { verify } from './verify.ts';
import type { Place } from './verify.ts';

/**
 * One lab for all tests of a file, that runs Keycloak 26.4.0 when they begin: bringing it up is what takes longest. `recorded`: with what a
 * person has who brings it up, the record of before the release.
 */
export function oneLab({ recorded = false }: { readonly recorded?: boolean } = {}): () => Place {
  const lab = `test-${process.pid}`;
  const reports = mkdtempSync(join(tmpdir(), 'verify-'));
  beforeAll(async () => {
    if (!recorded) await up({ name: lab, version: '26.4.0', progress: labTold });
    else {
      const done = await verify(['lab', 'up', '--version', '26.4.0', '--lab', lab, '--reports', reports]);
      expect(done.exitCode, done.stderr).toBe(0);
    }
  });
  afterAll(async () => {
    await down({ name: lab, progress: labTold });
    rmSync(reports, { recursive: true });
  });
  return () => ({ lab, reports });
}

/** The release is deployed, and what was there before it recorded. */
export function deployed(place: () => Place): void {
  test('is deployed', async () => {
    const { lab, reports } = place();
    const done = await verify(['lab', 'deploy', '26.7.4', '--lab', lab, '--reports', reports]);
    expect(done.exitCode, done.stderr).toBe(0);
  });
}

/** Whatever was run before in this file. */
export function leaksNothing(place: () => Place): void {
  test('no secret is in any artefact of any of these runs, nor in what they said', async () => {
    const { lab, reports } = place();
    expect(await leaksOf(lab, reports)).toEqual([]);
  });
}
