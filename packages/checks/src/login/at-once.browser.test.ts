import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clickAtOnce, fillAtOnce } from './at-once.ts';
import { findChromium } from './browser.ts';
import { clickOnly } from './click.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('This machine has no Chromium.');
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  page = await browser.newPage();
});
afterAll(async () => browser.close());

/** Whatever is clicked is noted in the title, with whether a person could have done it. */
const note = `<script>document.addEventListener('click', (event) => { document.title = event.target.id + ' ' + event.isTrusted; });</script>`;
const over = (id: string, style = ''): string => `<div id="${id}" style="position: fixed; inset: 0; background: #eee; ${style}"></div>`;

async function showing(body: string): Promise<Page> {
  await page.setContent(`<title>nothing</title>${body}${note}`);
  return page;
}

describe('a click on what is there at once', () => {
  test('is one of the mouse, wherever on the page it is', async () => {
    await showing('<p style="height: 5000px"></p><button id="out">Log out</button>');
    expect(await clickAtOnce(page, '#out')).toBe(true);
    expect(await page.title()).toBe('out true');
  });

  test.each([
    ['is not there', ''],
    ['is hidden', '<button id="out" style="visibility: hidden">Log out</button>'],
    ['is there twice', '<button id="out">Log out</button><button id="out">Log out</button>'],
    ['takes no click', '<button id="out" disabled>Log out</button>'],
    ['takes none as a part', '<fieldset disabled><button id="out">Log out</button></fieldset>'],
    ['has something over it', `<button id="out">Log out</button>${over('cover')}`],
    ['moves', '<style>@keyframes m { to { margin-left: 200px } } button { animation: m 9s }</style><button id="out">Log out</button>'],
    [
      'may be one of several',
      '<button id="out">Log out</button><x-y></x-y><script>document.querySelector("x-y").attachShadow({ mode: "open" });</script>',
    ],
  ])('is none on what %s', async (_why, body) => {
    await showing(body);
    expect(await clickAtOnce(page, '#out')).toBe(false);
    expect(await page.title()).toBe('nothing');
  });

  test('is none on what Playwright alone can find', async () => {
    await showing('<button id="out">Log out</button>');
    expect(await clickAtOnce(page, 'text=Log out')).toBe(false);
    expect(await clickOnly(page, 'text=Log out')).toBe('clicked');
    expect(await page.title()).toBe('out true');
  });
});

test('what comes over it in between is not clicked; it is, once that is gone', async () => {
  await showing(`<button id="out">Log out</button>${over('cover', 'display: none')}<script>
    const cover = document.getElementById('cover');
    addEventListener('mousemove', () => { cover.style.display = 'block'; setTimeout(() => cover.remove(), 300); }, { once: true });
    cover.addEventListener('mousedown', () => { document.title = 'the cover'; });
  </script>`);
  expect(await clickOnly(page, '#out')).toBe('clicked');
  expect(await page.title()).toBe('out true');
});

test('what is seen in a component counts', async () => {
  await showing(`<button class="out" id="out">Log out</button><x-y></x-y><script>
    document.querySelector('x-y').attachShadow({ mode: 'open' }).innerHTML = '<button class="out">Log out</button>';
  </script>`);
  expect(await clickOnly(page, '.out')).toBe('several');
  expect(await page.title()).toBe('nothing');
});

describe('text', () => {
  test('takes the place of what stood in the input, and is told to the page', async () => {
    await showing(`<input id="name" value="somebody"><script>
      document.getElementById('name').addEventListener('input', (event) => { document.title = event.target.value; });
    </script>`);
    expect(await fillAtOnce(page, '#name', "robin's")).toBe(true);
    expect(await page.inputValue('#name')).toBe("robin's");
    expect(await page.title()).toBe("robin's");
  });

  test.each([
    ['is read only', '<input id="name" readonly>'],
    ['takes no text', '<input id="name" type="checkbox">'],
    ['is no input', '<div id="name">x</div>'],
    ['is there twice', '<input id="name"><input id="name">'],
  ])('is not typed into what %s', async (_why, body) => {
    await showing(body);
    expect(await fillAtOnce(page, '#name', 'robin')).toBe(false);
    expect(await page.evaluate('[...document.querySelectorAll("input")].map((input) => input.value).join("")')).not.toContain('robin');
  });
});
