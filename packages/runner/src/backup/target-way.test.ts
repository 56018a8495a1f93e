import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isProblems, targetOf } from './target-way.ts';

const home = mkdtempSync(join(tmpdir(), 'target-way-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const codes = (text: string, variables: Readonly<Record<string, string>> = {}) => {
  const target = targetOf(text, { HOME: home, ...variables });
  return isProblems(target) ? target.map(({ code, message }) => `${code} ${message}`) : target;
};

test.each([
  ['postgresql://trial@127.0.0.1:6000/trial', { host: '127.0.0.1', port: 6000, database: 'trial', user: 'trial' }],
  ['POSTGRES://trial@[::1]/trial', { host: '::1', port: 5432, database: 'trial', user: 'trial' }],
  ['postgresql:///trial?host=/run/pg&user=trial&port=80', { host: '/run/pg', port: 80, database: 'trial', user: 'trial' }],
  ['postgresql://a%40b@Trials.example./t%2Fr?sslmode=disable', { host: 'Trials.example.', port: 5432, database: 't/r', user: 'a@b' }],
])('%s', (text, expected) => expect(codes(text)).toEqual(expected));

test.each([
  ['postgresql://trial:p@ss-word@host/trial', /^TARGET_HOLDS_PASSWORD /],
  ['postgresql://trial@host/trial?password=pass-word', /^TARGET_HOLDS_PASSWORD /],
  ['postgresql://trial@a,b/trial', /^BAD_TARGET It names several servers/],
  ['postgresql://trial@host:99999/trial?sslmode=disable', /^BAD_TARGET 99999 is no port/],
  ['postgresql://host/', /^BAD_TARGET It names no database/],
  ['postgresql://%zz@host/a', /^BAD_TARGET It is no address/],
  ['mysql://host/a', /^BAD_TARGET It is neither/],
  ['nowhere', /^BAD_TARGET There is no service "nowhere"/],
  ['postgresql://trial@host/trial', /^BAD_TARGET The certificate authority's file cannot be read/],
  ['postgresql://trial@host/trial?sslmode=require', /^BAD_TARGET With sslmode=require any server could answer/],
  ['postgresql://trial@host/trial?sslmode=disable&hostaddr=10.0.0.1', /^BAD_TARGET It sets "hostaddr"/],
])('%s is refused', (text, message) => {
  const problems = codes(text);
  expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(message)]) as unknown);
  expect(JSON.stringify(problems)).not.toContain('pass-word');
  expect(JSON.stringify(problems)).not.toContain('ss-word');
});

test('a service, and the password of the file that psql reads', () => {
  writeFileSync(
    join(home, '.pg_service.conf'),
    '[other]\nhost=no\n\n[trials]\n# ours\nhost = localhost\nport=6543\ndbname=trial\nuser=tri:al\n',
  );
  const passwords = join(home, '.pgpass');
  writeFileSync(
    passwords,
    String.raw`# ours
localhost:5432:*:*:wrong
localhost:*:trial:tri\:al:se\:cr\\et
`,
  );
  const place = { host: 'localhost', port: 6543, database: 'trial', user: 'tri:al' };
  chmodSync(passwords, 0o600);
  expect(codes('trials')).toEqual({ ...place, password: String.raw`se:cr\et` });
  expect(codes('service=trials', { PGPASSWORD: 'from-variable' })).toEqual({ ...place, password: 'from-variable' });
  chmodSync(passwords, 0o644);
  expect(codes('trials')).toEqual(place);
});
