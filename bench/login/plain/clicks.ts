import type { Page } from 'playwright-core';
import type { BenchApplication } from '../applications.ts';

/** The same headless shell as the gate's, started as Playwright starts it by itself. */
export const launchOptions = { executablePath: '/usr/bin/chromium-headless-shell' };

/** What a person does, as one writes it in a specification. */
export async function logInAndOut(page: Page, { url, username, password }: BenchApplication): Promise<void> {
  await page.goto(url);
  await page.click('#log-in');
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('#kc-login');
  await page.locator('#log-out').waitFor();
  await page.click('#log-out');
  await page.waitForURL(`${url}/signed-out`);
}
