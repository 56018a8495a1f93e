import type { Browser } from 'playwright-core';
import { gateProduct } from '../as-gate.ts';

/** How this browser names itself, and the gate after it. Everything else that the browser says of itself stays as it is. */
export function userAgentOf(browser: Browser): Promise<string> {
  const asked = userAgents.get(browser) ?? ask(browser);
  userAgents.set(browser, asked);
  return asked;
}

/** Asked for once of each browser. */
const userAgents = new WeakMap<Browser, Promise<string>>();

async function ask(browser: Browser): Promise<string> {
  const devtools = await browser.newBrowserCDPSession();
  const { userAgent } = await devtools.send('Browser.getVersion');
  await devtools.detach();
  return `${userAgent} ${gateProduct}`;
}
