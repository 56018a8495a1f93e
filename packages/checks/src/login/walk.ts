import type { Attempt, Failure } from './journey.ts';
import { failureOn } from './drive.ts';
import { driverOn } from './driver.ts';
import { assertUser, leave, openAddress, openPatience, ownSteps } from './in-application.ts';
import { onPage, visibleOf } from './on-page.ts';
import type { PageSummary } from './page.ts';
import { photographer } from './picture.ts';
import { pathOf, placeIn } from './place.ts';
import { awaitFreshCode } from './prepare.ts';
import { prove, takeDown } from './proofs.ts';
import type { Before } from './proofs.ts';
import { leftAfter } from './session-left.ts';
import { shownNow } from './shown-now.ts';
import { joinPeersOf } from './single-logout.ts';
import type { Way } from './way.ts';

export type Outcome = Partial<Pick<Attempt, 'failure' | 'logout' | 'proofs'>>;

/** The way of a person into the application and out of it again, and what proves afterwards that they are out. */
export async function walk(way: Way): Promise<Outcome> {
  const { settings, publicUrl, log, tabs, tab, userAgent, administration, witness, prepared, session } = way;
  const { application, login, user, context, observer } = settings;
  if (user?.totp !== undefined) await awaitFreshCode(administration, prepared.user, context.signal);
  const go = driverOn(way);
  const picture = photographer(settings, log, tab);
  const step = ownSteps(login, tab);
  const stop = async (failure: Failure): Promise<Outcome> => {
    await picture('failed');
    await observer?.stopped(failure, await onPage(tab.page));
    return { failure };
  };
  const sought = async (name: string, selector: string | undefined): Promise<void> => {
    if (observer && selector !== undefined) observer.sought(name, selector, await visibleOf(tab.page, selector));
  };
  log.lap('prepare');

  if ((await openAddress(tab, application.url)) === 'no answer')
    return stop({ stage: 'login', code: 'NET', ...placeIn(application.url), detail: `no answer within ${openPatience / 1000} s` });
  const begun = await step('login', 'START_MISSING', 'login');
  if (begun) return stop(begun);
  const loggedIn = await go({ stage: 'login', done: [] });
  if (loggedIn.progress.accepted) session.password = 'accepted';
  if (loggedIn.end === 'failed') return stop(loggedIn.failure);
  const arrived = loggedIn.end === 'arrived';
  if (arrived) await sought('loggedInAs.selector', login.loggedInAs?.selector);
  const asserted = arrived
    ? ((await assertUser(tab, login, user?.username ?? '')) ?? (await step('assertLoggedIn', 'LOGGEDIN_MISSING', 'login')))
    : undefined;
  if (asserted) return stop(asserted);
  log.lap('login');
  if (loggedIn.end === 'arrived-at-provider') {
    await picture('at the identity provider');
    return { failure: failureOn(loggedIn.page, 'login', 'IDP_ONLY_REDIRECT') };
  }
  await sought('loggedIn', login.loggedIn);

  log.lap();
  const peers = await joinPeersOf(way);
  if ('failure' in peers) return stop(peers.failure);
  if (login.singleLogout !== undefined) log.lap('peers');
  const [before] = await Promise.all([
    takeDown({
      application,
      login,
      publicUrl,
      cookies: await tabs.cookies(),
      userAgent,
      ...(witness === undefined ? {} : { witness }),
      administration,
      prepared,
      signal: context.signal,
    }),
    picture('logged in'),
  ]);
  session.refreshToken = before.witnessed?.refreshToken;
  log.lap('witness');

  const actedOn = tab.documents();
  if (login.steps?.logout === undefined) await sought('logout.click', login.logout.click);
  const stuck = (await step('logout', 'LOGOUT_MISSING', 'logout')) ?? (await leave(tab, login, application.url));
  if (stuck) return stop(stuck);
  const left = await go({ stage: 'logout', done: ['logout'], actedOn });
  log.lap('logout');
  const failure = left.end === 'failed' ? left.failure : undefined;
  const [{ proofs, refreshToken }, peersAfter] = await Promise.all([
    proveEnd(way, before, left.end === 'landed'),
    peers.provePeers(before.cookies, left.end === 'landed'),
    failure ? stop(failure) : picture('logged out'),
  ]);
  Object.assign(session, leftAfter(proofs, refreshToken ?? session.refreshToken));
  log.lap('proofs');
  const stillLoggedIn = left.end === 'failed' ? undefined : await shownNow(left, tab, go, session);
  await observer?.over();
  return {
    ...(failure ? { failure } : {}),
    ...(left.end === 'failed' ? {} : { logout: { ...landing(left.page), confirmed: left.progress.done.includes('confirm') } }),
    proofs: { ...proofs, ...peersAfter, ...(stillLoggedIn === undefined ? {} : { stillLoggedIn }) },
  };
}

async function proveEnd(
  { settings: { login, context }, publicUrl, tabs, administration, witness }: Way,
  before: Before,
  landed: boolean,
): ReturnType<typeof prove> {
  return prove({
    before,
    publicUrl,
    cookies: () => tabs.cookies(),
    administration,
    login,
    ...(witness === undefined ? {} : { witness }),
    // A session that nobody expects to end is not waited for.
    endsSession: landed && login.logout.ends === 'single-sign-on',
    signal: context.signal,
  });
}

const landing = ({ url, status }: PageSummary): Pick<NonNullable<Attempt['logout']>, 'origin' | 'path' | 'status'> => ({
  origin: new URL(url).origin,
  path: pathOf(url),
  ...(status === undefined ? {} : { status }),
});
