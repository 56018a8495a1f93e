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
    // What stands in a secret's place already is left as it is.
    expect(text('--db-password=‹secret 1a2b3c4d:5e›; ?password=‹a secret›&ssl=on')).toBe(
      '--db-password=‹secret 1a2b3c4d:5e›; ?password=‹a secret›&ssl=on',
    );
    expect(text('Authorization: Bearer abcdef')).toBe('Authorization: Bearer ‹credentials›');
    expect(text('Set-Cookie: KEYCLOAK_IDENTITY=abc; Path=/')).toBe('Set-Cookie: ‹cookie›');
    expect(text(`token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl end`)).toBe('token ‹token› end');
    expect(text('exited with code=1')).toBe('exited with code=1');
  });

  it('finds a registered secret encoded twice, in upper-case hex and as Go escapes it in JSON', () => {
    const secret = 'pa ss&<w>/ö+rd';
    const { conceal, text } = createRedactor({ salt: 'salt' });
    conceal('db', secret);
    const once = encodeURIComponent(secret);
    const go = JSON.stringify(secret).slice(1, -1).replace('&', '\\u0026').replace('<', '\\u003c').replace('>', '\\u003e');
    for (const form of [encodeURIComponent(once), Buffer.from(secret).toString('hex').toUpperCase(), go])
      expect(text(`x ${form} y`)).toBe('x ‹secret db› y');
  });

  it.each([
    ['KC_DB_PASSWORD=pa&ss KC_DB=postgres', 'KC_DB_PASSWORD=‹removed› KC_DB=postgres'],
    ['my_secret="two words" x', 'my_secret="‹removed›" x'],
    ['kc.sh start --db-password=pw1', 'kc.sh start --db-password=‹removed›'],
    ['{"client_secret":"a\\"b","password" : "pw","x":"y"}', '{"client_secret":"‹removed›","password" : "‹removed›","x":"y"}'],
    [String.raw`"{\"password\":\"pw\",\"x\":1}"`, String.raw`"{\"password\":\"‹removed›\",\"x\":1}"`],
    ['postgres://user:p@w@db.example:5432/kc', 'postgres://user:‹removed›@db.example:5432/kc'],
    ['https://sso:8443/a@b', 'https://sso:8443/a@b'],
    ['x-eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'x-‹token›'],
    ['https://portal/login;jsessionid=A1B2.node1?x=1', 'https://portal/login;jsessionid=‹removed›?x=1'],
    ['{"passwordPolicy":"length(8)"}', '{"passwordPolicy":"length(8)"}'],
  ])('takes the secret out of %s, and leaves it as it is a second time', (line, clean) => {
    const { text } = createRedactor({ salt: 'salt' });
    expect(text(line)).toBe(clean);
    expect(text(clean)).toBe(clean);
  });

  it('keeps every member although their names become the same', () => {
    const clean = createRedactor({ salt: 'salt' }).json({ '/cb?code=a1': 'good', '/cb?code=b2': 'bad', '/cb?code=c3': 'ugly' });
    expect(clean).toEqual({ '/cb?code=‹removed›': 'good', '/cb?code=‹removed› (2)': 'bad', '/cb?code=‹removed› (3)': 'ugly' });
  });
});

