import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { nodeProxy } from './node-proxy.ts';
import { shownProxy } from './proxy.ts';

const https = 'https://a.b.invalid/';
const exemptions = [
  '',
  'a.b.invalid',
  '.b.invalid',
  'b.invalid',
  '*.b.invalid',
  '*',
  'x, b.invalid',
  'x b.invalid',
  'nvalid',
  'A.B.INVALID',
];
const exempted = exemptions.flatMap((NO_PROXY) => [https, 'https://a.b.invalid:8443/'].map((address) => ({ NO_PROXY, address })));
const withPort = ['a.b.invalid:8443', 'b.invalid:443'].flatMap((NO_PROXY) =>
  [https, 'https://a.b.invalid:8443/'].map((address) => ({ NO_PROXY, address })),
);

/** Asks for each address as its case says, and tells of each whether the proxy was asked: it refuses. Node looks at NO_PROXY every time. */
const script = `
const proxied = [];
for (const { NO_PROXY, address } of JSON.parse(process.argv[1])) {
  process.env.NO_PROXY = NO_PROXY;
  const error = await fetch(address).catch((error) => error);
  proxied.push(/Proxy response/.test(error.cause?.cause?.message ?? ''));
}
console.log(JSON.stringify(proxied));`;

async function asNodeDoes(cases: readonly object[], variables: Readonly<Record<string, string>>): Promise<unknown> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(cases)], {
    env: { NODE_USE_ENV_PROXY: '1', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return JSON.parse(out);
}

it('the rule is what Node does', async () => {
  const server = createServer();
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const plain = { NO_PROXY: '', address: 'http://a.b.invalid/' };
    for (const [variables, cases] of [
      [{ HTTPS_PROXY: proxy }, [...exempted, ...withPort, plain]],
      [{ HTTP_PROXY: proxy }, [{ NO_PROXY: '', address: https }, plain]],
      [{ ALL_PROXY: proxy }, [{ NO_PROXY: '', address: https }]],
      [{ https_proxy: proxy, HTTPS_PROXY: 'http://127.0.0.1:9' }, [{ NO_PROXY: '', address: https }]],
      [{ HTTPS_PROXY: proxy }, [{ NO_PROXY: '127.0.0.0/8', address: 'https://127.0.0.1/' }]],
    ] as const) {
      const ruled = cases.map(({ NO_PROXY, address }) => nodeProxy(address, { ...variables, NO_PROXY })?.address === proxy);
      expect({ variables, proxied: ruled }).toEqual({ variables, proxied: await asNodeDoes(cases, variables) });
    }
  } finally {
    server.close();
  }
});

it('names the variable, and shows the address without its password', () => {
  const named = nodeProxy(https, { https_proxy: 'http://user:secret@proxy.example:3128', HTTPS_PROXY: 'http://other:1' });
  expect(named && shownProxy(named)).toEqual({ url: 'http://proxy.example:3128', by: 'https_proxy' });
  expect(shownProxy({ address: 'proxy.example:3128', by: 'HTTPS_PROXY' }).url).toBe('http://proxy.example:3128');
  expect(shownProxy({ address: 'http://user:secret@', by: 'HTTPS_PROXY' }).url).toBe('(not an address)');
});
