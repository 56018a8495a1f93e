import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Snapshot } from '@keycloak-release-gate/checks';
import { gateRoles } from '@keycloak-release-gate/core';
import { richSecrets } from '@keycloak-release-gate/lab';
import { beforeAll, describe, expect, test } from 'vitest';
import { environment, place, suite, verify } from '../run-program.ts';
import { countingProxy } from '../snapshot/counting-proxy.ts';
import { changeReader, createReader, giveRole, readerToken, secret, takeRole } from '../snapshot/reader.ts';
import type { Server } from './server.ts';

const realm = 'main';
/** Readers that lack one role each, and what they cannot see. */
const blind = [
  ['view-identity-providers', ['identity-provider', 'identity-provider-mapper']],
  ['view-clients', ['client', 'client-role', 'client-scope', 'role', 'scopes-of-new-clients', 'service-account']],
  ['view-users', ['default-groups', 'group', 'service-account']],
  ['view-organizations', ['identity-provider', 'organization']],
] as const;
const at = (url: string, id = 'one'): string =>
  environment('', `publicUrl: '${url}', adminUrl: '${url}', realms: ['${realm}']`).replace("id: 'one'", `id: '${id}'`);
const variables = { TEST_GATE_SECRET: secret };

/** Takes a snapshot; its path, and what the program said. */
async function taken(url: string, id = 'one', reader = 'gate') {
  const text = at(url, id).replace("clientId: 'gate'", `clientId: '${reader}'`);
  const said = await verify(
    ['snapshot', '--env', id, '--output', 'taken.json'],
    id === 'one' ? { environment: text } : { files: { [`scenarios/environments/${id}.ts`]: text } },
    variables,
  );
  const file = join(said.folder, 'taken.json');
  return { ...said, file, text: readFileSync(file, 'utf8') };
}

const compared = async (...args: readonly string[]) => verify(['diff', ...args], {}, variables);

