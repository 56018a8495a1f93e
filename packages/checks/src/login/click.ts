import type { Locator } from 'playwright-core';

/** Milliseconds until there is something to click. */
const patience = 5_000;

export type Clicked = 'clicked' | 'nothing' | 'several';

/**
 * Clicks the one visible match, and does not wait for what comes of it: a slow application is no missing button. Of several
 * none is clicked: which one a person would take is not for the gate to guess. Playwright's error is not passed on, because it quotes
 * the page.
 */
export async function clickOnly(locator: Locator): Promise<Clicked> {
  const visible = locator.filter({ visible: true });
  try {
    await visible.first().waitFor({ timeout: patience });
    if ((await visible.count()) > 1) return 'several';
    // Deprecated only as a name: it "will default to true in the future".
    // oxlint-disable-next-line typescript/no-deprecated
    await visible.click({ timeout: patience, noWaitAfter: true });
    return 'clicked';
  } catch {
    return 'nothing';
  }
}
