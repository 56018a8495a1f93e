import { changeLogDifference } from '../database/change-log-difference.ts';
import { isGap, newestMigration } from '../database/newest-migration.ts';
import { changeLogsOf } from './rollback-facts.ts';
import type { Forecast, Rehearsal, RollbackFacts, SchemaState } from './rollback-facts.ts';
import type { RollbackRule } from './rollback-rule.ts';

type ChangeSetRule = 'change-sets-differ' | 'custom-change-log-moves';

const OWN = 'databasechangelog';

/** Rules 2 and 4: the new version adds, removes or alters change sets, of Keycloak itself or of a custom provider. */
export function changeSetRule(rule: ChangeSetRule, facts: RollbackFacts): RollbackRule {
  const isMine = (table: string): boolean => (table === OWN) === (rule === 'change-sets-differ');
  const whose = rule === 'change-sets-differ' ? "Keycloak's change log" : "a custom provider's change log";
  if (!facts.deploys) return { rule, holds: false, because: 'nothing is deployed, so nothing migrates', evidence: [] };
  const tries = applicable(facts);
  const moved = tries.flatMap(({ of, sets }) => sets.filter(({ table }) => isMine(table)).map(({ told }) => ({ of, told })));
  if (moved.length > 0) {
    const most = Map.groupBy(moved, ({ of }) => of);
    const [[of, sets] = ['', []]] = [...most].toSorted(([, a], [, b]) => b.length - a.length);
    return {
      rule,
      holds: true,
      because: `the new version changes ${whose}: ${sets.length} change set${sets.length === 1 ? '' : 's'}, ${of}`,
      evidence: sets.map(({ told }) => told).toSorted(),
    };
  }
  const custom = customLogs(facts);
  const blind =
    tries.length > 0 && rule === 'custom-change-log-moves' && custom.length > 0 && tries.every(({ providers }) => providers === 0);
  if (blind)
    return {
      rule,
      holds: null,
      because: 'the version that was tried has no custom provider, so it knows nothing of their change logs',
      evidence: custom,
    };
  if (tries.length === 0)
    return { rule, holds: null, because: `the new version was not tried on a copy of this database`, evidence: whyNotTried(facts) };
  return { rule, holds: false, because: `the new version changes nothing in ${whose}`, evidence: tries.map(({ of }) => of).toSorted() };
}

interface Tried {
  /** In words. */
  readonly of: string;
  readonly providers: number;
  readonly sets: readonly { readonly table: string; readonly told: string }[];
}

/** What was tried with this very pair, on a copy that has the schema of the database now. */
function applicable(facts: RollbackFacts): Tried[] {
  const { forecast, rehearsal } = facts;
  return [
    ...(rehearsal && whyNotOf(rehearsal, facts) === undefined ? [ofRehearsal(rehearsal)] : []),
    ...(forecast && whyNotOf(forecast, facts) === undefined ? [ofForecast(forecast)] : []),
  ];
}

const ofForecast = ({ changeSets, providers }: Forecast): Tried => ({
  of: 'as it says itself of a restored copy',
  providers: providers.length,
  sets: changeSets.map(({ table, id, filename }) => ({ table, told: `${table}: ${id} (${filename}) would be added` })),
});

const ofRehearsal = ({ copy, migrated, providers }: Rehearsal): Tried => ({
  of: 'as it did on a restored copy',
  providers: providers.length,
  sets: changeLogDifference(changeLogsOf(copy), changeLogsOf(migrated)).map(({ kind, table, changeSet }) => ({
    table,
    told: `${table}: ${changeSet.id} (${changeSet.filename}) ${kind}`,
  })),
});

/** Why what was tried says nothing of this release; undefined where it does. */
export function whyNotOf(tried: Forecast | Rehearsal, { from, to, database }: RollbackFacts): string | undefined {
  if (tried.from !== from || tried.to !== to) return `It was tried for ${tried.from} → ${tried.to}, and this is ${from} → ${to}.`;
  if (tried.copy.changeLogs === null) return 'The change logs of the copy could not be read.';
  if ('migrated' in tried && tried.migrated.changeLogs === null)
    return 'The change logs of the copy could not be read after the migration.';
  if (!database?.changeLogs) return 'The change logs of the database could not be read.';
  if (changeLogDifference(tried.copy.changeLogs, database.changeLogs).length > 0)
    return 'The copy has other change sets than the database has now.';
  return versionOf(tried.copy) === versionOf(database) ? undefined : 'The copy was left by another version than the database has now.';
}

function versionOf(state: SchemaState): string | undefined {
  const newest = newestMigration(state);
  return isGap(newest) ? undefined : newest.highest;
}

const customLogs = ({ database }: RollbackFacts): string[] =>
  (database?.changeLogs ?? [])
    .filter(({ table }) => table !== OWN)
    .map(({ table, count }) => `${table}: ${count} change sets`)
    .toSorted();

export const whyNotTried = (facts: RollbackFacts): string[] => [
  ...(facts.notTried === undefined ? [] : [facts.notTried]),
  ...[facts.forecast, facts.rehearsal].flatMap((tried) => (tried ? (whyNotOf(tried, facts) ?? []) : [])),
];
