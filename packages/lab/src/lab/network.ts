import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that is free at an address now. Somebody may take it before it is used. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error(`No port is free at ${host}.`);
  return bound.port;
}
