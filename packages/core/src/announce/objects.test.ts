import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  client,
  clientRole,
  clientScope,
  component,
  events,
  flow,
  group,
  identityProvider,
  identityProviderMapper,
  object,
  realm,
  requiredAction,
  role,
  scopesOfNewClients,
  token,
} from './objects.ts';
import { ExpectedChange } from './expected-change.ts';
import { Release } from '../release.ts';

describe('announced changes as they are written', () => {
  test.each<[ExpectedChange, ExpectedChange]>([
    [
      client('portal').redirectUris.adds('https://portal.example/*', { because: 'the portal moves' }),
      {
        object: 'client/portal',
        attribute: 'redirectUris',
        change: { op: 'adds', value: 'https://portal.example/*' },
        why: 'the portal moves',
      },
    ],
    [
      client('portal', { realm: 'sso' }).postLogoutRedirectUris.removes('+'),
      { object: 'realm/sso/client/portal', attribute: 'attributes.post.logout.redirect.uris', change: { op: 'removes', value: '+' } },
    ],
    [
      realm('lab').bruteForceProtected.becomes(true, { from: false }),
      { object: 'realm/lab/realm', attribute: 'bruteForceProtected', change: { op: 'becomes', value: true, from: false } },
    ],
    [clientScope('x').isAdded(), { object: 'client-scope/x', change: { op: 'is added' } }],
    [role('auditor').isRemoved(), { object: 'role/auditor', change: { op: 'is removed' } }],
    [
      clientRole('portal', 'reader').composites.adds('role/member'),
      { object: 'client-role/portal:reader', attribute: 'composites', change: { op: 'adds', value: 'role/member' } },
    ],
    [group('/staff/doctors').changes(), { object: 'group/staff/doctors', change: { op: 'changes' } }],
    [
      flow('browser').execution('auth-cookie').isRemoved(),
      { object: 'flow/browser', attribute: 'executions.auth-cookie', change: { op: 'is removed' } },
    ],
    [
      identityProvider('corporate').clientSecret.changes(),
      { object: 'identity-provider/corporate', attribute: 'config.clientSecret', change: { op: 'changes' } },
    ],
    [
      identityProviderMapper('corporate', 'email').isAdded(),
      { object: 'identity-provider-mapper/corporate:email', change: { op: 'is added' } },
    ],
    [
      client('portal').mapper('email').attribute('config.claim.name').becomes('mail'),
      { object: 'client/portal', attribute: 'protocolMappers.email.config.claim.name', change: { op: 'becomes', value: 'mail' } },
    ],
    [
      client('portal').attribute('attributes.acr.loa.map').becomes({ gold: 2 }),
      { object: 'client/portal', attribute: 'attributes.acr.loa.map', change: { op: 'becomes', value: { gold: 2 } } },
    ],
    [
      requiredAction('VERIFY_EMAIL').defaultAction.becomes(true),
      { object: 'required-action/VERIFY_EMAIL', attribute: 'defaultAction', change: { op: 'becomes', value: true } },
    ],
    [
      events('lab').adminEventsEnabled.becomes(true),
      { object: 'realm/lab/events', attribute: 'adminEventsEnabled', change: { op: 'becomes', value: true } },
    ],
    [
      scopesOfNewClients().default.adds('basic'),
      { object: 'scopes-of-new-clients', attribute: 'default', change: { op: 'adds', value: 'basic' } },
    ],
    [component('KeyProvider/rsa').isAdded(), { object: 'component/KeyProvider/rsa', change: { op: 'is added' } }],
    [object('user-profile').changes(), { object: 'user-profile', change: { op: 'changes' } }],
    [token('portal').gains('groups'), { object: 'token/portal', attribute: 'groups', change: { op: 'is added' } }],
  ])('%j', (written, change) => {
    expect(written).toEqual(change);
    expect(ExpectedChange.parse(written)).toEqual(change);
  });

  test('stand in a release', () =>
    expect(
      Release.parse({
        id: 'r',
        title: 'r',
        description: 'r',
        environments: ['lab'],
        keycloak: { from: '26.4.0', to: '26.4.0' },
        rollback: { plan: 'A', reason: 'none' },
        impact: 'none',
        expectedChanges: [client('portal').enabled.becomes(false)],
      }).expectedChanges,
    ).toEqual([{ object: 'client/portal', attribute: 'enabled', change: { op: 'becomes', value: false } }]));

  test('are typed: a switch is no text, and only lists gain members', () => {
    expectTypeOf(client('a').publicClient.becomes).parameter(0).toEqualTypeOf<boolean>();
    expectTypeOf(realm('a').accessTokenLifespan.becomes).parameter(0).toEqualTypeOf<number>();
    expectTypeOf(client('a').redirectUris).toHaveProperty('adds');
    expectTypeOf(client('a').enabled).not.toHaveProperty('adds');
  });
});
