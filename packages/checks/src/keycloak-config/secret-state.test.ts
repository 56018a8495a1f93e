import { describe, expect, test } from 'vitest';
import { countSecrets, isSecretName, isUnverifiable, secretState } from './secret-state.ts';

describe('names of secrets', () => {
  test.each([
    'secret',
    'clientSecret',
    'client_secret',
    'client.secret.rotated',
    'password',
    'keystorePassword',
    'bindCredential',
    'privateKey',
    'saml.signing.private.key',
    'saml.encryption.private.key',
    'secretData',
    'apiKey',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true));
  test.each([
    'passwordPolicy',
    'resetPasswordAllowed',
    'requiredCredentials',
    'clientAuthenticatorType',
    'publicKey',
    'saml.signing.certificate',
    'client.secret.expiration.time',
    'keyId',
  ])('%s is none', (name) => expect(isSecretName(name)).toBe(false));
});

test('of a secret only its being there is told', () => {
  expect(secretState('s3cr3t')).toBe('‹a secret›');
  expect(secretState('**********')).toBe('‹masked›');
  expect(secretState('${vault.smtp}')).toBe('${vault.smtp}');
});

test('two secrets cannot be compared, a secret and none can', () => {
  expect(isUnverifiable('‹a secret›', '‹masked›')).toBe(true);
  expect(isUnverifiable('‹a secret›', undefined)).toBe(false);
  expect(isUnverifiable('‹masked›', '${vault.smtp}')).toBe(false);
});

test('secrets are counted wherever they stand', () =>
  expect(countSecrets({ a: [{ secret: '‹masked›' }], b: { c: '‹a secret›' }, d: 'text' })).toBe(2));
