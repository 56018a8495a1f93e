import type { Page } from 'playwright-core';
import { launchArguments } from '../../../packages/checks/src/login/browser.ts';
import type { BenchApplication } from '../applications.ts';

/** How the headless shell is started: as the gate starts it. */
export const launchOptions = {
  executablePath: '/usr/bin/chromium-headless-shell',
  args: launchArguments(false),
};

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
