import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { orAborted } from './aborted.ts';
import type { Attempt } from './journey.ts';
import { realmUrl } from './place.ts';
import { join } from './proofs.ts';
import type { Session } from './way.ts';
import type { Witness } from './witness.ts';

/** Milliseconds between two looks whether the login was answered. */
const interval = 100;

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
 * else through Keycloak's own question whether to log out, as long as there is a browser to answer it. Never throws, and is over
 * once the signal is aborted.
 */
export async function cleanUp(ending: CleanUp): Promise<Attempt['cleanUp']> {
  if (ending.session.password === 'not typed') return 'not-needed';
  try {
    return await orAborted(end(ending), ending.signal);
  } catch (error) {
    if (error instanceof Error) return 'failed';
    throw error;
  }
}

async function end({ tabs, witness, session, realms, publicUrl, signal }: CleanUp): Promise<Attempt['cleanUp']> {
  const isOpen = tabs.browser()?.isConnected() ?? false;
  if (isOpen) await answered(tabs, session, realms, publicUrl, signal);
  const cookies = isOpen ? await tabs.cookies() : (session.cookies ?? []);
  const refreshToken = session.over ? undefined : (session.refreshToken ?? (await join(witness, cookies, signal))?.refreshToken);
  const byWitness = refreshToken !== undefined && ((await witness?.end(refreshToken, signal)) ?? false);
  if (!isOpen) return byWitness ? 'ended' : 'failed';
  // The witness's session is that of the first realm; an identity provider's is ended by hand.
  const open = session.over || byWitness ? realms.slice(1) : realms;
  const byHand: boolean[] = [];
  for (const realm of open) byHand.push(await logOutByHand(tabs, realmUrl(publicUrl, realm), signal));
  if (byWitness || byHand.includes(true)) return 'ended';
  // Of a login whose answer never came nobody knows whether it began a session.
  return session.over || session.answer() === 'here' ? 'already-ended' : 'failed';
}

/** Waits for the answer to the login while the browser does: only with its cookie can the session that it may begin be ended. */
async function answered(
  tabs: BrowserContext,
  session: Session,
  realms: readonly string[],
  publicUrl: string,
  signal: AbortSignal,
): Promise<void> {
  while (session.answer() === 'awaited') {
    const found = await Promise.all(realms.map((realm) => hasSession(tabs, realmUrl(publicUrl, realm))));
    if (found.includes(true)) return;
    await after(interval, undefined, { signal });
  }
}

/** The cookie by which Keycloak knows the browser. */
async function hasSession(tabs: BrowserContext, realm: string): Promise<boolean> {
  const path = new URL(`${realm}/`).pathname;
  return (await tabs.cookies()).some((cookie) => cookie.name === 'KEYCLOAK_IDENTITY' && cookie.path === path);
}

/** True when there was a session, and Keycloak says that it ended. */
async function logOutByHand(tabs: BrowserContext, realm: string, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  if (!(await hasSession(tabs, realm))) return false;
  const page = await tabs.newPage();
  await page.goto(`${realm}/protocol/openid-connect/logout`, { waitUntil: 'domcontentloaded', timeout: 5_000 });
  await page.locator('#kc-logout').click({ timeout: 5_000 });
  await page.waitForLoadState('domcontentloaded', { timeout: 5_000 });
  return true;
}
