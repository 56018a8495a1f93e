import { compare } from '@keycloak-release-gate/checks';
import { gateRoles } from '@keycloak-release-gate/core';
import type { GateRoleName } from '@keycloak-release-gate/core';
import { adminApi, createRichRealm, parseKeycloakVersion } from '@keycloak-release-gate/lab';
import type { AdminRequest, RecordedNode, Stage } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeReader, createReader, giveRole, read, takeRole } from './reader.ts';
import type { Read } from './reader.ts';

/** What cannot be read for lack of each role. */
const unreadWithout: Readonly<Record<GateRoleName, readonly string[]>> = {
  'view-realm': ['everything'],
  'view-clients': ['authorization', 'client', 'client-role', 'client-scope', 'role', 'scopes-of-new-clients', 'service-account'],
  'view-identity-providers': ['identity-provider', 'identity-provider-mapper'],
  'view-users': ['default-groups', 'group', 'service-account'],
  // Who may view users may list groups.
  'query-groups': [],
  // Configuration is none of it.
  'view-events': [],
  'view-authorization': ['authorization'],
  'view-organizations': ['identity-provider', 'organization'],
};

/** Roles that let some things be listed, and none of them be seen. */
const queries = ['query-users', 'query-groups', 'query-clients', 'query-realms'];

/**
 * For lack of a role, Keycloak refuses some lists and cuts others without a word. Whatever a reader lacks, what it then does not see
 * is never taken for removed: each role of the table is taken away, one by one. With `tellsRoles: false` the reader's token is a
 * lightweight one, as there are from 26 on; 24.0.5 lets nobody in with a token that tells no roles.
 */
export function seesNothingGone(stage: () => Stage | undefined, version: string, { tellsRoles }: { readonly tellsRoles: boolean }): void {
  describe(`Keycloak ${version}, a token that ${tellsRoles ? 'tells its roles' : 'tells no roles'}`, () => {
    const realm = 'rich';
    let node: RecordedNode | undefined;
    let admin: AdminRequest;
    let full: Read;
    const readNow = async (): Promise<Read> => read(node?.url ?? '', realm);

    beforeAll(async () => {
      const [parsed, at] = [parseKeycloakVersion(version), stage()];
      if (!parsed || !at) throw new Error(`${version} cannot be started.`);
      await at.emptyDatabase();
      node = await at.start(version);
      const { url } = node;
      admin = adminApi(() => url, at.administrator, AbortSignal.timeout(1_200_000));
      await createRichRealm(admin, realm, parsed);
      await createReader(admin, realm);
      if (!tellsRoles) await changeReader(admin, realm, { 'client.use.lightweight.access.token.enabled': 'true' });
      full = await readNow();
    });
    afterAll(async () => node?.end());

    /** Reads without a role; what could not be read is returned, and that nothing else differs is asserted. */
    async function readWithout(role: string, more: readonly string[] = []): Promise<readonly string[]> {
      await takeRole(admin, realm, role);
      for (const other of more) await giveRole(admin, realm, other);
      try {
        let refused = '';
        const part = await readNow().catch((error: unknown) => void (refused = String(error)));
        if (!part) {
          // For lack of view-realm there is nothing at all.
          expect(refused).toContain(role);
          return ['everything'];
        }
        const unread = new Set(part.configuration.unreadable.map(({ kind }) => kind));
        expect(part.gaps.length > 0).toBe(unread.size > 0);
        // The roles of the reader itself are what differs; everything else there is, or it is not known.
        const lines = compare(full.configuration, part.configuration).differences.map(
          ({ object, attribute }) => `${object}#${attribute ?? ''}`,
        );
        expect(lines.filter((line) => line !== 'service-account/gate#roles')).toEqual([]);
        expect(compare(part.configuration, full.configuration).differences.filter(({ kind }) => kind !== 'changed')).toEqual([]);
        return [...unread].toSorted();
      } finally {
        for (const other of more) await takeRole(admin, realm, other);
        await giveRole(admin, realm, role);
      }
    }

    test.each(gateRoles.map(({ role }) => role))('nothing counts as gone for a reader without %s', async (role) => {
      // From 26 on who sees clients sees their authorization; a token that tells the roles makes the gate ask for it all the same.
      const anyway = role === 'view-authorization' && !tellsRoles;
      const none = role === 'view-organizations' && version === '24.0.5';
      expect(await readWithout(role)).toEqual(anyway || none ? [] : unreadWithout[role]);
    });

    test.each(['view-users', 'view-clients', 'view-realm'] as const)('nor without %s for one that may list things', async (role) => {
      expect(await readWithout(role, queries)).toEqual(unreadWithout[role]);
    });
  });
}
