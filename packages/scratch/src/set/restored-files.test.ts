import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScratchPlace } from '../place.ts';
import { readyToStart } from './restored-files.ts';

let folder = '';
let data = '';
const place = (): ScratchPlace => ({
  folder,
  account: undefined,
  spawn: () => Promise.reject(new Error('not here')),
  close: () => Promise.resolve(),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restored-files-'));
  data = join(folder, 'data');
  for (const name of ['pg_wal', 'pg_tblspc', 'pg_replslot/standby_1']) mkdirSync(join(data, name), { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '15\n');
  writeFileSync(join(data, 'backup_label'), 'START WAL LOCATION: 0/2000028 (file 000000010000000000000002)\nSTART TIMELINE: 1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what would have it act as the live server is taken out', async () => {
  writeFileSync(join(data, 'postgresql.auto.conf'), "primary_conninfo = 'host=live'\narchive_command = 'push %p'\n");
  for (const name of ['standby.signal', 'postmaster.pid', 'recovery.signal']) writeFileSync(join(data, name), '');
  expect(await readyToStart(place(), data)).toEqual({ major: 15, startLsn: '0/2000028' });
  expect(readFileSync(join(data, 'postgresql.auto.conf'), 'utf8')).toBe('');
  for (const name of ['standby.signal', 'postmaster.pid', 'recovery.signal', 'pg_replslot/standby_1'])
    expect(existsSync(join(data, name))).toBe(false);
});

test.each<[string, () => void]>([
  ['its log', () => symlinkSync('/var/lib/postgresql/15/main/pg_wal', join(data, 'pg_wal/outside'))],
  ['a tablespace', () => symlinkSync('/srv/live', join(data, 'pg_tblspc/16400'))],
  [
    'a tablespace by way of a link within',
    () => {
      mkdirSync(join(folder, 'tablespaces/1'), { recursive: true });
      symlinkSync('/etc', join(folder, 'tablespaces/1/out'));
      symlinkSync(join(folder, 'tablespaces/1'), join(data, 'pg_tblspc/16400'));
    },
  ],
  ['the list of its tablespaces', () => writeFileSync(join(data, 'tablespace_map'), '16400 /srv/live\n')],
])('nothing starts where %s leads out of the place', async (_name, make) => {
  make();
  await expect(readyToStart(place(), data)).rejects.toMatchObject({
    problem: 'not here',
    message: expect.stringContaining('out of the folder') as unknown,
  });
});

test('a tablespace within the place is let be', async () => {
  mkdirSync(join(folder, 'tablespaces/1'), { recursive: true });
  symlinkSync(join(folder, 'tablespaces/1'), join(data, 'pg_tblspc/16400'));
  writeFileSync(join(data, 'tablespace_map'), `16400 ${join(folder, 'tablespaces/1')}\n`);
  await expect(readyToStart(place(), data)).resolves.toMatchObject({ major: 15 });
});

test('what is no cluster, or an old one, is told', async () => {
  writeFileSync(join(data, 'PG_VERSION'), '11\n');
  await expect(readyToStart(place(), data)).rejects.toMatchObject({ problem: 'not here' });
  rmSync(join(data, 'PG_VERSION'));
  await expect(readyToStart(place(), data)).rejects.toMatchObject({ problem: 'ended' });
});
