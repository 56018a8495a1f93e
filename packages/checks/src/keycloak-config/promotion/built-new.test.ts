import { expect, test } from 'vitest';
import { compare } from '../diff/compare.ts';
import { isObject } from '../diff/same.ts';
import { underOtherName } from '../diff/realm-names.ts';
import { recordedRealm } from '../fixtures/recorded-upgrades.ts';
import { builtNewNote } from './built-new.ts';

const upgraded = recordedRealm('rich-24-0-5', '26.7.4');
const old = { ...upgraded, objects: underOtherName(upgraded.objects, { from: 'rich-24-0-5', to: 'rich-26-4-0' }, []) };
/** Built on 26.4.0, and upgraded with the other one. */
const newer = recordedRealm('rich-26-4-0', '26.7.4');

test('what one realm has for its age is told, from either side', () => {
  const onward = compare(old, newer, { acrossEnvironments: true }).differences;
  const told = onward.filter((line) => builtNewNote({ before: old.objects, now: newer.objects })(line) !== undefined);
  const back = compare(newer, old, { acrossEnvironments: true }).differences;
  const toldBack = back.filter((line) => builtNewNote({ before: newer.objects, now: old.objects })(line) !== undefined);
  expect(toldBack.length).toBe(told.length);
  expect(told.map(({ object, attribute }) => `${object}#${attribute ?? ''}`)).toEqual(
    expect.arrayContaining([
      'client/portal#optionalClientScopes',
      'client/backend#defaultClientScopes',
      'client/backend#protocolMappers.Client ID',
      'client-scope/organization#',
      'flow/browser#description',
    ]),
  );
});

test('an edit by hand beside it is not', () => {
  const portal = newer.objects['client/portal'];
  if (!isObject(portal)) throw new Error('The recorded realm has the client portal.');
  const edited = {
    ...newer,
    objects: { ...newer.objects, 'client/portal': { ...portal, optionalClientScopes: ['organization', 'stray'] } },
  };
  const note = builtNewNote({ before: old.objects, now: edited.objects });
  const lines = compare(old, edited, { acrossEnvironments: true }).differences.filter(({ object }) => object === 'client/portal');
  expect(lines.filter((line) => note(line) === undefined).map(({ attribute }) => attribute)).toEqual(['optionalClientScopes']);
});

test('between two realms of one age nothing is explained away', () => {
  const [, scope] = Object.entries(newer.objects).find(([key]) => key === 'client-scope/organization') ?? [];
  expect(scope).toBeDefined();
  const { 'client-scope/organization': _gone, ...without } = newer.objects;
  const note = builtNewNote({ before: newer.objects, now: without });
  expect(compare(newer, { ...newer, objects: without }).differences.map(note)).toEqual([undefined]);
});
