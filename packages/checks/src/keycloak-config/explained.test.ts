import type { ExpectedChange, Json, JsonObject } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configurationAsReleased } from './as-released.ts';
import { diff } from './diff.ts';
import { recreated } from './diff/compare.ts';
import type { Difference } from './diff.ts';
import { wasRead } from './evidence.ts';
import { explain, isRecorded, recordedLines } from './explained.ts';
import { isList, isObject, same } from './explained/explanation.ts';
import { recordedRealm, recordedUpgrades } from './fixtures/recorded-upgrades.ts';
import type { RecordedUpgrade } from './fixtures/recorded-upgrades.ts';

const upgrades = recordedUpgrades();
const named = upgrades.map((upgrade) => [`${upgrade.realm}, ${upgrade.from} to ${upgrade.to}`, upgrade] as const);

/** The lines that the upgrade does not explain, where the configuration is as given now. */
function unexplained(upgrade: RecordedUpgrade, now: JsonObject = upgrade.now.objects, before: JsonObject = upgrade.before.objects) {
  const sides = { before, now };
  return diff(defined(before), defined(now)).filter(
    (difference) => wasRead(upgrade.before, difference.object) && explain(difference, upgrade, sides) === undefined,
  );
}

const defined = (objects: JsonObject): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(objects).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));

describe('a real upgrade with nothing else changed', () => {
  test.each(named)('%s: makes no object anew', (_name, { before, now }) => expect(recreated(before, now)).toEqual([]));
  test('was recorded for each step, each kind of realm, and from the first version to the last at once', () => {
    expect(named.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'master, 24.0.5 to 25.0.6',
        'master, 25.0.6 to 26.4.0',
        'master, 26.4.0 to 26.7.4',
        'bare-24-0-5, 24.0.5 to 26.7.4',
        'rich-24-0-5, 24.0.5 to 26.7.4',
        'rich-25-0-6, 25.0.6 to 26.4.0',
        'rich-26-4-0, 26.4.0 to 26.7.4',
        'at-once-rich-24-0-5, 24.0.5 to 26.7.4',
        'at-once-master, 24.0.5 to 26.7.4',
      ]),
    );
  });

  test.each(named)('%s: every line is explained', (_name, upgrade) => {
    expect(unexplained(upgrade)).toEqual([]);
    expect(diff(upgrade.before.objects, upgrade.now.objects).length).toBeGreaterThan(0);
  });

  test.each(named)('%s: no object has another id', (_name, { before, now }) => {
    const other = Object.entries(before.ids).filter(([object, id]) => now.ids[object] !== undefined && now.ids[object] !== id);
    expect(other).toEqual([]);
  });

  test.each(['rich-24-0-5', 'bare-24-0-5'])('at once or step by step, realm %s ends as the same', (realm) => {
    const atOnce = recordedRealm(`at-once-${realm}`, '26.7.4').objects;
    const differences = diff(recordedRealm(realm, '26.7.4').objects, atOnce);
    // Each of the two realms has keys of its own.
    expect(differences.filter(({ attribute = '' }) => attribute !== 'attributes.saml.signing.certificate')).toEqual([]);
  });

  test.each(named)('%s: is explained by nothing else than an upgrade that crosses it', (_name, upgrade) => {
    const differences = diff(upgrade.before.objects, upgrade.now.objects);
    const sides = { before: upgrade.before.objects, now: upgrade.now.objects };
    const others = [
      undefined,
      { from: upgrade.to, to: upgrade.to },
      { from: upgrade.to, to: upgrade.from },
      { from: '26.7.4', to: '26.8.0' },
    ];
    for (const other of others) expect(differences.filter((difference) => explain(difference, other, sides) !== undefined)).toEqual([]);
  });
});

