import { once } from 'node:events';
import { createServer } from 'node:http';
import { Environment } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { gateClients } from './gate-clients.ts';

/** Looks at a server that hangs up on the first so many requests, and answers all others with a page. */
async function lookAt(hangUps: number): Promise<readonly string[]> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests <= hangUps) return void request.socket.destroy();
    response.setHeader('content-type', 'text/html').end('<h1>We will be back soon</h1>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  const environment = Environment.parse({
    id: 'one',
    title: 'One',
    keycloak: { publicUrl: url, adminUrl: url, realms: ['main'] },
    gate: { admin: { realm: 'main', clientId: 'gate', secret: { secret: 'variable', name: 'GATE_SECRET' } } },
  });
  try {
    const { gaps = [] } = await gateClients.collect(
      { realm: 'main' },
      {
        run: { suite: 'health', environment },
        signal: AbortSignal.timeout(30_000),
        looks: {},
        secret: () => 'not used',
        conceal: () => undefined,
        attach: () => '',
        shared: async (_key, create) => create(),
        stateFolder: '',
      },
    );
    return gaps.map(({ code }) => code);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('looks a second time where a request got lost, and not a third time', async () => {
  expect(await lookAt(1)).toEqual(['oidc/NOT_KEYCLOAK']);
  expect(await lookAt(2)).toEqual(['oidc/NO_ANSWER']);
});
