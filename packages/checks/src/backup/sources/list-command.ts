import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { askProgram } from './ask-program.ts';
import { BackupList, newestBackups } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
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
    // Arguments stay out of messages: somebody may have put a secret there.
    const subject = `program/${program}`;
    const answer = await askProgram([program, ...args], { seconds: SECONDS, largest: LARGEST }, context.signal);
    if ('problem' in answer) return { gaps: [gap(codes.SOURCE_UNREACHABLE, { subject, reason: `\`${program}\` ${answer.problem}.` })] };
    const backups = parseListed(answer.output);
    if (typeof backups === 'string')
      return { gaps: [gap(codes.LIST_UNREADABLE, { subject, reason: `The list of \`${program}\` is not right: ${backups}.` })] };
    const identified = environment.database && backups.some(({ systemId }) => systemId !== null);
    const { archive, gaps } = identified ? await readWalArchive(context) : { archive: null, gaps: [] };
    return { value: { source: `\`${program}\``, ...newestBackups(backups), live: archive?.systemIdentifier ?? null }, gaps };
  },
});
