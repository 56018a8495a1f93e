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
};

test('a secret cannot leave its quotes', () => {
  expect(apacheConfiguration(settings)).toContain('\nOIDCClientSecret "a \\"quoted\\" \\\\ secret"\n');
});

test('workers get a user of their own only where Apache starts as root', () => {
  expect(apacheConfiguration(settings)).not.toMatch(/^User /m);
  expect(apacheConfiguration({ ...settings, user: 'www-data' })).toMatch(/^User www-data\nGroup www-data$/m);
});
