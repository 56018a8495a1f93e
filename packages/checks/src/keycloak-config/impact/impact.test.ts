import type { Json } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../diff.ts';
import recorded from '../fixtures/lab-26.7.4.json' with { type: 'json' };
import { impactOf } from './index.ts';
import type { Change, Impact } from './index.ts';
import { impactRules } from './rules/index.ts';
import { smallRealm } from './small-realm.ts';
import { targetOf } from './touch.ts';

type Objects = Readonly<Record<string, Json>>;

/** What a change touches, each target with when and how. */
const told = (change: Change, before: Objects = smallRealm, after: Objects = before): readonly string[] => {
  const [only] = impactOf([change], before, after, []).changes;
  if (only === undefined) throw new Error('One change has one impact.');
  if (only.nobody !== undefined) return [`nobody: ${only.nobody}`];
  return only.touches.map((touch) => {
    const when = touch.kind === 'client' && touch.when === 'when asked' ? ' when asked' : '';
    const [from = '', ...way] = touch.path;
    expect(from).toBe(change.attribute === undefined ? change.object : `${change.object}: ${change.attribute}`);
    return `${targetOf(touch)}${when}: ${[change.object, ...way].join(' → ')}`;
  });
};

const cases: readonly (readonly [rule: string, change: Change, touches: readonly string[]])[] = [
  ['client', { object: 'client/portal', attribute: 'redirectUris' }, ['client/portal: client/portal']],
  ['client', { object: 'client/gone', before: {} }, ['client/gone: client/gone']],
  ['client', { object: 'authorization/stock', attribute: 'policies' }, ['client/stock: authorization/stock']],
  [
    'client-scope',
    { object: 'client-scope/email', attribute: 'protocolMappers.mapped.config' },
    ['client/portal: client-scope/email → default of 2 clients', 'client/wiki: client-scope/email → default of 2 clients'],
  ],
  ['client-scope', { object: 'client-scope/reports' }, ['client/phone when asked: client-scope/reports → optional in 1 client']],
  ['client-scope', { object: 'client-scope/unused' }, ['nobody: no client has this scope']],
  ['scopes-of-new-clients', { object: 'scopes-of-new-clients' }, ['nobody: only clients that are made later get these scopes']],
  [
    'exposed-role',
    { object: 'role/reader', attribute: 'attributes' },
    [
      'client/portal: role/reader → its scope has role/reader',
      'client/wiki: role/reader → full scope',
      'users/members of staff: role/reader → given by group/staff',
      'client/stock: role/reader → a policy of stock',
    ],
  ],
  [
    'role-holders',
    { object: 'role/reporter' },
    [
      'client/wiki: role/reporter → full scope',
      'client/phone when asked: role/reporter → optional scope reports has role/reporter',
      'client/stock: role/reporter → given by service-account/stock',
    ],
  ],
  [
    'role-holders',
    { object: 'role/guest' },
    ['client/wiki: role/guest → full scope', 'users/all users: role/guest → role/default-roles-shop'],
  ],
  [
    'role-of-client',
    { object: 'client-role/stock:count' },
    ['client/stock: client-role/stock:count → its own role', 'client/wiki: client-role/stock:count → full scope'],
  ],
  [
    'administrators',
    { object: 'service-account/stock', attribute: 'roles', after: ['client-role/realm-management:manage-users', 'role/reporter'] },
    ['client/stock: service-account/stock', 'administrators: service-account/stock → client-role/realm-management:manage-users'],
  ],
  [
    'group-roles',
    { object: 'group/helpdesk', attribute: 'roles' },
    [
      'administrators: group/helpdesk → client-role/realm-management:manage-users',
      'client/wiki: group/helpdesk → full scope',
      'client/realm-management: group/helpdesk → its scope has client-role/realm-management:manage-users',
      'client/portal: group/helpdesk → its own mapper',
      'users/members of helpdesk: group/helpdesk',
    ],
  ],
  ['default-groups', { object: 'default-groups' }, ['nobody: only users who are made later join these groups']],
  [
    'flow',
    { object: 'flow/forms', attribute: 'authenticationExecutions' },
    [
      "client/portal: flow/forms → flow/browser → the realm's browserFlow",
      "client/phone: flow/forms → flow/browser → the realm's browserFlow",
      'client/wiki: flow/forms → flow/strict → its own flow',
    ],
  ],
  ['flow', { object: 'flow/direct' }, ["client/stock: flow/direct → the realm's directGrantFlow"]],
  [
    'flow',
    { object: 'flow/first login' },
    ["users/users of the provider partner: flow/first login → the realm's firstBrokerLoginFlow → identity-provider/partner"],
  ],
  ['flow', { object: 'flow/lonely' }, ['nobody: neither the realm, a client nor a provider is bound to it']],
  ['flow-binding', { object: 'realm', attribute: 'browserFlow' }, ['client/portal: realm', 'client/phone: realm']],
  [
    'own-lifespan',
    { object: 'realm', attribute: 'accessTokenLifespan' },
    ['portal', 'phone', 'stock', 'realm-management'].map((id) => `client/${id}: realm → clients without access.token.lifespan`),
  ],
  [
    'implicit-lifespan',
    { object: 'realm', attribute: 'accessTokenLifespanForImplicitFlow' },
    ['client/phone: realm → clients with the implicit flow'],
  ],
  [
    'signing',
    { object: 'component/KeyProvider/rsa', attribute: 'config.priority' },
    ['portal', 'wiki', 'phone', 'stock', 'realm-management'].map((id) => `client/${id}: component/KeyProvider/rsa → every client`),
  ],
  ['all-users', { object: 'required-action/UPDATE_PASSWORD', attribute: 'enabled' }, ['users/all users: required-action/UPDATE_PASSWORD']],
  ['all-users', { object: 'realm', attribute: 'passwordPolicy' }, ['users/all users: realm']],
  [
    'federated-users',
    { object: 'component/LDAPStorageMapper/directory/email', attribute: 'config' },
    ['users/users of the federation directory: component/LDAPStorageMapper/directory/email'],
  ],
  [
    'organization-claims',
    { object: 'organization/acme', attribute: 'domains' },
    [
      'users/members of the organization acme: organization/acme',
      'client/phone when asked: organization/acme → mapper of optional client-scope/reports',
    ],
  ],
  [
    'provider-users',
    { object: 'identity-provider/partner', attribute: 'config.tokenUrl' },
    ['users/users of the provider partner: identity-provider/partner'],
  ],
  [
    'provider-on-login-pages',
    { object: 'identity-provider/partner', attribute: 'hideOnLogin' },
    [
      'users/users of the provider partner: identity-provider/partner',
      ...['portal', 'wiki', 'phone'].map((id) => `client/${id}: identity-provider/partner → its place on every login page`),
    ],
  ],
  [
    'shared-session',
    { object: 'realm', attribute: 'ssoSessionMaxLifespan' },
    ['portal', 'wiki', 'phone', 'stock', 'realm-management'].map((id) => `client/${id}: realm → every client`),
  ],
  [
    'client-policies',
    { object: 'client-policies' },
    ['portal', 'wiki', 'phone', 'stock', 'realm-management'].map((id) => `client/${id}: client-policies → every client`),
  ],
  [
    'login-pages',
    { object: 'realm', attribute: 'loginTheme' },
    ['portal', 'wiki', 'phone'].map((id) => `client/${id}: realm → every login page`),
  ],
  [
    'client-registration',
    { object: 'component/ClientRegistrationPolicy/anonymous/Trusted Hosts' },
    ['nobody: only clients that register later are held to it'],
  ],
  ['admin-console', { object: 'realm', attribute: 'adminTheme' }, ['administrators: realm']],
  [
    'group-in-policies',
    { object: 'group/staff', attribute: 'description' },
    [
      'client/portal: group/staff → its scope has role/editor',
      'client/wiki: group/staff → full scope',
      'users/members of staff: group/staff',
      'client/stock: group/staff → a policy of stock',
    ],
  ],
  ['recording', { object: 'realm', attribute: 'eventsEnabled' }, ['nobody: only what is recorded changes']],
];

