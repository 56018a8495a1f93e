import { backupCodes, backupDirectory, backupsOf, describeDumps } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, defineSuite, gap, nearest, step } from '@keycloak-release-gate/core';
import type { ReadingLevel } from '@keycloak-release-gate/checks/backup';
import type { Environment, Gap, Judgement, RunContext } from '@keycloak-release-gate/core';
import { lookOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import { cleanLine } from '../report/clean-text.ts';
import type { BackupEnvironment } from './environment.ts';
import { isOfFiles } from './of-files.ts';
import { rowsOf } from './rows.ts';

const suite = defineSuite({
  id: 'backup',
  title: 'The backups',
  needsRelease: false,
  steps: ({ environment }) => [step({ id: 'backup/sources', sentence: 'The backups are known' }, backupsOf(environment))],
});

/** A place in which backups are kept, as it was seen. */
export interface SeenSource {
  /** Of the look: `backup/directory`. */
  readonly look: string;
  readonly gaps: readonly Gap[];
  /** Undefined where nothing was seen. */
  readonly evidence?: unknown;
}

/** What the check of a source concludes. */
export interface JudgedSource extends Judgement {
  readonly check: string;
  readonly title: string;
  readonly gaps: readonly Gap[];
}

/** Looks at every place in which the environment keeps backups; `judged` also at what they are held against. */
export async function lookAtBackups(
  prepared: BackupEnvironment,
  signal: AbortSignal,
  { judged, level = 'L2' }: { readonly judged: boolean; readonly level?: ReadingLevel },
): Promise<readonly SeenSource[]> {
  const plan = planSuite(suite, contextOf(prepared.environment));
  const looks = [...plan.looks.values()].filter(({ collector: { id } }) => judged || id.startsWith('backup/'));
  const closely = looks.filter(({ collector: { id } }) => level === 'L2' || id !== backupDirectory.id);
  const taken = await lookOnce({ ...prepared, plan }, closely, { signal });
  signal.throwIfAborted();
  const seen = taken.map(({ look, gaps, raw }) => ({ look: look.collector.id, gaps, ...(raw === undefined ? {} : { evidence: raw }) }));
  return closely.length === looks.length ? seen : [await dumpsAt(level, prepared.environment, signal), ...seen];
}

/** The dumps of the folder, less closely than a run looks at them. */
async function dumpsAt(level: ReadingLevel, { backups, timeZone, database }: Environment, signal: AbortSignal): Promise<SeenSource> {
  const directory = backups?.directory ?? '';
  const declared = database ? { database: database.name, schema: database.schema } : {};
  const described = await describeDumps({ directory, timeZone, ...declared, level }, signal).catch((error: unknown) => {
    if (!isOfFiles(error)) throw error;
    return { gaps: [gap(backupCodes.DIRECTORY_UNREADABLE, { subject: `directory/${directory}`, reason: `${error.message}.` })] };
  });
  return { look: backupDirectory.id, gaps: described.gaps ?? [], ...('value' in described ? { evidence: described.value } : {}) };
}

/**
 * Judges what was seen as a run would, on a day without a release; with a name, that backup alone, read to its end whether or not it is
 * the newest. Throws a ConfigurationError where no source has a backup of that name.
 */
export async function judgeBackups(
  prepared: BackupEnvironment,
  seen: readonly SeenSource[],
  name: string | undefined,
  now: string,
  signal: AbortSignal,
  level: ReadingLevel = 'L2',
): Promise<readonly JudgedSource[]> {
  const { environment } = prepared;
  const plan = planSuite(suite, contextOf(environment));
  const named = name === undefined ? undefined : await only(environment, seen, name, level, signal);
  const chosen = seen.map((source) => (source.look === named?.look ? named : source));
  return plan.checks.flatMap((planned): JudgedSource[] => {
    const check = plan.definitions.get(planned.id);
    const looks = Object.values(planned.reads).map(({ look }) => plan.looks.get(look)?.collector.id);
    if (!check || (named && !looks.includes(named.look))) return [];
    const told = { check: planned.key, title: planned.title };
    const reads = Object.entries(planned.reads).map(([as, { look: key, optional }]) => ({
      as,
      optional,
      source: chosen.find(({ look }) => look === plan.looks.get(key)?.collector.id),
    }));
    const needed = reads.filter(({ optional }) => !optional).map(({ source }) => source);
    const gaps = needed.flatMap((source) => source?.gaps ?? []);
    if (needed.some((source) => source?.evidence === undefined)) return [{ ...told, findings: [], gaps }];
    const evidence = Object.fromEntries(reads.flatMap(({ as, source }) => (source?.evidence === undefined ? [] : [[as, source.evidence]])));
    const judgement = check.judge(evidence, check.expects.parse(planned.expected), { now });
    return [{ ...told, ...judgement, gaps: [...gaps, ...(judgement.gaps ?? [])] }];
  });
}

const contextOf = (environment: Environment): RunContext => ({ suite: suite.id, environment });

/** The source that has the backup of this name, as if it had no other one. */
async function only(
  environment: Environment,
  seen: readonly SeenSource[],
  name: string,
  level: ReadingLevel,
  signal: AbortSignal,
): Promise<SeenSource> {
  const rows = rowsOf(seen, []);
  const row = rows.find((each) => each.name === name);
  const { backups, timeZone, database } = environment;
  if (row?.look === backupDirectory.id && backups?.directory !== undefined) {
    const place = { directory: backups.directory, timeZone, schema: database?.schema, only: name, level };
    const { value, gaps = [] } = await describeDumps(place, signal);
    // The others are there, and not looked at.
    return { look: row.look, gaps, evidence: value && { ...value, leftOut: rows.filter(({ look }) => look === row.look).length - 1 } };
  }
  const source = row && seen.find(({ look }) => look === row.look);
  if (source && typeof source.evidence === 'object')
    // The others are there, and not looked at.
    return {
      ...source,
      evidence: { ...source.evidence, backups: [row.backup], leftOut: rows.filter(({ look }) => look === row.look).length - 1 },
    };
  const unseen = seen.flatMap(({ gaps, evidence }) => (evidence === undefined ? gaps.map(({ reason }) => reason) : []));
  const guess = nearest(
    name,
    rows.map((each) => each.name),
  );
  throw new ConfigurationError([
    {
      code: 'UNKNOWN_BACKUP',
      message: `There is no backup "${cleanLine(name)}".${unseen.length > 0 ? ` (Not all could be seen: ${cleanLine(unseen.join(' '))})` : ''}`,
      remedy: `${guess === undefined ? '' : `Did you mean "${cleanLine(guess)}"? `}\`verify backup list --env ${environment.id}\` names them.`,
    },
  ]);
}
