import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingsOf } from './encodings.ts';
import { isNationalNumber } from './personal-data.ts';
import { createRedactor } from './redactor.ts';

const secretText = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }).filter((text) => text.trim().length >= 8);

describe('secrets', () => {
  it('leaves no form of a secret in any text or JSON, whatever stands around it', () => {
    fc.assert(
      fc.property(secretText, fc.string(), fc.string(), (secret, before, after) => {
        const redactor = createRedactor({ salt: 'salt' });
        redactor.conceal('canary', secret);
        for (const form of encodingsOf(secret)) {
          const clean = redactor.text(before + form + after);
          // What is left of it can only be what the surroundings themselves say.
          if (!(before + '‹secret canary›' + after).includes(form)) expect(clean).not.toContain(form);
        }
        expect(JSON.stringify(redactor.json({ [secret]: [{ deep: secret }] }))).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  it('finds a password in a Basic header, where base64 shifts it', () => {
    const redactor = createRedactor({ salt: 'salt' });
    redactor.conceal('password', 'correct horse battery');
    for (const user of ['a', 'ab', 'abc', 'abcd']) {
      const header = Buffer.from(`${user}:correct horse battery`).toString('base64');
      expect(redactor.text(`x ${header} y`)).toContain('‹secret password›');
    }
  });

  it('removes what has the shape of a credential although nobody registered it', () => {
    const { text } = createRedactor({ salt: 'salt' });
    expect(text('GET /cb?code=abc.def&state=xyz&session_state=1-2&iss=https://sso')).toBe(
      'GET /cb?code=‹removed›&state=‹removed›&session_state=‹removed›&iss=https://sso',
    );
    expect(text('Authorization: Bearer abcdef')).toBe('Authorization: Bearer ‹credentials›');
    expect(text('Set-Cookie: KEYCLOAK_IDENTITY=abc; Path=/')).toBe('Set-Cookie: ‹cookie›');
    expect(text(`token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl end`)).toBe('token ‹token› end');
    expect(text('exited with code=1')).toBe('exited with code=1');
  });
});

describe('personal data', () => {
  const event =
    'type="LOGIN_ERROR", userId="6a1f7b1c-0000-4000-8000-2b0b3b1f9f11", ipAddress="203.0.113.7", username="jane.doe@example.org", nr 85.07.30-033.28';

  it('gives one person one pseudonym within a run, and another in another run', () => {
    const one = createRedactor({ salt: 'one' });
    const two = createRedactor({ salt: 'two' });
    const first = one.text(event, true);
    expect(first).not.toMatch(/jane|203\.0|6a1f7b1c|85\.07/);
    expect(one.text(event, true)).toBe(first);
    expect(two.text(event, true)).not.toBe(first);
  });

  it('keeps the test users of the gate, and everything where no personal data is expected', () => {
    expect(createRedactor({ salt: 's', keep: ['gate-user'] }).text('username="gate-user"', true)).toBe('username="gate-user"');
    expect(createRedactor({ salt: 's' }).text(event)).toBe(event);
  });

  it('takes neither times, versions nor plain numbers for personal data', () => {
    const line = '2026-11-23 10:11:12,345 INFO [org.infinispan] (main) view [vm-1(v=16.0.14)|1] (2) 12345678901 26.7.4';
    expect(createRedactor({ salt: 's' }).text(line, true)).toBe(line);
  });

  it('replaces the whole value of a member that names a person', () => {
    const clean = createRedactor({ salt: 's' }).json({ username: 'Jan Peeters', users: [{ email: 'x' }], count: 2 }, true);
    expect(clean.username).toMatch(/^user-[0-9a-f]{8}$/);
    expect(clean.users[0]?.email).toMatch(/^email-[0-9a-f]{8}$/);
    expect(clean.count).toBe(2);
  });

  it('knows a national number by its check digits', () => {
    expect(isNationalNumber('85.07.30-033.28')).toBe(true);
    expect(isNationalNumber('85.07.30-033.29')).toBe(false);
  });
});
