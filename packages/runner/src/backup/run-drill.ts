import { backupCodes, drillFacts, judgeDrill } from '@keycloak-release-gate/checks/backup';
import type { DrillLevel, DrillRecord } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap } from '@keycloak-release-gate/core';
import type { LongWork } from '../progress/long-work.ts';
import { cleanLine } from '../report/clean-text.ts';
import { bootOldKeycloak } from './boot-old-keycloak.ts';
import { drill, writeDrill } from './drill.ts';
import { chooseDump } from './drill-choice.ts';
import type { BackupEnvironment } from './environment.ts';
import { liveDatabase } from './live-database.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { requireRestoreHere } from './may-restore.ts';
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
  /** Without it, the newest good dump. */
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
 * Restores a dump of an environment into a scratch server, judges it, and records the drill. Throws a ConfigurationError where that may not
 * be done here, or where there is no such dump.
 */
export async function runDrill(prepared: BackupEnvironment, asked: DrillAsked, signal: AbortSignal): Promise<DrillOutcome> {
  const { name, told } = asked;
  const { environment, file } = prepared;
  const { backups, database } = environment;
  if (backups?.directory === undefined)
    throw new ConfigurationError([
      {
        code: 'NO_DUMPS',
        message: 'The environment has no `backups.directory`, and only dumps in a folder are restored by the gate.',
        where: file,
        remedy:
          'Declare it, or restore a backup of another kind with its own tool, and check the result with `verify --suite post-rollback`.',
      },
    ]);
  requireRestoreHere(environment, file);
  const left: Gap[] = [];
  try {
    const live = await liveDatabase(prepared, signal);
    const provided = asked.target && (await providedTarget(prepared, { ...asked.target, live }, signal));
    told.line(name === undefined ? '… looking for the newest good backup' : `… reading ${cleanLine(name)}`);
    const choice = await chooseDump(environment, backups.directory, name, signal);
    const { dump } = choice;
    if (!dump) return { ...choice, facts: [], written: null, drill: null };
    const boot = asked.level === 'L5' ? await bootOldKeycloak(prepared, dump, signal) : undefined;
    const record = await drill({
      directory: backups.directory,
      dump,
      level: asked.level,
      live,
      schema: database?.schema,
      jobs: asked.jobs,
      boot,
      provided,
      left: (what, why) => {
        left.push(leftBehind[what](why));
        asked.left?.(why);
      },
      stage: (stage) => told.line(`… ${stage}`),
      tell: told.moving,
      signal,
    });
    if (!('format' in record))
      return { findings: choice.findings, gaps: [...choice.gaps, record, ...left], facts: [], written: null, drill: null };
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
