import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { LabError, hasCode } from './lab-error.ts';

/** A port that is free at an address now. Somebody may take it before it is used. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  await close(server);
  if (bound === null || typeof bound === 'string') throw new Error(`No port is free at ${host}.`);
  return bound.port;
}

/** The first two numbers of the addresses of one lab: `127.33`. The kubelet takes pod addresses from 127.128 on. */
export type Network = `127.${number}`;

const networks = 80;
const firstNetwork = 20;

/**
 * Finds a network that no other lab on this machine has: `listen` takes an address of it that only one can take, and
 * keeps it. The name decides where the search begins, so that a lab mostly comes back to its addresses.
 */
export async function claimNetwork<T>(
  name: string,
  listen: (network: Network) => Promise<T>,
): Promise<{ readonly network: Network; readonly held: T }> {
  const first = createHash('sha256').update(name).digest().readUInt16BE() % networks;
  for (let tried = 0; tried < networks; tried += 1) {
    const network: Network = `127.${firstNetwork + ((first + tried) % networks)}`;
    try {
      return { network, held: await listen(network) };
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error;
    }
  }
  throw new LabError(`All ${networks} networks for labs on this machine are taken.`, 'Bring down the labs that are not needed.');
}

/** Rejects when a port that Keycloak's pods listen on is taken on all addresses of the machine. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const taken: number[] = [];
  for (const port of ports) {
    const server = createServer();
    try {
      await listenOn(server, port, '127.127.127.127');
      await close(server);
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error;
      taken.push(port);
    }
  }
  if (taken.length > 0) {
    throw new LabError(
      `Something on this machine listens on port ${taken.join(' and ')} of all addresses, where the lab's pods must listen.`,
      'Stop it, or bind it to 127.0.0.1.',
    );
  }
}

/** Resolves when the server listens; rejects with the system's error. */
export async function listenOn(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

/** Resolves when the server takes no more connections and the open ones have ended. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
