import { adminApi } from '../keycloak/admin-api.ts';
import { visitRudely } from './visitor.ts';
import type { Stage } from './stage.ts';

/** The versions whose logs the catalogue of messages is held against, oldest first: each is an upgrade of the one before. */
export const recordedVersions = ['24.0.5', '25.0.6', '26.4.0', '26.7.4'] as const;

/** A log, and the name that it is recorded under. */
export type KeepLog = (name: string, log: string) => Promise<void>;

/** One version: its first start on an empty database, a start as JSON, and two nodes that make a cluster and leave it. */
export async function recordVersion(stage: Stage, version: string, keep: KeepLog, signal: AbortSignal): Promise<void> {
  await stage.emptyDatabase();
  const first = await stage.start(version);
  await visitRudely(first.url, signal);
  await keep(`${version}-first-start`, await first.end());

  const json = await stage.start(version, { arguments: ['--log-console-output=json'] });
  await visitRudely(json.url, signal);
  await keep(`${version}-second-start-json`, await json.end());

  const nodes = [await stage.start(version, { node: 1 }), await stage.start(version, { node: 2 })] as const;
  const second = await nodes[1].end();
  await keep(`${version}-first-of-two-nodes`, await nodes[0].end());
  await keep(`${version}-second-of-two-nodes`, second);
}

/** The way of one database, with a realm in it, through all versions. */
export async function recordUpgrades(stage: Stage, keep: KeepLog, signal: AbortSignal): Promise<void> {
  await stage.emptyDatabase();
  for (const [index, version] of recordedVersions.entries()) {
    const node = await stage.start(version);
    const before = recordedVersions[index - 1];
    if (before === undefined) await fill(node.url, stage, signal);
    const log = await node.end();
    if (before !== undefined) await keep(`${version}-on-a-database-of-${before}`, log);
  }
}

/** A realm with something of each kind that a migration touches. */
async function fill(url: string, { administrator }: Stage, signal: AbortSignal): Promise<void> {
  const admin = adminApi(() => url, administrator, signal);
  await admin('/realms', {
    method: 'POST',
    body: {
      realm: 'shop',
      enabled: true,
      eventsEnabled: true,
      adminEventsEnabled: true,
      bruteForceProtected: true,
      registrationAllowed: true,
      roles: { realm: [{ name: 'member' }] },
      groups: [{ name: 'staff', realmRoles: ['member'] }],
      clients: [
        {
          clientId: 'shop',
          publicClient: true,
          redirectUris: ['https://shop.example/*'],
          attributes: { 'pkce.code.challenge.method': 'S256' },
        },
        { clientId: 'stock', secret: 'recorded-and-thrown-away', serviceAccountsEnabled: true, standardFlowEnabled: false },
      ],
      users: [
        {
          username: 'ada',
          enabled: true,
          email: 'ada@example.org',
          groups: ['/staff'],
          credentials: [{ type: 'password', value: 'recorded' }],
        },
      ],
    },
  });
}
