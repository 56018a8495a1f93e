import type { BrowserContext } from 'playwright-core';
import type { Attempt } from './journey.ts';
import { realmUrl } from './place.ts';
import { join } from './proofs.ts';
import type { Session } from './way.ts';
import type { Witness } from './witness.ts';

interface CleanUp {
  readonly tabs: BrowserContext;
  readonly witness: Witness | undefined;
  readonly session: Session;
  /** The realms that the browser may have a session in: the application's, and that of the identity provider. */
  readonly realms: readonly string[];
  readonly publicUrl: string;
  readonly signal: AbortSignal;
}

/**
 * Ends the gate's own session and only that: with the witness's refresh token, which needs no right of an administrator;
 * else through Keycloak's own question whether to log out, as long as there is a browser to answer it. Never throws.
 */
export async function cleanUp({ tabs, witness, session, realms, publicUrl, signal }: CleanUp): Promise<Attempt['cleanUp']> {
  if (session.password === 'not typed') return 'not-needed';
  try {
    const isOpen = tabs.browser()?.isConnected() ?? false;
    const cookies = isOpen ? await tabs.cookies() : (session.cookies ?? []);
    const refreshToken = session.over ? undefined : (session.refreshToken ?? (await join(witness, cookies, signal))?.refreshToken);
    const byWitness = refreshToken !== undefined && ((await witness?.end(refreshToken, signal)) ?? false);
    if (!isOpen) return byWitness ? 'ended' : 'failed';
    // The witness's session is that of the first realm; an identity provider's is ended by hand.
    const open = session.over || byWitness ? realms.slice(1) : realms;
    const byHand: boolean[] = [];
    for (const realm of open) byHand.push(await logOutByHand(tabs, realmUrl(publicUrl, realm), signal));
    return byWitness || byHand.includes(true) ? 'ended' : 'already-ended';
  } catch (error) {
    if (error instanceof Error) return 'failed';
    throw error;
  }
}

/** True when there was a session, and Keycloak says that it ended. */
async function logOutByHand(tabs: BrowserContext, realm: string, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  const path = new URL(`${realm}/`).pathname;
  if (!(await tabs.cookies()).some((cookie) => cookie.name === 'KEYCLOAK_IDENTITY' && cookie.path === path)) return false;
  const page = await tabs.newPage();
  await page.goto(`${realm}/protocol/openid-connect/logout`, { waitUntil: 'domcontentloaded', timeout: 5_000 });
  await page.locator('#kc-logout').click({ timeout: 5_000 });
  await page.waitForLoadState('domcontentloaded', { timeout: 5_000 });
  return true;
}
