import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foldedRecord } from '../../test/folded-record.ts';
import { sampleChecks } from '../../test/sample-checks.ts';
import { readSampleEvidence, sampleRecord, screenshotHash } from '../../test/sample-record.ts';
import { renderHtml } from './html/document.ts';

let browser: Browser;
let folder: string;
const complaints: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
  writeFileSync(join(folder, 'fail.html'), renderHtml(sampleRecord(), readSampleEvidence));
  writeFileSync(
    join(folder, 'pass.html'),
    renderHtml(sampleRecord(sampleChecks(screenshotHash).filter((check) => check.outcome.kind === 'pass')), readSampleEvidence),
  );
  writeFileSync(join(folder, 'folded.html'), renderHtml(foldedRecord(), readSampleEvidence));
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  complaints.length = 0;
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(join(folder, name)).href);
  return page;
}

const visibleChecks = (page: Page): Promise<string[]> => page.locator('details.check:visible h4').allTextContents();

describe('axe finds nothing', () => {
  const looks = [
    ['fail.html', 'light', 1280],
    ['fail.html', 'dark', 390],
    ['pass.html', 'dark', 1280],
    ['pass.html', 'light', 390],
    ['folded.html', 'light', 390],
    ['folded.html', 'dark', 1280],
  ] as const;
  test.each(looks)('%s, %s, %i px', async (name, colorScheme, width) => {
    const page = await open(name, { colorScheme, viewport: { width, height: 900 } });
    await page.locator('#unfold').click();
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('nothing is wider than a telephone', async () => {
  for (const width of [1280, 390, 320]) {
    const page = await open('fail.html', { viewport: { width, height: 800 } });
    await page.locator('#unfold').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.context().close();
  }
});

test("the board's page fits on one sheet of A4", async () => {
  // A4 less its margins, in CSS pixels.
  const page = await open('fail.html', { viewport: { width: 673, height: 1032 } });
  await page.emulateMedia({ media: 'print' });
  const front = page.locator('.front');
  expect((await front.boundingBox())?.height).toBeLessThan(1032);
  await expect.poll(() => front.getByText('Notices').isVisible()).toBe(true);
  expect(await page.locator('.filters').isVisible()).toBe(false);
  await page.context().close();
});

test('without a script it is whole: it unfolds, links and filters', async () => {
  const page = await open('fail.html', { javaScriptEnabled: false });
  expect((await visibleChecks(page)).length).toBe(15);
  expect(await page.locator('#search').isVisible()).toBe(false);
  await page.locator('#show-fail').uncheck();
  await page.locator('#show-info').uncheck();
  expect((await visibleChecks(page)).length).toBe(10);
  const folded = page.locator('#check-database-schema-matches');
  expect(await folded.getByText('time of the migration').isVisible()).toBe(false);
  await folded.locator('summary').first().click();
  expect(await folded.getByText('time of the migration').isVisible()).toBe(true);
  await page.context().close();
});

test('with a script it finds by text, folds, and unfolds what a link leads to', async () => {
  const page = await open('fail.html');
  await page.locator('#search').fill('partners issuer public');
  expect(await visibleChecks(page)).toEqual(['The realm answers discovery with its own issuer: partners']);
  expect(await page.locator('.step:visible').count()).toBe(1);
  expect(await page.locator('#shown').textContent()).toBe('1 of 15 checks are shown');
  await page.locator('#search').fill('');
  await page.locator('#fold').click();
  expect(await page.locator('details.check[open]').count()).toBe(0);
  await page.locator('.front a', { hasText: 'Log in and out: wiki' }).click();
  await expect.poll(() => page.locator('details.check[open]').count()).toBe(1);
  expect(await page.getByRole('img', { name: 'After the logout' }).isVisible()).toBe(true);
  await page.context().close();
});

test('a consequence leads to its cause, whose consequences unfold', async () => {
  const page = await open('folded.html');
  const effect = page.locator('#check-kubernetes-workload-rolled-out');
  await effect.getByRole('link', { name: 'The image cannot be pulled (pod/keycloak-ff8-75qpt)' }).click();
  const cause = page.locator('#check-kubernetes-pods-healthy-cause-1');
  await expect.poll(() => cause.evaluate((each) => each.getBoundingClientRect().top >= 0)).toBe(true);
  const told = cause.getByText('There is no banner in its log.');
  expect(await told.isVisible()).toBe(false);
  await cause.getByText('4 consequences, in 4 checks').click();
  expect(await told.isVisible()).toBe(true);
  await page.context().close();
});

test('everything is reached by the keyboard, and shows where it is', async () => {
  const page = await open('fail.html');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the checks');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => ({
    id: document.activeElement?.id,
    outline: getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  }));
  expect(focused).toEqual({ id: 'show-fail', outline: 'solid' });
  await page.context().close();
});

test('what the record holds runs nothing', async () => {
  const page = await open('fail.html');
  expect(await page.evaluate(() => document.querySelectorAll('script').length)).toBe(1);
  // A script that is not the page's own is refused by its policy.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
  });
  expect(await page.title()).toBe('Fail: After the Deploy action, Acceptance, 2026-11');
  expect(complaints.join('\n')).toContain('Content Security Policy');
  await page.context().close();
});
