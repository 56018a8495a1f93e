import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from './browser.ts';
import { clickOnly } from './click.ts';
import { assertUser } from './in-application.ts';
import { onPage, visibleOf } from './on-page.ts';
import { classify } from './page.ts';
import type { PageSummary } from './page.ts';
import { openTab } from './tab.ts';
import type { Tab } from './tab.ts';

/** Pages of an application and of a theme that is built like none of Keycloak's: real documents in a real browser. */
const documents: Readonly<Record<string, string>> = {
  '/home': `<title>Portal</title><a id="log-in" href="/login">Log in</a><a href="/help">Help</a>
    <button style="display:none" id="log-out">Log out</button><form><input name="q" value="what was typed"><button type="submit">Find</button></form>`,
  '/twice':
    '<title>Twice</title><a class="out" href="/a">Log out</a><a class="out" href="/b">Log out here too</a><a class="out" style="display:none">no</a>',
  '/theme': `<title>Aanmelden</title><form id="aanmelden" action="/post" method="post"><input id="naam"><input id="wachtwoord" type="password">
    <p class="fout">Onjuist</p><button id="inloggen">Inloggen</button></form>`,
  '/odd': `<title>Odd</title><a class="odd" style="display:contents">seen through</a><a class="odd" href="/a"></a><b class="odd" style="visibility:hidden">hidden</b>
    <i class="odd">seen</i><u id="host"></u><script>if (location.search) document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<i class="odd">in the shadow</i>';</script>`,
  '/plain-odd':
    '<title>Plain</title><a class="odd" href="/a"></a><b class="odd" style="visibility:hidden">hidden</b><i class="odd">seen</i>',
  '/posting':
    '<form method="post" action="/provider"><input type="hidden" name="SAMLRequest" value="x"></form><script>document.forms[0].submit()</script>',
  '/provider': '<title>Provider</title>',
  '/late': '<title>Late</title><form id="kc-form-login"><input id="username"></form><script type="module" src="/late.js"></script>',
  '/welcome': '<title>Welcome</title><p id="user">You are Robin-2, of the staff (robin@acme.example).</p>',
  '/busy': '<title>Busy</title><p>One moment</p><script>setTimeout(() => { for (;;); }, 50)</script>',
  '/comment':
    '<!-- template: login.ftl --><form id="kc-form-login" action="https://elsewhere.example/steal"><input id="username"><input id="password" type="password"></form>',
};

