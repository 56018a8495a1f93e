import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDumps, readingLevels } from '../src/backup/describe-dumps.ts';
import type { ReadingLevel } from '../src/backup/describe-dumps.ts';
import { backupFresh } from '../src/backup/fresh.ts';
import { readDump } from '../src/backup/read-dump.ts';
import type { DatabaseState } from '../src/database/state.ts';
import type { BackupCase } from './backup-case.ts';
import { damagedBackups } from './damaged-backups.ts';
import { goodBackups } from './good-backups.ts';
import { dumpThroughPipe, factsOf, restoreSample } from './sample-dumps.ts';
import type { Facts } from './sample-dumps.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

let folder = '';
let server: ScratchPostgres;
let facts: Facts;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backups-'));
  server = await startScratchPostgres();
  await restoreSample(server, folder);
  facts = await factsOf(server, 'keycloak');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What is told of the backups of a case by looking at them that closely, by code, with the words for a person. */
async function told({ folder: directory, database }: BackupCase, level: ReadingLevel = 'L2'): Promise<readonly string[]> {
  const { value, gaps = [] } = await describeDumps({ directory, timeZone: 'UTC', database, level }, AbortSignal.timeout(60_000));
  if (!value) throw new Error(`${directory} was not seen.`);
  const now = new Date().toISOString();
  const live: DatabaseState = {
    server: { version: '15', systemIdentifier: facts.systemIdentifier, inRecovery: false, now, clockAheadBy: 0 },
    database,
    schema: 'public',
    migrations: [{ version: '26.7.4', updatedAt: now }],
    changeLogs: [{ table: 'databasechangelog', count: facts.changeSets, hash: '', changeSets: [] }],
    locks: [],
    migrating: 0,
  };
  const judgement = backupFresh.check.judge({ seen: value, live }, backupFresh.check.expects.parse({ database, version: '26.7.4' }), {
    now,
  });
  return [
    ...judgement.findings.map(({ code, message }) => `${code} ${message}`),
    ...[...gaps, ...(judgement.gaps ?? [])].map(({ code, reason }) => `${code} ${reason}`),
  ];
}

const notRead = /^backup\/NOT_READ .* was not read to its end, so nobody knows/;
const isFound = ({ codes }: BackupCase, texts: readonly string[]): boolean =>
  texts.some((text) => codes.includes(text.split(' ')[0] ?? ''));

async function twoAtOnce(cases: readonly BackupCase[], look: (each: BackupCase) => Promise<void>): Promise<void> {
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await look(next);
  };
  await Promise.all([work(), work()]);
}

describe('damaged backups', () => {
  test('each is found by the level that has to find it, and none passes as good', async () => {
    const cases = await damagedBackups(server, join(folder, 'damaged'));
    const found: Record<string, readonly string[]> = {};
    const foundBy: Record<string, ReadingLevel | undefined> = {};
    await twoAtOnce(cases, async (each) => {
      for (const level of readingLevels) {
        // That it was not read further is no find.
        const texts = (await told(each, level)).filter(
          (text) => !text.startsWith('backup/ONLY_ONE ') && (level === 'L2' || !notRead.test(text)),
        );
        if (level === 'L2') found[each.name] = texts;
        if (isFound(each, texts)) foundBy[each.name] ??= level;
      }
    });
    const isReadFor = ({ level }: BackupCase): boolean => level !== 'L3' && level !== 'L4';
    const missed = cases.filter((each) => isReadFor(each) && !isFound(each, found[each.name] ?? []));
    expect(missed.map(({ name, codes }) => ({ name, codes, found: found[name] }))).toEqual([]);
    // The cheapest level that finds it is the one that has to, not another one.
    expect(cases.filter(isReadFor).map(({ name }) => `${name}: ${foundBy[name]}`)).toEqual(
      cases.filter(isReadFor).map(({ name, level }) => `${name}: ${level}`),
    );
    // What reading does not show is left to restoring, and to looking into what was restored.
    const known = cases.filter((each) => !isReadFor(each) && found[each.name]?.length === 0);
    expect(known.map(({ name }) => name)).toEqual(cases.filter((each) => !isReadFor(each)).map(({ name }) => name));
    expect(cases.filter(isReadFor).length).toBeGreaterThanOrEqual(60);
  });
});

describe('good backups', () => {
  test('of every format: no alarm', async () => {
    const cases = await goodBackups(server, join(folder, 'good'));
    const alarms: Record<string, readonly string[]> = {};
    await twoAtOnce(cases, async (each) => {
      const texts = await told(each);
      if (texts.length > 0) alarms[each.name] = texts;
    });
    expect(alarms).toEqual({});
    expect(cases.length).toBeGreaterThanOrEqual(20);
  });
});

test('an archive in gzip whose parts stand in another order is unpacked on disk, and nothing of it stays there', async () => {
  // pg_dump could not go back to note where each part stands, so that pg_restore has to look for it, to and fro.
  const archive = readFileSync(await dumpThroughPipe(server, 'keycloak', join(folder, 'pipe', 'a.dump'), ['--format=custom']));
  const { from, blocks } = dataBlocks(archive);
  const path = join(folder, 'pipe', 'swapped.dump.gz');
  writeFileSync(path, gzipSync(Buffer.concat([archive.subarray(0, from), ...blocks.toReversed()])));
  const unpacked = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('unpacked-backup-'));
  const before = unpacked();
  const reading = await readDump({ path, kind: 'custom', packed: 'gzip' }, AbortSignal.timeout(60_000));
  expect(reading).toMatchObject({ kind: 'read', contents: { schemas: { public: { rows: facts.counts } } } });
  expect(unpacked()).toEqual(before);
});

/** The blocks of data that an archive in custom format ends with, and where they begin. */
function dataBlocks(archive: Buffer): { readonly from: number; readonly blocks: readonly Buffer[] } {
  for (let from = archive.indexOf('ENCODING', 0, 'latin1'); from < archive.length; from += 1) {
    const blocks = blocksFrom(archive, from);
    if (blocks && blocks.length > 10) return { from, blocks };
  }
  throw new Error('It has no blocks of data.');
}

/** Each is a 1, the number of its table, and pieces: their length (a sign and four bytes) and so many bytes, up to one of length 0. */
function blocksFrom(archive: Buffer, from: number): readonly Buffer[] | undefined {
  const blocks: Buffer[] = [];
  for (let at = from; at < archive.length;) {
    if (archive[at] !== 1 || archive[at + 1] !== 0) return undefined;
    const begin = at;
    let length = -1;
    for (at += 6; length !== 0; at += 5 + length) {
      if (archive[at] !== 0 || at + 5 > archive.length) return undefined;
      length = archive.readUInt32LE(at + 1);
    }
    blocks.push(archive.subarray(begin, at));
  }
  return blocks;
}
