import { kindOf, nameOf } from '../world.ts';
import type { ImpactRule } from '../rule.ts';

export const clientScope: ImpactRule = {
  id: 'client-scope',
  says: 'A client scope or its mapper touches the clients that have it: by default in every token, optionally when it is asked for.',
  fits: ({ object }) => kindOf(object) === 'client-scope',
  touches: ({ object }, { clients }) => {
    const scope = nameOf(object);
    const withDefault = clients.filter((client) => client.defaultScopes.includes(scope));
    const withOptional = clients.filter((client) => client.optionalScopes.includes(scope));
    return [
      ...withDefault.map(({ id }) => ({
        kind: 'client' as const,
        client: id,
        when: 'always' as const,
        path: [object, `default of ${counted(withDefault.length)}`],
      })),
      ...withOptional.map(({ id }) => ({
        kind: 'client' as const,
        client: id,
        when: 'when asked' as const,
        path: [object, `optional in ${counted(withOptional.length)}`],
      })),
    ];
  },
  nobody: 'no client has this scope',
};

export const scopesOfNewClients: ImpactRule = {
  id: 'scopes-of-new-clients',
  says: "The realm's lists of scopes are for clients that are made later.",
  fits: ({ object }) => object === 'scopes-of-new-clients',
  touches: () => [],
  nobody: 'only clients that are made later get these scopes',
};

const counted = (count: number): string => (count === 1 ? '1 client' : `${count} clients`);
