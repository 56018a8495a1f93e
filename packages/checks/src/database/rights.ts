import { assignmentPlaces } from './assignment-places.ts';
import { datedPlaces } from './dated-places.ts';

/** Rows of one table that the gate must be allowed to read. */
export interface DatabaseRight {
  readonly table: string;
  /** Also of every table whose name begins so and goes on with `_`: custom providers keep change logs of their own. */
  readonly andItsKind?: true;
  /** The columns that are read, where not all are. Those that a version does not have are left out. */
  readonly columns?: readonly string[];
}

/** Whole tables: they hold nothing of any user. */
const whole: readonly DatabaseRight[] = [
  { table: 'migration_model' },
  { table: 'databasechangelog', andItsKind: true },
  { table: 'databasechangeloglock' },
  { table: 'jgroups_ping' },
];

/** Tables whose rows are counted. */
export const countedTables = ['realm', 'client', 'keycloak_role', 'user_entity'] as const;

/**
 * Everything that the collectors read, and nothing else: of the tables of users only columns that name nobody. The shipped script is
 * made from this list, the gate asks the database for each of them, and the lab runs with exactly them.
 */
export const databaseRights: readonly DatabaseRight[] = [
  ...whole,
  ...perTable([...assignmentPlaces, ...datedPlaces, ...countedTables.map((table) => ({ table, columns: ['id'] }))]),
];

/** One right for each table, with the columns of all that read it. */
function perTable(read: readonly { readonly table: string; readonly columns: readonly string[] }[]): DatabaseRight[] {
  const columns = new Map<string, Set<string>>();
  for (const each of read) columns.set(each.table, new Set([...(columns.get(each.table) ?? []), ...each.columns]));
  return [...columns].map(([table, names]) => ({ table, columns: [...names] }));
}
