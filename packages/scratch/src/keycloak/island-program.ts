// The first process of an island (island.ts), in namespaces of its own for network and processes: it brings up the loopback
// interface, relays between it and Unix sockets, and starts the command. When it ends, the kernel ends all that it started.
import { execFileSync, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { ListenOptions, NetConnectOpts, Server } from 'node:net';
import { constants } from 'node:os';
import { rights } from './island-orders.ts';
import type { IslandOrders } from './island-orders.ts';

const orders = JSON.parse(process.argv[2] ?? '') as IslandOrders;
const loopback = '127.0.0.1';

if (readlinkSync('/proc/self/ns/net') === orders.notOn) throw new Error('This is no island: nothing is started on the net of everybody.');

/** Every connection to the one goes on to the other. */
async function relay(from: ListenOptions, to: NetConnectOpts): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ ...to, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
  });
  await listening(server, from);
}

async function listening(server: Server, on: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(on, resolve);
  });
}

// A cluster's discovery, where a build cannot go without, finds this interface and nobody on it.
for (const words of ['link set dev lo up multicast on', 'route add 224.0.0.0/4 dev lo'])
  execFileSync('ip', words.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] });
for (const { port, socket } of orders.inward) await relay({ host: loopback, port }, { path: socket });
for (const { port, socket } of orders.outward) await relay({ path: socket }, { host: loopback, port });

// Root on the island is nobody's root: without its rights it could not leave it either.
const command = spawn('setpriv', ['--no-new-privs', ...rights, '--', ...orders.command], { stdio: ['ignore', 'inherit', 'inherit'] });
command.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
command.once('close', (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
const control = createServer((connection) => {
  connection.on('error', () => undefined).end();
  command.kill('SIGTERM');
});
await listening(control, { path: orders.control });