/** `verify snapshot`, `verify diff` and `verify doctor`, as a user calls them. */
export function snapshotCommand(server: () => Server): void {
  beforeAll(async () => {
    await server().richRealm(realm);
    for (const [without] of blind) await createReader(server().admin, realm, { name: `without-${without}`, without });
  });

  describe('a reader without rights on one kind of object', () => {
    test.each(blind)('%s: named in the snapshot; nothing was removed, nothing added', async (role, kinds) => {
      const full = await taken(server().url);
      expect(full.exitCode, full.out).toBe(0);
      const part = await taken(server().url, 'one', `without-${role}`);
      expect(part.exitCode, part.out).toBe(3);
      expect(part.out).toContain('It is not whole');
      const { configuration, gaps } = Snapshot.parse(JSON.parse(part.text)).realms[realm] ?? { gaps: [] };
      const unread = configuration?.unreadable ?? [];
      expect([...new Set(unread.map(({ kind }) => kind))].toSorted()).toEqual(expect.arrayContaining([...kinds]));
      expect(unread.every(({ needs }) => needs.includes(role))).toBe(true);
      expect(gaps.every(({ reason }) => reason.includes(role))).toBe(true);
      for (const sides of [
        [full.file, part.file],
        [part.file, full.file],
      ]) {
        const { exitCode, out } = await compared(...sides);
        expect(exitCode, out).toBe(3);
        expect(out).toContain('Equal, as far as it could be compared.');
        for (const kind of kinds) expect(out).toMatch(new RegExp(`not compared  Objects of the kind ${kind} in [AB]: .*${role}`));
      }
    });
  });

  test('doctor asks for the roles one by one, says how to add one, and warns of one too many', async () => {
    const roles = suite(`[rolesAsNeeded('${realm}')]`).replace(
      "import { z } from 'zod';",
      "import { z } from 'zod';\nimport { rolesAsNeeded } from '@keycloak-release-gate/checks';",
    );
    const doctor = async () => verify(['doctor', '--env', 'one'], { environment: at(server().url), suite: roles }, variables);
    const whole = await doctor();
    expect(whole.exitCode, whole.out).toBe(0);
    for (const { role } of gateRoles) expect(whole.out).toContain(`      ✓ ${role}: `);
    await takeRole(server().admin, realm, 'view-users');
    await giveRole(server().admin, realm, 'manage-clients');
    try {
      const { exitCode, out } = await doctor();
      expect(exitCode).toBe(3);
      expect(out).toContain('      ✗ view-users: groups, and the roles of service accounts');
      expect(out).toContain('--cclientid realm-management --rolename view-users');
      expect(out).toContain('      ! The reader gate has the role manage-clients in realm main.');
    } finally {
      await giveRole(server().admin, realm, 'view-users');
      await takeRole(server().admin, realm, 'manage-clients');
    }
  });

  test('tokens that live for two seconds are renewed all through a long snapshot, and nothing is lost', async () => {
    const long = await taken(server().url);
    await changeReader(server().admin, realm, { 'access.token.lifespan': '2' });
    const proxy = await countingProxy(server().url, { delay: 200 });
    try {
      const short = await taken(proxy.url);
      expect(short.exitCode, short.out).toBe(0);
      // One for the realm, one for the server, and all others because one had ended.
      expect(proxy.tokens()).toBeGreaterThan(4);
      const { out } = await compared(long.file, short.file, '--format', 'json');
      const { realms } = JSON.parse(out) as { readonly realms: readonly { readonly differences: readonly object[] }[] };
      expect(realms.flatMap(({ differences }) => differences)).toMatchObject([
        { object: 'client/gate', attribute: 'attributes.access.token.lifespan', after: '2' },
      ]);
    } finally {
      proxy.close();
      await changeReader(server().admin, realm, { 'access.token.lifespan': '' });
    }
  });

  test('no secret is in a snapshot or a comparison, nor in what is told', async () => {
    const before = await taken(server().url);
    const token = await readerToken(server().url, realm);
    const all = [before.text, before.out, before.err];
    for (const format of ['terminal', 'json', 'markdown', 'html']) {
      const { out, err } = await compared(before.file, before.file, '--format', format);
      all.push(out, err);
    }
    const canaries = [...Object.values(richSecrets), secret, token.split('.')[2] ?? ''].flatMap((each) => [
      each,
      Buffer.from(each).toString('base64').replace(/=+$/, ''),
      Buffer.from(each).toString('hex'),
      encodeURIComponent(each),
    ]);
    for (const text of all) for (const canary of canaries) expect(text).not.toContain(canary);
  });

  test('a realm that is imported twice from one file has other ids, and nothing else that differs', async () => {
    const exported = await server().admin(`/realms/${realm}/partial-export?exportClients=true&exportGroupsAndRoles=true`, {
      method: 'POST',
    });
    const file = join(place, 'realm.json');
    writeFileSync(file, JSON.stringify(importable(exported)));
    const imported = async (id: string) => {
      const body = JSON.parse(readFileSync(file, 'utf8')) as unknown;
      await server().admin(`/realms/${realm}`, { method: 'DELETE' });
      await server().admin('/realms', { method: 'POST', body });
      return taken(server().url, id);
    };
    const [one, two] = [await imported('one'), await imported('two')];
    expect([one.exitCode, two.exitCode], `${one.out}\n${two.out}`).toEqual([0, 0]);
    const plain = await compared(one.file, two.file);
    expect({ exitCode: plain.exitCode, last: plain.out.trim().split('\n').at(-1) }, plain.out).toEqual({ exitCode: 0, last: 'Equal.' });
    const strict = await compared(one.file, two.file, '--strict', '--format', 'json');
    expect(strict.exitCode).toBe(1);
    const { realms } = JSON.parse(strict.out) as {
      readonly realms: readonly { readonly differences: readonly { readonly attribute?: string }[] }[];
    };
    const differences = realms.flatMap(({ differences: all }) => all);
    expect(differences.length).toBeGreaterThan(100);
    expect(new Set(differences.map(({ attribute }) => attribute))).toEqual(new Set(['id']));
  });
}

/**
 * An export as a file for any server: without ids and keys, and with secrets in the place of the masks. Flows keep their ids: a client
 * names its flow by id, which Keycloak changes for the one that it makes, and without it answers 500 to the whole file.
 */
function importable(value: unknown, name = ''): unknown {
  if (value === '**********') return name === 'secret' ? secret : 'in-the-place-of-a-mask';
  if (Array.isArray(value)) return value.map((item) => importable(item, name));
  if (typeof value !== 'object' || value === null) return value;
  const left = ['containerId', 'internalId', '_id', 'organizationId', 'org.keycloak.keys.KeyProvider'];
  if (name !== 'authenticationFlows') left.push('id');
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !left.includes(key))
      .map(([key, member]) => [key, importable(member, key)]),
  );
}
