import { describe, expect, test } from 'vitest';
import type { Unreadable } from '../evidence.ts';
import { compare, recreated } from './compare.ts';
import type { CompareOptions } from './compare.ts';
import type { Objects } from './difference.ts';
import { describe as inWords } from './words.ts';

interface Given {
  readonly objects: Objects;
  readonly ids?: Readonly<Record<string, string>>;
  readonly ambiguous?: readonly string[];
  readonly unreadable?: readonly Unreadable[];
}
const side = ({ objects, ids = {}, ambiguous = [], unreadable = [] }: Given) => ({ objects, ids, ambiguous, unreadable });
const lines = (before: Given, after: Given, options: CompareOptions = {}): string[] =>
  compare(side(before), side(after), options).differences.map((each) => `${each.kind}: ${inWords(each)}`);

describe('an object with the same id and another name', () => {
  const before = {
    objects: {
      'client/portal': { clientId: 'portal', enabled: true },
      'client-role/portal:reader': { name: 'reader' },
      'service-account/portal': { roles: ['role/member'] },
      'role/member': { name: 'member' },
      'role/all': { name: 'all', composites: ['client-role/portal:reader', 'role/member'] },
    },
    ids: { 'client/portal': '1', 'client-role/portal:reader': '2', 'role/member': '3', 'role/all': '4' },
  };
  const after = {
    objects: {
      'client/entrance': { clientId: 'entrance', enabled: false },
      'client-role/entrance:reader': { name: 'reader' },
      'service-account/entrance': { roles: ['role/member'] },
      'role/member': { name: 'member' },
      'role/all': { name: 'all', composites: ['client-role/entrance:reader', 'role/member'] },
    },
    ids: { 'client/entrance': '1', 'client-role/entrance:reader': '2', 'role/member': '3', 'role/all': '4' },
  };
  test('was renamed, and what else changed of it shows', () =>
    expect(lines(before, after)).toEqual([
      'renamed: client-role/entrance:reader was renamed; it was client-role/portal:reader',
      'renamed: client/entrance was renamed; it was client/portal',
      'changed: client/entrance: enabled was true and is false',
    ]));
  test('with another id it is another object', () =>
    expect(lines({ objects: { 'role/a': {} }, ids: { 'role/a': '1' } }, { objects: { 'role/b': {} }, ids: { 'role/b': '2' } })).toEqual([
      'removed: role/a was removed',
      'added: role/b was added',
    ]));
});

describe('lists', () => {
  const flow = (order: string[]) => ({ objects: { 'flow/browser': { order } } });
  test('that have their members in another order were moved', () =>
    expect(lines(flow(['a', 'b']), flow(['b', 'a']))).toEqual(['moved: flow/browser: order: the order changed']));
  test('whose members are told one by one say who changed places, not who came', () => {
    const steps = (...order: string[]) => ({
      objects: { 'flow/browser': { order, executions: Object.fromEntries(order.map((step) => [step, { requirement: 'REQUIRED' }])) } },
    });
    expect(compare(side(steps('a', 'b')), side(steps('a', 'c', 'b'))).differences).toEqual([
      { kind: 'added', object: 'flow/browser', attribute: 'executions.c', after: { requirement: 'REQUIRED' }, note: 'at place 2 of 3' },
    ]);
    expect(lines(steps('a', 'b'), steps('b', 'a', 'c'))).toEqual([
      'added: flow/browser: executions.c was set to {"requirement":"REQUIRED"}',
      'moved: flow/browser: order: the order changed',
    ]);
  });
  test('of plain values that have another one were changed', () =>
    expect(lines({ objects: { realm: { acrValues: ['a'] } } }, { objects: { realm: { acrValues: ['b', 'a'] } } })).toEqual([
      'changed: realm: acrValues: + b',
    ]));
});

describe('what one side could not read', () => {
  const roles = { objects: { 'role/member': { name: 'member' }, realm: {} } };
  const none = { objects: { realm: {} }, unreadable: [{ kind: 'role', what: 'GET /roles', needs: 'view-realm' }] as const };
  test('was not removed', () => {
    const comparison = compare(side(roles), side(none));
    expect(comparison.differences).toEqual([]);
    expect(comparison.unread).toEqual([{ kind: 'role', what: 'GET /roles', needs: 'view-realm', side: 'after' }]);
  });
  test('was not added', () => expect(lines(none, roles)).toEqual([]));
  test('of another kind still shows', () =>
    expect(lines({ objects: { ...roles.objects, 'group/staff': {} } }, none)).toEqual(['removed: group/staff was removed']));
});

