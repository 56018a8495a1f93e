import { isGap, newestMigration } from '../database/newest-migration.ts';
import type { DatabaseState } from '../database/state.ts';
import type { SchemaMark } from './rollback-plan-record.ts';

/** The mark of a database's schema; null where it could not be read as a whole. */
export function schemaMark(state: DatabaseState): SchemaMark | null {
  const newest = newestMigration(state);
  if (isGap(newest) || state.changeLogs === null) return null;
  return {
    database: state.database,
    systemIdentifier: state.server.systemIdentifier,
    migration: { version: newest.version, updatedAt: newest.updatedAt },
    changeLogs: state.changeLogs.map(({ table, count, hash }) => ({ table, count, hash })),
  };
}

/** What makes one schema another than it was, in a sentence; undefined where it is the same. */
export function whyOtherSchema(was: SchemaMark, is: SchemaMark): string | undefined {
  if (was.database !== is.database) return `The plan was computed for the database "${was.database}", and this is "${is.database}".`;
  if (was.systemIdentifier !== null && is.systemIdentifier !== null && was.systemIdentifier !== is.systemIdentifier)
    return `The plan was computed on the database server ${was.systemIdentifier}, and this is ${is.systemIdentifier}.`;
  const [old, now] = [was.migration, is.migration];
  if (old.version !== now.version || old.updatedAt !== now.updatedAt)
    return `The plan was computed when the schema was at ${old.version} (since ${old.updatedAt}); now it is at ${now.version} (since ${now.updatedAt}).`;
  const marks = new Map(was.changeLogs.map(({ table, hash }) => [table, hash]));
  const other = is.changeLogs.filter(({ table, hash }) => marks.get(table) !== hash).map(({ table }) => table);
  const gone = [...marks.keys()].filter((table) => is.changeLogs.every((log) => log.table !== table));
  const moved = [...other, ...gone].toSorted();
  return moved.length === 0 ? undefined : `The plan was computed with other change sets in ${moved.join(', ')}.`;
}
