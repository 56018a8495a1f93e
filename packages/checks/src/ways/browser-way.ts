import { setTimeout as pause } from 'node:timers/promises';
import { gap } from '@keycloak-release-gate/core';
import type { CollectContext, Environment, Gap } from '@keycloak-release-gate/core';
import type { Browser, BrowserContext } from 'playwright-core';
import { firstLine } from '../kubernetes/kubeconfig.ts';
import { findBrowser, sharedBrowser } from '../login/browser.ts';
import { browserHome } from '../login/browser-home.ts';
import { codes as loginCodes } from '../login/codes.ts';
import { userAgentOf } from '../login/user-agent.ts';
import { machineVariables } from '../machine-variables.ts';
import { browserProxy } from './browser-proxy.ts';
import { browserCodes } from './code-of-step.ts';
import { failedStepOfBrowser } from './failed-step.ts';
import type { Failed } from './failed-step.ts';
import { issuerAt } from './issuer.ts';
import { shownProxy } from './proxy.ts';
import type { NamedProxy } from './proxy.ts';
import { gapOfStep } from './way.ts';
import type { Way } from './way.ts';

/** Milliseconds for the head of an answer. */
const patience = 8_000;

/** Tabs that are opened at once. */
const atOnce = 4;

/** How the browser of the logins, started as it is for them, comes to these addresses. No script of what answers is run. */
export async function browserWays(
  addresses: readonly string[],
  environment: Environment,
  { shared, signal }: Pick<CollectContext<unknown>, 'shared' | 'signal'>,
): Promise<readonly Way[]> {
  const browser = await startedBrowser(environment, shared);
  if ('code' in browser) return [{ client: 'browser', to: new URL(environment.keycloak.publicUrl).origin, gaps: [browser] }];
  const tabs = await browser.newContext({ userAgent: await userAgentOf(browser), javaScriptEnabled: false, ignoreHTTPSErrors: false });
  const trusts = authoritiesOfBrowser(environment);
  try {
    const ways: Way[] = [];
    while (ways.length < addresses.length) {
      // The first alone: a proxy that asks for a password holds up what else goes through it, and then it is one after the other.
      const refused = ways.some(({ gaps }) => gaps.some(({ code }) => code === browserCodes['proxy refused'].code));
      const next = addresses.slice(ways.length, ways.length + (ways.length === 0 || refused ? 1 : atOnce));
      ways.push(...(await Promise.all(next.map((address) => browserWay(address, tabs, trusts, signal)))));
    }
    return ways;
  } finally {
    // With all tabs at once: one that is closed just as its answer comes in stays, and its end is waited for in vain.
    await Promise.race([tabs.close().catch(() => browser.isConnected()), pause(2_000, undefined, { ref: false })]);
  }
}

/** The browser of the logins, or why there is none. */
async function startedBrowser(environment: Environment, shared: CollectContext<unknown>['shared']): Promise<Browser | Gap> {
  const subject = 'way/browser';
  const [executable, home] = await Promise.all([findBrowser(environment), browserHome(environment, shared, subject)]);
  if (executable === undefined)
    return gap(loginCodes.NO_BROWSER, { subject, reason: 'This machine has no Chromium where one is usually installed.' });
  if (typeof home === 'object') return home;
  return sharedBrowser(executable, shared, { home }).catch((error: unknown) =>
    gap(loginCodes.BROWSER_CRASHED, { subject, reason: `${executable} does not start: ${firstLine(error)}` }),
  );
}

/** Whether Chromium finds proxies and authorities by variables and files of its own; elsewhere it takes those of the machine. */
const findsByItself = process.platform === 'linux';

function authoritiesOfBrowser({ chromiumCaFile }: Environment): string {
  if (!findsByItself) return 'what the machine trusts';
  return `Chromium's own authorities and those in ${chromiumCaFile === undefined ? 'its NSS database' : `${chromiumCaFile} (\`chromiumCaFile\`)`}`;
}

async function browserWay(address: string, tabs: BrowserContext, trusts: string, signal: AbortSignal): Promise<Way> {
  const named = findsByItself ? browserProxy(address, machineVariables()) : undefined;
  const way = {
    client: 'browser',
    to: new URL(address).origin,
    ...(named === undefined ? {} : { proxy: shownProxy(named) }),
    ...(address.startsWith('https:') ? { trusts } : {}),
    ...(findsByItself ? {} : { notes: ["Here the browser takes the machine's proxy, whichever that is."] }),
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
