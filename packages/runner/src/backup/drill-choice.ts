import { BackupDirectory, backupCodes, describeDumps, dumpsOf, newestGood } from '@keycloak-release-gate/checks/backup';
import type { Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap, nearest } from '@keycloak-release-gate/core';
import type { Environment, Finding, Gap } from '@keycloak-release-gate/core';
import { isOfFiles } from './of-files.ts';

/** A backup that is to be restored, or why there is none; with what was found on the way to it. */
export interface DrillChoice {
  readonly dump?: Dump;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/**
 * The backup of this name, or the newest good one of a folder; none where the folder cannot be read. Throws a ConfigurationError where the
 * name is not there.
 */
export async function chooseDump(
  { timeZone, database, id }: Environment,
  directory: string,
  name: string | undefined,
  signal: AbortSignal,
): Promise<DrillChoice> {
  const place = { directory, timeZone, schema: database?.schema };
  const wanted = name === undefined ? { ...place, ...(database ? { database: database.name } : {}) } : { ...place, only: name };
  const described = await describeDumps(wanted, signal).catch((error: unknown) => {
    if (!isOfFiles(error)) throw error;
    return { gaps: [gap(backupCodes.DIRECTORY_UNREADABLE, { subject: `directory/${directory}`, reason: `${error.message}.` })] };
  });
  const { gaps = [] } = described;
  if (!('value' in described)) return { findings: [], gaps };
  const seen = BackupDirectory.parse(described.value);
  if (name === undefined) return newest(seen, database?.name, gaps);
  const dump = seen.dumps.find((each) => each.name === name);
  if (!dump) throw await unknown(name, id, place, gaps, signal);
  const { findings } = newestGood([dump]);
  return restorable(dump, findings, gaps);
}

function newest(seen: BackupDirectory, database: string | undefined, gaps: readonly Gap[]): DrillChoice {
  const dumps = dumpsOf(seen, database);
  const { good, findings } = newestGood(dumps);
  if (good) return restorable(good, findings, gaps);
  if (findings.length > 0 || gaps.length > 0) return { findings, gaps };
  const reason =
    dumps.length === 0
      ? `There is no backup${database === undefined ? '' : ` of "${database}"`} in ${seen.directory}.`
      : `${dumps[0]?.name ?? ''} is still being written.`;
  const code = dumps.length === 0 ? backupCodes.NONE_FOUND : backupCodes.IN_PROGRESS_ONLY;
  return { findings, gaps: [gap(code, { subject: `directory/${seen.directory}`, reason })] };
}

/** Only what pg_dump writes can be restored; of the rest it was said already why not. */
function restorable(dump: Dump, findings: readonly Finding[], gaps: readonly Gap[]): DrillChoice {
  const known = ['custom', 'directory', 'tar', 'plain'].includes(dump.kind);
  if (known) return { dump, findings, gaps };
  const reason = `${dump.name} is of the format "${dump.kind}", which cannot be restored.`;
  const told =
    findings.length > 0 || gaps.length > 0 ? gaps : [gap(backupCodes.FORMAT_NOT_READ, { subject: `backup/${dump.name}`, reason })];
  return { findings, gaps: told };
}

async function unknown(
  name: string,
  environment: string,
  place: { readonly directory: string; readonly timeZone: string },
  gaps: readonly Gap[],
  signal: AbortSignal,
): Promise<ConfigurationError> {
  // Nothing but the names is asked for.
  const all = (await describeDumps({ ...place, database: '' }, signal)).value?.dumps.map((dump) => dump.name) ?? [];
  const guess = nearest(name, all);
  return new ConfigurationError([
    {
      code: 'UNKNOWN_BACKUP',
      message: `There is no dump "${name}" in ${place.directory}.${gaps.map(({ reason }) => ` ${reason}`).join('')}`,
      remedy: `${guess === undefined ? '' : `Did you mean "${guess}"? `}\`verify backup list --env ${environment}\` names them.`,
    },
  ]);
}
