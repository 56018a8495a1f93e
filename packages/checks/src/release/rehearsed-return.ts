import { compareVersions } from '../database/version.ts';
import type { DatabaseState } from '../database/state.ts';
import type { RecordedPlan } from './rollback-plan.ts';
import type { RollbackPlanRecord, SchemaMark } from './rollback-plan-record.ts';
import { schemaMark, whyOtherSchema } from './schema-mark.ts';

/**
 * True where plan A was rehearsed from this very schema of before the release to the version that migrated it since, and was found to
 * leave nothing behind in the database but that version.
 */
export function wasRehearsed(recorded: RecordedPlan, before: DatabaseState, migratedTo: string): boolean {
  const mark = schemaMark(before);
  const rehearsed = rehearsedFrom(recorded, migratedTo);
  return mark !== null && rehearsed !== undefined && whyOtherSchema(rehearsed.schema, mark) === undefined;
}

/**
 * The same, told from the schema of after the migration alone: but for the version, it must be the one that the rehearsal began with, and
 * that must have been of the version that is redeployed.
 */
export function leftOnlyItsVersion(recorded: RecordedPlan, now: DatabaseState, redeployed: string, migratedTo: string): boolean {
  const mark = schemaMark(now);
  const rehearsed = rehearsedFrom(recorded, migratedTo);
  return (
    mark !== null &&
    rehearsed !== undefined &&
    compareVersions(rehearsed.record.from, redeployed) === 0 &&
    whyOtherSchema(rehearsed.schema, { ...mark, migration: rehearsed.schema.migration }) === undefined
  );
}

/** A record by which the migration to this version left nothing but it, with the schema that it began from. */
function rehearsedFrom(
  recorded: RecordedPlan,
  migratedTo: string,
): { readonly record: RollbackPlanRecord; readonly schema: SchemaMark } | undefined {
  if (recorded.kind !== 'read') return undefined;
  const { record } = recorded;
  const { schema } = record;
  const ofDatabase = record.rules.filter(({ rule }) => rule !== 'destructive-configuration' && rule !== 'nothing-left-behind');
  const isHarmless = record.rehearsal !== null && ofDatabase.every(({ holds }) => holds === false);
  return schema !== null && isHarmless && compareVersions(record.to, migratedTo) === 0 ? { record, schema } : undefined;
}
