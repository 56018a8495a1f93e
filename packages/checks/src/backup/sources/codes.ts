import { defineCodes } from '@keycloak-release-gate/core';

/** What can be wrong with backups that other programs keep. */
export const sourceCodes = defineCodes('backup', {
  LAST_RUN_FAILED: {
    title: 'The last backup failed',
    severity: 'fail',
    remedy: 'Look in the log of that backup (a full disk, a refused login, a time-out), mend it, and have a new one taken.',
  },
  PAGE_CHECKSUM_ERRORS: {
    title: 'Pages of the database were damaged when the backup was taken',
    severity: 'fail',
    remedy:
      'Stop: the live database itself is damaged. Have DevOps find the pages (the log of the backup names the files), and do not let an older, sound backup expire.',
    doc: 'A page whose checksum is wrong is copied as it is. Restoring such a backup brings the damage back.',
  },
  WAL_GAP: {
    title: 'Write-ahead log that a restore needs is not in the archive',
    severity: 'fail',
    remedy:
      "Check the server's archive_command and where it leads (`pgbackrest check`); then have a new backup taken: what lies behind the gap cannot be restored.",
    doc: 'A physical backup becomes consistent only with the write-ahead log that was written while it ran, and everything after it comes from there alone.',
  },
  WAL_LAG: {
    title: 'The write-ahead log is not archived in time',
    severity: 'fail',
    remedy:
      "Look in PostgreSQL's log for why archiving fails, or set archive_timeout: what is not archived is lost by a restore, however new the backup is.",
  },
  WRONG_SYSTEM_ID: {
    title: 'The backup is of another PostgreSQL cluster',
    severity: 'fail',
    remedy: 'Check which stanza, cluster or server the environment names, and that the backup job backs up the server that Keycloak uses.',
    doc: 'Every cluster of PostgreSQL has an identifier that it gets when it is made (`pg_control_system()`).',
  },

  JOB_MISSING: {
    title: 'The CronJob that takes the backups is not there',
    severity: 'fail',
    remedy: 'Check `backups.cronJob` in the environment file (kubectl get cronjobs -A), or have DevOps put the job back.',
  },
  JOB_SUSPENDED: {
    title: 'The CronJob that takes the backups is suspended',
    severity: 'warn',
    remedy: 'Ask who suspended it and why; resume it: kubectl patch cronjob … -p \'{"spec":{"suspend":false}}\'.',
  },

  // What could not be seen.
  BACKUPS_UNSEEN: {
    title: 'Only that the backup job ran is seen, and no backup',
    severity: 'fail',
    remedy:
      'Name in `backups` where the backups themselves are: `directory`, `pgbackrest`, `cloudnativepg`, `volumeSnapshot`, a `catalogue`, or a `command` that lists them. The CronJob may stay beside it.',
    doc: 'A job that ends well may have written nothing, or into a place that nobody reaches.',
  },
  SOURCE_UNREACHABLE: {
    title: 'What keeps the backups cannot be asked for them',
    severity: 'fail',
    remedy: 'Run the command of the reason by hand, as the user that runs the gate.',
  },
  LIST_UNREADABLE: {
    title: 'The list of the backups cannot be understood',
    severity: 'fail',
    remedy: 'Have the command print what docs/backups.schema.json describes (docs/adopting.md has ready lines for Barman and WAL-G).',
  },
  RESTORED_BY_ITS_OPERATOR_ALONE: {
    title: 'The backup cannot be restored on trial from outside',
    severity: 'fail',
    remedy:
      'Have a dump taken beside it before the release (`verify backup dump`) and name its folder as `backups.directory`; or recover the backup into a Cluster of its own (`bootstrap.recovery`), have that dumped, and drill the dump. Where the object store can be reached from here, a `command` that lists its backups and `restore.program` do the same as for Barman.',
    doc: 'CloudNativePG restores a backup by making a new Cluster from it. From outside the gate sees its Backup resources alone: neither its files nor its log.',
  },
  TIME_UNKNOWN: {
    title: 'The backup does not say when it was taken',
    severity: 'fail',
    remedy: 'Have the list of the backups say it: `finishedAt`, for a logical backup `startedAt`.',
  },
  ARCHIVE_UNSEEN: {
    title: 'It cannot be told how far the write-ahead log is archived',
    severity: 'fail',
    remedy: 'Declare the primary as `database` of the environment: pg_stat_archiver tells it.',
  },
});
