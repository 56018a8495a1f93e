import { defineCodes } from '@keycloak-release-gate/core';

export const codes = defineCodes('backup', {
  NONE_FOUND: {
    title: 'There is no backup',
    severity: 'fail',
    remedy: 'Have DevOps take a backup of the Keycloak database, and check that the environment names the directory where it arrives.',
  },
  STALE: {
    title: 'The newest good backup is too old',
    severity: 'fail',
    remedy:
      'Have DevOps take a backup now, and find out why the last scheduled one is missing. Whatever happened since would be lost by a restore.',
  },
  FUTURE_DATED: {
    title: 'The backup is dated in the future',
    severity: 'fail',
    remedy: 'Correct the clock or the time zone of the machine that takes the backups; then take a new one.',
  },
  EMPTY: {
    title: 'The backup is empty',
    severity: 'fail',
    remedy: 'Look in the log of the backup job (a full disk, a refused login), and have a new backup taken.',
  },
  BROKEN: {
    title: 'The backup cannot be read to its end',
    severity: 'fail',
    remedy: 'Do not rely on this file. Have a new backup taken, and find out what cut or damaged this one.',
    doc: 'The whole dump is read through pg_restore, as a restore would, without a database. `pg_restore --list` alone reads only the table of contents and passes files that were cut or damaged. Damage within the table of contents itself may only change a name: that is told by the hash in a manifest, or by restoring.',
  },
  TRUNCATED: {
    title: 'The backup ends before its contents do',
    severity: 'fail',
    remedy:
      'Do not rely on this file. Have a new backup taken, and find out what cut this one: a full disk, a copy or a pg_dump that was killed.',
    doc: 'It was cut, or something in it that tells a length was damaged.',
  },
  PARTIAL: {
    title: 'The backup is only a part of the database',
    severity: 'fail',
    remedy:
      'Have the whole database dumped: without `--schema-only`, `--data-only`, `--section`, `--table`, `--exclude-table` or, but for events and sessions, `--exclude-table-data`.',
  },
  PSQL_COMMANDS: {
    title: 'The backup holds commands to psql',
    severity: 'fail',
    remedy:
      "Do not restore it through psql, which would run them. Find out who wrote them, and have a new backup taken in pg_dump's custom format.",
    doc: 'A plain dump is code (CVE-2025-8714): whoever restores it through psql runs what stands behind a backslash, shell commands too. pg_dump itself writes none but `\\restrict`, `\\unrestrict` and, with `--create`, `\\connect`, which is a warning.',
  },
  LOCK_HELD: {
    title: 'The backup was taken while a migration held its lock',
    severity: 'fail',
    remedy: 'Have a backup taken when no Keycloak migrates the database. Restored, this one keeps every Keycloak from starting.',
  },
  CHANGE_SET_FAILED: {
    title: 'The backup holds a change set that had failed',
    severity: 'fail',
    remedy: 'Find out what failed in the database, and have a backup taken once it is mended.',
  },
  CHANGE_SETS_DIFFER: {
    title: 'The backup holds other change sets than the database, at the same version',
    severity: 'fail',
    remedy: 'Have a new backup taken: this one was taken during a migration, or of another database.',
  },
  WRONG_SYSTEM_ID: {
    title: 'The backup was taken from another PostgreSQL server',
    severity: 'fail',
    remedy:
      "Check the backup job's connection. Where PostgreSQL itself was upgraded or moved since, have a backup taken from the server of today.",
  },
  ONLY_ONE: {
    title: 'There is only one backup',
    severity: 'warn',
    remedy: 'Keep two at least: when the only one turns out to be bad, there is nothing to go back to.',
  },
  CLOCK_SKEW: {
    title: 'The clocks of the gate and of the database differ',
    severity: 'warn',
    remedy: 'Set both machines by a time server: ages of backups are told by these clocks.',
  },
  HASH_MISMATCH: {
    title: 'The backup is not the file that its manifest describes',
    severity: 'fail',
    remedy: 'The file was changed or damaged after it was written, or the manifest belongs to another one. Have a new backup taken.',
  },
  COUNT_MISMATCH: {
    title: 'The backup does not hold what was counted when it was taken',
    severity: 'fail',
    remedy: 'Do not rely on this file. Have a new backup taken.',
  },
  WRONG_DATABASE: {
    title: 'The backup is of another database',
    severity: 'fail',
    remedy: "Check the backup job's connection, and the directory in the environment file.",
  },
  NOT_KEYCLOAK: {
    title: 'The backup holds no Keycloak database',
    severity: 'fail',
    remedy: 'Check which database the backup job dumps: the tables of Keycloak are not in it, or hold nothing.',
  },
  WRONG_KEYCLOAK_VERSION: {
    title: 'The backup is of another Keycloak version',
    severity: 'fail',
    remedy: 'Restore the backup that was taken before the upgrade, by its name and hash; one taken after it brings the new schema back.',
  },
  SIZE_DROP: {
    title: 'The backup is much smaller than those before it, or than any may be',
    severity: 'fail',
    remedy: 'Find out what is missing in it: compare its tables and counts with those of the backup before.',
  },
  SIZE_JUMP: {
    title: 'The backup is much larger than those before it',
    severity: 'warn',
    remedy: 'Find out what grew (events are the usual suspect); a restore will take longer than it did.',
  },
  NOT_PINNED: {
    title: 'No backup was validated and pinned before the release',
    severity: 'fail',
    remedy:
      'Do not restore "the latest" unseen: it may hold the new schema. Find the newest backup from before the deploy, have it validated (`verify backup check`), and let the stand-by engineer decide.',
  },
  PINNED_MISSING: {
    title: 'The backup that was validated before the release is gone',
    severity: 'fail',
    remedy: 'Stop. Find it (retention, another disk) before anything is restored; a newer backup holds the new schema.',
  },
  PINNED_CHANGED: {
    title: 'The backup that was validated before the release is another file now',
    severity: 'fail',
    remedy: 'Stop. Find an untouched copy, known by its SHA-256, before anything is restored.',
  },
  RESTORE_FAILED: {
    title: 'The backup cannot be restored',
    severity: 'fail',
    remedy:
      'Do not rely on this file. Where rows break a constraint, mend them in the database itself, for every restore meets them. Then have a new backup taken, and drill that one.',
    doc: 'The first error ends the restore. Without `--exit-on-error`, pg_restore leaves out a foreign key that does not hold and goes on: the restored database looks whole.',
  },
  CONSTRAINT_MISSING: {
    title: 'A constraint or an index of the restored backup is missing',
    severity: 'fail',
    remedy:
      'Find out whether the database itself lacks it, or the backup: Keycloak would write what it must not. Then have a new backup taken, and drill that one.',
  },
  KEYCLOAK_NOT_UP: {
    title: 'The old Keycloak does not work on the restored backup',
    severity: 'fail',
    remedy: "Look in the drill's record and in Keycloak's log of it. Until it is understood, this backup brings no working system back.",
  },
  RTO_EXCEEDED: {
    title: 'Restoring takes longer than the environment allows',
    severity: 'fail',
    remedy:
      'Restore with more jobs or on a faster disk, prune what need not be kept (events), or agree on a longer time (`backups.restore.withinSeconds`).',
  },

  // What could not be seen.
  DRILL_MISSING: {
    title: 'Nobody has restored the backup to try it',
    severity: 'fail',
    remedy: 'Run `verify backup drill --env <environment>` on a machine that may hold its data, then run this again.',
  },
  DRILL_UNREADABLE: {
    title: 'The record of a drill cannot be read',
    severity: 'fail',
    remedy: 'Remove the file if it belongs to nothing, or run the drill again.',
  },
  SERVER_MISSING: {
    title: 'PostgreSQL is not installed here',
    severity: 'fail',
    remedy: "Install PostgreSQL's server (`apt-get install postgresql`), in a version no older than the database's.",
  },
  RESTORE_NOT_FINISHED: {
    title: 'The drill did not come to its end, through no fault of the backup that is known',
    severity: 'fail',
    remedy:
      'See the reason: more room in the folder for temporary files (TMPDIR), a faster machine, or one that nothing else ends. Then drill it again.',
  },
  TARGET_NOT_EMPTIED: {
    title: 'What was restored on trial is still there',
    severity: 'fail',
    remedy: 'Drop the database that was named as the target, and create it anew: it holds personal data and password hashes.',
  },
  COPY_NOT_REMOVED: {
    title: 'A copy of the database is still on this machine',
    severity: 'fail',
    remedy:
      'End what still works in the folder that the reason names (`fuser -v`), and remove it: it holds personal data and password hashes.',
  },
  NEEDED_FOR_RESTORE: {
    title: 'This machine lacks something that the backup needs to be restored',
    severity: 'fail',
    remedy:
      'Install it here as it is on the server of the database (the extension, its library, the locale; `locale -a` lists them), or drill on a machine that has it.',
    doc: 'The scratch server has the extensions and collations of this machine, and no roles but its owner. A policy for a role of its own cannot be restored here; Keycloak has none.',
  },
  DIRECTORY_UNREADABLE: {
    title: 'The directory of the backups cannot be read',
    severity: 'fail',
    remedy: 'Check `backups.directory` in the environment file, that it is mounted on this machine, and that the gate may read it.',
  },
  FILE_UNREADABLE: {
    title: 'A backup cannot be opened',
    severity: 'fail',
    remedy: 'Let the user who runs the gate read the file.',
  },
  TOOL_MISSING: {
    title: 'pg_restore is not installed here',
    severity: 'fail',
    remedy: "Install PostgreSQL's client programs (`apt-get install postgresql-client`), in a version no older than the server's.",
  },
  TOOL_TOO_OLD: {
    title: 'pg_restore here is older than the backup',
    severity: 'fail',
    remedy: "Install PostgreSQL's client programs in the version with which the backup was taken, or newer.",
  },
  FORMAT_NOT_READ: {
    title: 'The gate cannot read this format of backup',
    severity: 'fail',
    remedy: "Take the backup in pg_dump's custom format (`pg_dump --format=custom`), of one database.",
  },
  IN_PROGRESS_ONLY: {
    title: 'A backup is being written, and there is no other',
    severity: 'fail',
    remedy: 'Wait until it is finished, then run this again.',
  },
  DEPLOY_UNKNOWN: {
    title: 'It is not known when the deploy began',
    severity: 'fail',
    remedy: 'Say it with --since, or let the environment name the Deploy action: a backup counts here only if it was finished before.',
  },
  TIME_AMBIGUOUS: {
    title: 'It cannot be told when the backup was taken',
    severity: 'fail',
    remedy:
      'pg_dump writes its time without a zone. Write a manifest beside the dump, or name the zone of the machine that takes it as the time zone of the environment.',
  },
  MANIFEST_UNREADABLE: {
    title: "The backup's manifest cannot be read",
    severity: 'fail',
    remedy: 'Have the backup taken again with its manifest, or remove the manifest if it belongs to nothing.',
  },
  NOT_HASHED: {
    title: 'The backup was not hashed',
    severity: 'fail',
    remedy: 'Move older backups out of the directory, so that this one is among the newest, or compare its SHA-256 by hand.',
  },
  NOT_READ: {
    title: 'The backup was not read to its end',
    severity: 'fail',
    remedy: 'See the reason; a larger time-out or a nearer disk may be needed.',
  },
});
