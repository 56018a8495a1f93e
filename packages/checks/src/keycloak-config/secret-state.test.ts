import { describe, expect, test } from 'vitest';
import { isSecretName, isUnverifiable, secretState } from './secret-state.ts';

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

test('a switch is no secret, whatever its name', () => {
  expect([secretState('true'), secretState(['false'])]).toEqual(['true', 'false']);
  expect(secretState('truest')).toBe('‹a secret›');
});

test('two secrets cannot be compared, a secret and none can', () => {
  expect(isUnverifiable('‹a secret›', '‹masked›')).toBe(true);
  expect(isUnverifiable('‹a secret›', undefined)).toBe(false);
  expect(isUnverifiable('‹masked›', '${vault.smtp}')).toBe(false);
});

describe('secrets within a text', () => {
  const digest = (key: string, digits: string): string => `‹secret ${key.repeat(8)}:${digits.repeat(32)}›`;
  test.each([
    ['nobody can compare them, and the rest is the same', 'a=‹a secret›&b=1', 'a=‹a secret›&b=1', true],
    ['made with other keys', `a=${digest('1', '2')}`, `a=${digest('3', '2')}`, true],
    ['the rest differs', 'a=‹a secret›&b=1', 'a=‹a secret›&b=2', false],
    ['the same', `a=${digest('1', '2')}`, `a=${digest('1', '2')}`, false],
    ['another one', `a=${digest('1', '2')}`, `a=${digest('1', '3')}`, false],
    ['another one beside one that nobody can compare', `${digest('1', '2')} ‹masked›`, `${digest('1', '3')} ‹masked›`, false],
    ['no secret', 'a', 'a', false],
    ['a header in a text', 'more_set_headers "Set-Cookie: ‹cookie›";', 'more_set_headers "Set-Cookie: ‹cookie›";', true],
    ['a parameter of an address', 'https://a.example/?state=‹removed›', 'https://a.example/?state=‹removed›', true],
    ['what is of the gate itself', 'key ‹secret gate.admin.secret›', 'key ‹secret gate.admin.secret›', true],
    ['a parameter of another address', 'https://a.example/?state=‹removed›', 'https://b.example/?state=‹removed›', false],
  ])('%s', (_name, before, after, is) => expect(isUnverifiable(before, after)).toBe(is));
  test('in a list', () => {
    expect(isUnverifiable(['start', '--a=‹a secret›'], ['start', '--a=‹a secret›'])).toBe(true);
    expect(isUnverifiable(['start', '--a=‹a secret›'], ['start-dev', '--a=‹a secret›'])).toBe(false);
  });
});
