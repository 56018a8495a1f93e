import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { page } from './page.ts';

/** A company's gateway before an application, at another origin: a page that thinks for a moment and sends people on to `target`. */
export async function startGateway(address: string, target: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    if (request.url === '/') return void response.writeHead(302, { location: '/on' }).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page('One moment', `<script>setTimeout(() => location.replace(${JSON.stringify(target)}), 200)</script>`));
  });
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error(`The gateway got no port at ${address}.`);
  return { url: `http://${address}:${bound.port}/`, server };
}
