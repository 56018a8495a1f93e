import { isGap, newestMigration } from '../database/newest-migration.ts';
import { compareVersions } from '../database/version.ts';
import { whyNotOf, whyNotTried } from './change-set-rules.ts';
import { changeLogDifference } from '../database/change-log-difference.ts';
import { changeLogsOf, neededLogins } from './rollback-facts.ts';
import type { Rehearsal, RehearsedLogin, RollbackFacts, TableChange } from './rollback-facts.ts';
import type { RollbackRule } from './rollback-rule.ts';

/** Keycloak's own bookkeeping: any start of any version writes these (measured on every pair of the spec's table). */
const bookkeeping: ReadonlySet<string> = new Set(['migration_model', 'databasechangeloglock', 'jgroups_ping', 'server_config']);

/**
 * Rule 3: the newest version in migration_model rises, even without a change set, for the realms' data is migrated too. Only a rehearsal
 * of this very pair overrules it: the migration changed no row outside of the bookkeeping, and the old version then let people in.
 */
export function versionRule(facts: RollbackFacts): RollbackRule {
  const rule = 'version-rises';
  const { from, to, database, rehearsal } = facts;
  const now = versionNow(facts) ?? from;
  const order = compareVersions(to, now);
  const seen = `migration_model: ${database ? now : `${from} by the release`} now, ${to} after the release`;
  if (Number.isNaN(order)) return { rule, holds: null, because: 'the versions cannot be compared', evidence: [seen] };
  if (order < 0)
    return { rule, holds: true, because: 'the version goes back, which Keycloak does not support on its own database', evidence: [seen] };
  if (order === 0) return { rule, holds: false, because: 'the Keycloak version stays the same', evidence: [seen] };
  const step = stepOf(now, to);
  if (!rehearsal) {
    const evidence = [seen, ...whyNotTried({ ...facts, forecast: null })];
    return { rule, holds: true, because: `the ${step} version rises, and plan A was not rehearsed for this pair`, evidence };
  }
  const against = whatSpeaksAgainst(rehearsal, facts);
  if (against.length > 0)
    return {
      rule,
      holds: true,
      because: `the ${step} version rises, and the rehearsal does not overrule it`,
      evidence: [seen, ...against],
    };
  const evidence = [
    seen,
    `of all tables, only rows of ${changedTables(rehearsal).join(', ')} changed`,
    `Keycloak ${from} started on what ${to} had left, and all of this succeeded there: ${neededLogins.join('; ')}`,
  ];
  return { rule, holds: false, because: `the ${step} version rises, and a rehearsal of this pair left nothing but the version`, evidence };
}

function versionNow({ database }: RollbackFacts): string | undefined {
  const newest = database && newestMigration(database);
  return newest && !isGap(newest) ? newest.highest : undefined;
}

function versionAfter({ migrated }: Rehearsal): string | undefined {
  const newest = newestMigration(migrated);
  return isGap(newest) ? undefined : newest.highest;
}

function stepOf(from: string, to: string): string {
  const [old, next] = [from, to].map((version) => /^v?(\d+)\.(\d+)/.exec(version));
  if (old?.[1] !== next?.[1]) return 'major';
  return old?.[2] === next?.[2] ? 'patch' : 'minor';
}

const changedTables = ({ tables }: Rehearsal): string[] => tables.map(({ table }) => table).toSorted();

/** A table of the bookkeeping may get other rows; another definition is a change of the schema. */
const isBookkeeping = ({ table, sameDefinition }: TableChange): boolean => bookkeeping.has(table) && sameDefinition;

/** Every reason for which a rehearsal does not overrule the rule, in a line of its own; what was not tried is one too. */
function whatSpeaksAgainst(rehearsal: Rehearsal, facts: RollbackFacts): string[] {
  const other = whyNotOf(rehearsal, facts);
  if (other !== undefined) return [other];
  const { logins, tables, oldBooted } = rehearsal;
  const seesVersion = tables.some(({ table }) => table === 'migration_model');
  const moved = changeLogDifference(changeLogsOf(rehearsal.copy), changeLogsOf(rehearsal.migrated)).length;
  const changed = tables.filter((each) => !isBookkeeping(each));
  return [
    ...(moved > 0 ? [`The migration moved change sets (${moved}).`] : []),
    // The new version did write itself down: who compared and did not see that, saw nothing.
    ...(seesVersion ? [] : ['The comparison of the tables did not see that the version was written down.']),
    ...changed
      .map(
        ({ table, rowsBefore, rowsAfter, sameDefinition }) =>
          `The migration changed ${sameDefinition ? 'rows of ' : ''}${table} (rows: ${rowsBefore ?? 'no table'} → ${rowsAfter ?? 'no table'}).`,
      )
      .toSorted(),
    ...(versionAfter(rehearsal) === undefined ? ['The version that the migration left could not be read.'] : []),
    ...(oldBooted ? [] : [`Keycloak ${facts.from} did not start on what ${facts.to} had left.`]),
    ...neededLogins.flatMap((who) => failedLogins(who, logins)),
  ];
}

function failedLogins(who: RehearsedLogin['who'], all: readonly RehearsedLogin[]): string[] {
  const tried = all.filter((each) => each.who === who);
  if (tried.length === 0) return [`What was not tried: ${who}.`];
  return tried
    .filter(({ ok }) => ok !== true)
    .map(({ ok, why }) => `What ${ok === false ? 'failed on the old version' : 'was not tried'}: ${who}${why === null ? '' : ` (${why})`}.`)
    .toSorted();
}
