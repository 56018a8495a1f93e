import { mkdir, rename, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { backupCodes, missingKeys } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord, Keys } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap } from '@keycloak-release-gate/core';
import type { Gap, Problem } from '@keycloak-release-gate/core';
import type { BootOldKeycloak, DrillSource, DrillWanted } from '@keycloak-release-gate/scratch';
import { tool } from '../tool.ts';
import { drillsFolder } from './drills.ts';
import type { LiveDatabase } from './live-database.ts';
import { isOfFiles } from './of-files.ts';
import type { ProvidedForDrill } from './target.ts';

/** A backup that was chosen, and how it is brought back. */
export interface ToDrill {
  readonly source: DrillSource;
  /** Of PostgreSQL here. */
  readonly major: number;
  readonly backup: Omit<DrillRecord['backup'], 'sha256' | 'bytes'>;
  readonly manifest: DrillRecord['manifest'];
  /** Keycloak's schema, where it is known. */
  readonly schema: string | undefined;
  /** Of a dump, the file or folder. */
  readonly path?: string;
}

export interface DrillOptions {
  readonly level: DrillLevel;
  readonly live: LiveDatabase;
  readonly boot?: BootOldKeycloak | undefined;
  /** A server that a person provides for trials. */
  readonly provided?: ProvidedForDrill | undefined;
  /** Told what could not be dropped there again, or not be removed from this machine. */
  readonly left?: DrillWanted['left'];
  readonly stage: (words: string) => void;
  readonly signal: AbortSignal;
}

/** Of a dump. */
const stages = {
  fetch: 'reading and hashing the backup',
  server: 'making a scratch server',
  restore: 'restoring',
  index: 'building indexes and constraints',
  look: 'looking into what was restored',
  boot: 'starting the old Keycloak on it',
} as const;
/** Of the files of a whole cluster. */
const stagesOfFiles = {
  ...stages,
  fetch: 'copying its files',
  server: 'making a place for it',
  restore: 'recovering it by its log',
} as const;

/** Restores a backup into a scratch server and looks into it: the drill's record, or why it could not be tried here. */
export async function drill({ source, major, backup, manifest, schema, path }: ToDrill, options: DrillOptions): Promise<DrillRecord | Gap> {
  const { level, live, boot, provided, signal } = options;
  const { drillBackup, NotScratch } = await import('@keycloak-release-gate/scratch');
  const words = path === undefined ? stagesOfFiles : stages;
  const startedAt = new Date();
  let notEmptied: string | null = null;
  const drilled = await drillBackup({
    source,
    level,
    schema,
    boot,
    left: (what, why) => {
      if (what === 'database') notEmptied = why;
      options.left?.(what, why);
    },
    stage: (stage) => options.stage(provided && stage === 'server' ? `opening ${provided.at}` : words[stage]),
    signal,
  }).catch((error: unknown) => {
    if (isOfFiles(error) && path !== undefined && error.path.startsWith(path))
      return gap(backupCodes.FILE_UNREADABLE, { subject: `backup/${backup.name}`, reason: `${error.message}.` });
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
  return {
    format: 'keycloak-release-gate/drill',
    version: 1,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    host: hostname(),
    by: userInfo().username,
    tool: `${tool.name} ${tool.version}, PostgreSQL ${major}`,
    ...(provided ? { provided: { ...asRecorded(provided), notEmptied } } : {}),
    backup: { ...backup, ...drilled.backup },
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
