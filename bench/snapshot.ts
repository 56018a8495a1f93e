// How long a snapshot of a large realm takes, against the bare sequence of the same requests at the same concurrency; and how long, and how
// much memory, `verify diff` takes for two of them. A Keycloak of its own; ten minutes on two cores that are free.
// Usage: node bench/snapshot.ts [clients] [groups], 5,000 and 2,000 without
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RealmConfiguration } from '../packages/checks/src/keycloak-config/evidence.ts';
import { isObject } from '../packages/checks/src/keycloak-config/diff/same.ts';
import { limit } from '../packages/checks/src/keycloak-config/limit.ts';
import { sealSnapshot } from '../packages/checks/src/keycloak-config/snapshot.ts';
import { canonicalJson } from '../packages/core/src/json.ts';
import { adminApi } from '../packages/lab/src/keycloak/admin-api.ts';
import type { AdminRequest } from '../packages/lab/src/keycloak/admin-api.ts';
import { provideTools } from '../packages/lab/src/install/install.ts';
import { openStage } from '../packages/lab/src/recording/stage.ts';
import { countingProxy } from '../packages/runner/test/snapshot/counting-proxy.ts';
import { createReader, read, readerToken } from '../packages/runner/test/snapshot/reader.ts';
import { requestsFor } from '../packages/runner/test/snapshot/request-count.ts';

/** Client scopes of the realm, beside those that every realm has. */
const scopes = 40;
/** How often both are measured: the best counts. */
const pairs = 2;

const [clientsTyped, groupsTyped] = process.argv.slice(2);
await measure(Number(clientsTyped ?? 5_000), Number(groupsTyped ?? 2_000));

/** A snapshot file, as `verify snapshot` writes it. */
function snapshotOf(environment: string, at: string, configuration: RealmConfiguration): string {
  return `${canonicalJson(sealSnapshot({ environment, at, realms: { large: { gaps: [], configuration } } }))}\n`;
}

/** Another configuration of the same size: every tenth client has another redirect URI. */
function edited(configuration: RealmConfiguration): RealmConfiguration {
  const objects = Object.fromEntries(
    Object.entries(configuration.objects).map(([object, value]) =>
      /^client\/client-\d*0$/.test(object) && isObject(value)
        ? [object, { ...value, redirectUris: ['https://elsewhere.example/*'] }]
        : [object, value],
    ),
  );
  return { ...configuration, objects };
}

/** The whole of `verify diff`: it starts, reads both files, holds their hashes, compares, and writes. With the flags of `pnpm verify`. */
function compareFiles(folder: string, format: 'terminal' | 'html'): void {
  const program = join(import.meta.dirname, '../packages/runner/bin/verify.mjs');
  const peak = join(folder, 'peak');
  const probe = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`;
  const flags = ['--max-semi-space-size=2', '--import', `data:text/javascript,${encodeURIComponent(probe)}`];
  const from = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...flags, program, 'diff', 'a.json', 'b.json', '--format', format, '--output', `out.${format}`],
    { cwd: folder, encoding: 'utf8' },
  );
  const took = (performance.now() - from) / 1000;
  // 1: they differ.
  if (status !== 1) throw new Error(`verify diff ended with ${status}: ${stderr}`);
  const megabytes = Number(readFileSync(peak, 'utf8')) / 1024;
  console.log(`verify diff, ${format}: ${took.toFixed(2)} s, ${megabytes.toFixed(0)} MB (at most 2 s, 400 MB)`);
}

async function measure(clients: number, groups: number): Promise<void> {
  const signal = AbortSignal.timeout(3_600_000);
  const stage = await openStage(await provideTools(() => undefined, signal), signal);
  const folder = mkdtempSync(join(tmpdir(), 'bench-snapshot-'));
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
    for (let pair = 0; pair < pairs; pair += 1) {
      const alone = (): Promise<number> => seconds(async () => bareSequence(node.url, paths));
      const taken = (): Promise<number> => seconds(async () => read(node.url, 'large'));
      // Each is the first of a pair in turn: what runs second finds the server warmer.
      const first = pair % 2 === 0 ? await alone() : await taken();
      const second = pair % 2 === 0 ? await taken() : await alone();
      const [bare, whole] = pair % 2 === 0 ? [first, second] : [second, first];
      ratios.push(whole / bare);
      console.log(`snapshot ${whole.toFixed(1)} s, the same requests alone ${bare.toFixed(1)} s: ${(whole / bare).toFixed(2)}`);
    }
    console.log(
      `${paths.length} requests; by the formula ${requestsFor(configuration)}; ${Object.keys(configuration.objects).length} objects`,
    );
    console.log(`best ratio ${Math.min(...ratios).toFixed(2)} (at most 1.2)`);
    await node.end();
    mkdirSync(join(folder, 'scenarios/environments'), { recursive: true });
    writeFileSync(join(folder, 'a.json'), snapshotOf('before', '2026-11-27T08:00:00.000Z', configuration));
    writeFileSync(join(folder, 'b.json'), snapshotOf('before', '2026-11-28T08:00:00.000Z', edited(configuration)));
    console.log(`two files of ${(statSync(join(folder, 'a.json')).size / 1e6).toFixed(1)} MB`);
    for (const format of ['terminal', 'html'] as const) compareFiles(folder, format);
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
  for (let from = 0; ; from += 100) {
    const page = `/realms/large/clients?first=${from}&max=100`;
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
