import { setTimeout as after } from 'node:timers/promises';
import type { Application, BrowserLogin } from '@keycloak-release-gate/core';
import type { Cookie } from 'playwright-core';
import type { Administration } from './administration.ts';
import { withoutKeycloak } from './cookies.ts';
import type { Access, Proofs } from './journey.ts';
import type { Prepared } from './prepare.ts';
import { accessWith } from './replay.ts';
import { stopwatch } from './stopwatch.ts';
import type { SilentLogin, Witness, Witnessed } from './witness.ts';

/** Milliseconds within which the session must be over. */
const endPatience = 5_000;

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
    login.protectedPath === undefined || login.localSession === 'none' ? undefined : new URL(login.protectedPath, application.url).href;
  const { user } = prepared;
  const list = async (): Promise<readonly string[] | undefined> => user && administration.sessions(user.id, signal);
  const [witnessed, listed, stranger, before] = await Promise.all([
    join(witness, cookies, signal),
    list(),
    url === undefined ? undefined : accessWith([], url, userAgent, signal),
    url === undefined ? undefined : accessWith(withoutKeycloak(cookies, publicUrl), url, userAgent, signal),
  ]);
  // Another node may learn of a session a moment later.
  const isLate = witnessed !== undefined && listed !== undefined && !listed.includes(witnessed.sid);
  const now = isLate ? await list() : listed;
  const session = sessionOf(witnessed, now ?? [], prepared);
  return {
    cookies,
    ...(witnessed === undefined ? {} : { witnessed }),
    ...(session === undefined ? {} : { session }),
    ...(url !== undefined && stranger && before ? { access: { url, userAgent, stranger, before } } : {}),
  };
}

/**
 * The witness knows its session; without one, it is the only session that the user did not have before. Undefined where it is not in the
 * list while it lives: that it is not there afterwards would prove nothing.
 */
function sessionOf(witnessed: Witnessed | undefined, now: readonly string[], { user, sessions: old }: Prepared): Before['session'] {
  if (user === undefined || (witnessed === undefined && old === undefined)) return undefined;
  const added = now.filter((id) => (witnessed ? id === witnessed.sid : !old?.includes(id)));
  const [id] = added.length === 1 ? added : [];
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
  /** The cookies that the browser has by now. */
  readonly cookies: () => Promise<readonly Cookie[]>;
  readonly login: BrowserLogin;
  readonly administration: Administration;
  readonly witness?: Witness;
  /** False where the application's logout leaves Keycloak's session alone by declaration: nothing is waited for then. */
  readonly endsSession: boolean;
  readonly signal: AbortSignal;
}

/** Tries everything that the session gave access to before the logout. `refreshToken` is the witness's newest. */
export async function prove(after_: Afterwards): Promise<{ readonly proofs: Proofs; readonly refreshToken?: string }> {
  const { before, login, publicUrl, witness, signal } = after_;
  const [oldCookies, sessionList] = await Promise.all([witness && watchOldCookies(witness, after_), watchSessionList(after_)]);
  // All else afterwards: while a session is just being removed, it may still answer.
  const cookies = await after_.cookies();
  // A session that is wholly in cookies cannot be ended at the server: there, the browser's own cookies must be gone.
  const held = withoutKeycloak(login.localSession === 'stateless' ? cookies : before.cookies, publicUrl);
  const [browser, replayed, refreshed] = await Promise.all([
    witness && silently(witness, cookies, signal),
    before.access && accessWith(held, before.access.url, before.access.userAgent, signal),
    before.witnessed && witness?.refresh(before.witnessed.refreshToken, signal),
  ]);
  const { access } = before;
  return {
    proofs: {
      ...(oldCookies !== undefined && browser !== undefined && isProof(before, oldCookies, browser)
        ? { silentLogin: { oldCookies, browser } }
        : {}),
      ...(sessionList === undefined ? {} : { sessionList }),
      ...(refreshed === undefined ? {} : { refresh: refreshed.result }),
      ...(access === undefined || replayed === undefined
        ? {}
        : { replay: { stranger: access.stranger, before: access.before, after: replayed } }),
    },
    ...(refreshed === undefined ? {} : { refreshToken: refreshed.refreshToken }),
  };
}

/** Where the witness could not log in while the session lived, that it cannot afterwards proves nothing; that it can does. */
const isProof = ({ witnessed }: Before, ...logins: readonly SilentLogin[]): boolean =>
  witnessed !== undefined || logins.includes('allowed');

/** A browser that was told to go on may still be on its way to end the session. */
async function watchOldCookies(witness: Witness, { before, endsSession, signal }: Afterwards): Promise<SilentLogin> {
  const begin = stopwatch();
  for (let pause = 100; ; pause = Math.min(pause * 2, 500)) {
    const answer = await silently(witness, before.cookies, signal);
    if (answer !== 'allowed' || !endsSession || stopwatch() - begin > endPatience) return answer;
    await after(pause, undefined, { signal });
  }
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
  const begin = stopwatch();
  for (let pause = 50; ; pause = Math.min(pause * 2, 500)) {
    const sessions = await administration.sessions(session.userId, signal);
    if (sessions === undefined) return undefined;
    const milliseconds = stopwatch() - begin;
    if (!sessions.includes(session.id)) return { session: 'gone', milliseconds };
    if (!endsSession || milliseconds > endPatience) return { session: 'alive', milliseconds };
    await after(pause, undefined, { signal });
  }
}
