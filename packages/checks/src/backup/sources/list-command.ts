import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { askProgram } from '../../ask-program.ts';
import { BackupList, newestBackups } from './backup.ts';
import type { Backup } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
import { identified } from './identity.ts';
import { parseListed } from './listed.ts';
import { readWalArchive } from './wal-archive.ts';

const SECONDS = 60;
const LARGEST = 16 * 1024 * 1024;

/** What the command listed, and which cluster Keycloak's database is in. */
export const ListedEvidence = BackupList.extend({
  /** PostgreSQL's identifier of it; null where no backup tells the one that it is of, or where the database does not tell its own. */
  live: z.string().nullable(),
});
export type ListedEvidence = z.infer<typeof ListedEvidence>;

/** The backups that the environment's own command lists. */
export const listedBackups = defineCollector({
  id: 'backup/listed',
  version: 1,
  title: "The backups that the environment's command lists",
  vantage: 'anywhere',
  evidence: ListedEvidence,
  timeout: 75_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<ListedEvidence>> => {
    const { environment } = context.run;
    const [program, ...args] = environment.backups?.command ?? [];
    if (program === undefined)
      return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.command`.' })] };
    const backups = await listByCommand([program, ...args], context.signal);
    if ('reason' in backups) return { gaps: [backups] };
    const isOfCluster = environment.database && backups.some(({ systemId }) => systemId !== null);
    const { archive, gaps } = isOfCluster ? await readWalArchive(context) : { archive: null, gaps: [] };
    return { value: { source: commandInWords(program), ...newestBackups(backups), live: archive?.systemIdentifier ?? null }, gaps };
  },
});

/** What a reader knows it by. */
export const commandInWords = (program: string): string => `\`${program}\``;

/** Asks a program for its backups, each known by all that the list tells of it; a gap where it does not answer as it should. */
export async function listByCommand(command: readonly [string, ...string[]], signal: AbortSignal): Promise<readonly Backup[] | Gap> {
  const [program] = command;
  // Arguments stay out of messages: somebody may have put a secret there.
  const subject = `program/${program}`;
  const answer = await askProgram(command, { seconds: SECONDS, largest: LARGEST }, signal);
  if ('problem' in answer) return gap(codes.SOURCE_UNREACHABLE, { subject, reason: `\`${program}\` ${answer.problem}.` });
  const backups = parseListed(answer.output);
  if (typeof backups === 'string')
    return gap(codes.LIST_UNREADABLE, { subject, reason: `The list of \`${program}\` is not right: ${backups}.` });
  return backups.map(knownByItsList);
}

/** A backup of which no more is known than what a list says of it. */
export const knownByItsList = (backup: Backup): Backup => identified(backup, { facts: factsOf(backup), manifest: null, files: null });

/** What does not change of a backup that has come to its end. */
function factsOf({
  id,
  kind,
  startedAt,
  finishedAt,
  consistentAt,
  bytes,
  pgVersion,
  dbName,
  systemId,
  sha256,
}: Backup): Record<string, string> {
  const told = { id, kind, startedAt, finishedAt, consistentAt, bytes, pgVersion, dbName, systemId, sha256 };
  return Object.fromEntries(Object.entries(told).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}
