import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { agentFor, proxyOfNode } from './node-agent.ts';

it('an agent goes through the proxy that it is given, and through none that it is not', async () => {
  const server = createServer();
  const asked: string[] = [];
  server.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, by: 'HTTPS_PROXY' };
  const codeOf = (through: typeof proxy | undefined): Promise<unknown> =>
    new Promise((resolve) => {
      get('https://a.invalid/', { agent: agentFor('https://a.invalid/', through) }).on('error', (error) =>
        resolve('code' in error ? error.code : error),
      );
    });
  try {
    expect(await codeOf(proxy)).toBe('ERR_PROXY_TUNNEL');
    expect(asked).toEqual(['a.invalid:443']);
    expect(await codeOf(undefined)).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
    expect(asked).toHaveLength(1);
  } finally {
    server.close();
  }
});

it('Node takes none unless it was told to when it started', () => {
  expect(proxyOfNode('https://a.invalid/')).toBeUndefined();
});
