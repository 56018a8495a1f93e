import { mkdir, rename, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { backupCodes, missingKeys } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord, Dump, Keys } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap } from '@keycloak-release-gate/core';
import type { Gap, Problem } from '@keycloak-release-gate/core';
import type { BootOldKeycloak, DrillWanted } from '@keycloak-release-gate/scratch';
import { tool } from '../tool.ts';
import { drillsFolder } from './drills.ts';
import type { LiveDatabase } from './live-database.ts';
import { isOfFiles } from './of-files.ts';
import type { ProvidedForDrill } from './target.ts';

export interface DrillOptions {
  readonly directory: string;
  readonly dump: Dump;
  readonly level: DrillLevel;
  readonly live: LiveDatabase;
  readonly schema: string | undefined;
  readonly jobs: number | undefined;
  readonly boot?: BootOldKeycloak | undefined;
  /** A server that a person provides for trials. */
  readonly provided?: ProvidedForDrill | undefined;
  /** Told what could not be dropped there again, or not be removed from this machine. */
  readonly left?: DrillWanted['left'];
  readonly stage: (words: string) => void;
  readonly tell: (done: string) => void;
  readonly signal: AbortSignal;
}

const stages = {
  fetch: 'reading and hashing the backup',
  server: 'making a scratch server',
  restore: 'restoring',
  index: 'building indexes and constraints',
  look: 'looking into what was restored',
  boot: 'starting the old Keycloak on it',
} as const;

/** Restores a dump into a scratch server and looks into it: the drill's record, or why it could not be tried here. */
export async function drill(options: DrillOptions): Promise<DrillRecord | Gap> {
  const { directory, dump, level, live, schema, jobs, boot, provided, signal } = options;
  const { drillBackup, findPostgresTools, NotScratch } = await import('@keycloak-release-gate/scratch');
  const tools = await findPostgresTools();
  if (!tools)
    return gap(backupCodes.SERVER_MISSING, {
      subject: `backup/${dump.name}`,
      reason: `${dump.name} was not restored: PostgreSQL's server and clients (initdb, postgres, pg_restore, psql) are not installed here.`,
    });
  const startedAt = new Date();
  let notEmptied: string | null = null;
  const path = join(directory, dump.name);
  const drilled = await drillBackup({
    dump: { path, kind: dump.kind, packed: dump.packed },
    tools,
    level,
    live: { systemIdentifiers: live.systemIdentifier === undefined ? [] : [live.systemIdentifier] },
    schema: schema ?? dump.manifest?.schema,
    jobs,
    serverMajor: majorOf(dump),
    boot,
    provided,
    left: (what, why) => {
      if (what === 'database') notEmptied = why;
      options.left?.(what, why);
    },
    stage: (stage) => options.stage(provided && stage === 'server' ? `opening ${provided.at}` : stages[stage]),
    tell: options.tell,
    signal,
  }).catch((error: unknown) => {
    if (isOfFiles(error) && error.path.startsWith(path))
      return gap(backupCodes.FILE_UNREADABLE, { subject: `backup/${dump.name}`, reason: `${error.message}.` });
    if (!(error instanceof NotScratch)) throw error;
    if (provided) throw new ConfigurationError([changed(error.message)]);
    throw new ConfigurationError([
      {
        code: 'NOT_SCRATCH',
        message: `Nothing was restored. ${error.message}`,
        remedy: 'This is a defect of the gate: tell it to its maintainers.',
      },
    ]);
  });
  if (!('backup' in drilled)) return drilled;
  const { kind, packed, name, takenAt, header, manifest } = dump;
  return {
    format: 'keycloak-release-gate/drill',
    version: 1,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    host: hostname(),
    by: userInfo().username,
    tool: `${tool.name} ${tool.version}, PostgreSQL ${tools.major}`,
    ...(provided ? { provided: { ...asRecorded(provided), notEmptied } } : {}),
    backup: {
      name,
      kind,
      ...(packed === undefined ? {} : { packed }),
      ...drilled.backup,
      source: directory,
      takenAt: { earliest: takenAt.earliest, latest: takenAt.latest },
      database: header?.database ?? manifest?.database ?? null,
    },
    manifest,
    level: drilled.level,
    seconds: drilled.seconds,
    restored: drilled.restored,
    live: missingAgainst(live, drilled.restored, drilled.keys),
    leftOut: drilled.leftOut,
    keycloak: drilled.keycloak,
    failure: drilled.failure,
  };
}

const asRecorded = ({
  at,
  way,
  serverVersion,
  comparedWith,
}: ProvidedForDrill): Omit<NonNullable<DrillRecord['provided']>, 'notEmptied'> => ({
  at,
  database: way.database,
  serverVersion,
  comparedWith: comparedWith.map(({ environment, by }) => ({ environment, by: [...by] })),
});

const changed = (why: string): Problem => ({
  code: 'TARGET_CHANGED',
  message: `Nothing was restored. ${why}`,
  where: '--target',
  remedy: 'Find out who else uses it, and run it again.',
});

function majorOf({ header, manifest }: Dump): number | undefined {
  const major = Number(/^\d+/.exec(header?.serverVersion ?? manifest?.serverVersion ?? '')?.[0]);
  return Number.isNaN(major) ? undefined : major;
}

/** What the live database of the same version has and the restored one has not; null where that cannot be told. */
function missingAgainst(
  { version, keys: wanted }: LiveDatabase,
  restored: DrillRecord['restored'],
  keys: Keys | null,
): DrillRecord['live'] {
  if (!wanted || !keys || version === undefined || restored?.keycloakVersion !== version) return null;
  return missingKeys(wanted, keys);
}

/** Writes the record where runs look for it; returns the file. */
export async function writeDrill(record: DrillRecord, reports: string, environment: string): Promise<string> {
  const folder = drillsFolder(reports, environment);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${record.finishedAt.replaceAll(':', '-')}-${record.backup.sha256.slice(0, 12)}.json`);
  await writeFile(`${file}.unfinished`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${file}.unfinished`, file);
  return file;
}
