import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from './normalise.ts';

test('a client as the admin API gives it', () =>
  expect(
    normalise({
      id: 'ae9533c1',
      clientId: 'portal',
      description: '',
      secret: 'Xk2…',
      registrationAccessToken: 'eyJ…',
      enabled: true,
      redirectUris: ['https://b.example/*', 'https://a.example/*'],
      attributes: {
        'client.secret.creation.time': '1795467211',
        'post.logout.redirect.uris': 'https://b.example/*##https://a.example/*',
        'acr.loa.map': '{"silver":"1","gold":"2"}',
        login_theme: '{broken',
        'saml.signing.private.key': 'MIIE…',
      },
      protocolMappers: [
        { id: '1', name: 'groups', protocol: 'openid-connect', config: { 'claim.name': 'groups' } },
        { id: '2', name: 'email', protocol: 'openid-connect', config: {} },
      ],
      authenticationFlowBindingOverrides: {},
      access: { view: true },
    }),
  ).toEqual({
    clientId: 'portal',
    secret: '‹a secret›',
    enabled: true,
    redirectUris: ['https://a.example/*', 'https://b.example/*'],
    attributes: {
      'post.logout.redirect.uris': ['https://a.example/*', 'https://b.example/*'],
      'acr.loa.map': { gold: '2', silver: '1' },
      login_theme: '{broken',
      'saml.signing.private.key': '‹a secret›',
    },
    protocolMappers: {
      groups: { name: 'groups', protocol: 'openid-connect', config: { 'claim.name': 'groups' } },
      email: { name: 'email', protocol: 'openid-connect' },
    },
  }));

test('when a directory was last asked for its users is nothing that anybody configured', () =>
  expect(normalise({ name: 'directory', config: { lastSync: ['1764240000'], enabled: ['true'] } }, 'component')).toEqual({
    name: 'directory',
    config: { enabled: ['true'] },
  }));

describe('order', () => {
  test('means nothing in a set', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.func(fc.integer()), (list, rank) => {
        const shuffled = list.toSorted((a, b) => rank(a) - rank(b));
        expect(normalise({ redirectUris: shuffled })).toEqual(normalise({ redirectUris: list }));
      }),
    );
  });
  test('is kept where it is a rank', () =>
    expect(normalise({ webAuthnPolicySignatureAlgorithms: ['RS256', 'ES256'] })).toEqual({
      webAuthnPolicySignatureAlgorithms: ['RS256', 'ES256'],
    }));
  test('two mappers of one name stay a list: none is picked', () =>
    expect(
      normalise({
        protocolMappers: [
          { name: 'a', x: 1 },
          { name: 'a', x: 2 },
        ],
      }),
    ).toEqual({
      protocolMappers: [
        { name: 'a', x: 1 },
        { name: 'a', x: 2 },
      ],
    }));
});

test('what is normal stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const once = normalise(value);
      expect(normalise(once)).toEqual(once);
    }),
  );
});

describe('JSON in a string', () => {
  const mapper = (value: string) => ({ protocolMapper: 'oidc-hardcoded-claim-mapper', config: { 'claim.value': value } });
  test.each([
    ['a member that is called as what the server keeps for itself', '{"access":"read","x":1}', '{"access":"admin","x":1}'],
    ['one that is all there is', '{"id":1}', '{"id":2}'],
    ['an order', '["b","a"]', '["a","b"]'],
    ['an order of objects', '[{"name":"b"},{"name":"a"}]', '[{"name":"a"},{"name":"b"}]'],
    ['an empty member', '{"a":{},"b":1}', '{"b":1}'],
    ['nothing where there was something', '{"a":null,"b":""}', '{"b":""}'],
  ])('tells %s', (_name, before, after) => {
    expect(normalise(mapper(before))).not.toEqual(normalise(mapper(after)));
    for (const value of [before, after]) expect(normalise(normalise(mapper(value)))).toEqual(normalise(mapper(value)));
  });
  test('is the same however it is written, and holds no secret', () => {
    expect(normalise(mapper('{"x":1, "access":"read"}'))).toEqual(normalise(mapper('{ "access":"read","x":1}')));
    expect(normalise(mapper('{"password":"s3cr3t","id":1}'))).toEqual({
      protocolMapper: 'oidc-hardcoded-claim-mapper',
      config: { 'claim.value': '{"id":1,"password":"‹a secret›"}' },
    });
  });
  test('is as good as none where it is empty', () => expect(normalise({ a: 1, attributes: { map: '{}', list: '[]' } })).toEqual({ a: 1 }));
});

test('leaves out what the server sets in its memory while it issues a token', () => {
  const mapper = (config: Readonly<Record<string, string>>) => ({ name: 'groups', protocolMapper: 'oidc-group-membership-mapper', config });
  const before = { 'claim.name': 'groups', 'full.path': 'false' };
  expect(normalise(mapper({ ...before, multivalued: 'true' }))).toEqual(normalise(mapper(before)));
  expect(normalise(mapper({ ...before, 'full.path': 'true' }))).not.toEqual(normalise(mapper(before)));
  // Of any other mapper it is configuration.
  const attribute = (config: Readonly<Record<string, string>>) => ({
    ...mapper(config),
    protocolMapper: 'oidc-usermodel-attribute-mapper',
  });
  expect(normalise(attribute({ ...before, multivalued: 'true' }))).not.toEqual(normalise(attribute(before)));
});

describe('names that anybody may choose', () => {
  test('are not taken for what the server keeps for itself, nor for secrets', () =>
    expect(
      normalise({
        id: '1',
        attributes: { id: ['7'], access: ['all'], 'client.secret.creation.time': '1795467211' },
        clientRoles: { access: ['reader'] },
        executions: { 'reset-password': { requirement: 'REQUIRED' }, 'client-secret': { requirement: 'ALTERNATIVE' } },
        texts: { password: 'Passwort', json: '{"b":1,"a":2}' },
      }),
    ).toEqual({
      attributes: { id: ['7'], access: ['all'] },
      clientRoles: { access: ['reader'] },
      executions: { 'reset-password': { requirement: 'REQUIRED' }, 'client-secret': { requirement: 'ALTERNATIVE' } },
      texts: { password: 'Passwort', json: '{"b":1,"a":2}' },
    }));
});

test('what is masked is a secret, whatever its name', () =>
  expect(normalise({ config: { pin: ['**********'], bindCredential: ['**********'], pepper: '**********', stars: '***' } })).toEqual({
    config: { pin: ['‹masked›'], bindCredential: '‹masked›', pepper: '‹masked›', stars: '***' },
  }));

test('what is empty says something in a user profile, and nothing elsewhere', () => {
  const attribute = { validations: { email: {} }, required: {}, permissions: { view: [], edit: ['admin'] } };
  expect(normalise(attribute, '', { keepEmpty: true })).toEqual(attribute);
  expect(normalise(attribute)).toEqual({ permissions: { edit: ['admin'] } });
});
