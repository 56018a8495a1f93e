import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ready, release } from '../../test/request/sample.ts';
import { htmlRequest } from './html.ts';
import { requestOf } from './model.ts';
import type { RequestInput } from './model.ts';
import { printedPage } from './pdf.ts';

const long = (words: string, count: number): string => Array.from({ length: count }, () => words).join(' ');

/** As much of everything as can be, and nothing of it in order. */
const crowded: RequestInput = {
  ...ready,
  release: {
    ...release,
    title: long('A title that goes on', 20),
    description: long('A change that takes many words to tell, since it touches much.', 60),
    impact: long('Somebody is touched by it in some way that takes words.', 60),
    parties: Array.from({ length: 30 }, (_, index) => `Party ${index}`),
    expectedChanges: Array.from({ length: 40 }, (_, index) => ({ object: `client/portal-${index}`, attribute: long('redirectUris', 20) })),
    rollback: { plan: 'A', reason: long('It is easy to go back, says who never did.', 30) },
    confirmations: [],
    waivers: Array.from({ length: 20 }, (_, index) => ({
      code: 'keycloak-log/NEW_ERROR',
      subject: `log/${index}`,
      owner: long('Somebody', 20),
      reason: long('It is known.', 60),
      expires: '2026-12-31T18:00:00+01:00',
    })),
  },
  tried: [...ready.tried, ...ready.tried].map(({ place, proven }, index) => ({
    proven: { ...proven, environment: `${place.id}${index}`, newest: null },
    place: { ...place, id: `${place.id}${index}`, title: long(place.title, 6) },
  })),
};

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'request-'));
  for (const [name, input] of Object.entries({ ready, crowded }))
    writeFileSync(join(folder, `${name}.html`), htmlRequest(requestOf(input)));
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(name: string, width: number, height: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return page;
}

test.each([
  ['ready', 'light', 1280],
  ['ready', 'dark', 390],
  ['crowded', 'light', 390],
  ['crowded', 'dark', 1280],
] as const)('axe finds nothing: %s, %s, %i px', async (name, scheme, width) => {
  const page = await open(name, width, 900, scheme);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  await page.context().close();
});

test.each(['ready', 'crowded'])('the four answers stand on one sheet of A4: %s', async (name) => {
  // A4 less its margins, in CSS pixels.
  const page = await open(name, 673, 1032);
  await page.emulateMedia({ media: 'print' });
  const front = page.locator('.front');
  expect((await front.boundingBox())?.height).toBeLessThan(1032);
  for (const title of ['What changes', 'Impact', 'Is restoring a database backup needed to roll it back?', 'Evidence'])
    expect(await front.getByRole('heading', { name: title }).isVisible()).toBe(true);
  expect(await front.getByRole('heading', { level: 1 }).textContent()).toBe(name === 'ready' ? 'Ready for the board' : 'Not ready');
  await page.context().close();
});

test('it is printed by the browser of this machine, the first sheet alone with the answers', async () => {
  const pdf = Buffer.from((await printedPage(join(folder, 'ready.html'), process.env['CHROMIUM'])) ?? []);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
  expect(pages).toBe(3);
  expect(readFileSync(join(folder, 'ready.html'), 'utf8')).toContain('Ready for the board');
  expect(await printedPage(join(folder, 'ready.html'), '/nowhere/chromium')).toBeUndefined();
});
