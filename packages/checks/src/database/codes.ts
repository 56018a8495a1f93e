import { defineCodes } from '@keycloak-release-gate/core';

export const codes = defineCodes('database', {
  SCHEMA_AHEAD: {
    title: 'The database schema is ahead of the Keycloak version',
    severity: 'fail',
    remedy:
      'Do not rely on this rollback: take Keycloak down, restore the backup from before the upgrade and deploy the old version again (rollback plan B).',
    doc: 'Keycloak never migrates a schema back. An old version starts on a newer schema, often without a warning, reports itself ready and issues tokens, while users who logged in on the newer version may be locked out and realms made on it do not work. Only migration_model and databasechangelog tell.',
  },
  SCHEMA_BEHIND: {
    title: 'The database schema is behind the Keycloak version',
    severity: 'fail',
    remedy:
      'Look in the log of the Keycloak pods for the migration: it failed, it still runs, or the pods run an older version or use another database.',
  },
  SCHEMA_ALTERED: {
    title: 'The change sets in the database are not those from before the release',
    severity: 'fail',
    remedy: 'Restore the backup from before the release (rollback plan B), then run this again.',
    doc: 'The change sets are compared one by one, by id, author, file and checksum, for Keycloak itself and for every custom provider that keeps a change log of its own.',
  },
  CHANGE_SET_FAILED: {
    title: 'A change set did not run to its end',
    severity: 'fail',
    remedy: 'Look in the log of the Keycloak pods for the failed migration; restore the backup rather than mending the schema by hand.',
  },
  MIGRATION_RUNNING: {
    title: 'The database is being migrated at this moment',
    severity: 'fail',
    remedy: 'Wait until the migration has ended, then run this again. Do not stop the pods meanwhile.',
  },
  LOCK_HELD: {
    title: "The lock of Keycloak's migration is held",
    severity: 'fail',
    remedy:
      'Find out whether the pod that took it still migrates. If it died, follow the Keycloak documentation on releasing the lock: the gate never clears one.',
  },
  VERSION_AMBIGUOUS: {
    title: 'Two versions were recorded in the same second',
    severity: 'fail',
    remedy: 'Look at the table migration_model: which of its newest rows Keycloak would read is not defined.',
  },
  MEMBER_MISSING: {
    title: 'Fewer Keycloak nodes are in the cluster than should be',
    severity: 'fail',
    remedy:
      'Look in the pods’ logs for the cluster view (ISPN000094) and for JGroups warnings; check that the nodes reach each other on port 7800.',
  },
  MEMBER_UNKNOWN: {
    title: 'More Keycloak nodes use this database than should',
    severity: 'fail',
    remedy: 'Find the Keycloak that is not of this workload and stop it, or correct its database: two clusters must never share one.',
    doc: 'Keycloak removes the row of a node that left, and that of a crashed node within seconds, when the cluster view changes. A row that stays belongs to a running node, or to a node that was killed while no other was left to remove it.',
  },
  CLUSTER_SPLIT: {
    title: 'The Keycloak nodes do not form one cluster',
    severity: 'fail',
    remedy:
      'Check that the nodes reach each other on port 7800 (network policies, mTLS certificates), then restart them one after the other.',
  },
  KEYCLOAK_CONNECTED: {
    title: 'Keycloak is still connected to the database',
    severity: 'fail',
    remedy: 'Scale the workload to 0 and wait until no pod is left; then find whatever else still runs Keycloak against this database.',
  },
  STRUCTURE_ALTERED: {
    title: 'Tables, columns, constraints or indexes are not those of before the release',
    severity: 'fail',
    remedy:
      'Restore the whole backup from before the release into an empty database (`pg_restore --exit-on-error`), not its data alone; then run this again.',
    doc: "PostgreSQL's own catalogue is compared, table by table. Change logs tell less: they are rows, and are restored with the data. A constraint or an index more than before is a warning.",
  },
  DATABASE_NOT_RESTORED: {
    title: 'The database was not restored, where the rollback needs it',
    severity: 'fail',
    explains: { anywhere: ['database/SCHEMA_AHEAD', 'database/STRUCTURE_ALTERED'] },
    remedy: 'Take Keycloak down, restore the backup that was pinned before the release (rollback plan B), then run this again.',
    doc: 'PostgreSQL numbers databases, tables and transactions as they are made, and a restore from a dump makes all of them anew. Where the numbers are those of before the release, the database is the same one, unless its server was recovered from a copy of its files: then what came since must be gone.',
  },
  RESTORED_FROM_ANOTHER: {
    title: 'The database was restored from another backup than the pinned one',
    severity: 'fail',
    remedy: 'Find out which backup was restored. Take Keycloak down and restore the pinned one, known by its SHA-256.',
    doc: 'No realm, client or role of the pinned backup may be missing, and of what is dated up to it nothing may be; nothing may be there that came between it and the release. What everyday life since the restore may explain is a warning: a client that registered itself, a user who was removed, a password that was set anew.',
  },
  RIGHTS_TOO_WIDE: {
    title: "The gate's database role can do more than read",
    severity: 'warn',
    remedy:
      "Give the gate a role of its own (`CREATE ROLE gate LOGIN PASSWORD '…'`) with the rights of `packages/checks/database-role.sql`, and nothing else.",
  },

  OTHERS_CONNECTED: {
    title: 'Somebody else is connected to the database',
    severity: 'fail',
    remedy:
      'Find out what it is: a Keycloak may call itself anything and connect as anybody. Have it closed before the restore, or drop the database with `DROP DATABASE … WITH (FORCE)`, which ends every session.',
    doc: 'A session of a tool that is known by its name (psql, pg_dump, pgBackRest, a PostgreSQL exporter and the like) is a warning.',
  },

  // What could not be seen.
  READ_FROM_REPLICA: {
    title: 'What the gate reads is a replica of the database',
    severity: 'fail',
    final: true,
    remedy: 'Name the primary in `database.host` of the environment file.',
    doc: 'A replica shows neither who is connected to the primary, nor who migrates it at this moment, and what it holds may be behind.',
  },
  UNREACHABLE: {
    title: 'The database could not be reached',
    severity: 'fail',
    remedy: 'Check host and port in the environment file, and that this machine may connect to the database.',
  },
  CREDENTIALS_REFUSED: {
    title: "The database refused the gate's user",
    severity: 'fail',
    remedy: 'Check user and password of `database` in the environment file, and pg_hba.conf for this machine.',
  },
  DATABASE_UNKNOWN: {
    title: 'There is no such database on the server',
    severity: 'fail',
    remedy: 'Check `database.name` in the environment file.',
  },
  TLS_FAILED: {
    title: 'No trusted encrypted connection to the database',
    severity: 'fail',
    remedy: 'Name the certificate authority in `database.caFile`, and the host as it stands in the certificate.',
  },
  NOT_ALLOWED: {
    title: 'The gate may not read this in the database',
    severity: 'fail',
    remedy: 'Grant it: GRANT USAGE ON SCHEMA … TO …; GRANT SELECT ON … TO …;',
  },
  TABLE_MISSING: {
    title: 'A table of Keycloak is not in the database',
    severity: 'fail',
    remedy: 'Check `database.name` and `database.schema` in the environment file; if they are right, the database is empty.',
  },
  SERVER_NOT_READY: {
    title: 'The database does not accept connections at the moment',
    severity: 'fail',
    remedy: 'Wait until the database has started, or free connections, then run this again.',
  },
  QUERY_FAILED: {
    title: 'A query on the database failed',
    severity: 'fail',
    remedy: 'See the reason; run it again if it was a time-out.',
  },
  MEMBERS_NOT_RECORDED: {
    title: 'The database does not tell which nodes are in the cluster',
    severity: 'fail',
    remedy:
      'Where the nodes find each other in another way (before Keycloak 26.1, or with a cache stack of your own), take this check out of the suite and rely on the cluster view in the logs.',
  },
  EXECUTED_PLAN_UNKNOWN: {
    title: 'It cannot be told whether the database was restored',
    severity: 'fail',
    remedy: 'Have whoever restored it confirm when, and from which backup; a restore of the server’s files leaves no mark in the database.',
  },
  RESTORED_UNKNOWN: {
    title: 'It cannot be told from which backup the database was restored',
    severity: 'fail',
    remedy: 'Validate and pin a backup in pre-release, before the next release; for this one, have whoever restored it say which it was.',
  },
  NOT_COUNTED: {
    title: 'How much came since the backup was not counted',
    severity: 'fail',
    remedy: 'Have a database administrator count it (the dates of the table are not indexed), or clear events that nobody needs.',
  },
  VERSION_UNKNOWN: {
    title: 'What to compare with is not known',
    severity: 'fail',
    remedy: 'Name the release, or write the version itself in the suite.',
  },
});
