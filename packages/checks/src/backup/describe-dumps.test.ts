import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeDumps } from './describe-dumps.ts';

const scratch = mkdtempSync(join(tmpdir(), 'dumps-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A folder with files of these names, and links to what they lead to. */
function folderWith(files: readonly string[], links: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, 'backups-'));
  for (const name of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'PGDMP of a test');
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  return folder;
}
const namesIn = async (directory: string, only?: string): Promise<readonly string[]> => {
  const { value, gaps } = await describeDumps({ directory, timeZone: 'UTC', only, level: 'L0' }, AbortSignal.timeout(10_000));
  expect(gaps).toEqual([]);
  return (value?.dumps ?? []).map(({ name }) => name).toSorted();
};

it('does not take a link to another dump of the folder for a dump of its own', async () => {
  const folder = folderWith(['keycloak-1.dump', 'keycloak-2.dump'], { 'latest.dump': 'keycloak-2.dump', 'a.dump': 'latest.dump' });
  expect(await namesIn(folder)).toEqual(['keycloak-1.dump', 'keycloak-2.dump']);
  symlinkSync(folder, join(scratch, 'linked'));
  expect(await namesIn(join(scratch, 'linked'))).toEqual(['keycloak-1.dump', 'keycloak-2.dump']);
});

it('takes one that leads elsewhere, that is the only name of a dump, or that is asked for by its name', async () => {
  const folder = folderWith(['kept/keycloak-1.dump', '.keycloak-2.dump'], {
    'elsewhere.dump': 'kept/keycloak-1.dump',
    'hidden.dump': '.keycloak-2.dump',
    'broken.dump': 'gone.dump',
  });
  expect(await namesIn(folder)).toEqual(['elsewhere.dump', 'hidden.dump']);
  expect(await namesIn(folderWith(['keycloak-1.dump'], { 'latest.dump': 'keycloak-1.dump' }), 'latest.dump')).toEqual(['latest.dump']);
});
