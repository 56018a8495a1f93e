import { diff, impactOf } from '@keycloak-release-gate/checks';
import { adminApi, createRichRealm, openStage, provideTools } from '@keycloak-release-gate/lab';
import type { Stage } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { behaviours } from './impact-truth/behaviour.ts';
import type { Visited } from './impact-truth/behaviour.ts';
import { changes } from './impact-truth/changes.ts';
import { configurationOf } from './impact-truth/configuration.ts';
import { editedRealm } from './impact-truth/edited-realm.ts';
import { people } from './impact-truth/people.ts';

/*
 * The impact that is computed, held against what really happens: after each change every client is used as before it. Whoever shows
 * anything else was touched, and must be among those that were computed. What was computed and does not show is counted.
 */

const version = { text: '26.7.4', major: 26, minor: 7 };
const realmName = 'rich';
const { signal } = new AbortController();
let stage: Stage;
let keycloak: string;
let visited: Visited;

beforeAll(async () => {
  stage = await openStage(await provideTools(() => undefined, signal), signal);
  await stage.emptyDatabase();
  keycloak = (await stage.start(version.text)).url;
  const admin = adminApi(() => keycloak, stage.administrator, signal);
  await createRichRealm(admin, realmName, version);
  const realm = editedRealm(admin, realmName);
  visited = { realm, url: `${keycloak}/realms/${realmName}`, user: await people(realm) };
});

afterAll(async () => {
  await stage.dispose();
});

test(`no client is touched that the impact does not name, in ${changes.length} changes`, async () => {
  let before = { configuration: await configurationOf(realmName, keycloak, signal), shown: await behaviours(visited) };
  // What changes by itself would be taken for touched.
  expect(await behaviours(visited)).toEqual(before.shown);
  const missed: string[] = [];
  const rows: string[] = [];
  let over = 0;
  for (const { title, make } of changes) {
    await make(visited.realm);
    const now = { configuration: await configurationOf(realmName, keycloak, signal), shown: await behaviours(visited) };
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