describe('each rule', () => {
  test.each(cases)('%s: %j', (_rule, change, touches) => expect(told(change)).toEqual(touches));
  test.each(impactRules.map(({ id, says }) => [id, says] as const))('%s says what it is', (_id, says) =>
    expect(says).toMatch(/^[A-Z].+\.$/),
  );
});

test('what no rule knows could touch anything', () => {
  expect(told({ object: 'something-new/x' })).toEqual(['anything: something-new/x → no rule tells what it touches']);
  expect(told({ object: 'realm', attribute: 'newSetting', after: true })).toEqual(['anything: realm → no rule tells what it touches']);
});

test('what was tied to a change before it is touched as well as what is after it', () => {
  const after = { ...smallRealm, 'client/phone': { clientId: 'phone', optionalClientScopes: [], defaultClientScopes: ['unused'] } };
  expect(told({ object: 'client-scope/unused' }, smallRealm, after)).toEqual(['client/phone: client-scope/unused → default of 1 client']);
  expect(told({ object: 'client-scope/reports' }, smallRealm, after)).toEqual([
    'client/phone when asked: client-scope/reports → optional in 1 client',
  ]);
});

test('a group inside an organization is one of its members by the roles that it gives', () => {
  const guides = { realmRoles: ['editor'], clientRoles: { 'realm-management': ['manage-users'] } };
  const after = { ...smallRealm, 'organization/acme': { name: 'acme', groups: { guides } } };
  const before = { ...smallRealm, 'organization/acme': { name: 'acme' } };
  expect(told({ object: 'organization/acme', attribute: 'groups' }, before, after)).toEqual([
    'administrators: organization/acme → client-role/realm-management:manage-users',
    'users/members of the organization acme: organization/acme',
    'client/phone when asked: organization/acme → mapper of optional client-scope/reports',
    'client/portal: organization/acme → its scope has role/editor',
    'client/wiki: organization/acme → full scope',
    'client/realm-management: organization/acme → its scope has client-role/realm-management:manage-users',
  ]);
  expect(told({ object: 'organization/acme', attribute: 'redirectUrl' }, before, after)).toEqual([
    'users/members of the organization acme: organization/acme',
    'client/phone when asked: organization/acme → mapper of optional client-scope/reports',
  ]);
  expect(told({ object: 'role/reader' }, before, after)).toContain(
    'users/members of the organization acme: role/reader → given by organization/acme',
  );
});

