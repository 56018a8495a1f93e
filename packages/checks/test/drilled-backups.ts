import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDumps, judgeDrill, missingKeys } from '../src/backup/index.ts';
import type { DrillRecord, DumpFile, Keys } from '../src/backup/index.ts';
import { drillBackup, dumpToDrill, findPostgresTools } from '../../scratch/src/index.ts';
import type { Drilled } from '../../scratch/src/index.ts';
import type { BackupCase } from './backup-case.ts';
import { dump as dumpTo, restoreSample } from './sample-dumps.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

async function drilled(dump: DumpFile): Promise<Drilled> {
  const tools = await findPostgresTools();
  if (!tools) throw new Error('PostgreSQL is not installed here.');
  const source = dumpToDrill({ dump, tools, live: { systemIdentifiers: [] }, tell: () => undefined });
  return drillBackup({ source, level: 'L4', stage: () => undefined, signal: AbortSignal.timeout(120_000) });
}

/** The constraints and indexes in a dump in custom format: those of the database that it is of. */
async function keysOf(path: string): Promise<Keys> {
  const { keys } = await drilled({ path, kind: 'custom' });
  if (!keys) throw new Error(`${path} was not restored.`);
  return keys;
}

/** What a drill tells of a backup, by code, with the words for a person: restoring it alone (L3), and looking into it too (L4). */
export interface ToldByDrill {
  readonly L3: readonly string[];
  readonly L4: readonly string[];
}

/** What a drill to L4 tells of a case's backup; `live` has the database as it is now. */
async function toldByDrill({ folder: directory, path, database }: BackupCase, live: Keys): Promise<ToldByDrill> {
  const name = path.slice(directory.length + 1);
  const { value } = await describeDumps({ directory, timeZone: 'UTC', only: name }, AbortSignal.timeout(120_000));
  const dump = value?.dumps[0];
  if (!dump) throw new Error(`${path} was not seen.`);
  const { keys, backup, ...rest } = await drilled({ path, kind: dump.kind, packed: dump.packed });
  const now = new Date().toISOString();
  const { kind, takenAt, manifest } = dump;
  const record: DrillRecord = {
    format: 'keycloak-release-gate/drill',
    version: 1,
    startedAt: now,
    finishedAt: now,
    host: 'test',
    by: 'test',
    tool: 'test',
    ...rest,
    live: keys && missingKeys(live, keys),
    backup: { name, kind, ...backup, source: directory, takenAt, database: dump.header?.database ?? null },
    manifest,
  };
  const told = (of: DrillRecord): readonly string[] => {
    const { findings, gaps } = judgeDrill(of, { version: '26.7.4', database });
    return [...findings.map(({ code, message }) => `${code} ${message}`), ...gaps.map(({ code, reason }) => `${code} ${reason}`)];
  };
  const failed = record.failure?.stage === 'look' ? null : record.failure;
  return { L3: told({ ...record, level: failed ? null : 'L3', restored: null, live: null, failure: failed }), L4: told(record) };
}

/** A server with the sample of a Keycloak database, a folder for backups of it, and what a drill of these tells. */
export interface DrilledSample {
  readonly server: ScratchPostgres;
  readonly folder: string;
  /** What a drill tells of each backup, by the case's name. */
  told(cases: readonly BackupCase[]): Promise<Readonly<Record<string, ToldByDrill>>>;
  close(): Promise<void>;
}

export async function openDrilledSample(): Promise<DrilledSample> {
  const folder = mkdtempSync(join(tmpdir(), 'backups-'));
  const server = await startScratchPostgres();
  await restoreSample(server, folder);
  const live = await keysOf(await dumpTo(server, 'keycloak', join(folder, 'live.dump'), '--format=custom'));
  return {
    server,
    folder,
    told: async (cases) => {
      const found: Record<string, ToldByDrill> = {};
      for (const each of cases) found[each.name] = await toldByDrill(each, live);
      return found;
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
