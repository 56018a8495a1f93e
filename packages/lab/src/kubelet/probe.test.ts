import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { Probe } from '../kubernetes-api/objects.ts';
import { runProbe } from './probe.ts';
import type { ProbeOutcome } from './probe.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server on a free port; its answer's status is the path's number, `/hang` is never answered. */
async function listen(): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/drop') {
      request.socket.destroy();
      return;
    }
    const status = Number(request.url?.slice(1));
    const location = status === 302 ? '/200' : 'http://elsewhere.example/';
    response.writeHead(status, status >= 300 && status < 400 ? { location } : {}).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

const probe = (port: number, how: Partial<Probe>): Promise<ProbeOutcome> =>
  runProbe(
    { timeoutSeconds: 1, ...how },
    { name: 'main', image: 'x:1', ports: [{ name: 'http', containerPort: port }] },
    { address: '127.0.0.1', podIP: '10.9.8.7' },
    new AbortController().signal,
  );
const http = async (path: string): Promise<readonly [ProbeOutcome, number]> => {
  const port = await listen();
  return [await probe(port, { httpGet: { path, port: 'http' } }), port];
};

test('an answer up to 399 is a success, and redirects within the pod are followed', async () => {
  expect((await http('/200'))[0]).toEqual({ result: 'success' });
  expect((await http('/302'))[0]).toEqual({ result: 'success' });
  expect((await http('/301'))[0].result).toBe('warning');
});

test('failures have the texts of a kubelet, with the IP of the pod', async () => {
  expect((await http('/503'))[0]).toEqual({ result: 'failure', output: 'HTTP probe failed with statuscode: 503' });
  const [hang, port] = await http('/hang');
  expect(hang).toEqual({
    result: 'failure',
    output: `Get "http://10.9.8.7:${port}/hang": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  });
  const [drop, dropped] = await http('/drop');
  expect(drop).toEqual({ result: 'failure', output: `Get "http://10.9.8.7:${dropped}/drop": EOF` });
});

test('where nobody listens the connection is refused', async () => {
  const port = await listen();
  const [server] = servers.splice(0);
  await new Promise((resolve) => server?.close(resolve));
  const refused = `dial tcp 10.9.8.7:${port}: connect: connection refused`;
  expect(await probe(port, { httpGet: { path: '/x', port } })).toEqual({
    result: 'failure',
    output: `Get "http://10.9.8.7:${port}/x": ${refused}`,
  });
  expect(await probe(port, { tcpSocket: { port } })).toEqual({ result: 'failure', output: refused });
});

test('a TCP probe succeeds where somebody listens', async () => {
  expect(await probe(await listen(), { tcpSocket: { port: 'http' } })).toEqual({ result: 'success' });
});
