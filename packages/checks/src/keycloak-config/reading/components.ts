import { textOf, without } from './representation.ts';
import type { Representation } from './representation.ts';
import type { Reading } from './source.ts';

/** Holds the user profile as text, which is read on its own. */
const userProfile = 'org.keycloak.userprofile.UserProfileProvider';

/** User federation with its mappers, providers of keys, policies of client registration, and what extensions keep. */
export const components: Reading = {
  kinds: ['component'],
  read: async ({ keep, components: all }) => {
    const list = await all();
    const byId = new Map(list.map((component) => [textOf(component, 'id'), component]));
    for (const component of list)
      if (textOf(component, 'providerType') !== userProfile)
        keep('component', componentName(component, byId), without(component, 'parentId', 'providerType'));
    return [];
  },
};

/** The last word of its type, the components that it stands in, its sub-type, and its name. */
function componentName(component: Representation, byId: ReadonlyMap<string, Representation>): string {
  const type = textOf(component, 'providerType').split('.').at(-1) ?? '';
  const parents: string[] = [];
  const seen = new Set<Representation>();
  // What stands in no component stands in the realm.
  for (let parent = byId.get(textOf(component, 'parentId')); parent && !seen.has(parent); parent = byId.get(textOf(parent, 'parentId'))) {
    seen.add(parent);
    parents.unshift(textOf(parent, 'name'));
  }
  return [type, ...parents, textOf(component, 'subType'), textOf(component, 'name')].filter((part) => part !== '').join('/');
}
