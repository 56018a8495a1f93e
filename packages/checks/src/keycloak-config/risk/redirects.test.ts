import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowsAnyHost, allowsAnyPath, isPlain } from './addresses.ts';
import { redirectRules } from './redirects.ts';
import { sampleRealm } from './sample-realm.ts';
import { found, set, tried } from './trial.ts';

const portal = 'client/portal';
const old = ['https://a.example/*', 'https://b.example/*'];
const redirects = (...added: readonly string[]) => set(portal, ['redirectUris'], [...old, ...added]);
const afterLogout = (...uris: readonly string[]) => set(portal, ['attributes', 'post.logout.redirect.uris'], [...old, ...uris]);

tried(redirectRules, {
  'redirect-to-any-host': { at: portal, worse: redirects('https://*'), near: redirects('https://a.example/callback') },
  'redirect-to-any-path': { at: portal, worse: redirects('https://a.example/deep/*'), near: redirects('https://a.example/*/callback') },
  'redirect-over-plain-http': {
    at: portal,
    given: set('client/lab-express', ['rootUrl'], 'http://a.example'),
    worse: redirects('http://a.example/callback'),
    near: redirects('http://127.77.9.2:8080/callback'),
  },
  'redirect-to-own-scheme': { at: portal, worse: redirects('portal://callback'), near: redirects('https://a.example/portal://callback') },
  'redirect-to-new-origin': {
    at: portal,
    worse: redirects('https://c.example/callback'),
    near: redirects('https://saml.example/callback'),
  },
  'web-origin-any': {
    at: portal,
    worse: set(portal, ['webOrigins'], ['*']),
    near: set(portal, ['webOrigins'], ['+', 'https://c.example']),
  },
  'logout-to-any-host': { at: portal, worse: afterLogout('*'), near: afterLogout('+', 'https://c.example/*') },
});

test.each(['*', 'https://*', 'http://*', 'https://a.example*', 'https://a.example:*', 'a.example*'])('%s allows any host', (uri) =>
  expect([allowsAnyHost(uri), allowsAnyPath(uri)]).toEqual([true, false]),
);
test.each(['https://a.example/*', '/*', '/app/*', 'https://a.example/x*'])('%s allows any path', (uri) =>
  expect([allowsAnyHost(uri), allowsAnyPath(uri)]).toEqual([false, true]),
);
test.each(['https://*.example/callback', 'https://a.example', '+', 'portal://*x'])('%s is no wildcard: only a * at the end is one', (uri) =>
  expect([allowsAnyHost(uri), allowsAnyPath(uri)]).toEqual([false, false]),
);
test.each(['http://localhost:3000/x', 'http://127.0.0.1', 'http://[::1]:80/', 'https://a.example', 'http://*', 'HTTP://localhost/*'])(
  '%s sends nothing unencrypted over a network',
  (url) => expect(isPlain(url)).toBe(false),
);
test.each([
  'http://a.example',
  'HTTP://a.example/x',
  'http://localhost.evil.example/',
  'http://127.0.0.1.nip.io/',
  'http://localhost@a.example/',
])('%s sends something unencrypted over a network', (url) => expect(isPlain(url)).toBe(true));
test('whatever begins with a host and a slash names that host', () =>
  fc.assert(
    fc.property(fc.webUrl({ withFragments: false }), fc.string(), (url, rest) => !allowsAnyHost(`${new URL(url).origin}/${rest}`)),
  ));

test('a new client that takes any path of its own host is nobody else, and a host that it names is no change of one', () => {
  const { objects } = sampleRealm;
  const added = set('client/new', [], { clientId: 'new', redirectUris: ['https://new.example/*'] })(objects);
  expect(found(objects, added)).toEqual([]);
});
