import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { getJson } from './answer.ts';

/** What is made of an answer that a server on this machine gives. */
async function answerTo(status: number, body: string): Promise<object> {
  const server = createServer((_request, response) => void response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const answer = await getJson(`http://127.0.0.1:${port}/x`, 'realm/lab', new AbortController().signal);
    return JSON.parse(JSON.stringify(answer).replaceAll(`127.0.0.1:${port}`, 'host')) as object;
  } finally {
    server.close();
  }
}

const gapWith = (code: string, reason: string): object => ({
  gap: expect.objectContaining({ code, subject: 'realm/lab', reason }) as unknown,
});

test('JSON is JSON', async () => {
  expect(await answerTo(200, '{"issuer":"x"}')).toEqual({ json: { issuer: 'x' } });
});

test('Keycloak says itself that there is no such realm; a page that is not found says nothing', async () => {
  expect(await answerTo(404, '{"error":"Realm does not exist"}')).toEqual({ missing: true });
  expect(await answerTo(404, '<h1>404</h1>')).toEqual(gapWith('oidc/NOT_KEYCLOAK', 'host/x answered HTTP 404 and no JSON.'));
});

test('what could not be seen is a gap that says why', async () => {
  expect(await answerTo(503, '<h1>No server available</h1>')).toEqual(
    gapWith('oidc/SERVER_ERROR', 'host/x answered HTTP 503 and no JSON.'),
  );
  expect(await answerTo(403, '<h1>Blocked</h1>')).toEqual(gapWith('oidc/BLOCKED', 'host/x answered HTTP 403 and no JSON.'));
  expect(await answerTo(200, '<h1>Maintenance</h1>')).toEqual(gapWith('oidc/NOT_KEYCLOAK', 'host/x answered HTTP 200 and no JSON.'));
});

test('no answer is a gap with the name of the cause', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await getJson(`http://127.0.0.1:${port}/x`, 'realm/lab', new AbortController().signal)).toEqual(
    gapWith('oidc/NO_ANSWER', `127.0.0.1:${port}/x: ECONNREFUSED.`),
  );
});

test('a request that got lost is asked again, once', async () => {
  let asked = 0;
  const server = createServer((request, response) => void ((asked += 1) % 3 === 0 ? response.end('{}') : request.socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const get = async (): Promise<object> => getJson(`http://127.0.0.1:${port}/x`, 'realm/lab', new AbortController().signal);
  try {
    expect([await get(), asked]).toEqual([gapWith('oidc/NO_ANSWER', `127.0.0.1:${port}/x: UND_ERR_SOCKET.`), 2]);
    expect([await get(), asked]).toEqual([{ json: {} }, 3]);
    asked = 1;
    expect([await get(), asked]).toEqual([{ json: {} }, 3]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