describe('keys', () => {
  const key = (kid: string, certificate: string) => ({
    objects: { 'key/RS256:SIG:rsa': { status: 'ACTIVE' } },
    ids: { 'key/RS256:SIG:rsa': kid, 'key/RS256:SIG:rsa#certificate': certificate },
  });
  test('with other material under the same name are told', () =>
    expect(lines(key('1', 'a'), key('2', 'b'))).toEqual([
      'changed: key/RS256:SIG:rsa: kid was 1 and is 2',
      'changed: key/RS256:SIG:rsa: certificate was a and is b',
    ]));
  test('of two environments are never the same, and no difference', () =>
    expect(lines(key('1', 'a'), key('2', 'b'), { acrossEnvironments: true })).toEqual([]));
});

describe('strictly', () => {
  test('an object with another id is told', () => {
    const objects = { 'client/portal': {} };
    const difference = {
      kind: 'changed',
      object: 'client/portal',
      attribute: 'id',
      before: '1',
      after: '2',
      note: 'deleted and made anew',
    };
    const [before, after] = [side({ objects, ids: { 'client/portal': '1' } }), side({ objects, ids: { 'client/portal': '2' } })];
    expect(compare(before, after).differences).toEqual([]);
    expect(compare(before, after, { strict: true }).differences).toEqual([difference]);
  });
  test('a default is not the same as nothing', () => {
    const [before, after] = [{ objects: { realm: {} } }, { objects: { realm: { scimApiEnabled: false } } }];
    expect(lines(before, after)).toEqual([]);
    expect(lines(before, after, { strict: true })).toEqual(['added: realm: scimApiEnabled was set to false']);
  });
  test('another value than the default is never the same as nothing', () =>
    expect(lines({ objects: { realm: {} } }, { objects: { realm: { scimApiEnabled: true } } })).toEqual([
      'added: realm: scimApiEnabled was set to true',
    ]));
});

test('attributes that came as a whole are told one by one; a mapper is one thing', () =>
  expect(
    lines(
      { objects: { 'client/a': {} } },
      { objects: { 'client/a': { attributes: { x: '1', y: '2' }, protocolMappers: { email: { config: { claim: 'email' } } } } } },
    ),
  ).toEqual([
    'added: client/a: attributes.x was set to 1',
    'added: client/a: attributes.y was set to 2',
    'added: client/a: protocolMappers.email was set to {"config":{"claim":"email"}}',
  ]));

test('secrets on both sides are counted, wherever they stand', () =>
  expect(
    compare(
      side({ objects: { 'client/a': { secret: '‹a secret›' }, realm: { smtpServer: { password: '‹masked›' } } } }),
      side({ objects: { 'client/a': { secret: '‹masked›' }, realm: { smtpServer: { password: '‹masked›' } } } }),
    ),
  ).toMatchObject({
    differences: [],
    unverifiable: [
      { object: 'client/a', attribute: 'secret' },
      { object: 'realm', attribute: 'smtpServer.password' },
    ],
  }));

test('two configurations of 5,000 clients are compared within two seconds', () => {
  const realm = (change: string): Objects =>
    Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [
        `client/client-${index}`,
        {
          clientId: `client-${index}`,
          enabled: true,
          redirectUris: [`https://app-${index}.example/*`, `https://app-${index}.example/${index === 2_500 ? change : ''}`],
          attributes: Object.fromEntries(Array.from({ length: 30 }, (_each, at) => [`attribute.${at}`, String(at)])),
          protocolMappers: Object.fromEntries(
            Array.from({ length: 8 }, (_each, at) => [
              `mapper-${at}`,
              { protocolMapper: 'oidc', config: { 'claim.name': `c${at}`, 'id.token.claim': 'true' } },
            ]),
          ),
        },
      ]),
    );
  const [before, after] = [realm('a'), realm('b')];
  const start = process.threadCpuUsage();
  expect(
    lines({ objects: before }, { objects: after }, { origins: new Map([['https://app-1.example', 'https://other.example']]) }),
  ).toHaveLength(2);
  // Of its own time: others may use the machine.
  const { user, system } = process.threadCpuUsage(start);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});

test('of what was deleted and made anew, keys are told as keys', () =>
  expect(
    recreated(
      { ids: { 'client/portal': 'c1', 'role/member': 'r1', 'key/RS256:SIG:rsa': 'k1', 'client/gone': 'c2' } },
      { ids: { 'client/portal': 'c9', 'role/member': 'r1', 'key/RS256:SIG:rsa': 'k9', 'client/new': 'c3' } },
    ),
  ).toEqual([['client/portal', 'c1', 'c9']]));
