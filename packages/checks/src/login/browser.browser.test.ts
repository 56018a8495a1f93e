import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { findChromium, launchArguments } from './browser.ts';

test('a page sees a desktop with a mouse, and neither its images nor its fonts are asked for', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.setHeader('content-type', 'text/html')
      .end(`<style>@font-face { font-family: own; src: url(/own.woff2) } p { font-family: own }</style>
      <p>Welcome</p><img src="/logo.png"><script>document.title = matchMedia('(hover: hover) and (pointer: fine)').matches</script>`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('This machine has no Chromium.');
  const browser = await chromium.launch({ executablePath, args: launchArguments(false) });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'networkidle' });
    expect(await page.title()).toBe('true');
    expect(asked.filter((url) => url !== '/favicon.ico')).toEqual(['/']);
  } finally {
    await browser.close();
    server.close();
  }
});
