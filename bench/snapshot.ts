// How long a snapshot of a large realm takes, against the bare sequence of the same requests at the same concurrency; and how long, and how
// much memory, it takes to compare two of them. A Keycloak of its own; ten minutes on two cores.
// Usage: node bench/snapshot.ts [clients] [groups], 5,000 and 2,000 without; as a process of its own it compares: node bench/snapshot.ts compare <file>
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from '../packages/checks/src/keycloak-config/diff/compare.ts';
import { RealmConfiguration } from '../packages/checks/src/keycloak-config/evidence.ts';
import { limit } from '../packages/checks/src/keycloak-config/limit.ts';
import { adminApi } from '../packages/lab/src/keycloak/admin-api.ts';
import type { AdminRequest } from '../packages/lab/src/keycloak/admin-api.ts';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import { countingProxy } from '../packages/runner/test/snapshot/counting-proxy.ts';
import { createReader, read, readerToken } from '../packages/runner/test/snapshot/reader.ts';
import { requestsFor } from '../packages/runner/test/snapshot/request-count.ts';

/** Client scopes of the realm, beside those that every realm has. */
const scopes = 40;

const [first, second] = process.argv.slice(2);
if (first === 'compare') twice(second ?? '');
else await measure(Number(first ?? 5_000), Number(second ?? 2_000));

/** Reads the file twice, as two snapshots, and compares the one with the other. */
function twice(file: string): void {
  const load = (): RealmConfiguration => RealmConfiguration.parse(JSON.parse(readFileSync(file, 'utf8')));
  const [before, now] = [load(), load()];
  const from = performance.now();
  const { differences } = compare(before, now);
  const took = (performance.now() - from) / 1000;
  process.stdout.write(
    JSON.stringify({ seconds: took, differences: differences.length, megabytes: process.resourceUsage().maxRSS / 1024 }),
  );
}

async function measure(clients: number, groups: number): Promise<void> {
  const signal = AbortSignal.timeout(3_600_000);
  const stage = await openStage(await provideTools(() => undefined, signal), signal);
  const file = join(tmpdir(), `bench-snapshot-${process.pid}.json`);
  try {
    await stage.emptyDatabase();
    const node = await stage.start('26.7.4');
    const admin = adminApi(() => node.url, stage.administrator, signal);
    await fill(admin, clients, groups);
    await createReader(admin, 'large');
    const proxy = await countingProxy(node.url);
    const { configuration } = await read(proxy.url, 'large');
    const paths = proxy.asked();
    proxy.close();
    const ratios: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const bare = await seconds(async () => bareSequence(node.url, paths));
      const whole = await seconds(async () => read(node.url, 'large'));
      ratios.push(whole / bare);
      console.log(`snapshot ${whole.toFixed(1)} s, the same requests alone ${bare.toFixed(1)} s: ${(whole / bare).toFixed(2)}`);
    }
    console.log(
      `${paths.length} requests; by the formula ${requestsFor(configuration)}; ${Object.keys(configuration.objects).length} objects`,
    );
    console.log(`best ratio ${Math.min(...ratios).toFixed(2)} (at most 1.2)`);
    writeFileSync(file, JSON.stringify(configuration));
    console.log(
      `comparing two: ${execFileSync(process.execPath, [import.meta.filename, 'compare', file], { encoding: 'utf8' })} (at most 2 s, 400 MB)`,
    );
    await node.end();
  } finally {
    rmSync(file, { force: true });
    await stage.dispose();
  }
}