describe('as the gate judges it', () => {
  const { check } = configurationAsReleased('shop');
  const events = { realm: 'shop', until: '2026-11-27T08:00:00.000Z', why: 'the realm does not save admin events', events: [], cut: false };
  const judge = ({ before, now, from, to }: RecordedUpgrade, changes: readonly ExpectedChange[] = []) =>
    check.judge({ before, now, events }, check.expects.parse({ upgrade: { from, to }, changes }), { now: '2026-11-27T08:00:00.000Z' })
      .findings;

  test.each(named)('%s: nothing is unexpected', (_name, upgrade) => expect(judge(upgrade)).toEqual([]));

  test('an announced change may meet the upgrade in one list', () => {
    const upgrade = at(
      upgrades.filter(({ realm, to }) => realm === 'rich-24-0-5' && to === '25.0.6'),
      0,
    );
    const scopes = ['acr', 'basic', 'email', 'membership', 'payments', 'profile', 'roles', 'web-origins'];
    const objects = defined(withLeaf(upgrade.now.objects, ['client/portal', 'defaultClientScopes'], scopes));
    const changed = { ...upgrade, now: { ...upgrade.now, objects } };
    const announced: ExpectedChange = {
      object: 'client/portal',
      attribute: 'defaultClientScopes',
      change: { op: 'adds', value: 'payments' },
      why: 'the portal pays',
    };
    expect(judge(changed, [announced])).toEqual([]);
    expect(judge(changed).map(({ code, subject }) => [code, subject])).toEqual([
      ['keycloak-config/UNEXPECTED_CHANGE', 'realm/rich-24-0-5/client/portal#defaultClientScopes'],
    ]);
    expect(judge(upgrade, [announced]).map(({ code }) => code)).toEqual(['keycloak-config/CHANGE_MISSING']);
  });
});

/** A rank and its numbers belong together: one without the other is nothing that Keycloak gives. */
const ranks = new Set(['order', 'numbers']);

