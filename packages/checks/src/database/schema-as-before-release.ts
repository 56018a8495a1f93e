import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { changeLogDifference } from './change-log-difference.ts';
import type { ChangeSetDifference } from './change-log-difference.ts';
import { wasRehearsed } from '../release/rehearsed-return.ts';
import { rollbackPlan } from '../release/rollback-plan.ts';
import { codes } from './codes.ts';
import { isGap, newestMigration } from './newest-migration.ts';
import type { NewestMigration } from './newest-migration.ts';
import { rehearsedFact, schemaFacts } from './schema-facts.ts';
import { migrationFindings, replicaGaps, versionFindings } from './schema-findings.ts';
import { databaseState } from './state.ts';
import type { DatabaseState } from './state.ts';
import { compareVersions } from './version.ts';

/** After a rollback: version and change sets are those that the record of before the release holds. */
export const schemaAsBeforeRelease = defineCheck({
  id: 'database/schema-as-before-release',
  title: 'The database schema is again what it was before the release',
  why: 'After rollback plan A the old Keycloak starts on the new schema without a warning: it is ready, healthy and issues tokens, while whoever logged in on the new version may be locked out. The database alone tells.',
  reads: { now: databaseState, before: baseline(databaseState), plan: rollbackPlan },
  onGaps: 'judge',
  expects: z.object({}),
  judge: ({ now, before, plan }) => {
    const newest = newestMigration(now);
    const old = newestMigration(before);
    const problems = migrationFindings(now);
    const replica = replicaGaps(now);
    if (isGap(newest)) return { findings: problems, gaps: [newest, ...replica] };
    if (isGap(old))
      return { findings: problems, gaps: [{ ...old, reason: `In the record of before the release: ${old.reason}` }, ...replica] };
    const differences = changeLogDifference(before.changeLogs ?? [], now.changeLogs ?? []);
    const known = now.changeLogs !== null && before.changeLogs !== null;
    const harmless =
      known && differences.length === 0 && compareVersions(newest.highest, old.version) > 0 && wasRehearsed(plan, before, newest.highest);
    return {
      findings: [
        ...(harmless ? [] : versionFindings(now.database, newest, old.version, 'the version before the release')),
        ...(known ? altered(now, differences, newest, old) : []),
        ...problems,
      ],
      gaps: replica,
      facts: [...schemaFacts(now, newest), ...comparison(now, before, old), ...(harmless ? [rehearsedFact(newest)] : [])],
      exhibits: known && differences.length > 0 ? [exhibit(differences)] : [],
    };
  },
});

function altered(
  now: DatabaseState,
  differences: readonly ChangeSetDifference[],
  newest: NewestMigration,
  old: NewestMigration,
): Finding[] {
  if (differences.length === 0) return [];
  const added = differences.filter((each) => each.kind === 'added').length;
  const onlyAdded = added === differences.length;
  const counts = (['added', 'removed', 'altered', 'reordered'] as const)
    .map((kind) => [differences.filter((each) => each.kind === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`)
    .join(', ');
  const message =
    `The change sets are not those from before the release: ${counts}.` +
    (onlyAdded
      ? ` Keycloak ${old.version} runs on a schema that is ${added} change sets ahead of it; only restoring the backup brings the old schema back (plan B).`
      : '');
  // Change sets beyond the old version's are the same fault as its version, seen from the other side.
  const code = onlyAdded && compareVersions(newest.highest, old.version) >= 0 ? codes.SCHEMA_AHEAD : codes.SCHEMA_ALTERED;
  return [finding(code, { subject: `database/${now.database}/changelog`, message, expected: 0, actual: differences.length })];
}

function comparison(now: DatabaseState, before: DatabaseState, old: NewestMigration): Fact[] {
  const total = (state: DatabaseState): number => (state.changeLogs ?? []).reduce((sum, log) => sum + log.count, 0);
  const same = now.server.systemIdentifier === before.server.systemIdentifier;
  return [
    { name: 'schema version before the release', value: old.version },
    { name: 'change sets before the release', value: total(before) },
    ...(same ? [] : [{ name: 'database server', value: 'another one than before the release' }]),
  ];
}

const MOST_ROWS = 100;

const exhibit = (differences: readonly ChangeSetDifference[]): Exhibit => ({
  kind: 'table',
  title: `Change sets that differ from before the release${differences.length > MOST_ROWS ? ` (the first ${MOST_ROWS} of ${differences.length})` : ''}`,
  columns: ['Difference', 'Change set', 'File', 'Table'],
  rows: differences.slice(0, MOST_ROWS).map(({ kind, table, changeSet }) => [kind, changeSet.id, changeSet.filename, table]),
});
