import { gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected, Environment, Gap } from '@keycloak-release-gate/core';
import { newestBackups } from './backup.ts';
import type { BackupSets } from './backup-sets.ts';
import { sourceCodes as codes } from './codes.ts';
import { commandInWords, listByCommand } from './list-command.ts';
import { readStanza, stanzaInWords } from './stanza.ts';
import type { Closely } from './stanza.ts';

/**
 * The backups of an environment that keeps no dumps, the newest of them (or those that are asked for) known closely enough to be pinned; gaps
 * where nothing can be seen, or nothing be restored from outside.
 */
export async function describeSets(
  { backups, database }: Pick<Environment, 'backups' | 'database'>,
  signal: AbortSignal,
  closely: Closely = {},
): Promise<Collected<BackupSets>> {
  const [program, ...args] = backups?.command ?? [];
  if (backups?.pgbackrest) {
    const { pgbackrest } = backups;
    const read = await readStanza(pgbackrest, signal, closely);
    if ('reason' in read) return { gaps: [read] };
    const source = stanzaInWords(pgbackrest);
    const { problem } = read;
    return {
      value: { keeper: 'pgbackrest', source, stanza: pgbackrest.stanza, backups: [...read.backups], leftOut: read.leftOut },
      gaps:
        problem === null
          ? []
          : [
              gap(codes.SOURCE_UNREACHABLE, {
                subject: `source/${source}`,
                reason: `${source}: ${problem.message} (status ${problem.code}).`,
              }),
            ],
    };
  }
  if (program !== undefined) {
    const listed = await listByCommand([program, ...args], signal);
    if ('reason' in listed) return { gaps: [listed] };
    const ours = listed.filter(({ dbName }) => database === undefined || dbName === null || dbName === database.name);
    return { value: { keeper: 'command', source: commandInWords(program), ...newestBackups(ours) }, gaps: [] };
  }
  return { gaps: [nothingToRestore(backups)] };
}

function nothingToRestore(backups: Environment['backups']): Gap {
  if (backups?.volumeSnapshot) {
    const { claim } = backups.volumeSnapshot;
    return gap(codes.RESTORED_BY_ITS_OPERATOR_ALONE, {
      subject: `claim/${claim}`,
      reason: `A VolumeSnapshot of the claim "${claim}" is restored by Kubernetes alone, into a volume of its own: the gate cannot try one, nor know what is in it.`,
      remedy:
        'Have a dump taken beside it before the release (`verify backup dump`) and name its folder as `backups.directory`; or make a claim of the snapshot (`dataSource`), start PostgreSQL on it, have that dumped, and drill the dump.',
    });
  }
  if (backups?.catalogue) {
    const { table } = backups.catalogue;
    return gap(codes.RESTORED_BY_ITS_OPERATOR_ALONE, {
      subject: `catalogue/${table}`,
      reason: `The catalogue ${table} tells that there are backups, and not how one is restored: the gate cannot try one.`,
      remedy:
        'Name beside it where the backups are: `backups.directory`, `backups.pgbackrest`, or a `backups.command` that lists them with `backups.restore.program`.',
    });
  }
  if (!backups?.cloudnativepg)
    return gap(gapCodes.NOT_DECLARED, {
      subject: 'backups',
      reason: `The environment names no backups that could be restored${backups?.cronJob ? ', but only the CronJob that takes them' : ''}.`,
    });
  const { cluster } = backups.cloudnativepg;
  return gap(codes.RESTORED_BY_ITS_OPERATOR_ALONE, {
    subject: `cluster/${cluster}`,
    reason: `The backups of the Cluster "${cluster}" are restored by CloudNativePG alone, into a Cluster of its own: the gate cannot try one, nor know it by more than its name.`,
  });
}
