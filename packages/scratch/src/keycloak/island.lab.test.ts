import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlace } from '../place.ts';
import type { ScratchPlace } from '../place.ts';
import { ask } from './ask.ts';
import { requireIsland, startOnIsland } from './island.ts';

const { signal } = new AbortController();
const base = mkdtempSync(join(tmpdir(), 'island-test-'));
chmodSync(base, 0o755);
let place: ScratchPlace;
let host: Server;
let port = 0;

beforeAll(async () => {
  place = await openPlace(signal);
  host = createServer((connection) => connection.end('the host'));
  await new Promise<void>((resolve) => host.listen(0, '::', resolve));
  port = (host.address() as AddressInfo).port;
});
afterAll(async () => {
  await place.close();
  await new Promise((resolve) => host.close(resolve));
  rmSync(base, { recursive: true, force: true });
});

/** What this machine's own addresses are, its loopback among them: a database on this machine, too, is at one of them. */
const own = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .filter((each) => !each.address.startsWith('fe80'))
  .map(({ address }) => address);

/** A program that tells what it reaches, as JSON. */
const prober = (addresses: readonly string[]): readonly string[] => [
  process.execPath,
  '-e',
  `const net = require('node:net'), dns = require('node:dns/promises'), dgram = require('node:dgram');
   const connect = (host, port) => new Promise((resolve) => net.connect({ host, port, timeout: 2000 })
     .on('connect', function () { this.destroy(); resolve('reached'); }).on('timeout', function () { this.destroy(); resolve('silence'); })
     .on('error', (error) => resolve(error.code)));
   const packet = () => new Promise((resolve) => { const socket = dgram.createSocket('udp4');
     socket.send('?', 53, '8.8.8.8', (error) => { socket.close(); resolve(error ? error.code : 'sent'); }); });
   const name = (ask) => ask.then(() => 'answered', (error) => error.code);
   (async () => {
     const seen = {};
     for (const address of ${JSON.stringify(addresses)}) seen[address] = await connect(address, ${port});
     seen['8.8.8.8'] = await connect('8.8.8.8', 443);
     seen.packet = await packet();
     seen.name = await name(dns.lookup('example.org'));
     const resolver = new dns.Resolver({ timeout: 500, tries: 1 }); resolver.setServers(['8.8.8.8']);
     seen.resolver = await name(resolver.resolve4('example.org'));
     console.log(JSON.stringify(seen));
   })();`,
];

let folders = 0;
function folder(): string {
  folders += 1;
  const path = join(place.folder, `island-${folders}`);
  mkdirSync(path);
  return path;
}

/** Runs a command on an island to its end, and returns what it wrote. */
async function onIsland(command: readonly string[]): Promise<string> {
  const path = folder();
  const file = join(path, 'output');
  const island = await startOnIsland(place, {
    folder: path,
    inward: [],
    outward: [],
    command: ['sh', '-c', 'exec "$@" >"$0"', file, ...command],
    env: {},
    stdio: 'ignore',
  });
  expect(await island.ended).toEqual({ code: 0, signal: null });
  return readFileSync(file, 'utf8');
}

test('nothing leads out', async () => {
  const reached: unknown = JSON.parse(execFileSync(process.execPath, prober(own).slice(1), { encoding: 'utf8' }));
  // The probe can tell: the same program reaches this machine from outside of the island.
  expect(reached).toMatchObject(Object.fromEntries(own.map((address) => [address, 'reached'])));
  const seen = JSON.parse(await onIsland(prober(own))) as Readonly<Record<string, string>>;
  expect(Object.keys(seen).toSorted()).toEqual([...own, '8.8.8.8', 'packet', 'name', 'resolver'].toSorted());
  for (const [what, became] of Object.entries(seen)) expect([what, became]).toEqual([what, expect.stringMatching(/^E[A-Z_]+$/)]);
});

test('its program refuses to run on the net of everybody', () => {
  const orders = {
    inward: [],
    outward: [],
    control: join(base, 'never.sock'),
    command: ['true'],
    notOn: readlinkSync('/proc/self/ns/net'),
  };
  const program = join(import.meta.dirname, 'island-program.ts');
  expect(() => execFileSync(process.execPath, [program, JSON.stringify(orders)], { stdio: 'pipe' })).toThrow('This is no island');
});

test('its rights are gone: root on the island is nobody’s root', async () => {
  const status = await onIsland(['grep', '-E', '^(Cap(Eff|Bnd)|NoNewPrivs)', '/proc/self/status']);
  // CAP_DAC_OVERRIDE alone.
  expect(status.split(/\s+/).filter((word) => word !== '')).toEqual([
    'CapEff:',
    '0000000000000002',
    'CapBnd:',
    '0000000000000002',
    'NoNewPrivs:',
    '1',
  ]);
});

