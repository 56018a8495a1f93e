import { membersOf, textAt } from '../members.ts';
import type { Json } from '@keycloak-release-gate/core';
import type { Touch } from '../touch.ts';
import type { World } from '../world.ts';

/** The clients that have a mapper of this type: of their own, or by a scope. */
export function mappedBy(type: RegExp, path: readonly string[], { clients, objects }: World): readonly Touch[] {
  const hasMapper = (owner: Json | undefined): boolean =>
    Object.values(membersOf(membersOf(owner)['protocolMappers'])).some((mapper) => type.test(textAt(membersOf(mapper), 'protocolMapper')));
  const ofScope = (scope: string): boolean => hasMapper(objects[`client-scope/${scope}`]);
  return clients.flatMap((client): readonly Touch[] => {
    const touch = { kind: 'client' as const, client: client.id };
    if (hasMapper(client.json)) return [{ ...touch, when: 'always', path: [...path, 'its own mapper'] }];
    const byDefault = client.defaultScopes.find(ofScope);
    if (byDefault !== undefined) return [{ ...touch, when: 'always', path: [...path, `mapper of client-scope/${byDefault}`] }];
    const optional = client.optionalScopes.find(ofScope);
    return optional === undefined ? [] : [{ ...touch, when: 'when asked', path: [...path, `mapper of optional client-scope/${optional}`] }];
  });
}
