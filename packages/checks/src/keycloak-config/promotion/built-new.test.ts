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
      'flow/Browser - Conditional OTP#',
      'flow/browser by hand Browser - Conditional 2FA#',
      'flow/browser by hand Organization#',
      'flow/forms#executions.Browser - Conditional 2FA',
      'required-action/UPDATE_EMAIL#',
    ]),
  );
});

test('what is left is what was really configured otherwise', () => {
  const note = builtNewNote({ before: old.objects, now: newer.objects });
  const left = compare(old, newer, { acrossEnvironments: true }).differences.filter(
    (line) => line.kind !== 'renumbered' && note(line) === undefined,
  );
  expect(left.map(({ object, attribute }) => `${object}#${attribute ?? ''}`)).toEqual([
    'identity-provider/ministry#organization',
    'organization/ministry#',
    'organization/other#',
    'realm#organizationsEnabled',
  ]);
});

test('and so it is for what 26.7 builds', () => {
  const before = { ...newer, objects: underOtherName(newer.objects, { from: 'rich-26-4-0', to: 'rich-26-7-4' }, []) };
  const now = recordedRealm('rich-26-7-4', '26.7.4-leaving');
  const note = builtNewNote({ before: before.objects, now: now.objects });
  const left = compare(before, now, { acrossEnvironments: true }).differences.filter((line) => note(line) === undefined);
  expect(left.map(({ object, attribute }) => `${object}#${attribute ?? ''}`)).toEqual([
    // A server that is made newer decides by nothing of its own: what it lets in is another matter than the age of the realm.
    'authorization/payments#policies.Default Permission',
    'authorization/payments#policies.Default Policy',
    'authorization/payments#resources.Default Resource',
  ]);
});

test('a flow of that name that was edited is not explained', () => {
  const key = 'flow/browser by hand Browser - Conditional 2FA';
  const flow = newer.objects[key];
  if (!isObject(flow) || !isObject(flow['executions'])) throw new Error('The recorded realm has the flow.');
  const executions = { ...flow['executions'], 'auth-otp-form': { requirement: 'DISABLED' } };
  const edited = { ...newer.objects, [key]: { ...flow, executions } };
  const note = builtNewNote({ before: old.objects, now: edited });
  const [line] = compare(old, { ...newer, objects: edited }, { acrossEnvironments: true }).differences.filter(
    ({ object }) => object === key,
  );
  expect(line && note(line)).toBeUndefined();
});

test.each(['organization', 'saml_organization', 'service_account'])('a scope %s that was edited is not explained', (name) => {
  const key = `client-scope/${name}`;
  const scope = newer.objects[key];
  if (!isObject(scope)) throw new Error('The recorded realm has the scope.');
  const without = { ...old.objects };
  delete without[key];
  const added = (object: typeof scope) => {
    const now = { ...newer.objects, [key]: object };
    const [line] = compare({ ...old, objects: without }, { ...newer, objects: now }).differences.filter((each) => each.object === key);
    return line && builtNewNote({ before: without, now })(line);
  };
  expect(added(scope)).toBeDefined();
  expect(added({ ...scope, scopeMappings: ['client-role/realm-management:realm-admin'] })).toBeUndefined();
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
