import { membersOf, textsAt } from '../members.ts';
import { expandRoles, rolesGivenBy } from '../roles.ts';
import type { ImpactRule } from '../rule.ts';
import { kindOf, nameOf } from '../world.ts';
import type { World } from '../world.ts';
import { exposedBy } from './role.ts';
import { mappedBy } from './mappers.ts';

export const groupRoles: ImpactRule = {
  id: 'group-roles',
  says: 'A group touches the clients that expose a role which it, or a group below it, gives to its members.',
  fits: ({ object }) => kindOf(object) === 'group',
  touches: ({ object, before, after }, world) => {
    const told = [before, after].flatMap((value) => (Array.isArray(value) ? rolesGivenBy({ roles: value }) : rolesGivenBy(value)));
    const given = [...rolesGivenBy(world.objects[object]), ...told].flatMap((role) => asRoles(role, world));
    return given.length === 0 ? [] : exposedBy(expandRoles(given, world.objects), [object], world);
  },
  nobody: 'it gives no role that a client exposes',
};

/** What a difference tells may be the bare name of a role. */
function asRoles(role: string, { objects }: World): readonly string[] {
  if (/^(?:client-)?role\//.test(role)) return [role];
  return Object.keys(objects).filter((key) => key === `role/${role}` || (kindOf(key) === 'client-role' && key.endsWith(`:${role}`)));
}

export const groupClaims: ImpactRule = {
  id: 'group-claims',
  says: 'A group touches the clients whose mappers write groups, or attributes that a group may give, into tokens.',
  fits: ({ object }) => kindOf(object) === 'group',
  touches: ({ object }, world) => mappedBy(/group-membership-mapper$|user(?:model)?-attribute(?:-statement)?-mapper$/, [object], world),
  nobody: 'no client has groups in its tokens',
};

export const groupServiceAccounts: ImpactRule = {
  id: 'group-service-accounts',
  says: 'A group touches the back-ends whose service accounts are in it or below it.',
  fits: ({ object }) => kindOf(object) === 'group',
  touches: ({ object }, { objects }) =>
    Object.entries(objects)
      .filter(
        ([key, value]) =>
          kindOf(key) === 'service-account' &&
          textsAt(membersOf(value), 'groups').some((path) => isAtOrBelow(path.replace(/^\//, ''), nameOf(object))),
      )
      .map(([key]) => ({ kind: 'client', client: nameOf(key), when: 'always', path: [object, key] })),
  nobody: 'no service account is in it',
};

const isAtOrBelow = (group: string, above: string): boolean => group === above || group.startsWith(`${above}/`);

export const groupMembers: ImpactRule = {
  id: 'group-members',
  says: 'A group touches its members.',
  fits: ({ object }) => kindOf(object) === 'group',
  touches: ({ object }) => [{ kind: 'users', who: `members of ${nameOf(object)}`, reach: 'some', path: [object] }],
  nobody: '',
};

export const groupInPolicies: ImpactRule = {
  id: 'group-in-policies',
  says: 'A group touches the clients whose authorization policies name it.',
  fits: ({ object }) => kindOf(object) === 'group',
  touches: ({ object }, { objects }) =>
    Object.entries(objects)
      .filter(([key, value]) => kindOf(key) === 'authorization' && namesGroup(JSON.stringify(value), nameOf(object)))
      .map(([key]) => ({ kind: 'client', client: nameOf(key), when: 'always', path: [object, `a policy of ${nameOf(key)}`] })),
  nobody: 'no policy names it',
};

const namesGroup = (policies: string, group: string): boolean => group.split('/').some((part) => part !== '' && policies.includes(part));

export const defaultGroups: ImpactRule = {
  id: 'default-groups',
  says: 'Default groups are for users who are made later.',
  fits: ({ object }) => object === 'default-groups',
  touches: () => [],
  nobody: 'only users who are made later join these groups',
};
