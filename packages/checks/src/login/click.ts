import type { Locator } from 'playwright-core';

/** Milliseconds until there is something to click. */
const patience = 5_000;

/**
 * Clicks the first visible match, and does not wait for what comes of it: a slow application is no missing button.
 * False when there is nothing to click. Playwright's error is not passed on, because it quotes the page.
 */
export async function clickFirst(locator: Locator): Promise<boolean> {
  try {
    // Deprecated only as a name: it "will default to true in the future".
    // oxlint-disable-next-line typescript/no-deprecated
    await locator.filter({ visible: true }).first().click({ timeout: patience, noWaitAfter: true });
    return true;
  } catch {
    return false;
  }
}
