import { expect, test } from 'vitest';
import { valueAt } from './value-at.ts';

const client = {
  attributes: { 'pkce.code.challenge.method': 'S256', pkce: { code: 'x' } },
  redirect: { Uris: 'not these' },
  redirectUris: ['https://a.example/*'],
};

test.each([
  ['a member', 'redirectUris', ['https://a.example/*']],
  ['a member whose name holds dots', 'attributes.pkce.code.challenge.method', 'S256'],
  ['a member inside', 'attributes.pkce.code', 'x'],
  ['nothing under a name that only begins alike', 'redirectXUris', undefined],
  ['nothing where there is none', 'attributes.nowhere', undefined],
])('%s: %s', (_what, path, value) => expect(valueAt(client, path)).toEqual(value));

test('the object itself, and nothing inside of a text', () => {
  expect(valueAt(client, undefined)).toBe(client);
  expect(valueAt('text', 'length')).toBeUndefined();
});
