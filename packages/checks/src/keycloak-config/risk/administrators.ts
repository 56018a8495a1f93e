import type { JsonObject } from '@keycloak-release-gate/core';
import type { Kind } from '../evidence.ts';
import { administrativeIn, isAdministrative, roleOfText, rolesOf } from './role-graph.ts';
import type { Objects, Rule, Spot } from './rule.ts';
import { gained, gainedThrough, onlyChanges } from './spots.ts';
import { isObject, objectsOf, textOf, textsOf, valueAt } from './values.ts';
import type { Named } from './values.ts';

/** Roles bring others along, of the realm and of clients. */
const roleKinds: readonly Kind[] = ['realm', 'role', 'client-role'];

const grants = (objects: Objects, object: string, attribute: string, roles: readonly string[]): readonly Spot[] =>
  administrativeIn(objects, roles).map((value) => ({ object, attribute, value }));

/** The role that every user has. */
const defaultRole = (objects: Objects): string => `role/${textOf(valueAt(objects['realm'], ['defaultRole']))}`;

/** The groups that every new user comes into. */
function defaultGroups(objects: Objects): readonly string[] {
  return textsOf(valueAt(objects['default-groups'], ['groups'])).map((path) => `group/${path.replace(/^\//, '')}`);
}

/** With those of the groups that it stands in. */
function rolesOfGroup(objects: Objects, group: string): readonly string[] {
  const parts = group.split('/');
  return parts.slice(1).flatMap((_part, index) => {
    const object = objects[parts.slice(0, index + 2).join('/')];
    return isObject(object) ? rolesOf(object) : [];
  });
}

const everybody: Rule = {
  id: 'everybody-administers',
  title: 'Every user gets a role that administers the realm',
  why: 'Whoever can log in, or make an account, can then change the realm or take over its users.',
  source: 'kcwarden RoleWithSensitiveAssociatedRole (monitor); Keycloak Server Administration Guide, "Default roles"',
  severity: 'fail',
  remedy: 'Take the role out of "Default roles" or "Default groups" on the tab "User registration" of the realm settings.',
  ...gainedThrough([...roleKinds, 'group', 'default-groups'], (objects) => [
    ...grants(objects, defaultRole(objects), 'composites', [defaultRole(objects)]),
    ...defaultGroups(objects).flatMap((group) => grants(objects, group, 'roles', rolesOfGroup(objects, group))),
  ]),
};

const group: Rule = {
  id: 'group-administers',
  title: 'The members of a group get a role that administers the realm',
  why: 'Each member, now and later, can then change the realm or take over its users.',
  source: 'kcwarden GroupWithSensitiveRole (monitor)',
  severity: 'fail',
  remedy: 'Take the role out of the tab "Role mapping" of the group.',
  ...gainedThrough([...roleKinds, 'group'], (objects) =>
    objectsOf(objects, 'group').flatMap(({ key }) => grants(objects, key, 'roles', rolesOfGroup(objects, key))),
  ),
};

const organizationGroup: Rule = {
  id: 'organization-group-administers',
  title: 'The members of a group inside an organization get a role that administers the realm',
  why: 'Whoever manages that organization then decides who administers the realm.',
  source: 'Keycloak Server Administration Guide, "Managing organization groups"; kcwarden GroupWithSensitiveRole (monitor)',
  severity: 'fail',
  remedy: 'Take the role out of the tab "Role mapping" of the group, in the organization.',
  ...gainedThrough([...roleKinds, 'organization'], (objects) =>
    objectsOf(objects, 'organization').flatMap(({ key, object }) => {
      const groups = isObject(object['groups']) ? object['groups'] : {};
      return Object.keys(groups).flatMap((path) => {
        const parts = path.split('/');
        const above = parts.map((_part, index) => groups[parts.slice(0, index + 1).join('/')]);
        return grants(
          objects,
          key,
          `groups.${path}`,
          above.flatMap((each) => (isObject(each) ? rolesOf(each) : [])),
        );
      });
    }),
  ),
};

const composite: Rule = {
  id: 'role-administers',
  title: 'A role brings along one that administers the realm',
  why: 'Everybody who has the role, for whatever application it was made, can then change the realm or take over its users.',
  source: 'kcwarden RoleWithSensitiveAssociatedRole (monitor); Keycloak Server Administration Guide, "Composite roles"',
  severity: 'fail',
  remedy: 'Take the role out of "Associated roles".',
  ...gainedThrough(roleKinds, (objects) => {
    const own = defaultRole(objects);
    return [...objectsOf(objects, 'role'), ...objectsOf(objects, 'client-role')]
      .filter(({ key }) => key !== own && !isAdministrative(objects, key))
      .flatMap(({ key, object }) => grants(objects, key, 'composites', textsOf(object['composites'])));
  }),
};

const service: Rule = {
  id: 'service-administers',
  title: 'A service account may administer the realm',
  why: "Whoever has the client's secret can then change the realm or take over its users, and no token of a user shows it.",
  source: 'kcwarden ServiceAccountWithSensitiveRole (monitor)',
  severity: 'fail',
  remedy: 'Take the role out of the client\'s tab "Service accounts roles".',
  ...gainedThrough([...roleKinds, 'service-account', 'group'], (objects) =>
    objectsOf(objects, 'service-account').flatMap(({ key, object }) =>
      grants(objects, key, 'roles', [
        ...rolesOf(object),
        ...textsOf(object['groups']).flatMap((path) => rolesOfGroup(objects, `group/${path.replace(/^\//, '')}`)),
      ]),
    ),
  ),
};

