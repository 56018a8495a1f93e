import type { ChangeLog, ChangeSet } from './state.ts';

/** One change set that is not what it was. */
export interface ChangeSetDifference {
  readonly kind: 'added' | 'removed' | 'altered' | 'reordered';
  readonly table: string;
  readonly changeSet: ChangeSet;
}

const keyOf = (set: ChangeSet): string => `${set.filename}\0${set.author}\0${set.id}`;

/**
 * What differs between the change logs of two moments. A change set is known by file, author and id; one with another
 * checksum is altered; the same ones in another order are reordered, told by the first that moved.
 */
export function changeLogDifference(before: readonly ChangeLog[], after: readonly ChangeLog[]): readonly ChangeSetDifference[] {
  const tables = [...new Set([...before, ...after].map((log) => log.table))].toSorted();
  return tables.flatMap((table) => {
    const old = before.find((log) => log.table === table)?.changeSets ?? [];
    const now = after.find((log) => log.table === table)?.changeSets ?? [];
    return differenceOf(table, old, now);
  });
}

function differenceOf(table: string, old: readonly ChangeSet[], now: readonly ChangeSet[]): ChangeSetDifference[] {
  const was = new Map(old.map((set) => [keyOf(set), set]));
  const is = new Map(now.map((set) => [keyOf(set), set]));
  const differences: ChangeSetDifference[] = [
    ...now.filter((set) => !was.has(keyOf(set))).map((changeSet) => ({ kind: 'added' as const, table, changeSet })),
    ...old.filter((set) => !is.has(keyOf(set))).map((changeSet) => ({ kind: 'removed' as const, table, changeSet })),
    ...now
      .filter((set) => (was.get(keyOf(set))?.md5sum ?? set.md5sum) !== set.md5sum)
      .map((changeSet) => ({ kind: 'altered' as const, table, changeSet })),
  ];
  if (differences.length > 0) return differences;
  const moved = now.find((set, index) => keyOf(set) !== keyOf(old[index] ?? set));
  return moved ? [{ kind: 'reordered', table, changeSet: moved }] : [];
}
