import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodingsOf } from './encodings.ts';
import { knownSecrets } from './known-secrets.ts';

it('takes what one expression of all forms would take, the longest first', () => {
  const few = fc.stringMatching(/^[ab=]{8,12}$/);
  fc.assert(
    fc.property(fc.array(few, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[ab=]{0,80}$/), (values, text) => {
      const secrets = knownSecrets();
      for (const value of values) secrets.add('s', value);
      const forms = values.flatMap(encodingsOf).toSorted((a, b) => b.length - a.length);
      const all = new RegExp(forms.map((form) => RegExp.escape(form)).join('|'), 'g');
      expect(secrets.replaceIn(text)).toBe(text.replaceAll(all, '‹secret s›'));
    }),
  );
});

it('finds each of thousands of tokens that begin alike', () => {
  const token = (index: number): string => `eyJhbGciOiJIUzUxMiJ9.${'x'.repeat(700)}${index}.end`;
  const secrets = knownSecrets();
  for (let index = 0; index < 3_000; index += 1) secrets.add(`token ${index}`, token(index));
  expect(secrets.replaceIn(`a ${token(7)} b ${token(2_999)} c eyJhbGciOiJIUzUxMiJ9.other`)).toBe(
    'a ‹secret token 7› b ‹secret token 2999› c eyJhbGciOiJIUzUxMiJ9.other',
  );
});
