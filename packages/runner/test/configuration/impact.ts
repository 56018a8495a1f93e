import { diff, impactOf } from '@keycloak-release-gate/checks';
import { beforeAll, expect, test } from 'vitest';
import { behaviours } from '../impact-truth/behaviour.ts';
import type { Visited } from '../impact-truth/behaviour.ts';
import { changes } from '../impact-truth/changes.ts';
import { configurationOf } from '../impact-truth/configuration.ts';
import { editedRealm } from '../impact-truth/edited-realm.ts';
import { people } from '../impact-truth/people.ts';
import type { Server } from './server.ts';

const realmName = 'used';

/**
 * After each change every client is used as before it. Whoever shows anything else was touched, and must be among those that were
 * computed. What was computed and does not show is counted.
 */
export function impactHoldsAgainstTruth(server: () => Server): void {
  const { signal } = new AbortController();
  let visited: Visited;

  beforeAll(async () => {
    const { url, admin } = server();
    await server().richRealm(realmName);
    const realm = editedRealm(admin, realmName);
    visited = { realm, url: `${url}/realms/${realmName}`, user: await people(realm) };
  });

  test(`no client is touched that the impact does not name, in ${changes.length} changes`, async () => {
    let before = { configuration: await configurationOf(realmName, server().url, signal), shown: await behaviours(visited) };
    // What changes by itself would be taken for touched.
    expect(await behaviours(visited)).toEqual(before.shown);
    const missed: string[] = [];
    const rows: string[] = [];
    let over = 0;
    for (const { title, make } of changes) {
      await make(visited.realm);
      const now = { configuration: await configurationOf(realmName, server().url, signal), shown: await behaviours(visited) };
      const differences = diff(before.configuration.objects, now.configuration.objects);
      const clients = new Set([...before.shown.keys(), ...now.shown.keys()]);
      const applications = [...clients].map((id) => ({ id, clientId: id, people: false }));
      const { changes: impacts } = impactOf(differences, before.configuration.objects, now.configuration.objects, applications);
      const everybody = impacts.some(({ touches }) =>
        touches.some((touch) => touch.kind === 'anything' || (touch.kind === 'users' && touch.reach === 'all')),
      );
      const named = new Set(impacts.flatMap(({ touches }) => touches.flatMap((touch) => (touch.kind === 'client' ? [touch.client] : []))));
      const computed = [...clients].filter((client) => everybody || named.has(client));
      const touched = [...clients].filter((client) => before.shown.get(client) !== now.shown.get(client));
      over += computed.filter((client) => !touched.includes(client)).length;
      missed.push(...touched.filter((client) => !computed.includes(client)).map((client) => `${title}: ${client}`));
      rows.push(`${title}: ${differences.length} differences, ${computed.length} computed, ${touched.length} seen (${touched.join(', ')})`);
      before = now;
    }
    process.stderr.write(`${rows.join('\n')}\ncomputed and not seen: ${over}\n`);
    expect(missed).toEqual([]);
    // A change that shows nowhere proves nothing: of those that count, each shows at some client.
    expect(rows.filter((row) => !row.includes(', 0 seen')).length, rows.join('\n')).toBeGreaterThanOrEqual(30);
  });
}
