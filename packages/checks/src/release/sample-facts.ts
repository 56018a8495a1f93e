import old from '../database/fixtures/state-26.4.0.json' with { type: 'json' };
import type { ChangeLog, DatabaseState } from '../database/state.ts';
import { neededLogins } from './rollback-facts.ts';
import type { Forecast, Rehearsal, RollbackFacts } from './rollback-facts.ts';
import type { RollbackPlanRecord } from './rollback-plan-record.ts';
import { computePlan } from './rollback-rules.ts';
import { schemaMark } from './schema-mark.ts';

/** A database that 26.4.0 migrated, as it was recorded. */
export const database: DatabaseState = old;

export const changeSet = (id: string): ChangeLog['changeSets'][number] => ({
  id,
  author: 'keycloak',
  filename: `META-INF/${id}.xml`,
  md5sum: `9:${id}`,
  exectype: 'EXECUTED',
});

/** A custom provider's change log with these change sets. */
export const customLog = (...ids: readonly string[]): ChangeLog => ({
  table: 'databasechangelog_audit',
  count: ids.length,
  hash: ids.join(' '),
  changeSets: ids.map(changeSet),
});

export const migratedTo = (version: string): NonNullable<DatabaseState['migrations']> => [
  { version, updatedAt: '2026-11-28T05:00:00.000Z' },
  ...(database.migrations ?? []),
];

export const rehearsal: Rehearsal = {
  from: '26.4.0',
  to: '26.4.2',
  copy: database,
  migrated: { ...database, migrations: migratedTo('26.4.2') },
  providers: [],
  tables: [
    { table: 'migration_model', rowsBefore: 1, rowsAfter: 2, sameContent: false, sameDefinition: true },
    { table: 'server_config', rowsBefore: 3, rowsAfter: 3, sameContent: false, sameDefinition: true },
  ],
  oldBooted: true,
  logins: neededLogins.map((who) => ({ who, ok: true, why: null })),
};

export const forecast: Forecast = { from: '26.4.0', to: '26.4.2', copy: database, changeSets: [], providers: [] };

/** A patch release whose plan A was rehearsed. */
export const rehearsed: RollbackFacts = {
  from: '26.4.0',
  to: '26.4.2',
  deploys: true,
  database,
  unread: [],
  announced: [],
  forecast,
  rehearsal,
};

/** The record of a plan that was computed from these facts. */
export function recordOf(facts: RollbackFacts): RollbackPlanRecord {
  const { plan, decidedBy, rules } = computePlan(facts);
  return {
    format: 'keycloak-release-gate/rollback-plan',
    version: 1,
    release: '2026-11-upgrade',
    environment: 'acc',
    from: facts.from,
    to: facts.to,
    deploys: facts.deploys,
    image: null,
    at: '2026-11-23T20:00:00.000Z',
    host: 'gate-1',
    tool: '0.0.0',
    schema: facts.database && schemaMark(facts.database),
    backup: {
      name: 'keycloak.dump',
      sha256: 'a'.repeat(64),
      takenAt: { earliest: '2026-11-23T19:00:00.000Z', latest: '2026-11-23T19:00:00.000Z' },
    },
    plan,
    decidedBy: decidedBy.rule,
    rules: [...rules],
    notTried: facts.notTried ?? null,
    forecast: null,
    rehearsal: facts.rehearsal && {
      seconds: 12.5,
      tables: [...facts.rehearsal.tables],
      oldBooted: facts.rehearsal.oldBooted,
      logins: [...facts.rehearsal.logins],
    },
    probeBudget: null,
    lost: null,
  };
}
