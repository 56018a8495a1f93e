import type { Browser } from 'playwright-core';

/**
 * The product by which the gate names itself in the User-Agent of all that it sends, so that a web application firewall can let it in.
 * Without a version: the entry of an allow-list outlives releases. A header of its own would have every request of a page to another
 * origin asked for beforehand, which breaks healthy applications.
 */
export const gateProduct = 'keycloak-release-gate';

/** The header by which requests of the gate's own are known, which no browser sends. */
export const asGate = { 'user-agent': gateProduct } as const;

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
