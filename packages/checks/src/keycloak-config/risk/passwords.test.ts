import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passwordPolicy, weakenedRules } from './password-policy.ts';
import { passwordRules } from './passwords.ts';
import { sampleRealm } from './sample-realm.ts';
import { found, set, tried } from './trial.ts';

const policy = (text?: string) => set('realm', ['passwordPolicy'], text);
const good =
  'length(12) and notUsername(undefined) and passwordHistory(5) and hashAlgorithm(pbkdf2-sha512) and hashIterations(210000) and forceExpiredPasswordChange(365)';

tried(passwordRules, {
  'password-policy-weaker': {
    at: 'realm',
    given: policy(good),
    worse: policy(good.replace('length(12)', 'length(8)').replace(' and notUsername(undefined)', '')),
    near: policy(good.replace(' and forceExpiredPasswordChange(365)', '').replace('passwordHistory(5)', 'passwordHistory(10)')),
  },
  'password-hash-weaker': {
    at: 'realm',
    given: policy(good),
    worse: policy(good.replace('210000', '27500')),
    near: policy(good.replace('pbkdf2-sha512', 'argon2').replace('210000', '5')),
  },
});

test('what asks for less is told with what it was and is', () => {
  const before = policy(good)(sampleRealm.objects);
  const weaker = policy('length(8) and hashAlgorithm(pbkdf2)')(before);
  expect(found(before, weaker).map(({ actual }) => actual)).toEqual([
    {
      rule: 'password-policy-weaker',
      changes: [
        'passwordPolicy was length(12) and is length(8)',
        'passwordPolicy: - notUsername(undefined)',
        'passwordPolicy: - passwordHistory(5)',
      ],
    },
    {
      rule: 'password-hash-weaker',
      changes: ['passwordPolicy was hashAlgorithm(pbkdf2-sha512) and hashIterations(210000) and is hashAlgorithm(pbkdf2)'],
    },
  ]);
});

test('a policy is taken apart as Keycloak does it', () =>
  expect([...passwordPolicy('length(8) and regexPattern(^(a|b)$) and notEmail')]).toEqual([
    ['length', '8'],
    ['regexPattern', '^(a|b)$'],
    ['notEmail', ''],
  ]));

test('a policy is never weaker than itself, nor than a part of it', () => {
  const rule = fc.record({ name: fc.constantFrom('length', 'digits', 'upperCase', 'notEmail', 'maxAuthAge'), value: fc.nat(99) });
  fc.assert(
    fc.property(fc.uniqueArray(rule, { selector: ({ name }) => name }), fc.nat(), (rules, size) => {
      const text = (some: typeof rules): string => some.map(({ name, value }) => `${name}(${value})`).join(' and ');
      const [whole, part] = [passwordPolicy(text(rules)), passwordPolicy(text(rules.slice(0, size)))];
      return weakenedRules(whole, whole).length === 0 && weakenedRules(part, whole).length === 0;
    }),
  );
});
