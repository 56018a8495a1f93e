import { Environment, SecretReference, VariableReference } from '@keycloak-release-gate/core';
import type { EnvironmentDefinition } from '@keycloak-release-gate/core';

/** What stands in the place of a variable: the first that the member takes. */
const stands = ['not-known-here', 'https://not-known-here.invalid', '1', 'not-known/here', 'not-known-here.yml'] as const;

/** Whether a value of an outline stands in the place of a variable. */
export const isOutlined = (value: string): boolean => stands.some((each) => each === value);

/**
 * An environment in outline: what its file says, with something that can stand there in the place of every variable, whether it is set here
 * or not, for the variables of this machine may be those of another environment. A suite can tell its checks with it. Undefined where
 * nothing that is known here can stand in such a place.
 */
export function outlineOf({ applications = [], ...definition }: EnvironmentDefinition): Environment | undefined {
  const tried = new Map<string, number>();
  const fill = (part: unknown, path: readonly PropertyKey[]): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => fill(item, [...path, index]));
    if (typeof part !== 'object' || part === null || SecretReference.safeParse(part).success) return part;
    const reference = VariableReference.safeParse(part);
    if (!reference.success) return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, fill(member, [...path, key])]));
    const { list, optional } = reference.data;
    if (optional) return undefined;
    const place = [...path, ...(list ? [0] : [])].join('.');
    const at = tried.get(place) ?? 0;
    tried.set(place, at);
    return list ? [stands[at]] : stands[at];
  };
  const here = applications.flatMap(({ environments, ...shared }) => {
    const own = typeof definition.id === 'string' ? environments[definition.id] : undefined;
    return own ? [{ ...shared, ...own }] : [];
  });
  for (let round = 0; round < stands.length; round += 1) {
    const parsed = Environment.safeParse(fill({ ...definition, applications: here }, []));
    if (parsed.success) return parsed.data;
    const refused = parsed.error.issues.map(({ path }) => path.join('.')).filter((place) => tried.has(place));
    if (refused.length === 0) return undefined;
    for (const place of refused) tried.set(place, (tried.get(place) ?? 0) + 1);
  }
  return undefined;
}