test('two ways lead in and out, and it ends when it is asked to', async () => {
  const path = folder();
  const inside = join(path, 'inside.sock');
  const database = createServer((connection) => connection.end('rows'));
  await new Promise<void>((resolve) => database.listen(inside, resolve));
  const server = `const net = require('node:net'), http = require('node:http'), fs = require('node:fs');
    http.createServer((request, response) => net.connect(5432, '127.0.0.1').pipe(response)).listen(8080, '127.0.0.1');
    process.on('SIGTERM', () => { fs.writeFileSync('farewell', ''); process.exit(0); });`;
  const island = await startOnIsland(place, {
    folder: path,
    inward: [{ port: 5432, socket: inside }],
    outward: [{ port: 8080, socket: join(path, 'http.sock') }],
    command: [process.execPath, '-e', server],
    env: {},
    stdio: 'ignore',
  });
  await expect
    .poll(() => ask(join(path, 'http.sock'), '/', {}, signal).catch(() => undefined), { timeout: 20_000 })
    .toMatchObject({ text: 'rows' });
  await island.stop(20_000);
  expect(await island.ended).toEqual({ code: 0, signal: null });
  expect(island.running()).toBe(false);
  expect(readFileSync(join(path, 'farewell'), 'utf8')).toBe('');
  await new Promise((resolve) => database.close(resolve));
});

test('what does not end is killed, with all that it started', async () => {
  const path = folder();
  const island = await startOnIsland(place, {
    folder: path,
    inward: [],
    outward: [],
    command: ['sh', '-c', 'trap "" TERM; (trap "" TERM; setsid sleep 1234.5) & touch up; wait'],
    env: {},
    stdio: 'ignore',
  });
  const sleepers = (): string => execFileSync('sh', ['-c', 'pgrep -f "sleep 1234[.]5" || true'], { encoding: 'utf8' });
  await expect.poll(sleepers, { timeout: 20_000 }).not.toBe('');
  await island.stop(200);
  expect(await island.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await expect.poll(sleepers).toBe('');
});

test('an ordinary user has islands, too', async () => {
  // Where nobody can read it, whatever the folder is in which this is developed.
  for (const file of ['island-program.ts', 'island-orders.ts']) copyFileSync(join(import.meta.dirname, file), join(base, file));
  copyFileSync(process.execPath, join(base, 'node'));
  chmodSync(join(base, 'node'), 0o755);
  const home = join(base, 'home');
  mkdirSync(home);
  chmodSync(home, 0o777);
  const orders = {
    inward: [],
    outward: [{ port: 8080, socket: join(home, 'h') }],
    control: join(home, 'c'),
    command: [join(base, 'node'), ...prober(own).slice(1)],
    notOn: readlinkSync('/proc/self/ns/net'),
  };
  const child = spawn(
    'setpriv',
    [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--bounding-set=-all',
      '--inh-caps=-all',
      'unshare',
      '--user',
      '--map-root-user',
      '--net',
      '--pid',
      '--fork',
      '--kill-child=KILL',
      '--',
      join(base, 'node'),
      join(base, 'island-program.ts'),
      JSON.stringify(orders),
    ],
    { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  const seen = JSON.parse(text) as Readonly<Record<string, string>>;
  expect(Object.values(seen).filter((became) => !/^E[A-Z_]+$/.test(became))).toEqual([]);
});

describe('where there is none', () => {
  const refusal = async (machine: { readonly platform: string; readonly path: string }): Promise<unknown> => {
    const error: unknown = await requireIsland(machine).catch((thrown: unknown) => thrown);
    return error instanceof ConfigurationError ? error.problems[0]?.code : error;
  };
  test('on this machine there is', async () => expect(await requireIsland()).toBeUndefined());
  test('no Linux', async () => expect(await refusal({ platform: 'darwin', path: '' })).toBe('ISLAND_NOT_LINUX'));
  test('no unshare', async () => expect(await refusal({ platform: 'linux', path: base })).toBe('ISLAND_TOOLS_MISSING'));
  test('no ip', async () => {
    const path = join(base, 'few');
    mkdirSync(path);
    for (const program of ['unshare', 'sh'])
      symlinkSync(execFileSync('which', [program], { encoding: 'utf8' }).trim(), join(path, program));
    expect(await refusal({ platform: 'linux', path })).toBe('ISLAND_TOOLS_MISSING');
  });
  test('not allowed', async () => {
    const program = `import { requireIsland } from ${JSON.stringify(join(import.meta.dirname, 'island.ts'))}; await requireIsland().catch((error) => console.log(error.problems[0].code))`;
    const args = ['--bounding-set=-all', '--inh-caps=-all', process.execPath, '--input-type=module', '-e', program];
    expect(execFileSync('setpriv', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim()).toBe('ISLAND_NOT_ALLOWED');
  });
});
