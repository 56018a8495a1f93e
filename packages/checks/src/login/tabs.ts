import type { Browser, BrowserContext } from 'playwright-core';
import type { Selectors } from './summary-script.ts';
import { openTab } from './tab.ts';
import type { Tab } from './tab.ts';
import { userAgentOf } from './user-agent.ts';

/** What one attempt has of the browser. */
export interface Tabs {
  readonly tabs: BrowserContext;
  readonly tab: Tab;
  readonly userAgent: string;
}

/** A browser without a past, which names the gate in all that it asks for, and its first tab. */
export async function openTabs(starting: Promise<Browser>, selectors: Selectors): Promise<Tabs> {
  const browser = await starting;
  const userAgent = await userAgentOf(browser);
  const tabs = await browser.newContext({ locale: 'en', userAgent, viewport: { width: 1024, height: 640 }, ignoreHTTPSErrors: false });
  try {
    return { tabs, tab: await openTab(tabs, selectors), userAgent };
  } catch (error) {
    await tabs.close().catch(() => browser.isConnected());
    throw error;
  }
}