describe('long text', () => {
  it.each([
    'a',
    'eyJ',
    '-eyJ',
    '-eyJhbGciOiJ',
    'eyJhbGciOiJ.',
    'a.',
    'abcdefghij.',
    '.',
    ':',
    '1',
    '1.',
    'a@',
    '://',
    'uid=',
    'users/',
    '"a',
    'username="',
    '_password=',
    '\\"',
    'Cookie: a',
    '"set-cookie":["a=1",',
    '%26code%3D',
    '\\u0026',
    '&amp;',
    ' ',
  ])('is clean in less than a second when it is made of %s', (part) => {
    const { text } = createRedactor({ salt: 'salt' });
    const long = part.repeat(Math.ceil(200_000 / part.length));
    const start = performance.now();
    expect(text(long, true).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(1000);
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

  it('takes a quoted name whole, with the quotes within it', () => {
    const { text } = createRedactor({ salt: 's' });
    expect(text('username="Jan Peeters", x="y"', true)).toMatch(/^username="user-[0-9a-f]{8}", x="y"$/);
    expect(text(String.raw`username="Jan \"Jef\" Peeters", x="y"`, true)).toMatch(/^username="user-[0-9a-f]{8}", x="y"$/);
    expect(text(String.raw`"{\"username\":\"Jan Peeters\",\"x\":1}"`, true)).toMatch(
      /^"\{\\"username\\":\\"user-[0-9a-f]{8}\\",\\"x\\":1\}"$/,
    );
    expect(text('username="", x="y"', true)).toBe('username="", x="y"');
    expect(text('username="Jan Peet', true)).toMatch(/^username="user-[0-9a-f]{8}$/);
  });

  it('finds a user by identifier and by distinguished name, as the same person', () => {
    const { text } = createRedactor({ salt: 's' });
    const id = '6a1f7b1c-0000-4000-8000-2b0b3b1f9f11';
    const user = /user-[0-9a-f]{8}/.exec(text(`userId="${id}"`, true))?.[0];
    expect(text(`GET /admin/realms/x/users/${id}/sessions`, true)).toBe(`GET /admin/realms/x/users/${user}/sessions`);
    expect(text(`User ${id} not found`, true)).toBe(`User ${user} not found`);
    expect(text('dn uid=jan,ou=people', true)).toMatch(/^dn uid=user-[0-9a-f]{8},ou=people$/);
    expect(text(`client ${id} not found, uid=1000`, true)).toBe(`client ${id} not found, uid=1000`);
  });

  it('finds national numbers that are JSON numbers, and the names of people, but no other number or name', () => {
    const value = {
      ssin: 85073003328,
      bytes: 98765432101,
      seconds: 1790000000,
      fullName: 'Jan Peeters',
      loginUsername: 'jan',
      name: 'realm',
    };
    const clean = createRedactor({ salt: 's' }).json(value, true);
    expect(clean.ssin).toMatch(/^national-number-[0-9a-f]{8}$/);
    expect(clean.fullName).toMatch(/^user-[0-9a-f]{8}$/);
    expect(clean.loginUsername).toMatch(/^user-[0-9a-f]{8}$/);
    expect(clean).toMatchObject({ bytes: 98765432101, seconds: 1790000000, name: 'realm' });
    expect(createRedactor({ salt: 's' }).json(value)).toEqual(value);
  });

  it.each(['10.0.0.5:5000/keycloak:26.7.4', '10.0.0.5:5000/keycloak:26.7.4.1', 'sso:26.7.4.1', 'image "quay.io/x/sso:26.7.4.1" pulled'])(
    'leaves the container image %s as it is',
    (image) => {
      expect(createRedactor({ salt: 's' }).text(image, true)).toBe(image);
    },
  );

  it.each([
    'from 203.0.113.7',
    'ipAddress="203.0.113.7"',
    '203.0.113.7:443',
    'http://203.0.113.7:8080/path',
    'from:203.0.113.7',
    'x-real-ip:203.0.113.7 ',
    'X-Forwarded-For:203.0.113.7',
    '::ffff:203.0.113.7',
    '203.0.113.7:51234/tcp',
  ])('replaces the address in %s', (line) => {
    const clean = createRedactor({ salt: 's' }).text(line, true);
    expect(clean).not.toContain('203.0');
    expect(clean).toMatch(/ip-[0-9a-f]{8}/);
  });

  it('knows a national number by its check digits', () => {
    expect(isNationalNumber('85.07.30-033.28')).toBe(true);
    expect(isNationalNumber('85.07.30-033.29')).toBe(false);
  });
});
