import { representations, textOf } from './representation.ts';
import { scopeMappings } from './scope-mappings.ts';
import type { Reading } from './source.ts';

export const clientScopes: Reading = {
  kinds: ['client-scope'],
  read: async ({ api, keep, each, clientScopes: scopes }) => {
    await each('client scopes', await scopes(), async (scope) =>
      keep('client-scope', textOf(scope, 'name'), {
        ...scope,
        scopeMappings: await scopeMappings(api, `/client-scopes/${encodeURIComponent(textOf(scope, 'id'))}`),
      }),
    );
    return [];
  },
};

/** The scopes that a client gets when it is made. */
export const scopesOfNewClients: Reading = {
  kinds: ['scopes-of-new-clients'],
  read: async ({ api, keep }) => {
    const [defaults, optional] = await Promise.all([
      api.get('/default-default-client-scopes', 'view-clients'),
      api.get('/default-optional-client-scopes', 'view-clients'),
    ]);
    const namesOf = (scopes: unknown): string[] => representations(scopes).map((scope) => textOf(scope, 'name'));
    keep('scopes-of-new-clients', '', { default: namesOf(defaults), optional: namesOf(optional) });
    return [];
  },
};
