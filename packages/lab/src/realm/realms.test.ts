import { expect, test } from 'vitest';
import { labApplicationIds, labApplications } from '../applications/catalogue.ts';
import { base32, brokerClientId, gateClientId, identityProviderRealm, labRealm, newLabSecrets, witnessClientId } from './index.ts';

const secrets = newLabSecrets();
const settings = {
  publicUrl: 'http://127.0.30.1:8080',
  applications: labApplicationIds.map((id, index) => ({ id, url: `http://127.0.31.${11 + index}:8080` })),
  secrets,
};

test('base 32 is that of RFC 4648', () => {
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
});

test('every application has a client with exactly its own addresses', () => {
  const { clients } = labRealm(settings);
  expect(clients.map(({ clientId }) => clientId)).toEqual([
    ...labApplications.map(({ clientId }) => clientId),
    gateClientId,
    witnessClientId,
  ]);
  expect(clients.find(({ clientId }) => clientId === 'lab-apache')).toEqual({
    clientId: 'lab-apache',
    name: 'Apache with mod_auth_openidc',
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    secret: secrets.clients['lab-apache'],
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    consentRequired: false,
    fullScopeAllowed: false,
    rootUrl: 'http://127.0.31.11:8080',
    baseUrl: '/',
    redirectUris: ['http://127.0.31.11:8080/redirect_uri'],
    webOrigins: [],
    attributes: { 'post.logout.redirect.uris': 'http://127.0.31.11:8080/signed-out.html' },
    protocolMappers: [expect.objectContaining({ name: 'groups' })],
  });
});

test('the gate may look and not touch', () => {
  const account = labRealm(settings).users.find((user) => user.serviceAccountClientId === gateClientId);
  expect(account?.clientRoles).toEqual({
    'realm-management': [
      'view-realm',
      'view-clients',
      'view-identity-providers',
      'view-users',
      'query-groups',
      'view-events',
      'view-authorization',
    ],
  });
});

test('no two applications share a user, and only the brokered one has no password of its own', () => {
  const users = labRealm(settings).users.filter((user) => user.serviceAccountClientId === undefined);
  expect(new Set(users.map((user) => user.username)).size).toBe(16);
  expect(users.length).toBe(16);
  expect(users.filter((user) => user.credentials === undefined).map((user) => user.username)).toEqual(['brokered-user']);
});

test('the brokered user is the same identity in both realms', () => {
  const [there] = identityProviderRealm(settings).users;
  const here = labRealm(settings).users.find((user) => user.username === 'brokered-user');
  expect(here?.federatedIdentities).toEqual([{ identityProvider: 'lab-idp', userId: there?.id, userName: 'brokered-user' }]);
  expect(identityProviderRealm(settings).clients[0]?.secret).toBe(secrets.clients[brokerClientId]);
});
