import { compareVersions } from '../database/version.ts';
import type { DatabaseState } from '../database/state.ts';
import type { RecordedPlan } from './rollback-plan.ts';
import { schemaMark, whyOtherSchema } from './schema-mark.ts';

/**
 * True where plan A was rehearsed from this very schema of before the release to the version that migrated it since, and was found to
 * leave nothing behind in the database but that version.
 */
export function wasRehearsed(recorded: RecordedPlan, before: DatabaseState, migratedTo: string): boolean {
  const mark = schemaMark(before);
  if (recorded.kind !== 'read' || mark === null) return false;
  const { record } = recorded;
  const ofDatabase = record.rules.filter(({ rule }) => rule !== 'destructive-configuration' && rule !== 'nothing-left-behind');
  return (
    record.rehearsal !== null &&
    record.schema !== null &&
    whyOtherSchema(record.schema, mark) === undefined &&
    compareVersions(record.to, migratedTo) === 0 &&
    ofDatabase.every(({ holds }) => holds === false)
  );
}
