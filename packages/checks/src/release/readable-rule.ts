import { isGap, newestMigration } from '../database/newest-migration.ts';
import type { DatabaseState } from '../database/state.ts';
import { compareVersions, parseVersion } from '../database/version.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import type { RollbackRule } from './rollback-rule.ts';

/** Rule 1: what the others rest on cannot be read, contradicts itself, or is being changed at this moment. */
export function readableRule(facts: RollbackFacts): RollbackRule {
  const evidence = [
    ...versionProblems(facts),
    ...(facts.database ? databaseProblems(facts.database, facts) : unreadDatabase(facts)),
    ...rehearsalProblems(facts),
  ];
  const [first] = evidence;
  return {
    rule: 'source-unreadable',
    holds: evidence.length > 0,
    because: first === undefined ? 'the versions, the change sets and the lock were read' : firstWords(first),
    evidence: first === undefined && facts.database ? seen(facts.database) : evidence,
  };
}

const firstWords = (problem: string): string => problem.replace(/\.$/, '');

const unreadDatabase = ({ unread }: RollbackFacts): string[] => (unread.length > 0 ? [...unread] : ['The database was not read.']);

const versionProblems = ({ from, to }: RollbackFacts): string[] =>
  [from, to].filter((version) => !parseVersion(version)).map((version) => `"${version}" is no version of Keycloak.`);

function databaseProblems(state: DatabaseState, { from, unread }: RollbackFacts): string[] {
  const newest = newestMigration(state);
  const held = (state.locks ?? []).filter(({ locked }) => locked);
  const failed = (state.changeLogs ?? []).flatMap(({ table, changeSets }) =>
    changeSets.filter(({ exectype }) => exectype === 'FAILED').map(({ id }) => `${table}/${id}`),
  );
  return [
    ...unread,
    ...(state.server.inRecovery
      ? ['What was read is a replica: who migrates the primary at this moment is not to be seen there, and what it holds may be behind.']
      : []),
    ...(state.migrations === null && unread.length === 0 ? ['The table migration_model could not be read.'] : []),
    ...(state.migrations !== null && isGap(newest) ? [newest.reason] : []),
    ...(state.changeLogs === null && unread.length === 0 ? ['A change log could not be read.'] : []),
    ...(state.changeLogs?.length === 0 ? ['There is no change log.'] : []),
    ...(state.locks === null && unread.length === 0 ? ['The table databasechangeloglock could not be read.'] : []),
    ...held.map(
      ({ id, by, grantedAt }) =>
        `Lock ${id} in databasechangeloglock is held by ${by ?? 'nobody named'} since ${grantedAt ?? 'an unknown time'}.`,
    ),
    ...(state.migrating > 0 ? [`The database is being migrated at this moment (sessions that hold the lock: ${state.migrating}).`] : []),
    ...failed.map((changeSet) => `The change set ${changeSet} is marked as failed.`),
    ...(!isGap(newest) && parseVersion(from) && compareVersions(newest.highest, from) !== 0
      ? [`The database was migrated by Keycloak ${newest.highest}, and the release says that it comes from ${from}.`]
      : []),
  ];
}

/** What was rehearsed was another version than the release names: what it did says nothing, and yet it is what would be deployed. */
function rehearsalProblems({ rehearsal, from, to }: RollbackFacts): string[] {
  if (rehearsal?.from !== from || rehearsal.to !== to) return [];
  const left = newestMigration(rehearsal.migrated);
  if (isGap(left) || !parseVersion(to) || compareVersions(left.highest, to) === 0) return [];
  return [`What was rehearsed as Keycloak ${to} left the version ${left.highest}.`];
}

function seen(state: DatabaseState): string[] {
  const newest = newestMigration(state);
  return [
    ...(isGap(newest) ? [] : [`migration_model: ${newest.version}, since ${newest.updatedAt}`]),
    ...(state.changeLogs ?? []).map(({ table, count, hash }) => `${table}: ${count} change sets, SHA-256 ${hash.slice(0, 12)}`),
    'databasechangeloglock: not held',
  ];
}
