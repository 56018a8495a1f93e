import { join } from 'node:path';
import { backupCodes } from '@keycloak-release-gate/checks/backup';
import type { Dump } from '@keycloak-release-gate/checks/backup';
import { gap } from '@keycloak-release-gate/core';
import { bootOldKeycloak } from './boot-old-keycloak.ts';
import { chooseDump } from './drill-choice.ts';
import type { BackupEnvironment } from './environment.ts';
import type { LiveDatabase } from './live-database.ts';
import type { DrillAsked } from './run-drill.ts';
import type { RestoreChoice } from './set-to-restore.ts';
import type { ProvidedForDrill } from './target.ts';

interface DumpAsked extends DrillAsked {
  readonly live: LiveDatabase;
  /** A server that a person provides for trials. */
  readonly provided: ProvidedForDrill | undefined;
}

/** A dump of a folder, ready to be restored on trial, or why there is none. Throws a ConfigurationError where the name is not there. */
export async function dumpToRestore(
  prepared: BackupEnvironment,
  directory: string,
  { name: wanted, level, jobs, told, live, provided }: DumpAsked,
  signal: AbortSignal,
): Promise<RestoreChoice> {
  const { environment } = prepared;
  const { dump, ...choice } = await chooseDump(environment, directory, wanted, signal);
  if (!dump) return choice;
  const { name, kind, packed, takenAt, header, manifest, contents } = dump;
  const version = contents.kind === 'whole' ? contents.keycloakVersion : (manifest?.migrationVersion ?? null);
  const boot = level === 'L5' ? await bootOldKeycloak(prepared, { name, version }, signal) : undefined;
  const { dumpToDrill, findPostgresTools } = await import('@keycloak-release-gate/scratch');
  const tools = await findPostgresTools();
  if (!tools) {
    const reason = `${name} was not restored: PostgreSQL's server and clients (initdb, postgres, pg_restore, psql) are not installed here.`;
    return { ...choice, gaps: [...choice.gaps, gap(backupCodes.SERVER_MISSING, { subject: `backup/${name}`, reason })] };
  }
  const path = join(directory, name);
  return {
    ...choice,
    chosen: {
      boot,
      toDrill: {
        source: dumpToDrill({
          dump: { path, kind, packed },
          tools,
          live: { systemIdentifiers: live.systemIdentifier === undefined ? [] : [live.systemIdentifier] },
          jobs,
          serverMajor: majorOf(dump),
          provided,
          tell: told.moving,
        }),
        major: tools.major,
        backup: {
          name,
          kind,
          ...(packed === undefined ? {} : { packed }),
          source: directory,
          takenAt: { earliest: takenAt.earliest, latest: takenAt.latest },
          database: header?.database ?? manifest?.database ?? null,
        },
        manifest,
        schema: environment.database?.schema ?? manifest?.schema,
        path,
      },
    },
  };
}

function majorOf({ header, manifest }: Dump): number | undefined {
  const major = Number(/^\d+/.exec(header?.serverVersion ?? manifest?.serverVersion ?? '')?.[0]);
  return Number.isNaN(major) ? undefined : major;
}
