/** An object as the admin API gives it. */
export type Representation = Readonly<Record<string, unknown>>;

export const isRepresentation = (value: unknown): value is Representation =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const representations = (value: unknown): readonly Representation[] => (Array.isArray(value) ? value.filter(isRepresentation) : []);

/** A member that is text; empty where it is none. */
export const textOf = (object: Representation, name: string): string => {
  const value = object[name];
  return typeof value === 'string' ? value : '';
};

/** The representation without these members. */
export const without = (object: Representation, ...names: readonly string[]): Representation =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** The numbers that make a rank, in its order; none where the server tells one of them not, as versions before 25 do of a flow's steps. */
export function numbersOf(inOrder: readonly Representation[]): { readonly numbers?: readonly number[] } {
  const numbers = inOrder.flatMap(({ priority }) => (typeof priority === 'number' ? [priority] : []));
  return numbers.length === 0 || numbers.length < inOrder.length ? {} : { numbers };
}

/** What stands beside the members of a rank. */
const besideMembers = new Set(['order', 'numbers']);

/**
 * A list in which the rank counts, as its members by name and the order of the names: so a member that changed is told by its
 * name, and one that moved is told as moved. Of several with the same name all but the first are numbered, and so is one whose name is
 * that of the order itself.
 */
export function ranked(items: readonly (readonly [name: string, item: Representation])[]): {
  readonly members: Representation;
  readonly order: readonly string[];
} {
  const taken = new Map<string, number>();
  const named = items.map(([name, item]) => {
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return [times === 1 && !besideMembers.has(name) ? name : `${name} (${times})`, item] as const;
  });
  return { members: Object.fromEntries(named), order: named.map(([name]) => name) };
}
