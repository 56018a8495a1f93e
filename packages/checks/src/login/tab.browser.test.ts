import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchBrowser } from './browser.ts';
import { openTab } from './tab.ts';

let browser: Browser;

beforeAll(async () => {
  const executable = await findChromium();
  if (executable === undefined) throw new Error('This machine has no Chromium.');
  browser = await launchBrowser(executable);
});
afterAll(async () => browser.close());

test('a page is summarised with the beginning of its title', async () => {
  const tab = await openTab(await browser.newContext(), { loggedIn: '#out', pages: [] });
  await tab.page.goto(`data:text/html,<title>${'Sign in '.repeat(100)}</title><a id="out">Log out</a>`);
  expect(await tab.summarize()).toMatchObject({ title: 'Sign in '.repeat(25), loggedIn: true, document: 1 });
});