test('applications, clients that are none, and administrators', () => {
  const applications = [
    { id: 'portal', clientId: 'portal', people: true },
    { id: 'stock', clientId: 'stock', people: false },
    { id: 'partners', clientId: 'phone', people: true, provider: 'partner' },
  ];
  const impact = (...objects: readonly string[]): Impact =>
    impactOf(
      objects.map((object) => ({ object })),
      smallRealm,
      smallRealm,
      applications,
    );
  const touched = ({ applications: found, otherClients, critical }: Impact): unknown => ({
    applications: found.map(({ application }) => application.id),
    otherClients,
    critical,
  });
  expect(touched(impact('client-scope/email'))).toEqual({ applications: ['portal'], otherClients: ['wiki'], critical: false });
  expect(touched(impact('identity-provider-mapper/partner:email'))).toEqual({
    applications: ['partners'],
    otherClients: [],
    critical: false,
  });
  expect(touched(impact('user-profile'))).toEqual({ applications: ['portal', 'partners'], otherClients: [], critical: false });
  expect(touched(impact('something-new'))).toMatchObject({ applications: ['portal', 'stock', 'partners'] });
  expect(touched(impact('client-role/realm-management:manage-users'))).toMatchObject({ critical: true });
});

const objects: Objects = recorded.objects;
const clients = Object.keys(objects).filter((key) => key.startsWith('client/'));
const applications = clients.map((key) => ({ id: key.slice(7), clientId: key.slice(7), people: true }));

/** Changes of a configuration that was recorded: an attribute at the top of an object, or the object as a whole. */
const someChange = fc.constantFrom(...Object.keys(objects)).chain((object) => {
  const value = objects[object];
  const attributes = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return fc.record({ object: fc.constant(object), attribute: fc.option(fc.constantFrom('unheardOf', ...attributes), { nil: undefined }) });
});

const changed = (changes: readonly { readonly object: string; readonly attribute?: string | undefined }[]): Objects => {
  const after: Record<string, Json> = { ...objects };
  for (const { object, attribute } of changes) {
    if (attribute === undefined) delete after[object];
    else if (after[object] !== undefined) after[object] = { ...(after[object] as object), [attribute]: 'changed' };
  }
  return after;
};

test('every difference touches something or says why not', () =>
  fc.assert(
    fc.property(fc.array(someChange, { maxLength: 5 }), (changes) => {
      const after = changed(changes);
      for (const { touches, nobody } of impactOf(diff(objects, after), objects, after, applications).changes)
        expect(touches.length > 0 ? nobody === undefined : (nobody ?? '').length > 0).toBe(true);
    }),
    { numRuns: 200 },
  ));

test('more changes never touch less', () => {
  const targets = (changes: Parameters<typeof changed>[0]): ReadonlySet<string> => {
    const after = changed(changes);
    const impact = impactOf(diff(objects, after), objects, after, applications);
    return new Set([...impact.applications.map(({ application }) => application.id), ...(impact.critical ? ['administrators'] : [])]);
  };
  fc.assert(
    fc.property(fc.array(someChange, { maxLength: 4 }), fc.array(someChange, { maxLength: 4 }), (some, more) => {
      const all = targets([...more, ...some]);
      expect([...targets(some)].filter((target) => !all.has(target))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('the order of objects does not count', () => {
  const turned = Object.fromEntries(Object.entries(objects).toReversed());
  const changes = diff(objects, changed([{ object: 'client-scope/email', attribute: 'description' }, { object: 'role/member' }]));
  const sorted = (impact: Impact): unknown => impact.changes.map(({ touches }) => touches.map((touch) => JSON.stringify(touch)).toSorted());
  expect(sorted(impactOf(changes, turned, turned, applications))).toEqual(sorted(impactOf(changes, objects, objects, applications)));
});
