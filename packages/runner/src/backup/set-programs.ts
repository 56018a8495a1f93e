import type { Backup } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment } from '@keycloak-release-gate/core';
import type { SetPrograms } from '@keycloak-release-gate/scratch';

/** What brings a backup back into a place, whose folder is known when it is made. */
export type ProgramsOf = (folder: string) => Promise<SetPrograms>;

/**
 * How a backup of an environment that keeps no dumps is restored on this machine. Throws a ConfigurationError where its file does not say
 * that, and where the backup is none of a whole cluster.
 */
export function restoreProgramsOf({ backups }: Environment, file: string, { id, kind }: Backup, jobs: number): ProgramsOf {
  const variables = process.env;
  if (backups?.pgbackrest) {
    const { stanza, command, config, repo, local } = backups.pgbackrest;
    const words = asWords(local?.command ?? command);
    const set = { command: words, config: local ? local.config : config, stanza, label: id, repository: repo, jobs };
    return async (folder) => (await import('@keycloak-release-gate/scratch')).pgBackRestPrograms(set, folder, variables);
  }
  const program = backups?.restore?.program;
  if (!program)
    throw new ConfigurationError([
      {
        code: 'NO_RESTORE_PROGRAM',
        message: `The environment does not say what restores a backup that its command lists, such as ${id}.`,
        where: `${file}: backups.restore.program`,
        remedy:
          "Name it: `program: { files: ['wal-g', 'backup-fetch', '{directory}', '{id}'], wal: ['wal-g', 'wal-fetch', '{segment}', '{file}'] }`.",
      },
    ]);
  if (kind === 'logical' || id.startsWith('-'))
    throw new ConfigurationError([
      {
        code: 'NOT_RESTORABLE_HERE',
        message:
          kind === 'logical'
            ? `${id} is a logical backup: the gate restores those from a folder alone.`
            : `The backup "${id}" has a name that its program would take for an option.`,
        where: `${file}: backups.command`,
        remedy: kind === 'logical' ? 'Name the folder of its file as `backups.directory`.' : 'Have the list name it otherwise.',
      },
    ]);
  const { files, wal, variables: handed } = program;
  const declared = { files: asWords(files), wal: wal && asWords(wal), variables: handed };
  return async () => (await import('@keycloak-release-gate/scratch')).commandPrograms(declared, id, variables);
}

function asWords([program, ...args]: readonly string[]): readonly [string, ...string[]] {
  if (program === undefined) throw new Error('A command without a program is no command.');
  return [program, ...args];
}
