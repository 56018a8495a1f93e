import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { BackupList } from './backup.ts';
import { readStanza, stanzaInWords } from './stanza.ts';
import { readWalArchive, WalArchive } from './wal-archive.ts';

/** What pgBackRest and the server tell of the backups of a cluster. */
export const PgBackRestBackups = BackupList.extend({
  /** PostgreSQL's identifier of the cluster that the stanza is of. */
  systemId: z.string().nullable(),
  /** The newest segment in the archive. */
  walThrough: z.string().nullable(),
  /** The newest segment that the newest backups need, by their names. */
  needs: z.record(z.string(), z.string()),
  running: z.boolean(),
  problem: z.string().nullable(),
  /** Read before the archive was, so that this one can only be further. Null where the database could not be read. */
  archive: WalArchive.nullable(),
});
export type PgBackRestBackups = z.infer<typeof PgBackRestBackups>;

/** The backups in a stanza of pgBackRest. */
export const pgBackRestBackups = defineCollector({
  id: 'backup/pgbackrest',
  version: 1,
  title: 'The backups of pgBackRest',
  vantage: 'anywhere',
  evidence: PgBackRestBackups,
  timeout: 120_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<PgBackRestBackups>> => {
    const declared = context.run.environment.backups?.pgbackrest;
    if (!declared)
      return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.pgbackrest`.' })] };
    const { archive, gaps } = await readWalArchive(context);
    const read = await readStanza(declared, context.signal);
    if ('reason' in read) return { gaps: [...gaps, read] };
    const { backups, problem, needs, ...rest } = read;
    return {
      value: {
        source: stanzaInWords(declared),
        backups: [...backups],
        ...rest,
        needs: Object.fromEntries(backups.flatMap(({ id }) => (needs[id] === undefined ? [] : [[id, needs[id]]]))),
        problem: problem === null ? null : `${problem.message} (status ${problem.code})`,
        archive,
      },
      gaps,
    };
  },
});
