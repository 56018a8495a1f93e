import { once } from 'node:events';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { selfSignedCertificate } from '../certificate/self-signed-certificate.ts';

/** A server whose certificate ran out yesterday, at a free port. */
export async function startOutdatedTls(address: string): Promise<{ readonly url: string; readonly server: Server }> {
  const day = 86_400_000;
  const valid = { from: new Date(Date.now() - 90 * day), to: new Date(Date.now() - day) };
  const server = createServer(selfSignedCertificate('application', address, { valid }), (_request, response) => void response.end());
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error(`No port is free at ${address}.`);
  return { url: `https://${address}:${bound.port}/`, server };
}
