import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { listAt, objectAt, saying, textAt } from './json-object.ts';
import type { Concealer } from './plain-secrets.ts';

/**
 * The environment variables of a container by their name: a text, or where it comes from (`{ from: 'Secret keycloak-db/password' }`).
 * One that is given twice has all its values: the last one counts.
 */
export function variablesOf(container: JsonObject, object: string, conceal: Concealer): JsonObject {
  const byName = Map.groupBy(listAt(container, 'env'), (variable) => textAt(variable, 'name') ?? '');
  return Object.fromEntries(
    [...byName].map(([name, variables]) => {
      const values = variables.map((variable) => valueOf(variable, name, object, conceal));
      return [name, values.length === 1 ? (values[0] ?? '') : values] as const;
    }),
  );
}

function valueOf(variable: JsonObject, name: string, object: string, conceal: Concealer): Json {
  const from = objectAt(variable, 'valueFrom');
  const [source] = Object.keys(saying(from));
  if (source === undefined) return conceal.value(textAt(variable, 'value') ?? '', name, { object, attribute: `env.${name}` });
  const referred = objectAt(from, source);
  const optional = referred['optional'] === true ? { optional: true } : {};
  switch (source) {
    case 'secretKeyRef':
      return { from: `Secret ${textAt(referred, 'name')}/${textAt(referred, 'key')}`, ...optional };
    case 'configMapKeyRef':
      return { from: `ConfigMap ${textAt(referred, 'name')}/${textAt(referred, 'key')}`, ...optional };
    case 'fieldRef':
      return { from: `field ${textAt(referred, 'fieldPath')}` };
    default:
      return { from: { [source]: referred } };
  }
}

/** What whole ConfigMaps and Secrets give: where two give the same name, the later one counts, so their order stays. */
export const sourcesOf = (container: JsonObject): readonly string[] =>
  listAt(container, 'envFrom').map((source) => {
    const kind = source['secretRef'] === undefined ? 'ConfigMap' : 'Secret';
    const referred = objectAt(source, kind === 'Secret' ? 'secretRef' : 'configMapRef');
    const prefix = textAt(source, 'prefix') ?? '';
    return [
      `${kind} ${textAt(referred, 'name')}`,
      ...(prefix === '' ? [] : [`prefix ${prefix}`]),
      ...(referred['optional'] === true ? ['optional'] : []),
    ].join(', ');
  });

/**
 * Variables that name (`$(NAME)`) one that only comes after them, with the names: Kubernetes leaves these as they are written. All
 * that the order of variables can change is this.
 */
export function unexpanded(container: JsonObject): JsonObject {
  const variables = listAt(container, 'env');
  const names = variables.map((variable) => textAt(variable, 'name') ?? '');
  return Object.fromEntries(
    variables.flatMap((variable, index) => {
      const named = [...(textAt(variable, 'value') ?? '').matchAll(/\$(?:\$|\(([^()]*)\))/g)].flatMap(([, name]) => name ?? []);
      const later = [...new Set(named)].filter((name) => names.includes(name) && !names.slice(0, index).includes(name));
      return later.length === 0 ? [] : [[names[index] ?? '', later.toSorted()] as const];
    }),
  );
}
