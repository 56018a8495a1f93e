import { textOf } from './representation.ts';
import type { Reading } from './source.ts';

export const organizations: Reading = {
  kinds: ['organization'],
  read: async ({ keep, organizations: all }) => {
    // Before 26 an organization has no alias.
    for (const organization of await all())
      keep('organization', textOf(organization, 'alias') || textOf(organization, 'name'), organization);
    return [];
  },
};