let server: Server;
let browser: Browser;
let context: BrowserContext;
let base: string;
/** Sends the second half of a page. */
let whenAsked = (): void => undefined;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'text/html');
    if (url === '/late.js') return void (whenAsked = () => void response.setHeader('content-type', 'text/javascript').end(''));
    if (url !== '/halves') return void response.end(documents[url] ?? '');
    response.write('<!doctype html><title>Halves</title><body>');
    whenAsked = () => void response.end('<form id="kc-oauth"><button id="kc-login">Yes</button></form>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('This machine has no Chromium.');
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  context = await browser.newContext();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

const theme = {
  page: 'login',
  when: '#aanmelden',
  username: '#naam',
  password: '#wachtwoord',
  submit: '#inloggen',
  invalid: '.fout',
} as const;

async function at(path: string, sought: Partial<Parameters<typeof openTab>[1]> = {}): Promise<Tab> {
  const tab = await openTab(context, { loggedIn: '#log-out', pages: [theme], ...sought });
  await tab.page.goto(`${base}${path}`);
  return tab;
}

async function summaryOf(tab: Tab): Promise<PageSummary> {
  return expect
    .poll(async () => tab.summarize())
    .toBeDefined()
    .then(async () => (await tab.summarize()) ?? expect.fail('no page'));
}

describe('what is on a page', () => {
  test('is told with a selector that fits each alone, and nothing that was typed', async () => {
    const { page } = await at('/home');
    expect(await onPage(page)).toEqual({
      title: 'Portal',
      inputs: [{ selector: 'input[name="q"]', type: 'text' }],
      clickable: [
        { selector: '#log-in', text: 'Log in' },
        { selector: 'a[href="/help"]', text: 'Help' },
        { selector: 'button[type="submit"]', text: 'Find' },
      ],
    });
  });

  test('is counted as far as it is to be seen; what is no selector is told as that', async () => {
    const { page } = await at('/twice');
    expect(await visibleOf(page, '.out')).toBe(2);
    expect(await visibleOf(page, '#log-out')).toBe(0);
    expect(await visibleOf(page, '##log-out')).toBeUndefined();
  });

  // Counted at once where that is the same, and else by Playwright: it is asked for all of them here.
  test.each(['/plain-odd', '/odd', '/odd?shadow', '/twice'])('%s is counted as Playwright counts it', async (path) => {
    const { page } = await at(path);
    for (const selector of ['.odd', 'i', 'a', ':is(i:has-text("seen"), b)', 'text=seen'])
      expect([selector, await visibleOf(page, selector)]).toEqual([
        selector,
        await page.locator(selector).filter({ visible: true }).count(),
      ]);
  });

  test('a selector that is none is seen where it is looked for', async () => {
    expect((await summaryOf(await at('/home', { loggedIn: '##log-out' }))).noSelectors).toEqual(['loggedIn']);
    expect(await summaryOf(await at('/home', { start: '#log-in' }))).toMatchObject({ noSelectors: [], start: true, loggedIn: false });
  });
});

test('what became of a page since it was watched is not waited for', async () => {
  const tab = await at('/home');
  const changed = tab.watch();
  await tab.page.goto(`${base}/twice`);
  // As long as the test may take, were it waited for.
  await changed(600_000);
  const begin = performance.now();
  await tab.watch()(100);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(90);
});

test('a request that a page posts to a provider is seen, without what it says', async () => {
  const tab = await at('/posting');
  await tab.page.waitForURL(`${base}/provider`);
  expect(tab.takeHops()).toEqual([{ url: `${base}/provider`, postedFrom: `${base}/posting` }]);
});

test('half a page is none yet', async () => {
  const tab = await at('/home');
  expect(await summaryOf(tab)).toMatchObject({ ids: [] });
  void tab.page.goto(`${base}/halves`, { waitUntil: 'commit' });
  await expect.poll(() => tab.page.title()).toBe('Halves');
  expect(await tab.summarize()).toBeUndefined();
  whenAsked();
  await expect.poll(async () => (await tab.summarize())?.ids).toEqual(['kc-login', 'kc-oauth']);
});

test('a page whose scripts are still to run is none yet: acted on, it would count as a new one afterwards', async () => {
  const tab = await at('/home');
  const before = tab.documents();
  void tab.page.goto(`${base}/late`, { waitUntil: 'commit' });
  await expect.poll(async () => tab.page.locator('#username').isVisible()).toBe(true);
  expect(await tab.summarize()).toBeUndefined();
  whenAsked();
  await expect.poll(async () => (await tab.summarize())?.ids).toEqual(['username', 'kc-form-login']);
  expect((await tab.summarize())?.document).toBe(before + 1);
});

test('a page that keeps its thread busy answers nothing, and is not waited for', async () => {
  const tab = await at('/busy');
  // It has been busy for ever from now on.
  await expect.poll(async () => tab.summarize(), { timeout: 20_000 }).toBeUndefined();
  expect(await onPage(tab.page)).toEqual({ title: '', inputs: [], clickable: [] });
  expect(await visibleOf(tab.page, 'p')).toBeUndefined();
  await tab.page.close();
}, 60_000);

describe('who is logged in', () => {
  const entry = (text?: string) => ({ loggedInAs: { selector: '#user', ...(text === undefined ? {} : { text }) } });

  test.each([
    ['robin-2', undefined],
    ['nobody', 'of the staff'],
    ['nobody', 'ROBIN@acme.example'],
  ])('is shown: %s, %s', async (username, text) => {
    expect(await assertUser(await at('/welcome'), entry(text), username)).toBeUndefined();
  });

  test('is somebody else, whose name is a part of what is shown, or none', async () => {
    // Side by side: each waits for as long as a page may take to show its user.
    const shown = await Promise.all(
      ['robin', 'acme.example', 'kim'].map(async (username) => assertUser(await at('/welcome'), entry(), username)),
    );
    for (const each of shown) expect(each).toMatchObject({ code: 'USER_NOT_SHOWN', path: '/welcome' });
  }, 30_000);

  test('is not asked for where the entry does not say it', async () => {
    expect(await assertUser(await at('/welcome'), {}, 'kim')).toBeUndefined();
  });
});

describe('a click', () => {
  test('goes to the one element that is to be seen, and to none of several', async () => {
    const { page } = await at('/twice');
    expect(await clickOnly(page, '.out')).toBe('several');
    expect(page.url()).toBe(`${base}/twice`);
    expect(await clickOnly(page, 'a[href="/b"]')).toBe('clicked');
    await expect.poll(() => page.url()).toBe(`${base}/b`);
  });

  test('on what is not there, or is no selector, does nothing', async () => {
    const { page } = await at('/home');
    expect(await clickOnly(page, '#log-out')).toBe('nothing');
    expect(await clickOnly(page, '##log-out')).toBe('nothing');
  }, 30_000);
});

describe('a theme that is built like none of Keycloak', () => {
  test('is known by what the environment declares of it, with the place that its form is sent to', async () => {
    const page = await summaryOf(await at('/theme'));
    expect(page).toMatchObject({ declared: theme, ids: ['username', 'password'], invalid: true, formOrigin: base });
    expect(classify(page)).toEqual({ kind: 'credentials', username: true, password: true });
  });

  test('is not known without', async () => {
    const page = await summaryOf(await at('/theme', { pages: [] }));
    expect(page).toMatchObject({ ids: [], invalid: false });
    expect(page.formOrigin).toBeUndefined();
    expect(classify(page)).toEqual({ kind: 'unknown' });
  });

  test('a declaration of other pages leaves those of Keycloak as they are, and shows a form that is sent elsewhere', async () => {
    const page = await summaryOf(await at('/comment'));
    expect(page.declared).toBeUndefined();
    expect(page).toMatchObject({ templates: ['login.ftl'], formOrigin: 'https://elsewhere.example' });
  });
});
