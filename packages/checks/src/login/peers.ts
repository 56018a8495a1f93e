import { setTimeout as after } from 'node:timers/promises';
import type { Application, BrowserLogin } from '@keycloak-release-gate/core';
import type { BrowserContext } from 'playwright-core';
import { withoutKeycloak } from './cookies.ts';
import type { Driven } from './drive.ts';
import type { Access, Proofs } from './journey.ts';
import { sameAccess } from './access.ts';
import { accessWith } from './replay.ts';
import { stopwatch } from './stopwatch.ts';

/** Milliseconds between two tries. */
const interval = 250;

/** An application that people log in to, with its address. */
export interface Peer {
  readonly application: Application & { readonly url: string };
  readonly login: BrowserLogin;
}

/** What a peer let in before the logout, or why it was not logged in to. */
interface JoinedPeer {
  readonly peer: Peer;
  readonly why?: string;
  readonly access?: { readonly url: string; readonly stranger: Access; readonly before: Access };
}

interface Joining {
  readonly tabs: BrowserContext;
  readonly publicUrl: string;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** Goes to the peer's page with the session that the browser has. */
  readonly signOn: (peer: Peer) => Promise<Driven>;
}

/** Logs in to every peer by single sign-on, one after another, and looks what its protected path then answers. */
export async function joinPeers(peers: readonly Peer[], joining: Joining): Promise<readonly JoinedPeer[]> {
  const joined: JoinedPeer[] = [];
  for (const peer of peers) joined.push(await joinPeer(peer, joining));
  return joined;
}

async function joinPeer(peer: Peer, { tabs, publicUrl, userAgent, signal, signOn }: Joining): Promise<JoinedPeer> {
  const { application, login } = peer;
  const arrived = await signOn(peer);
  if (arrived.end === 'failed')
    return { peer, why: `the login to it by single sign-on ended with ${arrived.failure.code}${inWords(arrived.failure.detail)}` };
  if (login.protectedPath === undefined) return { peer, why: 'it declares no `protectedPath`' };
  const url = new URL(login.protectedPath, application.url).href;
  const cookies = withoutKeycloak(await tabs.cookies(), publicUrl);
  const [stranger, before] = await Promise.all([accessWith([], url, userAgent, signal), accessWith(cookies, url, userAgent, signal)]);
  if (stranger === undefined || before === undefined) return { peer, why: `${login.protectedPath} gave no answer` };
  return { peer, access: { url, stranger, before } };
}

const inWords = (detail: string | undefined): string => (detail === undefined ? '' : ` ("${detail}")`);

interface Leaving {
  readonly tabs: BrowserContext;
  readonly before: Parameters<typeof withoutKeycloak>[0];
  readonly publicUrl: string;
  readonly userAgent: string;
  readonly withinSeconds: number;
  readonly signal: AbortSignal;
}

/** Looks at every peer until it no longer lets the old session in, or until its time is up. */
export async function provePeers(joined: readonly JoinedPeer[], leaving: Leaving): Promise<NonNullable<Proofs['peers']>> {
  return Promise.all(joined.map((each) => provePeer(each, leaving)));
}

async function provePeer(
  { peer, why, access }: JoinedPeer,
  { tabs, before: cookies, publicUrl, userAgent, withinSeconds, signal }: Leaving,
): Promise<NonNullable<Proofs['peers']>[number]> {
  const { id: application } = peer.application;
  if (access === undefined) return { application, ...(why === undefined ? {} : { why }) };
  const { url, stranger, before } = access;
  for (const begin = stopwatch(); ; await after(interval, undefined, { signal })) {
    // A session that is wholly in cookies cannot be ended at the server: there, the browser's own cookies must be gone.
    const held = withoutKeycloak(peer.login.localSession === 'server' ? cookies : await tabs.cookies(), publicUrl);
    const now = await accessWith(held, url, userAgent, signal);
    const milliseconds = stopwatch() - begin;
    if ((now !== undefined && !sameAccess(now, before)) || milliseconds > withinSeconds * 1000)
      return { application, access: { stranger, before, ...(now === undefined ? {} : { after: now }) }, milliseconds };
  }
}