/** The same requests in the same order, six at a time, their answers read and thrown away. */
async function bareSequence(url: string, paths: readonly string[]): Promise<void> {
  const slots = limit(6);
  let token = await readerToken(url, 'large');
  let until = Date.now() + 30_000;
  await Promise.all(
    paths.map(async (path) =>
      slots(async () => {
        if (Date.now() > until) {
          until = Date.now() + 30_000;
          token = await readerToken(url, 'large');
        }
        const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        await response.json();
      }),
    ),
  );
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/**
 * A realm of clients with a mapper, a role, client scopes and a scope mapping each (every tenth role brings another one along), client
 * scopes with a mapper and a scope mapping each, and groups of which every tenth has eight below it.
 */
async function fill(admin: AdminRequest, clients: number, groups: number): Promise<void> {
  const perParent = 5;
  const names = Array.from({ length: clients }, (_, index) => `client-${index}`);
  await admin('/realms', {
    method: 'POST',
    body: {
      realm: 'large',
      enabled: true,
      roles: { realm: [{ name: 'member' }] },
      groups: Array.from({ length: Math.ceil(groups / perParent) }, (_, index) => ({
        name: `group-${index}`,
        attributes: { number: [String(index)] },
        subGroups: index % 2 === 0 ? Array.from({ length: 2 * (perParent - 1) }, (_each, below) => ({ name: `below-${below}` })) : [],
      })),
    },
  });
  // Made one by one: with a list of its own in the import, a realm gets none of those that every realm has.
  for (let index = 0; index < scopes; index += 1)
    await admin('/realms/large/client-scopes', {
      method: 'POST',
      body: { name: `scope-${index}`, protocol: 'openid-connect', protocolMappers: [mapper(`scope-${index}`)] },
    });
  // An import of all clients at once takes longer than a connection may: they come in parts.
  const part = 100;
  for (let from = 0; from < names.length; from += part) {
    const some = names.slice(from, from + part);
    const body = {
      ifResourceExists: 'SKIP',
      clients: some.map((clientId, index) => ({
        clientId,
        publicClient: true,
        fullScopeAllowed: false,
        redirectUris: [`https://${clientId}.example/*`],
        protocolMappers: [mapper(clientId)],
        defaultClientScopes: ['basic', 'profile', 'email', `scope-${index % scopes}`, `scope-${(index + 1) % scopes}`],
        optionalClientScopes: [`scope-${(index + 2) % scopes}`],
      })),
      roles: { client: Object.fromEntries(some.map((name, index) => [name, [role(name, index)]])) },
    };
    await admin('/realms/large/partialImport', { method: 'POST', body });
  }
  await mapScopes(admin);
}

function mapper(name: string): object {
  return {
    name: 'audience',
    protocol: 'openid-connect',
    protocolMapper: 'oidc-hardcoded-claim-mapper',
    config: { 'claim.name': 'c', 'claim.value': name, 'access.token.claim': 'true' },
  };
}

function role(client: string, index: number): object {
  const others = index % 10 === 0 ? { composite: true, composites: { realm: ['member'] } } : {};
  return { name: 'user', description: `Uses ${client}`, ...others };
}

/** Every client and every scope lets the role `member` into tokens. */
async function mapScopes(admin: AdminRequest): Promise<void> {
  const slots = limit(6);
  const member = await admin('/realms/large/roles/member');
  const ids = async (path: string): Promise<readonly string[]> =>
    ((await admin(path)) as readonly { readonly id: string; readonly clientId?: string; readonly name?: string }[])
      .filter(({ clientId = '', name = '' }) => clientId.startsWith('client-') || name.startsWith('scope-'))
      .map(({ id }) => id);
  const clients: string[] = [];
  for (let first = 0; ; first += 100) {
    const page = `/realms/large/clients?first=${first}&max=100`;
    if (((await admin(page)) as readonly unknown[]).length === 0) break;
    clients.push(...(await ids(page)).map((id) => `/realms/large/clients/${id}`));
  }
  const scopePaths = (await ids('/realms/large/client-scopes')).map((id) => `/realms/large/client-scopes/${id}`);
  await Promise.all(
    [...clients, ...scopePaths].map(async (path) =>
      slots(async () => admin(`${path}/scope-mappings/realm`, { method: 'POST', body: [member] })),
    ),
  );
}
