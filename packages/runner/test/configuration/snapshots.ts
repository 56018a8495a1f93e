import { kindOf, objectKinds } from '@keycloak-release-gate/checks';
import { canonicalJson } from '@keycloak-release-gate/core';
import { richSecrets } from '@keycloak-release-gate/lab';
import { beforeAll, describe, expect, test } from 'vitest';
import { calledChanges, realmCalls } from '../snapshot/calls.ts';
import { changedObjects } from '../snapshot/changes.ts';
import { countingProxy } from '../snapshot/counting-proxy.ts';
import { read, takeRole } from '../snapshot/reader.ts';
import { requestsFor } from '../snapshot/request-count.ts';
import { goThereAndBack, linesOf, roundsOf } from '../snapshot/round-trip.ts';
import type { Server } from './server.ts';

export function snapshotsOfRichRealm(server: () => Server): void {
  beforeAll(async () => server().richRealm('rich'));

  describe('every change is told, and nothing else', () => {
    const rounds = roundsOf(changedObjects, { together: 5 });
    test('there are enough of them, and some of every kind of object', () => {
      expect(rounds.flat().length + calledChanges.length).toBeGreaterThanOrEqual(120);
      const changed = [...changedObjects.map(({ key }) => key), ...calledChanges.flatMap(({ lines }) => lines)].map((line) =>
        kindOf(line.split('#', 1)[0] ?? ''),
      );
      expect([...new Set(changed)].toSorted()).toEqual([...objectKinds].toSorted());
    });
    test('change an attribute: just its line; change it back: none', async () =>
      expect(await goThereAndBack(rounds, server().admin, server().url)).toEqual([]));
  });

  test('give a role, move a step, add a text: just their lines; take it back: none', async () => {
    const { configuration: before } = await read(server().url, 'rich');
    const undo: (() => Promise<unknown>)[] = [];
    for (const { make: call } of calledChanges) undo.unshift(await call(realmCalls(server().admin, 'rich')));
    const wanted = calledChanges.flatMap(({ lines }) => lines.map((line) => (line.includes('#') ? line : `${line}#`)));
    expect(linesOf(before, (await read(server().url, 'rich')).configuration)).toEqual(wanted.toSorted());
    for (const back of undo) await back();
    expect(linesOf(before, (await read(server().url, 'rich')).configuration)).toEqual([]);
  });

  test('two realms that are made alike have different ids and no difference', async () => {
    await server().richRealm('twin');
    const [one, other] = [await read(server().url, 'rich'), await read(server().url, 'twin')];
    // The name of the realm stands in its own places.
    const neutral = (text: string): string =>
      text
        .replaceAll('default-roles-twin', 'default-roles-rich')
        .replaceAll(/\/(realms|admin)\/twin\//g, '/$1/rich/')
        .replaceAll('"realm":"twin"', '"realm":"rich"');
    const objects = JSON.parse(neutral(canonicalJson(other.configuration.objects))) as typeof other.configuration.objects;
    // By name alone: the same ids are given to both.
    expect(linesOf(one.configuration, { ...one.configuration, objects })).toEqual([
      // Keycloak made this key, for each realm another one.
      'client/urn:rich:archive#attributes.saml.signing.certificate',
    ]);
    const same = Object.entries(one.configuration.ids).filter(([key, id]) => other.configuration.ids[key] === id);
    expect(same).toEqual([]);
    expect(Object.keys(other.configuration.ids).length).toBe(Object.keys(one.configuration.ids).length);
  });

  test('a reader without a role is told which one, and nothing of that kind counts as gone', async () => {
    await takeRole(server().admin, 'twin', 'view-identity-providers');
    const { configuration, gaps } = await read(server().url, 'twin');
    expect(gaps.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'keycloak-config/FORBIDDEN realm/twin/identity-provider',
      'keycloak-config/FORBIDDEN realm/twin/identity-provider-mapper',
    ]);
    expect(configuration.unreadable.map(({ kind, needs }) => `${kind} needs ${needs}`)).toEqual([
      'identity-provider needs view-identity-providers',
      'identity-provider-mapper needs view-identity-providers',
    ]);
    expect(configuration.objects['client/portal']).toBeDefined();
  });

  test('no secret in any form, and no digest that is the same in two environments', async () => {
    const [acc, prod] = [await read(server().url, 'rich', { digests: 'acc' }), await read(server().url, 'rich', { digests: 'prod' })];
    const digestsOf = (text: string): readonly string[] => text.match(/‹secret [^›]+›/g) ?? [];
    const [here, there] = [acc, prod].map((each) => canonicalJson(each));
    for (const text of [here, there])
      for (const secret of [
        ...Object.values(richSecrets),
        ...Object.values(richSecrets).map((each) => Buffer.from(each).toString('base64')),
      ])
        expect(text).not.toContain(secret);
    const known = digestsOf(here ?? '');
    expect(known.length).toBeGreaterThan(2);
    expect(new Set(known).size).toBe(known.length);
    expect(digestsOf(there ?? '').filter((digest) => known.includes(digest))).toEqual([]);
  });

  test('a snapshot takes as many requests as the formula says, and none twice', async () => {
    const proxy = await countingProxy(server().url);
    try {
      const { configuration } = await read(proxy.url, 'rich');
      const asked = proxy.asked();
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.length).toBe(requestsFor(configuration));
    } finally {
      proxy.close();
    }
  });
}
