/** Versions of Keycloak: conditions that must all hold, with a blank between them. `>=26.6`, `<25`, `>=24 <25.0.3`. */
export type VersionRange = `${'>=' | '<'}${string}`;

const condition = /^(>=|<)(\d+(?:\.\d+)*)$/;

/**
 * True where the version lies in the range. What follows the numbers does not count (`26.7.4.redhat-00001`). Throws a RangeError
 * for a range that is none.
 */
export function isInRange(version: string, range: VersionRange): boolean {
  return range.split(' ').every((part) => {
    const [, sign, bound] = condition.exec(part) ?? [];
    if (sign === undefined || bound === undefined) throw new RangeError(`"${range}" is no range of versions.`);
    const order = compareNumbers(version, bound);
    return sign === '>=' ? order >= 0 : order < 0;
  });
}

function compareNumbers(version: string, bound: string): number {
  const [numbers = ''] = /^\d+(?:\.\d+)*/.exec(version) ?? [];
  const [left, right] = [numbers, bound].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [index, wanted] of right.entries()) {
    const difference = (left[index] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}
