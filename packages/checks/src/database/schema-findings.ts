import { finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { NewestMigration } from './newest-migration.ts';
import type { DatabaseState } from './state.ts';
import { compareVersions } from './version.ts';

/** What is wrong where a Keycloak of this version meets this schema; empty where they fit. */
export function versionFindings(database: string, newest: NewestMigration, version: string, whose: string): Finding[] {
  const subject = `database/${database}`;
  const facts = { expected: version, actual: newest.version };
  if (compareVersions(newest.highest, version) > 0) return [aheadFinding(subject, newest, version, whose)];
  if (compareVersions(newest.version, version) < 0) {
    const message = `The schema is at ${newest.version} (since ${newest.updatedAt}), ${whose} is ${version}: Keycloak ${version} has not migrated this database.`;
    return [finding(codes.SCHEMA_BEHIND, { subject, message, ...facts })];
  }
  return [];
}

function aheadFinding(subject: string, newest: NewestMigration, version: string, whose: string): Finding {
  const message =
    `${whose} is ${version}, but Keycloak ${newest.highest} has migrated this schema: the old version runs on a newer schema. ` +
    'It starts, reports itself ready and lets people in, and yet redeploying the old version (plan A) does not bring back what was: the backup from before the upgrade must be restored (plan B).';
  return finding(codes.SCHEMA_AHEAD, { subject, message: capital(message), expected: version, actual: newest.highest });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A migration that runs, hangs or has failed. */
export function migrationFindings(state: DatabaseState): Finding[] {
  const subject = `database/${state.database}`;
  const held = (state.locks ?? []).filter((lock) => lock.locked);
  const failed = (state.changeLogs ?? []).flatMap((log) =>
    log.changeSets.filter((set) => set.exectype === 'FAILED').map((set) => ({ log: log.table, set })),
  );
  return [
    ...held.map((lock) =>
      finding(codes.LOCK_HELD, {
        subject: `${subject}/lock/${lock.id}`,
        message: `Lock ${lock.id} in databasechangeloglock is held by ${lock.by ?? 'nobody named'} since ${lock.grantedAt ?? 'an unknown time'}.`,
        expected: false,
        actual: true,
      }),
    ),
    ...(state.migrating > 0
      ? [
          finding(codes.MIGRATION_RUNNING, {
            subject,
            message: `${state.migrating === 1 ? 'One session holds' : `${state.migrating} sessions hold`} Keycloak's migration lock at this moment.`,
            expected: 0,
            actual: state.migrating,
          }),
        ]
      : []),
    ...failed.map(({ log, set }) =>
      finding(codes.CHANGE_SET_FAILED, {
        subject: `${log}/${set.id}`,
        message: `The change set ${set.id} (${set.filename}) is marked as failed in ${log}.`,
        expected: 'EXECUTED',
        actual: set.exectype,
      }),
    ),
  ];
}

/** A replica does not tell who migrates at this moment, and what it holds may be behind. */
export const replicaGaps = ({ database, server }: DatabaseState): Gap[] =>
  server.inRecovery
    ? [
        gap(codes.READ_FROM_REPLICA, {
          subject: `database/${database}`,
          reason: 'A replica does not show who migrates the primary at this moment, and what it holds may be behind.',
        }),
      ]
    : [];
