import { isRepresentation, ranked, representations, textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading } from './source.ts';

/** The attributes and their groups come on the account's pages in their order. */
export const userProfile: Reading = {
  kinds: ['user-profile'],
  read: async ({ api, keep }) => {
    const answer = await api.get('/users/profile', 'view-realm');
    const profile = isRepresentation(answer) ? answer : {};
    const named = (list: string): { readonly members: Representation; readonly order: readonly string[] } =>
      ranked(representations(profile[list]).map((item) => [textOf(item, 'name'), item]));
    const attributes = named('attributes');
    const groups = named('groups');
    keep('user-profile', '', {
      ...without(profile, 'attributes', 'groups'),
      attributes: attributes.members,
      order: attributes.order,
      groups: { ...groups.members, order: groups.order },
    });
    return [];
  },
};
