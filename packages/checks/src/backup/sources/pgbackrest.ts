import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { askProgram } from './ask-program.ts';
import { BackupList, newestBackups } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
import { parseStanza } from './pgbackrest-info.ts';
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

const SECONDS = 60;
const LARGEST = 64 * 1024 * 1024;

/** The backups in a stanza of pgBackRest. */
export const pgBackRestBackups = defineCollector({
  id: 'backup/pgbackrest',
  version: 1,
  title: 'The backups of pgBackRest',
  vantage: 'anywhere',
  evidence: PgBackRestBackups,
  timeout: 90_000,
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<PgBackRestBackups>> => {
    const declared = context.run.environment.backups?.pgbackrest;
    if (!declared)
      return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.pgbackrest`.' })] };
    const { stanza, command, config, repo } = declared;
    const { archive, gaps } = await readWalArchive(context);
    const [program, ...before] = command;
    const subject = `stanza/${stanza}`;
    const words = ['info', '--output=json', `--stanza=${stanza}`, ...(config === undefined ? [] : [`--config=${config}`])];
    const answer = await askProgram([program ?? 'pgbackrest', ...before, ...words], { seconds: SECONDS, largest: LARGEST }, context.signal);
    const asked = [...command, 'info'].join(' ');
    if ('problem' in answer)
      return { gaps: [...gaps, gap(codes.SOURCE_UNREACHABLE, { subject, reason: `\`${asked}\` ${answer.problem}.` })] };
    const info = parseStanza(answer.output, stanza, repo);
    if (typeof info === 'string')
      return {
        gaps: [
          ...gaps,
          gap(codes.LIST_UNREADABLE, {
            subject,
            reason: `The answer of \`${asked}\` is not understood: ${info}.`,
            remedy: 'Run it by hand; if its output is sound, please report it with the version of pgBackRest.',
          }),
        ],
      };
    if (info === undefined)
      return {
        gaps: [
          ...gaps,
          gap(codes.SOURCE_UNREACHABLE, {
            subject,
            reason: `pgBackRest knows no stanza "${stanza}".`,
            remedy: 'Check `backups.pgbackrest` in the environment file: the stanza, and the configuration that pgBackRest reads there.',
          }),
        ],
      };
    const { backups, problem, needs, ...rest } = info;
    const list = newestBackups(backups);
    return {
      value: {
        source: `pgBackRest, stanza ${stanza}${repo === undefined ? '' : `, repository ${repo}`}`,
        ...list,
        ...rest,
        needs: Object.fromEntries(list.backups.flatMap(({ id }) => (needs[id] === undefined ? [] : [[id, needs[id]]]))),
        problem: problem === null ? null : `${problem.message} (status ${problem.code})`,
        archive,
      },
      gaps,
    };
  },
});
