import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { findChromium, launchBrowser } from '../login/browser.ts';
import { browserProxy } from './browser-proxy.ts';

afterEach(() => vi.unstubAllEnvs());

const addresses = [
  'http://a.b.invalid/',
  'https://a.b.invalid/',
  'https://a.b.invalid:8443/',
  'https://127.0.0.1:8443/',
  'https://255.255.255.255/',
  'https://localhost:8443/',
];

it('the rule is what Chromium does', async () => {
  const asked = new Set<string>();
  const server = createServer(({ url = '' }, response) => {
    asked.add(url.replace(/^http:\/\/([^/]*)\/$/, '$1:80'));
    response.writeHead(502).end();
  });
  server.on('connect', ({ url = '' }, socket) => {
    asked.add(url);
    socket.end('HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executable = await findChromium();
  if (executable === undefined) throw new Error('This machine has no Chromium.');
  try {
    for (const variables of [
      { HTTPS_PROXY: `http://${proxy}` },
      { http_proxy: proxy },
      { ALL_PROXY: proxy, HTTPS_PROXY: 'http://127.0.0.1:9' },
      { HTTPS_PROXY: proxy, NO_PROXY: 'nvalid' },
      { HTTPS_PROXY: proxy, NO_PROXY: 'x, a.b.invalid:8443' },
      { HTTPS_PROXY: proxy, no_proxy: '.b.invalid;255.0.0.0/8' },
      { HTTPS_PROXY: proxy, NO_PROXY: '255.255.255.255', no_proxy: 'x' },
      { HTTPS_PROXY: proxy, NO_PROXY: '*' },
      // Credentials, by which Playwright is told of the proxy.
      { HTTPS_PROXY: `http://user:secret@${proxy}`, NO_PROXY: 'b.invalid:8443,255.0.0.0/8' },
    ]) {
      vi.unstubAllEnvs();
      for (const name of ['ALL', 'HTTP', 'HTTPS', 'NO'].flatMap((each) => [`${each}_PROXY`, `${each}_PROXY`.toLowerCase()]))
        vi.stubEnv(name, undefined);
      for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
      asked.clear();
      const browser = await launchBrowser(executable);
      const page = await browser.newPage();
      for (const address of addresses) await page.goto(address, { waitUntil: 'commit', timeout: 1_500 }).catch(() => undefined);
      await browser.close();
      const ruled = addresses.filter((address) => browserProxy(address, variables)?.address.endsWith(proxy)).map(placeOf);
      expect({ variables, through: [...asked].toSorted() }).toEqual({ variables, through: ruled.toSorted() });
    }
  } finally {
    server.close();
  }
});

const placeOf = (address: string): string => {
  const { hostname, port, protocol } = new URL(address);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
};
