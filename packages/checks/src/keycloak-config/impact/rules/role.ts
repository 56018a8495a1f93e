import { textAt, membersOf, textsAt, textsIn } from '../members.ts';
import { expandRoles, isAdministrators, rolesGivenBy, rolesOfGroup, rolesOfOrganization } from '../roles.ts';
import type { Change, ImpactRule } from '../rule.ts';
import type { Touch } from '../touch.ts';
import { kindOf, nameOf } from '../world.ts';
import type { World } from '../world.ts';

const isRole = ({ object }: Change): boolean => ['role', 'client-role'].includes(kindOf(object));

/** The roles whose holders have something else than before: the role, and what it brought along or brings along now. */
const rolesOf = ({ object }: Change, { objects }: World): ReadonlySet<string> => expandRoles([object], objects);

/** The clients that may put one of the roles into their tokens. */
export function exposedBy(roles: ReadonlySet<string>, path: readonly string[], world: World): readonly Touch[] {
  return world.clients.flatMap((client): readonly Touch[] => {
    const { full, always, whenAsked } = world.exposes(client);
    const touch = { kind: 'client' as const, client: client.id };
    if (full) return [{ ...touch, when: 'always', path: [...path, 'full scope'] }];
    const shown = [...roles].find((role) => always.has(role));
    if (shown !== undefined) return [{ ...touch, when: 'always', path: [...path, `its scope has ${shown}`] }];
    const asked = [...roles].find((role) => whenAsked.has(role));
    return asked === undefined
      ? []
      : [{ ...touch, when: 'when asked', path: [...path, `optional scope ${whenAsked.get(asked) ?? ''} has ${asked}`] }];
  });
}

export const exposedRole: ImpactRule = {
  id: 'exposed-role',
  says: 'A role touches the clients whose scope mappings, client scopes or full scope expose it, also by a composite role.',
  fits: isRole,
  touches: (change, world) => exposedBy(rolesOf(change, world), [change.object], world),
  nobody: 'no client exposes this role',
};

export const roleOfClient: ImpactRule = {
  id: 'role-of-client',
  says: 'A client role touches its own client, which decides by it.',
  fits: ({ object }) => kindOf(object) === 'client-role',
  touches: ({ object }, { clients }) =>
    clients
      .filter(({ id }) => object.startsWith(`client-role/${id}:`))
      .map(({ id }) => ({ kind: 'client', client: id, when: 'always', path: [object, 'its own role'] })),
  nobody: 'its client is gone',
};

export const roleHolders: ImpactRule = {
  id: 'role-holders',
  says: 'A role touches its holders: the service accounts and groups that have it, and everybody where it is a default role.',
  fits: isRole,
  touches: (change, world) => {
    const changed = change.object;
    const defaultRole = textAt(world.realm, 'defaultRole') || textAt(membersOf(world.realm['defaultRole']), 'name');
    const holds = (given: readonly string[]): boolean => expandRoles(given, world.objects).has(changed);
    const holders = Object.entries(world.objects).flatMap(([object, value]): readonly Touch[] => {
      const kind = kindOf(object);
      if (kind === 'organization' && holds(rolesOfOrganization(value)))
        return [
          { kind: 'users', who: `members of the organization ${nameOf(object)}`, reach: 'some', path: [changed, `given by ${object}`] },
        ];
      if (kind !== 'service-account' && kind !== 'group') return [];
      const groups = textsAt(membersOf(value), 'groups').flatMap((path) => rolesOfGroup(path, world.objects));
      if (!holds([...rolesGivenBy(value), ...groups])) return [];
      const path = [changed, `given by ${object}`];
      return kind === 'group'
        ? [{ kind: 'users', who: `members of ${nameOf(object)}`, reach: 'some', path }]
        : [{ kind: 'client', client: nameOf(object), when: 'always', path }];
    });
    const everybody = defaultRole !== '' && holds([`role/${defaultRole}`]);
    return [
      ...holders,
      ...(everybody ? [{ kind: 'users' as const, who: 'all users', reach: 'all' as const, path: [changed, `role/${defaultRole}`] }] : []),
    ];
  },
  nobody: 'no group, service account or default role gives it',
};

export const roleInPolicies: ImpactRule = {
  id: 'role-in-policies',
  says: 'A role touches the clients whose authorization policies name it.',
  fits: isRole,
  touches: ({ object }, { objects }) => {
    const name = kindOf(object) === 'role' ? nameOf(object) : object.slice(object.indexOf(':') + 1);
    return Object.entries(objects)
      .filter(([key, value]) => kindOf(key) === 'authorization' && textsIn(value).some((text) => text.includes(name)))
      .map(([key]) => ({ kind: 'client', client: nameOf(key), when: 'always', path: [object, `a policy of ${nameOf(key)}`] }));
  },
  nobody: 'no policy names it',
};

export const administrators: ImpactRule = {
  id: 'administrators',
  says: 'Whatever gives or takes a role of the realm management or of realm master touches administrators, and is critical.',
  fits: ({ object, attribute = 'groups' }) =>
    ['role', 'client-role', 'group', 'service-account', 'client'].includes(kindOf(object)) ||
    (kindOf(object) === 'organization' && attribute.startsWith('groups')),
  touches: ({ object, before, after }, world) => {
    const realm = textAt(world.realm, 'realm');
    const given = [
      ...(['role', 'client-role'].includes(kindOf(object)) ? [object] : []),
      ...rolesGivenBy(world.objects[object]),
      ...(kindOf(object) === 'organization' ? rolesOfOrganization(world.objects[object]) : []),
      ...[before, after].flatMap((value) => [...textsIn(value)].filter((text) => /^(?:client-)?role\//.test(text))),
      ...textsAt(membersOf(world.objects[object]), 'composites'),
    ];
    const role = [...expandRoles(given, world.objects)].find((each) => isAdministrators(each, realm));
    if (role !== undefined && kindOf(object) !== 'client')
      return [{ kind: 'administrators', path: role === object ? [object] : [object, role] }];
    return isAdministrationClient(object, realm) ? [{ kind: 'administrators', path: [object] }] : [];
  },
  nobody: 'it gives no right to administer',
};

/** The clients that the admin console and the admin API stand on. */
const isAdministrationClient = (object: string, realm: string): boolean =>
  /^client\/(?:realm-management|security-admin-console|admin-cli)$/.test(object) ||
  (realm === 'master' && /^client\/.+-realm$/.test(object));
