import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { openTabs } from './tabs.ts';
import { gateProduct } from '../as-gate.ts';
import { userAgentOf } from './user-agent.ts';

/**
 * What the page asks for, in all the ways that pages have: of its own origin, and of another site (the same server by another name). The other
 * window opens last: together with a frame of another site, Playwright now and then starts neither.
 */
const page = (
  elsewhere: string,
): string => `<title>Portal</title><link rel="stylesheet" href="/style.css"><script src="/script.js"></script>
  <iframe src="/frame"></iframe><iframe src="${elsewhere}/frame-elsewhere"></iframe><script>
    fetch('/xhr');
    fetch('${elsewhere}/xhr-elsewhere', { headers: { accept: 'application/json' } });
    new Worker('/worker.js');
    addEventListener('load', () => open('/popup'));
  </script>`;
const documents: Readonly<Record<string, string>> = {
  '/frame': `<script>fetch('/xhr-of-frame')</script>`,
  '/frame-elsewhere': `<script>fetch('/xhr-of-frame-elsewhere')</script>`,
  '/popup': `<script>fetch('/xhr-of-popup')</script>`,
  '/worker.js': `fetch('/xhr-of-worker')`,
};
const every = [
  '/',
  '/style.css',
  '/script.js',
  '/xhr',
  '/xhr-elsewhere',
  ...Object.keys(documents),
  '/xhr-of-frame',
  '/xhr-of-frame-elsewhere',
  '/xhr-of-popup',
  '/xhr-of-worker',
].map((path) => `GET ${path}`);

/** What the browser says of itself: its client hints, and what a page may ask of it besides. */
interface Said {
  readonly userAgent: string | undefined;
  readonly hints: readonly (readonly [string, unknown])[];
}

let server: Server;
let browser: Browser;
let base: string;
let asked: Map<string, Said>;

beforeAll(async () => {
  server = createServer(({ url = '', method = '', headers }, response) => {
    const { port } = server.address() as AddressInfo;
    const { 'user-agent': userAgent, ...others } = headers;
    if (url !== '/favicon.ico')
      asked.set(`${method} ${url}`, { userAgent, hints: Object.entries(others).filter(([name]) => name.startsWith('sec-ch-')) });
    response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : url.endsWith('.css') ? 'text/css' : 'text/html');
    response.setHeader('access-control-allow-origin', '*');
    response.end(url === '/' ? page(`http://localhost:${port}`) : documents[url]);
  });
  await new Promise<void>((listening) => server.listen(0, () => listening()));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('This machine has no Chromium.');
  browser = await launchBrowser(executablePath);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

/** What is asked for in these tabs, and what a page finds there. */
async function askedIn(tabs: BrowserContext): Promise<{ readonly asked: typeof asked; readonly inPage: unknown }> {
  asked = new Map();
  try {
    const tab = await tabs.newPage();
    await tab.goto(base);
    await expect.poll(() => [...asked.keys()].toSorted(), { timeout: 20_000 }).toEqual(every.toSorted());
    const inPage = await tab.evaluate<unknown>(
      `navigator.userAgentData.getHighEntropyValues(['architecture', 'bitness', 'fullVersionList', 'model', 'platformVersion'])`,
    );
    return { asked, inPage };
  } finally {
    await tabs.close();
  }
}

test('whatever a page asks for names the gate after the browser, and nothing else that the browser says is another', async () => {
  const own = await askedIn(await browser.newContext({ locale: 'en' }));
  const { tabs, userAgent } = await openTabs(Promise.resolve(browser), { loggedIn: '#user', pages: [] });
  const gate = await askedIn(tabs);
  const ownAgent = own.asked.get('GET /')?.userAgent ?? '';
  expect(ownAgent).toMatch(/^Mozilla\/5\.0 .*Chrome\/\d/);
  expect(userAgent).toBe(`${ownAgent} ${gateProduct}`);
  // No request to another origin is asked for beforehand (OPTIONS): there is none but these.
  expect(new Set([...gate.asked].map(([path, said]) => `${path} ${said.userAgent}`))).toEqual(
    new Set(every.map((path) => `${path} ${userAgent}`)),
  );
  const hints = (said: typeof asked) => Object.fromEntries([...said].map(([path, each]) => [path, Object.fromEntries(each.hints)]));
  expect(hints(gate.asked)).toEqual(hints(own.asked));
  expect(hints(gate.asked)['GET /']).toHaveProperty('sec-ch-ua');
  expect(gate.inPage).toEqual(own.inPage);
});

test('a browser is asked once how it names itself', async () => {
  expect(userAgentOf(browser)).toBe(userAgentOf(browser));
  expect(await userAgentOf(browser)).toContain(browser.version());
});
