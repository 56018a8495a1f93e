import { expandRoles, rolesOfOrganization } from '../roles.ts';
import type { Change, ImpactRule } from '../rule.ts';
import { kindOf } from '../world.ts';
import { mappedBy } from './mappers.ts';
import { exposedBy } from './role.ts';

export const organizationClaims: ImpactRule = {
  id: 'organization-claims',
  says: 'An organization touches the clients whose mappers write organizations into tokens.',
  fits: ({ object, attribute }) => kindOf(object) === 'organization' || (object === 'realm' && attribute === 'organizationsEnabled'),
  touches: ({ object }, world) => mappedBy(/organization/, [object], world),
  nobody: 'no client has organizations in its tokens',
};

/** True for a change of the groups inside an organization, or of it as a whole. */
const isOfOrganizationGroups = ({ object, attribute }: Change): boolean =>
  kindOf(object) === 'organization' && (attribute === undefined || /^groups(?:\.|$)/.test(attribute));

export const organizationRoles: ImpactRule = {
  id: 'organization-roles',
  says: 'A group inside an organization touches the clients that expose a role which it gives to its members.',
  fits: isOfOrganizationGroups,
  touches: ({ object }, world) => {
    const given = rolesOfOrganization(world.objects[object]);
    return given.length === 0 ? [] : exposedBy(expandRoles(given, world.objects), [object], world);
  },
  nobody: 'its groups give no role that a client exposes',
};
