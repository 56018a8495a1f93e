import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgresTools } from '@keycloak-release-gate/scratch';
import type { PostgresTools } from '@keycloak-release-gate/scratch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, verify } from './run-program.ts';

const work = mkdtempSync(join(tmpdir(), 'drill-refused-'));
const directory = join(work, 'backups');
let tools: PostgresTools;
beforeAll(async () => {
  const found = await findPostgresTools();
  if (!found) throw new Error('PostgreSQL is not installed here.');
  tools = found;
  mkdirSync(directory);
  const file = join(directory, 'small.dump');
  copyFileSync(join(import.meta.dirname, '../../checks/src/backup/fixtures/small.dump'), file);
  const old = new Date(Date.now() - 3_600_000);
  utimesSync(file, old, old);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Drills the small backup where something is amiss; what was said of it. */
async function drill(from: string, variables: Readonly<Record<string, string>> = {}) {
  const { exitCode, out, err } = await verify(
    ['backup', 'drill', 'small.dump', '--env', 'one', '--reports', join(work, 'reports'), '--json'],
    { environment: environment(`backups: { directory: '${from}', restore: { hosts: ['${hostname()}'] } },`) },
    { TEST_GATE_SECRET: 'long-enough-secret', ...variables },
  );
  expect(err).not.toContain('verify crashed');
  const { findings, gaps } = JSON.parse(out) as { findings: readonly unknown[]; gaps: readonly { code: string; reason: string }[] };
  expect({ exitCode, findings }).toEqual({ exitCode: 3, findings: [] });
  return gaps;
}

test('the folder of the backups is not there', async () =>
  expect(await drill(join(work, 'gone'))).toMatchObject([
    { code: 'backup/DIRECTORY_UNREADABLE', reason: expect.stringContaining(`'${join(work, 'gone')}'.`) as unknown },
  ]));

test('the folder for temporary files is none', async () =>
  expect(await drill(directory, { TMPDIR: join(directory, 'small.dump') })).toMatchObject([
    {
      code: 'backup/RESTORE_NOT_FINISHED',
      reason: expect.stringMatching(
        /^small\.dump was not restored: The folder for temporary files cannot be read: ENOTDIR: .*[^.]\.$/,
      ) as unknown,
    },
  ]));

test('what it was restored into cannot be removed', async () => {
  const temporary = join(work, 'temporary');
  mkdirSync(temporary);
  for (const folder of [work, temporary]) chmodSync(folder, 0o711);
  // What is mounted cannot be removed, not even by root.
  const pinned = new Promise<string>((resolve, reject) => {
    const look = setInterval(() => {
      const [name] = readdirSync(temporary).filter((each) => each.startsWith('kcgate-'));
      if (name === undefined) return;
      clearInterval(look);
      const folder = join(temporary, name, 'pinned');
      try {
        mkdirSync(folder);
        execFileSync('mount', ['-t', 'tmpfs', 'none', folder]);
        resolve(folder);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }, 2);
  });
  const [gaps, folder] = await Promise.all([drill(directory, { TMPDIR: temporary, POSTGRES_PROGRAMS: withoutInitdb() }), pinned]);
  execFileSync('umount', [folder]);
  expect(gaps).toMatchObject([
    { code: 'backup/RESTORE_NOT_FINISHED' },
    {
      code: 'backup/COPY_NOT_REMOVED',
      reason: expect.stringMatching(/kcgate-\w+ could not be removed \(.*It holds personal data: remove it\.$/s) as unknown,
    },
  ]);
});

/** A folder of PostgreSQL's programs in which `initdb` refuses. */
function withoutInitdb(): string {
  const programs = join(work, 'programs');
  if (existsSync(programs)) return programs;
  mkdirSync(programs);
  chmodSync(work, 0o711);
  for (const name of readdirSync(tools.directory).filter((each) => each !== 'initdb'))
    symlinkSync(join(tools.directory, name), join(programs, name));
  const initdb = `#!/bin/sh\n[ "$1" = --version ] && exec ${join(tools.directory, 'initdb')} "$@"\necho "initdb: error: no such locale" >&2\nexit 1\n`;
  writeFileSync(join(programs, 'initdb'), initdb, { mode: 0o755 });
  return programs;
}

test('PostgreSQL makes no cluster', async () =>
  expect(await drill(directory, { POSTGRES_PROGRAMS: withoutInitdb() })).toMatchObject([
    {
      code: 'backup/RESTORE_NOT_FINISHED',
      reason: expect.stringMatching(
        /^small\.dump was not restored: initdb of PostgreSQL \d+ ended with code 1: initdb: error: no such locale\.$/,
      ) as unknown,
    },
  ]));
