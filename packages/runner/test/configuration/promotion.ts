import { join } from 'node:path';
import { compare } from '@keycloak-release-gate/checks';
import { beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../run-program.ts';
import { read, secret as readerSecret } from '../snapshot/reader.ts';
import type { Server } from './server.ts';

const realms = ['test', 'acc', 'prod'] as const;

interface Named {
  readonly id: string;
  readonly alias?: string;
  readonly priority?: number;
  readonly displayName?: string;
  readonly level?: number;
}

const preRelease = `
import { configurationPromoted } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'pre-release', title: 'Before', steps: ({ environment }) => [
  step({ id: 'a/b', sentence: 'It was proven before' }, environment.keycloak.realms.map((realm) => configurationPromoted(realm))) ] });`;

interface Data {
  readonly changes: readonly { readonly environments: Readonly<Record<string, { readonly state: string }>> }[];
  readonly besides: readonly {
    readonly from: string;
    readonly to: string;
    readonly differences: readonly { readonly kind: string; readonly object: string; readonly attribute?: string }[];
  }[];
  readonly notSeen: readonly string[];
}

const statesOf = ({ changes }: Data): readonly (readonly string[])[] =>
  changes.map(({ environments }) => Object.entries(environments).map(([id, { state }]) => `${id} ${state}`));

const besidesOf = ({ besides }: Data): readonly string[] =>
  besides.flatMap(({ from, to, differences }) =>
    differences.map(({ kind, object, attribute }) => `${from} → ${to}: ${kind} ${object}#${attribute ?? ''}`),
  );

/** `verify promotion`, and `keycloak-config/promoted`, as a user calls them. */
export function promotionOfRealms(server: () => Server): void {
  beforeAll(async () => {
    for (const realm of realms) await server().richRealm(realm);
  });

  const list = async (path: string): Promise<readonly Named[]> => (await server().admin(path)) as readonly Named[];

  /** What the release announces, made in a realm as an administrator makes it. */
  async function make(realm: string): Promise<void> {
    await server().admin(`/realms/${realm}/roles`, { method: 'POST', body: { name: 'inspector' } });
    await changePortal(realm, (uris) => [...uris, 'https://portal.example/new/*']);
  }

  async function changePortal(realm: string, to: (uris: readonly string[]) => readonly string[]): Promise<void> {
    const [portal] = (await server().admin(`/realms/${realm}/clients?clientId=portal`)) as readonly {
      readonly id: string;
      readonly redirectUris: readonly string[];
    }[];
    if (!portal) throw new Error(`Realm ${realm} has no client portal.`);
    await server().admin(`/realms/${realm}/clients/${portal.id}`, {
      method: 'PUT',
      body: { ...portal, redirectUris: to(portal.redirectUris) },
    });
  }

  const environment = (id: string): string => `
import { defineEnvironment, secret } from '@keycloak-release-gate/core';
export default defineEnvironment({ id: '${id}', title: '${id}', keycloak: { publicUrl: '${server().url}', adminUrl: '${server().url}', realms: ['${id}'] },
  gate: { admin: { realm: '${id}', clientId: 'gate', secret: secret.variable('TEST_GATE_SECRET') } } });`;
  const release = (order: readonly string[]): string => `
import { client, defineRelease, role } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'Inspectors', description: 'R', environments: ${JSON.stringify(order)}, deploys: false,
  keycloak: { from: '${server().version}', to: '${server().version}' }, rollback: { plan: 'A', reason: 'none' }, impact: 'none',
  expectedChanges: [role('inspector').isAdded(), client('portal').redirectUris.adds('https://portal.example/new/*')] });`;

  /** `verify promotion` of environments as they are now, in this order. */
  async function promotion(
    order: readonly string[],
  ): Promise<{ readonly exitCode: number | null; readonly data: Data; readonly err: string }> {
    const files = Object.fromEntries(realms.map((id) => [`scenarios/environments/${id}.ts`, environment(id)]));
    const { exitCode, out, err } = await verify(
      ['promotion', '--release', 'r', '--format', 'json'],
      { files, releases: { r: release(order) } },
      { TEST_GATE_SECRET: readerSecret },
    );
    return { exitCode, err, data: JSON.parse(out) as Data };
  }

  describe('a release on its way', () => {
    test('has arrived nowhere, and nothing differs besides', async () => {
      const { exitCode, data } = await promotion(realms);
      expect(besidesOf(data)).toEqual([]);
      expect(data.notSeen).toEqual([]);
      expect(statesOf(data)).toEqual([
        ['test not yet', 'acc not yet', 'prod not yet'],
        ['test not yet', 'acc not yet', 'prod not yet'],
      ]);
      expect(exitCode).toBe(1);
    });

    test('has arrived in test, was left out in acc, and came to prod with something more, in both directions', async () => {
      await make('test');
      await make('prod');
      await changePortal('prod', (uris) => [...uris, 'https://stray.example/*']);
      const onward = await promotion(realms);
      expect(statesOf(onward.data)).toEqual([
        ['test arrived', 'acc not yet', 'prod arrived'],
        ['test arrived', 'acc not yet', 'prod arrived'],
      ]);
      expect(besidesOf(onward.data)).toEqual(['acc → prod: changed client/portal#redirectUris']);
      expect(onward.exitCode).toBe(1);
      const back = await promotion(realms.toReversed());
      expect(besidesOf(back.data)).toEqual(['prod → acc: changed client/portal#redirectUris']);
      expect(back.exitCode).toBe(1);
    });

    test('is held before it comes to acc against what was proven in test, and before prod against acc', async () => {
      const files = Object.fromEntries(realms.map((id) => [`scenarios/environments/${id}.ts`, environment(id)]));
      const suites = { 'scenarios/suites/pre-release.ts': preRelease };
      const secret = { TEST_GATE_SECRET: readerSecret };
      const snapshotOf = async (id: string): Promise<string> => {
        const { folder, exitCode, out } = await verify(['snapshot', '--env', id, '--output', 'seen.json'], { files }, secret);
        expect(exitCode, out).toBe(0);
        return join(folder, 'seen.json');
      };
      const before = async (to: string, from: string) => {
        const { exitCode, out } = await verify(
          ['--env', to, '--suite', 'pre-release', '--release', 'r', '--promoted-from', from, '--json'],
          { files: { ...files, ...suites }, releases: { r: release(realms) } },
          secret,
        );
        return { exitCode, codes: [...new Set(out.match(/keycloak-config\/PROMOTED_\w+/g) ?? [])].toSorted() };
      };
      const [ofTest, ofAcc] = [await snapshotOf('test'), await snapshotOf('acc')];
      expect(await before('acc', ofTest)).toEqual({ exitCode: 0, codes: [] });
      expect(await before('prod', ofAcc)).toEqual({
        exitCode: 1,
        codes: ['keycloak-config/PROMOTED_ON_OTHER_GROUND', 'keycloak-config/PROMOTED_UNPROVEN'],
      });
    });

    test('has arrived everywhere, and nothing differs besides', async () => {
      await make('acc');
      await changePortal('prod', (uris) => uris.filter((uri) => !uri.includes('stray')));
      const { exitCode, data } = await promotion(realms);
      expect({ exitCode, besides: besidesOf(data), notSeen: data.notSeen }).toEqual({ exitCode: 0, besides: [], notSeen: [] });
    });
  });

  test('an order that gets other numbers is renumbered, and not changed', async () => {
    const { configuration: before } = await read(server().url, 'acc');
    const actions = (await list('/realms/acc/authentication/required-actions')).toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
    for (const [index, action] of actions.entries())
      await server().admin(`/realms/acc/authentication/required-actions/${action.alias ?? ''}`, {
        method: 'PUT',
        body: { ...action, priority: index + 1 },
      });
    const steps = (await list('/realms/acc/authentication/flows/browser%20by%20hand/executions')).filter(({ level }) => level === 0);
    for (const [index, step] of steps.entries())
      await server().admin('/realms/acc/authentication/flows/browser%20by%20hand/executions', {
        method: 'PUT',
        body: { ...step, priority: index + 1 },
      });
    const { configuration: now } = await read(server().url, 'acc');
    expect(compare(before, now).differences.map(({ kind, object, attribute }) => `${kind} ${object}#${attribute ?? ''}`)).toEqual([
      'renumbered flow/browser by hand#order',
      'renumbered required-action-order#order',
    ]);
  });
}
