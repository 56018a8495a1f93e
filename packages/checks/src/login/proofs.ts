import { setTimeout as after } from 'node:timers/promises';
import type { Application, BrowserLogin } from '@keycloak-release-gate/core';
import type { Cookie } from 'playwright-core';
import type { Administration } from './administration.ts';
import { withoutKeycloak } from './cookies.ts';
import type { Access, Proofs } from './journey.ts';
import type { Prepared } from './prepare.ts';
import { accessWith } from './replay.ts';
import type { Witness, Witnessed } from './witness.ts';

/** Milliseconds within which the session must leave the list of the user's sessions. */
const listPatience = 5_000;

/** What was taken down while the person was logged in, to be tried again after the logout. */
export interface Before {
  readonly cookies: readonly Cookie[];
  readonly witnessed?: Witnessed;
  /** Keycloak's session, and the user it belongs to, where both are known. */
  readonly session?: { readonly id: string; readonly userId: string };
  readonly access?: { readonly url: string; readonly userAgent: string; readonly stranger: Access; readonly before: Access };
}

interface Beforehand {
  readonly application: Application;
  readonly login: BrowserLogin;
  readonly publicUrl: string;
  readonly cookies: readonly Cookie[];
  readonly userAgent: string;
  readonly witness?: Witness;
  readonly administration: Administration;
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
}

/** Joins the session with the gate's witness, and shows that the application's cookies give access now and that no cookies give none. */
export async function takeDown({
  application,
  login,
  publicUrl,
  cookies,
  userAgent,
  witness,
  administration,
  prepared,
  signal,
}: Beforehand): Promise<Before> {
  const url =
    login.protectedPath === undefined || login.localSession !== 'server' ? undefined : new URL(login.protectedPath, application.url).href;
  const [witnessed, stranger, before] = await Promise.all([
    join(witness, cookies, signal),
    url === undefined ? undefined : accessWith([], url, userAgent, signal),
    url === undefined ? undefined : accessWith(withoutKeycloak(cookies, publicUrl), url, userAgent, signal),
  ]);
  const session = await sessionOf(witnessed, administration, prepared, signal);
  return {
    cookies,
    ...(witnessed === undefined ? {} : { witnessed }),
    ...(session === undefined ? {} : { session }),
    ...(url !== undefined && stranger && before ? { access: { url, userAgent, stranger, before } } : {}),
  };
}

/** The witness knows its session; without one, it is the only session that the user did not have before. */
async function sessionOf(
  witnessed: Witnessed | undefined,
  administration: Administration,
  { user, sessions: old }: Prepared,
  signal: AbortSignal,
): Promise<Before['session']> {
  if (user === undefined) return undefined;
  if (witnessed) return { id: witnessed.sid, userId: user.id };
  const added = old && (await administration.sessions(user.id, signal))?.filter((id) => !old.includes(id));
  const [id] = added?.length === 1 ? added : [];
  return id === undefined ? undefined : { id, userId: user.id };
}

/** Undefined where Keycloak refuses the witness, or its answer does not verify: there are other proofs, and they say so. */
export async function join(witness: Witness | undefined, cookies: readonly Cookie[], signal: AbortSignal): Promise<Witnessed | undefined> {
  try {
    return await witness?.join(cookies, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return undefined;
    throw error;
  }
}

interface Afterwards {
  readonly before: Before;
  readonly publicUrl: string;
  /** The cookies that the browser has after the logout. */
  readonly cookies: readonly Cookie[];
  readonly administration: Administration;
  readonly witness?: Witness;
  /** False where the application's logout leaves Keycloak's session alone by declaration: nothing is waited for then. */
  readonly endsSession: boolean;
  readonly signal: AbortSignal;
}

/** Tries everything that the session gave access to before the logout. `refreshToken` is the witness's newest. */
export async function prove(after_: Afterwards): Promise<{ readonly proofs: Proofs; readonly refreshToken?: string }> {
  const { before, publicUrl, cookies, witness, signal } = after_;
  const [oldCookies, browser, sessionList, replayed] = await Promise.all([
    witness && silently(witness, before.cookies, signal),
    witness && silently(witness, cookies, signal),
    watchSessionList(after_),
    before.access && accessWith(withoutKeycloak(before.cookies, publicUrl), before.access.url, before.access.userAgent, signal),
  ]);
  // After the list: a session that is just being removed may still answer.
  const refreshed = witness && before.witnessed && (await witness.refresh(before.witnessed.refreshToken, signal));
  const { access } = before;
  return {
    proofs: {
      ...(oldCookies === undefined || browser === undefined ? {} : { silentLogin: { oldCookies, browser } }),
      ...(sessionList === undefined ? {} : { sessionList }),
      ...(refreshed === undefined ? {} : { refresh: refreshed.result }),
      ...(access === undefined || replayed === undefined
        ? {}
        : { replay: { stranger: access.stranger, before: access.before, after: replayed } }),
    },
    ...(refreshed === undefined ? {} : { refreshToken: refreshed.refreshToken }),
  };
}

async function silently(witness: Witness, cookies: readonly Cookie[], signal: AbortSignal): ReturnType<Witness['silentLogin']> {
  try {
    return await witness.silentLogin(cookies, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError || error instanceof DOMException) return 'unclear';
    throw error;
  }
}

async function watchSessionList({ before: { session }, administration, endsSession, signal }: Afterwards): Promise<Proofs['sessionList']> {
  if (session === undefined) return undefined;
  const begin = Date.now();
  for (let pause = 50; ; pause = Math.min(pause * 2, 500)) {
    const sessions = await administration.sessions(session.userId, signal);
    if (sessions === undefined) return undefined;
    const milliseconds = Date.now() - begin;
    if (!sessions.includes(session.id)) return { session: 'gone', milliseconds };
    if (!endsSession || milliseconds > listPatience) return { session: 'alive', milliseconds };
    await after(pause, undefined, { signal });
  }
}