/** The roles that protocol mappers put into every token. */
const hardcoded = (objects: Objects, object: JsonObject): readonly string[] =>
  Object.values(isObject(object['protocolMappers']) ? object['protocolMappers'] : {}).flatMap((mapper) =>
    valueAt(mapper, ['protocolMapper']) === 'oidc-hardcoded-role-mapper'
      ? (roleOfText(objects, textOf(valueAt(mapper, ['config', 'role']))) ?? [])
      : [],
  );

const carriers = (objects: Objects): readonly Named[] => [...objectsOf(objects, 'client'), ...objectsOf(objects, 'client-scope')];

const token: Rule = {
  id: 'token-administers',
  title: 'Tokens for an application carry roles that administer the realm',
  why: 'The application, and whoever finds such a token, can then do what its user may do as an administrator.',
  source: 'kcwarden ClientWithSensitiveScope, ProtocolMapperWithConfig (monitors)',
  severity: 'fail',
  remedy: 'Take the role out of the tab "Scope", or out of the mapper.',
  ...gainedThrough([...roleKinds, 'client', 'client-scope'], (objects) =>
    carriers(objects).flatMap(({ key, object }) => [
      ...grants(objects, key, 'scopeMappings', textsOf(object['scopeMappings'])),
      ...grants(objects, key, 'protocolMappers', hardcoded(objects, object)),
    ]),
  ),
};

const broker: Rule = {
  id: 'provider-makes-administrators',
  title: 'Users of an identity provider get a role that administers the realm',
  why: 'Whoever runs that provider then decides who administers this realm.',
  source: 'kcwarden IdentityProviderWithMappersWithoutForceSyncMode; Keycloak Server Administration Guide, "Mapping claims and assertions"',
  severity: 'fail',
  remedy: 'Remove the mapper of the identity provider.',
  ...gainedThrough([...roleKinds, 'identity-provider-mapper', 'group'], (objects) =>
    objectsOf(objects, 'identity-provider-mapper').flatMap(({ key, object }) => {
      const config = object['config'];
      const role = roleOfText(objects, textOf(valueAt(config, ['role'])));
      const into = `group/${textOf(valueAt(config, ['group'])).replace(/^\//, '')}`;
      return grants(objects, key, 'config', [...(role === undefined ? [] : [role]), ...rolesOfGroup(objects, into)]);
    }),
  ),
};

/** The client scopes that let roles into tokens. */
const rolesByScope = (objects: Objects): ReadonlySet<string> =>
  new Set(
    objectsOf(objects, 'client-scope')
      .filter(({ object }) => textsOf(object['scopeMappings']).length > 0 || hardcoded(objects, object).length > 0)
      .map(({ name }) => name),
  );

const defaultScope: Rule = {
  id: 'default-scope-with-roles',
  title: 'A scope that lets roles into tokens became one that is always there',
  why: 'Every token of the client then carries these roles, whether the application asked for them or not.',
  source: 'RFC 9700 section 2.3; Keycloak Server Administration Guide, "Client scopes"',
  severity: 'warn',
  remedy: 'Make the scope optional on the tab "Client scopes".',
  ...onlyChanges(
    gainedThrough(
      ['client', 'client-scope', 'scopes-of-new-clients', 'role', 'client-role'],
      (objects) => {
        const granting = rolesByScope(objects);
        const among = (key: string, attribute: string, scopes: readonly string[]): readonly Spot[] =>
          scopes.filter((scope) => granting.has(scope)).map((value) => ({ object: key, attribute, value }));
        return [
          ...objectsOf(objects, 'client').flatMap(({ key, object }) =>
            among(key, 'defaultClientScopes', textsOf(object['defaultClientScopes'])),
          ),
          ...among('scopes-of-new-clients', 'default', textsOf(valueAt(objects['scopes-of-new-clients'], ['default']))),
        ];
      },
      { newcomers: false },
    ),
  ),
};

/** The clients whose authorization services decide who administers what. */
const administration = new Set(['realm-management', 'admin-permissions']);

const permission: Rule = {
  id: 'permission-to-administer',
  title: 'A permission to administer, to impersonate or to exchange tokens was granted',
  why: 'Permissions by object stand beside the roles, and no role shows them.',
  source: 'Keycloak Server Administration Guide, "Delegating realm administration using permissions"',
  severity: 'warn',
  remedy: 'Remove the permission in "Permissions" of the realm.',
  ...onlyChanges(
    gained(['authorization'], (objects) =>
      objectsOf(objects, 'authorization')
        .filter(({ name }) => administration.has(name))
        .flatMap(({ key, object }) =>
          Object.entries(isObject(object['policies']) ? object['policies'] : {}).flatMap(([name, policy]) => {
            const scopes = textsOf(valueAt(policy, ['scopes']));
            return scopes.some((scope) => /manage|impersonate|token-exchange|map-role|reset-password/.test(scope))
              ? [{ object: key, attribute: `policies.${name}`, value: scopes }]
              : [];
          }),
        ),
    ),
  ),
};

export const administratorRules: readonly Rule[] = [
  everybody,
  group,
  organizationGroup,
  composite,
  service,
  token,
  broker,
  defaultScope,
  permission,
];