describe('an edit by hand in the same hour', () => {
  test('on a path that the upgrade changes too still shows', () => {
    const explained = upgrades.flatMap((upgrade) =>
      diff(upgrade.before.objects, upgrade.now.objects)
        .filter(({ object }) => wasRead(upgrade.before, object))
        .map((difference) => ({ upgrade, difference })),
    );
    fc.assert(
      fc.property(indexOf(explained), fc.nat(), (index, choice) => {
        const { upgrade, difference } = at(explained, index);
        const edited: Difference = { ...difference, after: otherThan(difference, choice) };
        const sides = { before: upgrade.before.objects, now: upgrade.now.objects };
        expect({ edited, why: explain(edited, upgrade, sides) }).toEqual({ edited, why: undefined });
      }),
      { numRuns: 1000 },
    );
  });

  test('of any attribute is exactly the one line that is not explained', () => {
    const leaves = upgrades.flatMap((upgrade) =>
      leavesOf(upgrade.now.objects).flatMap((path) =>
        wasRead(upgrade.before, path[0] ?? '') && !ranks.has(path.at(-1) ?? '') ? [{ upgrade, path }] : [],
      ),
    );
    fc.assert(
      fc.property(indexOf(leaves), (index) => {
        const { upgrade, path } = at(leaves, index);
        const left = unexplained(upgrade, withLeaf(upgrade.now.objects, path, 'edited by hand'));
        expect({ path, left: left.map(({ object }) => object) }).toEqual({ path, left: [path[0]] });
      }),
      { numRuns: 150 },
    );
  });

  test('of what a permission is for shows', () => {
    const upgrade = at(
      upgrades.filter(({ realm, to }) => realm === 'rich-26-4-0' && to === '26.7.4'),
      0,
    );
    const { objects: before } = upgrade.before;
    const policies = ['authorization/payments', 'policies'];
    const other = (policy: string) => withLeaf(upgrade.now.objects, [...policies, policy, 'resources'], ['invoice']);
    for (const policy of ['reports', 'Default Permission'])
      expect(unexplained(upgrade, other(policy), before)).toMatchObject([
        { object: 'authorization/payments', attribute: `policies.${policy}.resources`, after: ['invoice'] },
      ]);
  });

  test('that made or removed an object is exactly the one line that is not explained', () => {
    fc.assert(
      fc.property(indexOf(upgrades), fc.nat(), (index, choice) => {
        const upgrade = at(upgrades, index);
        const there = Object.keys(upgrade.before.objects).filter((name) => upgrade.now.objects[name] !== undefined);
        const gone = at(there, choice % there.length);
        const { [gone]: removed, ...others } = upgrade.now.objects;
        expect(removed).toBeDefined();
        expect(unexplained(upgrade, others).map(({ object }) => object)).toEqual(wasRead(upgrade.before, gone) ? [gone] : []);
        const made = { ...upgrade.now.objects, 'client/by-hand': { clientId: 'by-hand' } };
        expect(unexplained(upgrade, made).map(({ object }) => object)).toEqual(['client/by-hand']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a realm that was configured otherwise before the upgrade', () => {
  test('is explained as well, where the upgrade does not look at what was other', () => {
    const leaves = upgrades.flatMap((upgrade) =>
      unchangedLeaves(upgrade).flatMap((path) => (ranks.has(path.at(-1) ?? '') ? [] : [{ upgrade, path }])),
    );
    fc.assert(
      fc.property(indexOf(leaves), (index) => {
        const { upgrade, path } = at(leaves, index);
        const before = withLeaf(upgrade.before.objects, path, 'otherwise');
        const now = withLeaf(upgrade.now.objects, path, 'otherwise');
        expect({ path, left: unexplained(upgrade, now, before) }).toEqual({ path, left: [] });
      }),
      { numRuns: 300 },
    );
  });
});

/** An index, which is shown when a property fails: the upgrades themselves would fill the screen. */
const indexOf = (list: readonly unknown[]) => fc.nat({ max: list.length - 1 });

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no item ${index}.`);
  return item;
}

/** What decides about what an upgrade does to an object. */
const decisive = /^(?:protocol|bearerOnly|providerId|builtIn)$/;

function unchangedLeaves(upgrade: RecordedUpgrade): readonly (readonly string[])[] {
  const now = new Set(leavesOf(upgrade.now.objects).map((path) => JSON.stringify(path)));
  return leavesOf(upgrade.before.objects).filter(
    (path) =>
      !decisive.test(path.at(-1) ?? '') &&
      now.has(JSON.stringify(path)) &&
      same(valueAt(upgrade.before.objects, path), valueAt(upgrade.now.objects, path)),
  );
}

/** Another value than there is after the upgrade, and than was there before it. */
function otherThan({ attribute, before, after }: Difference, choice: number): Json {
  const values: Json[] = ['edited by hand', ['edited by hand'], 4711, { edited: 'by hand' }];
  if (isList(after)) values.push([...after, 'edited by hand'], after.slice(1), after.toReversed(), after.slice(0, -1));
  if (isObject(after)) values.push({ ...after, edited: 'by hand' });
  // Of an attribute, a part that did not come is a difference that is not there; a new object comes as a whole.
  if (isObject(after) && attribute === undefined) values.push(Object.fromEntries(Object.entries(after).slice(1)));
  if (typeof after === 'boolean') values.push(!after);
  const other = values.filter((value) => !same(value, after) && !same(value, before));
  return other[choice % other.length] ?? 'edited by hand';
}

function leavesOf(value: Json | undefined, path: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value)) return path.length > 1 ? [path] : [];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]));
}

function withLeaf(value: JsonObject, [key = '', ...rest]: readonly string[], leaf: Json): JsonObject {
  const member = value[key];
  return { ...value, [key]: rest.length === 0 ? leaf : withLeaf(isObject(member) ? member : {}, rest, leaf) };
}

const valueAt = (value: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((inside, key) => (isObject(inside) ? inside[key] : undefined), value);

describe('what is new as a whole', () => {
  const upgrade = { from: '25.0.6', to: '26.4.0' };
  test('is not explained by what would have become of its parts', () => {
    const made = { attributes: { realm_client: 'false' } };
    const sides = { before: {}, now: { 'client/new': made } };
    expect(explain({ kind: 'added', object: 'client/new', after: made }, upgrade, sides)).toBeUndefined();
  });
  test('and the reason names nothing but what did it', () => {
    const scopes = { protocol: 'openid-connect', defaultClientScopes: ['email'] };
    const sides = { before: { 'client/a': scopes }, now: { 'client/a': { ...scopes, attributes: { realm_client: 'false' } } } };
    expect(
      explain(
        { kind: 'added', object: 'client/a', attribute: 'attributes.realm_client', after: 'false' },
        { from: '24.0.5', to: '26.7.4' },
        sides,
      ),
    ).toBe('26 tells of every client whether it stands for a realm (recorded: 25.0.6 to 26.4.0)');
  });
});

describe('an upgrade that nobody recorded', () => {
  const minor = (version: string): string => version.split('.').slice(0, 2).join('.');
  test('is told from one that was: between the lines of versions that there are recordings of', () =>
    expect([...new Set(upgrades.flatMap(({ from, to }) => [minor(from), minor(to)]))].toSorted()).toEqual(
      recordedLines.map((line) => line.join('.')),
    ));
  test.each([
    ['24.0.5', '26.7.4', true],
    ['25.0.6', '26.7.4', true],
    ['26.4.7', '26.7.0', true],
    ['26.4.0', '26.4.7', true],
    ['26.5.0', '26.5.7', true],
    ['26.2.5', '26.7.4', false],
    ['26.4.0', '26.5.2', false],
    ['23.0.7', '26.4.0', false],
    ['26.7.4', '27.0.0', false],
  ])('%s to %s: %s', (from, to, known) => expect(isRecorded({ from, to })).toBe(known));

  const [, upgrade] = named.find(([name]) => name === 'rich-26-4-0, 26.4.0 to 26.7.4') ?? [];
  const judged = (from: string, to: string, changes: readonly ExpectedChange[] = []) => {
    if (!upgrade) throw new Error('That upgrade was recorded.');
    const { check } = configurationAsReleased('rich-26-4-0');
    const noEvents = { realm: 'rich', until: '2026-11-27T08:00:00Z', why: 'none', events: [], cut: false };
    return check.judge(
      { before: upgrade.before, now: upgrade.now, events: noEvents },
      check.expects.parse({ upgrade: { from, to }, changes }),
      { about: 'rich-26-4-0', now: '2026-11-27T08:00:00Z' },
    );
  };
  test('is neither explained nor refused: what it may have done is told as not known', () => {
    const { findings, gaps = [] } = judged('26.5.2', '26.7.4');
    expect(findings.filter(({ severity }) => severity === 'fail')).toEqual([]);
    expect(gaps).toMatchObject([{ code: 'keycloak-config/UPGRADE_NOT_RECORDED', subject: 'realm/rich-26-4-0/upgrade' }]);
    expect(gaps[0]?.reason).toContain('client-scope/AuthnContextClassRef was added');
    expect(judged('26.4.0', '26.7.4')).not.toHaveProperty('gaps');
  });
  test('what it cannot have done fails as ever', () =>
    expect(judged('26.4.0', '26.6.1').findings.filter(({ code }) => code.endsWith('UNEXPECTED_CHANGE')).length).toBeGreaterThan(10));
  test('what the release announces of it is no longer unclear', () => {
    const announced = judged('26.5.2', '26.7.4', [{ object: 'client-scope/AuthnContextClassRef', change: { op: 'is added' } }]);
    expect(announced.gaps?.[0]?.reason).not.toContain('client-scope/AuthnContextClassRef was added');
  });
});

test('a flow that an upgrade makes is explained by whatever numbers its steps stand in their order', () => {
  const flow = {
    alias: 'Organization',
    executions: { 'Browser - Conditional Organization': { flow: 'Browser - Conditional Organization', requirement: 'CONDITIONAL' } },
    order: ['Browser - Conditional Organization'],
  };
  const explained = (after: object): boolean =>
    explain(
      { kind: 'added', object: 'flow/Organization', after: after as typeof flow },
      { from: '26.4.0', to: '26.7.4' },
      { before: {}, now: { 'flow/Organization': after as typeof flow } },
    ) !== undefined;
  expect([explained(flow), explained({ ...flow, numbers: [10] }), explained({ ...flow, description: 'by hand' })]).toEqual([
    true,
    true,
    false,
  ]);
});
