import type { ImpactRule } from '../rule.ts';
import { kindOf } from '../world.ts';
import { mappedBy } from './mappers.ts';

export const organizationClaims: ImpactRule = {
  id: 'organization-claims',
  says: 'An organization touches the clients whose mappers write organizations into tokens.',
  fits: ({ object, attribute }) => kindOf(object) === 'organization' || (object === 'realm' && attribute === 'organizationsEnabled'),
  touches: ({ object }, world) => mappedBy(/organization/, [object], world),
  nobody: 'no client has organizations in its tokens',
};
