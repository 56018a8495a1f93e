import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from './browser.ts';
import { takePicture } from './picture.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('This machine has no Chromium.');
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  page = await browser.newPage();
});
afterAll(async () => browser.close());

/** The picture of a page on which this stands, and in whose inputs that was typed. */
async function pictureOf(text: string, typed: string, moment = 'login'): Promise<string> {
  await page.setContent(`<p>${text}</p><input value="${typed}"><textarea>${typed}</textarea><x-field></x-field>
    <script>document.querySelector('x-field').attachShadow({ mode: 'open' }).innerHTML = '<input value="${typed}">';</script>`);
  const pictures: (Uint8Array | string)[] = [];
  const taken = await takePicture(page, 'portal', moment, {
    attach: ({ content }) => `picture ${pictures.push(content)}`,
    signal: AbortSignal.timeout(30_000),
  });
  expect(taken).toEqual({ moment, sha256: 'picture 1' });
  return Buffer.from(pictures[0] ?? '').toString('base64');
}

test('what stands in an input is in no picture, within a component neither; what stands on the page is', async () => {
  const picture = await pictureOf('Welcome', 'alice');
  expect(await pictureOf('Welcome', 'the-password')).toBe(picture);
  expect(await pictureOf('Not welcome', 'alice')).not.toBe(picture);
});

test('it leaves the page as it was', async () => {
  await pictureOf('Welcome', 'alice');
  expect(await page.locator('html > div').count()).toBe(0);
});

test('where a login failed, every word can be read', async () => {
  const [frame, whole] = [await pictureOf('Welcome', 'alice'), await pictureOf('Welcome', 'alice', 'failed')];
  expect([frame, whole].map((each) => Buffer.from(each, 'base64').subarray(0, 3).toString('hex'))).toEqual(['ffd8ff', 'ffd8ff']);
  expect(whole.length).toBeGreaterThan(frame.length * 2);
});
