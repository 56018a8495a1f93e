import type { Locator, Page } from 'playwright-core';
import { clickAtOnce } from './at-once.ts';
import { inTime } from './in-time.ts';

/** Milliseconds until there is something that can be clicked. */
const patience = 8_000;

export type Clicked = 'clicked' | 'nothing' | 'several';

/**
 * Clicks the one visible match, and does not wait for what comes of it: a slow application is no missing button. Of several
 * none is clicked: which one a person would take is not for the gate to guess. Playwright's error is not passed on, because it quotes
 * the page.
 */
export async function clickOnly(page: Page, selector: string): Promise<Clicked> {
  const visible = page.locator(selector).filter({ visible: true });
  try {
    if (await clickAtOnce(page, selector)) return 'clicked';
    // Deprecated only as a name: it "will default to true in the future".
    // oxlint-disable-next-line typescript/no-deprecated
    await visible.click({ timeout: patience, noWaitAfter: true });
    return 'clicked';
  } catch {
    return (await countOf(visible)) > 1 ? 'several' : 'nothing';
  }
}

/** None of what is no selector, or on a page that went away. */
async function countOf(locator: Locator): Promise<number> {
  try {
    return (await inTime(locator.count())) ?? 0;
  } catch {
    return 0;
  }
}
