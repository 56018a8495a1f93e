import { expect, test } from 'vitest';
import { apacheConfiguration } from './apache-configuration.ts';

const settings = {
  address: '127.0.31.11',
  port: 8080,
  url: 'http://127.0.31.11:8080',
  issuer: 'http://127.0.30.1:8080/realms/lab',
  clientId: 'lab-apache',
  clientSecret: 'a "quoted" \\ secret',
  directory: '/lab/apache',
  documents: '/lab/apache/documents',
  modules: '/modules',
  passphrase: 'passphrase',
  module: 'openidc',
} as const;

test('a secret cannot leave its quotes', () => {
  expect(apacheConfiguration(settings)).toContain('\nOIDCClientSecret "a \\"quoted\\" \\\\ secret"\n');
});

test('workers get a user of their own only where Apache starts as root', () => {
  expect(apacheConfiguration(settings)).not.toMatch(/^User /m);
  expect(apacheConfiguration({ ...settings, user: 'www-data' })).toMatch(/^User www-data\nGroup www-data$/m);
});

test('the module for SAML is loaded in the place of the one for OpenID Connect, and named nowhere else', () => {
  const saml = apacheConfiguration({ ...settings, module: 'mellon', clientId: 'https://saml.lab.example/metadata' });
  expect(saml).toContain('\nLoadModule auth_mellon_module /modules/mod_auth_mellon.so\n');
  expect(saml).toContain('\n  MellonSPentityId "https://saml.lab.example/metadata"\n');
  expect(saml).not.toMatch(/OIDC|openid/);
  expect(apacheConfiguration(settings)).not.toMatch(/mellon/i);
});
