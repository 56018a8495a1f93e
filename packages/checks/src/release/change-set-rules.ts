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
  const unchanged = `the new version changes nothing in ${whose}`;
  const evidence = tries.map(({ of }) => of).toSorted();
  if (rule === 'change-sets-differ') return { rule, holds: false, because: unchanged, evidence };
  return ofTriedProgram(facts, tries, unchanged, evidence);
}

/**
 * What nobody sees of custom providers where it is not known whether the programs that were tried are those of the image that is released:
 * another image of the same version has nothing else that is new.
 */
function ofTriedProgram({ from, to, image }: RollbackFacts, tries: readonly Tried[], unchanged: string, evidence: string[]): RollbackRule {
  const rule = 'custom-change-log-moves';
  const isTied = image !== undefined && tries.every((tried) => tried.image !== undefined);
  if (isTied) return { rule, holds: false, because: unchanged, evidence: [...evidence, `it was tried with ${image}`] };
  const isStock = tries.every(({ providers }) => providers === 0);
  const what = isStock ? 'what was tried is the stock distribution' : 'what was tried holds custom providers';
  const unknown = `${what}, and ${image === undefined ? 'the release does not name its image' : 'nobody knows whether it is of the image that is released'}`;
  if (from !== to) return { rule, holds: false, because: `${unchanged}; ${unknown}`, evidence };
  const why = `whether the image brings a change log of its own is not known: the version stays the same, ${unknown}`;
  return {
    rule,
    holds: null,
    because: why,
    evidence: [...evidence, 'Name `image` in the release, and in the file `image` of the programs.'],
  };
}

interface Tried {
  /** In words. */
  readonly of: string;
  readonly providers: number;
  readonly image: string | undefined;
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

const ofForecast = ({ changeSets, providers, image }: Forecast): Tried => ({
  of: 'as it says itself of a restored copy',
  providers: providers.length,
  image,
  sets: changeSets.map(({ table, id, filename }) => ({ table, told: `${table}: ${id} (${filename}) would be added` })),
});

const ofRehearsal = ({ copy, migrated, providers, image }: Rehearsal): Tried => ({
  of: 'as it did on a restored copy',
  providers: providers.length,
  image,
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
