import { backupCodes, drillFacts, judgeDrill } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap, Problem } from '@keycloak-release-gate/core';
import type { LongWork } from '../progress/long-work.ts';
import { cleanLine } from '../report/clean-text.ts';
import { drill, writeDrill } from './drill.ts';
import { dumpToRestore } from './dump-to-restore.ts';
import type { BackupEnvironment } from './environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { liveDatabase } from './live-database.ts';
import { requireRestoreHere } from './may-restore.ts';
import { setToRestore } from './set-to-restore.ts';
import { providedTarget } from './target.ts';

/** What a drill came to, with what was found on the way to it. */
export interface DrillOutcome {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly facts: readonly Fact[];
  /** The record's file; null where nothing was restored. */
  readonly written: string | null;
  readonly drill: DrillRecord | null;
}

export interface DrillAsked {
  /** Without it, the newest good backup. */
  readonly name?: string | undefined;
  readonly level: DrillLevel;
  readonly jobs?: number | undefined;
  readonly reports: string;
  /** A server that a person provides for trials, as `--target` names it; without it, one of the gate's own. */
  readonly target?: { readonly named: string; readonly scenarios: string; readonly variables: Variables } | undefined;
  readonly told: LongWork;
  /** Told what of the copy could not be removed again; of an interrupted drill too. */
  readonly left?: ((why: string) => void) | undefined;
}

/**
 * Restores a backup of an environment into a scratch server, judges it, and records the drill. Throws a ConfigurationError where that may not
 * be done here, or where there is no such backup.
 */
export async function runDrill(prepared: BackupEnvironment, asked: DrillAsked, signal: AbortSignal): Promise<DrillOutcome> {
  const { name, told } = asked;
  const { environment, file } = prepared;
  const { backups, database } = environment;
  const { directory, pgbackrest, command, cloudnativepg, volumeSnapshot, catalogue } = backups ?? {};
  const keeper = [directory, pgbackrest, command, cloudnativepg, volumeSnapshot, catalogue].find((each) => each !== undefined);
  if (!backups || keeper === undefined)
    throw new ConfigurationError([
      {
        code: 'NO_BACKUPS_TO_RESTORE',
        message: 'The environment names no backups that can be restored.',
        where: file,
        remedy: 'Declare `backups.directory`, `backups.pgbackrest`, or `backups.command` with `backups.restore.program`.',
      },
    ]);
  requireRestoreHere(environment, file);
  const left: Gap[] = [];
  try {
    const live = await liveDatabase(prepared, signal);
    if (asked.target && backups.directory === undefined) throw new ConfigurationError([targetOfFiles]);
    const provided = asked.target && (await providedTarget(prepared, { ...asked.target, live }, signal));
    told.line(name === undefined ? '… looking for the newest good backup' : `… reading ${cleanLine(name)}`);
    const choice = await (backups.directory === undefined
      ? setToRestore(prepared, asked, live, signal)
      : dumpToRestore(prepared, backups.directory, { ...asked, live, provided }, signal));
    const { chosen } = choice;
    const nothing = { facts: [], written: null, drill: null };
    if (!chosen) return { findings: choice.findings, gaps: choice.gaps, ...nothing };
    const record = await drill(chosen.toDrill, {
      level: asked.level,
      live,
      boot: chosen.boot,
      provided,
      left: (what, why) => {
        left.push(leftBehind[what](why));
        asked.left?.(why);
      },
      stage: (stage) => told.line(`… ${stage}`),
      signal,
    });
    if (!('format' in record)) return { findings: choice.findings, gaps: [...choice.gaps, record, ...left], ...nothing };
    const written = await writeDrill(record, asked.reports, environment.id);
    const judged = judgeDrill(record, { database: database?.name, withinSeconds: backups.restore?.withinSeconds });
    return {
      findings: [...choice.findings, ...judged.findings],
      gaps: [...choice.gaps, ...judged.gaps, ...left],
      facts: drillFacts(record),
      written,
      drill: record,
    };
  } finally {
    told.end();
  }
}

/** What of the copy stays where it must not. */
const leftBehind = {
  database: (why: string): Gap => gap(backupCodes.TARGET_NOT_EMPTIED, { subject: 'copy', reason: `${why}.` }),
  folder: (why: string): Gap => gap(backupCodes.COPY_NOT_REMOVED, { subject: 'copy', reason: why }),
} as const;

const targetOfFiles: Problem = {
  code: 'TARGET_FOR_DUMPS_ALONE',
  message: 'The files of a whole cluster are no content of a database: they cannot be restored into a server that runs.',
  where: '--target',
  remedy: 'Leave it out: the gate starts a server of its own on them.',
};
