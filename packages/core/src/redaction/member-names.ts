/**
 * The names, in their order, with those that are the same told apart by a number: `a`, `a (2)`, `a (3)`. Two members whose
 * names differ in a removed part only would otherwise become one, and what the other said would be lost.
 */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = counts.get(name) ?? 1;
    let unique = name;
    while (taken.has(unique)) unique = `${name} (${++count})`;
    counts.set(name, count);
    taken.add(unique);
    return unique;
  });
}
