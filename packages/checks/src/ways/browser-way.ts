import { setTimeout as pause } from 'node:timers/promises';
import { gap } from '@keycloak-release-gate/core';
import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import type { BrowserContext } from 'playwright-core';
import { findBrowser, sharedBrowser } from '../login/browser.ts';
import { browserHome } from '../login/browser-home.ts';
import { codes as loginCodes } from '../login/codes.ts';
import { userAgentOf } from '../login/user-agent.ts';
import { machineVariables } from '../machine-variables.ts';
import { browserProxy } from './browser-proxy.ts';
import { browserCodes } from './codes.ts';
import { failedStepOfBrowser } from './failed-step.ts';
import type { Failed } from './failed-step.ts';
import { issuerAt } from './issuer.ts';
import { shownProxy } from './proxy.ts';
import type { NamedProxy } from './proxy.ts';
import { gapOfStep } from './way.ts';
import type { Way } from './way.ts';

/** Milliseconds for the head of an answer. */
const patience = 8_000;

/** How the browser of the logins, started as it is for them, comes to these addresses. No script of what answers is run. */
export async function browserWays(
  addresses: readonly string[],
  environment: Environment,
  { shared, signal }: Pick<CollectContext<unknown>, 'shared' | 'signal'>,
): Promise<readonly Way[]> {
  const subject = 'way/browser';
  const [executable, home] = await Promise.all([findBrowser(environment), browserHome(environment, shared, subject)]);
  const missing =
    executable === undefined
      ? gap(loginCodes.NO_BROWSER, { subject, reason: 'This machine has no Chromium where one is usually installed.' })
      : typeof home === 'object'
        ? home
        : undefined;
  if (executable === undefined || typeof home === 'object')
    return [{ client: 'browser', to: new URL(environment.keycloak.publicUrl).origin, gaps: missing ? [missing] : [] }];
  const browser = await sharedBrowser(executable, shared, { home });
  const tabs = await browser.newContext({ userAgent: await userAgentOf(browser), javaScriptEnabled: false, ignoreHTTPSErrors: false });
  const trusts = `Chromium's own authorities and ${environment.chromiumCaFile === undefined ? 'those of its NSS database' : `those in ${environment.chromiumCaFile} (\`chromiumCaFile\`)`}`;
  try {
    const ways: Way[] = [];
    // One after the other: a proxy that asks for a password holds up what else goes through it.
    for (const address of addresses) ways.push(await browserWay(address, tabs, trusts, signal));
    return ways;
  } finally {
    // With all tabs at once: one that is closed just as its answer comes in stays, and its end is waited for in vain.
    await Promise.race([tabs.close().catch(() => browser.isConnected()), pause(2_000, undefined, { ref: false })]);
  }
}

async function browserWay(address: string, tabs: BrowserContext, trusts: string, signal: AbortSignal): Promise<Way> {
  const named = browserProxy(address, machineVariables());
  const way = {
    client: 'browser',
    to: new URL(address).origin,
    ...(named === undefined ? {} : { proxy: shownProxy(named) }),
    ...(address.startsWith('https:') ? { trusts } : {}),
  } as const;
  const failed = await failureOn(address, tabs, named);
  signal.throwIfAborted();
  if (failed === undefined) return { ...way, gaps: [] };
  const issuer = failed.step === 'untrusted' ? await issuerAt(address, named, signal) : undefined;
  return { ...way, gaps: [gapOfStep(browserCodes, failed.step, way, failed, { issuer })] };
}

/** Opens an address in a tab of its own as far as the head of its answer; undefined where there is one. */
async function failureOn(address: string, tabs: BrowserContext, proxy: NamedProxy | undefined): Promise<Failed | undefined> {
  const page = await tabs.newPage();
  // A proxy's wish for a password is an answer to the browser, which then waits for somebody to type it.
  const refused = new Promise<Failed>((resolve) => {
    page.on('response', (answer) => {
      if (proxy !== undefined && answer.status() === 407) resolve({ step: 'proxy refused', said: 'it is not let through', status: 407 });
    });
  });
  try {
    return await Promise.race([refused, page.goto(address, { waitUntil: 'commit', timeout: patience }).then(() => undefined)]);
  } catch (error) {
    return failedStepOfBrowser(error instanceof Error ? error.message : String(error));
  }
}
