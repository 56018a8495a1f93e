import { contentHash } from '@keycloak-release-gate/core';
import { isRepresentation, representations, textOf } from './representation.ts';
import type { Reading } from './source.ts';

/**
 * The realm's keys, by what they are for and who provides them. Which key it is (its kid, its certificate) says nothing of the
 * configuration, as each realm makes its own; but it is another one when it changes, so it is kept like an id.
 */
export const keys: Reading = {
  kinds: ['key'],
  read: async ({ api, components, keep, keepId }) => {
    const [answer, all] = await Promise.all([api.get('/keys', 'view-realm'), components()]);
    const providers = new Map(all.map((component) => [textOf(component, 'id'), textOf(component, 'name')]));
    for (const key of representations(isRepresentation(answer) ? answer['keys'] : [])) {
      const provider = providers.get(textOf(key, 'providerId')) ?? 'unknown';
      const name = `${textOf(key, 'algorithm')}:${textOf(key, 'use')}:${provider}`;
      keep('key', name, { id: key['kid'], status: key['status'], type: key['type'] });
      const material = textOf(key, 'certificate') || textOf(key, 'publicKey');
      if (material !== '') keepId(`key/${name}#certificate`, contentHash(material));
    }
    return [];
  },
};
