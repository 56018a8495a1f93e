import type { Application, BrowserLogin, CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Refusal } from './account/refusal.ts';
import { administrationOf } from './administration.ts';
import type { Administration } from './administration.ts';
import { cleanUp } from './clean-up.ts';
import { clickOnly } from './click.ts';
import type { LoginCode } from './codes.ts';
import { drive, failureOn, placeIn } from './drive.ts';
import type { Driven } from './drive.ts';
import type { Attempt, Failure, Proofs, Step } from './journey.ts';
import type { Progress } from './next.ts';
import { joinPeers, provePeers } from './peers.ts';
import type { Peer } from './peers.ts';
import { errorsSince, newestEvent } from './events.ts';
import type { Observer } from './observer.ts';
import { onPage, visibleOf } from './on-page.ts';
import { takePicture } from './picture.ts';
import { awaitFreshCode, awaitNextCode, prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { prove, takeDown } from './proofs.ts';
import type { Before } from './proofs.ts';
import { brokerLink, routeOf } from './route.ts';
import type { Selectors } from './summary-script.ts';
import { openTab } from './tab.ts';
import type { Tab } from './tab.ts';
import { oneTimeCode, timeStep } from './totp.ts';
import { witnessOf } from './witness.ts';
import type { Witness } from './witness.ts';

/** What one attempt needs. */
export interface AttemptSettings {
  readonly browser: Browser;
  readonly application: Application & { readonly url: string };
  readonly login: BrowserLogin;
  /** Undefined where the login is only followed to another identity provider. */
  readonly user?: Environment['users'][string];
  /** A login with these credentials that was refused before. */
  readonly refused?: Refusal;
  readonly observer?: Observer;
  readonly context: CollectContext<unknown>;
}

/** Pictures of one attempt. */
const mostPictures = 12;

/** Milliseconds for ending what the gate began, whatever became of the attempt's own time. */
const cleanUpPatience = 10_000;

/** Logs in, takes down what that gives, logs out, and tries everything again. Always ends its own session. */
export async function attempt(settings: AttemptSettings): Promise<Attempt> {
  const { browser, application, login, user, context } = settings;
  const began = Date.now();
  const log: Log = { began, steps: [], pictures: [], milliseconds: {} };
  const administration = administrationOf(application.realm, context);
  const [prepared, newest] = await Promise.all([
    prepare(administration, user?.username, settings.refused, context.signal),
    newestEvent(administration, context.signal),
  ]);
  const known = {
    ...(prepared.bruteForce === undefined ? {} : { bruteForce: prepared.bruteForce }),
    ...(prepared.guard === undefined ? {} : { errorsKept: prepared.guard.keepsErrors }),
  };
  if (prepared.failure) return finish(log, { ...known, password: 'not typed', failure: prepared.failure, cleanUp: 'not-needed' });
  if (user?.totp !== undefined) await awaitFreshCode(administration, prepared.user, context.signal);

  const witness = await witnessOf(application.realm, context);
  const tabs = await browser.newContext({ locale: 'en', viewport: { width: 1024, height: 640 }, ignoreHTTPSErrors: false });
  const session: Session = { refreshToken: undefined, password: 'not typed', over: false };
  let outcome: Outcome = {};
  try {
    // At an abort the browser is left where it is, so that the session in it can still be ended.
    outcome = await Promise.race([walk({ settings, log, tabs, administration, witness, prepared, session }), aborted(context.signal)]);
  } finally {
    outcome = {
      ...outcome,
      cleanUp: await cleanUp({
        tabs,
        witness,
        session,
        realms: realmsOf(application, login),
        publicUrl: publicUrlOf(context),
        signal: AbortSignal.timeout(cleanUpPatience),
      }),
    };
    await tabs.close().catch(() => browser.isConnected());
  }
  const events =
    outcome.failure === undefined || newest === undefined
      ? undefined
      : await errorsSince(administration, { newest, clientId: application.clientId, userId: prepared.user?.id }, context.signal);
  return finish(log, { ...known, ...outcome, password: session.password, ...(events === undefined ? {} : { events }) });
}

function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}

/** What of Keycloak's session has to be ended at the end. */
export interface Session {
  refreshToken: string | undefined;
  /** Once the password was given, there may be a session. */
  password: NonNullable<Attempt['password']>;
  /** A proof showed that it is over. */
  over: boolean;
}

interface Log {
  readonly began: number;
  readonly steps: Step[];
  readonly pictures: Attempt['pictures'];
  readonly milliseconds: { login?: number; logout?: number };
}

type Outcome = Partial<Pick<Attempt, 'failure' | 'logout' | 'proofs' | 'cleanUp'>>;

interface Walk {
  readonly settings: AttemptSettings;
  readonly log: Log;
  readonly tabs: BrowserContext;
  readonly administration: Administration;
  readonly witness: Witness | undefined;
  readonly prepared: Prepared;
  readonly session: Session;
}

async function walk(walk_: Walk): Promise<Outcome> {
  const { settings, log, tabs, administration, witness, prepared, session } = walk_;
  const { application, login, context } = settings;
  const tab = await openTab(tabs, soughtIn(login, context));
  const go = driver(walk_, tab);
  const picture = photographer(walk_, tab);

  const { observer } = settings;
  const stop = async (failure: Failure): Promise<Outcome> => {
    await picture('failed');
    await observer?.stopped(failure, await onPage(tab.page));
    return { failure };
  };
  const sought = async (name: string, selector: string | undefined): Promise<void> => {
    if (observer && selector !== undefined) observer.sought(name, selector, await visibleOf(tab.page, selector));
  };
  const step = ownSteps(login, tab);

  const loginBegan = Date.now();
  if ((await open(tab, application.url)) === 'no answer')
    return stop({ stage: 'login', code: 'NET', ...placeIn(application.url), detail: `no answer within ${openPatience / 1000} s` });
  const begun = await step('login', 'START_MISSING', 'login');
  if (begun) return stop(begun);
  const loggedIn = await go({ stage: 'login', done: [] });
  if (loggedIn.progress.accepted) session.password = 'accepted';
  if (loggedIn.end === 'failed') return stop(loggedIn.failure);
  const asserted = loggedIn.end === 'arrived' ? await step('assertLoggedIn', 'LOGGEDIN_MISSING', 'login') : undefined;
  if (asserted) return stop(asserted);
  log.milliseconds.login = Date.now() - loginBegan;
  await picture(loggedIn.end === 'arrived' ? 'logged in' : 'at the identity provider');
  if (loggedIn.end === 'arrived-at-provider') return { failure: failureOn(loggedIn.page, 'login', 'IDP_ONLY_REDIRECT') };
  await sought('loggedIn', login.loggedIn);

  const peers = await joinPeersOf(walk_, tab);
  if ('failure' in peers) return stop(peers.failure);
  const before = await takeDown({
    application,
    login,
    publicUrl: publicUrlOf(context),
    cookies: await tabs.cookies(),
    userAgent: await userAgentOf(tab),
    ...(witness === undefined ? {} : { witness }),
    administration,
    prepared,
    signal: context.signal,
  });
  session.refreshToken = before.witnessed?.refreshToken;

  const logoutBegan = Date.now();
  if (login.steps?.logout === undefined) await sought('logout.click', login.logout.click);
  const stuck = (await step('logout', 'LOGOUT_MISSING', 'logout')) ?? (await leave(tab, login, application.url));
  if (stuck) return stop(stuck);
  const left = await go({ stage: 'logout', done: ['logout'], actedOn: tab.documents() });
  log.milliseconds.logout = Date.now() - logoutBegan;
  const failure = left.end === 'failed' ? left.failure : undefined;
  await (failure ? stop(failure) : picture('logged out'));
  const [{ proofs, refreshToken }, peersAfter] = await Promise.all([
    proveEnd(walk_, before, left.end === 'landed'),
    peers.provePeers(before.cookies, left.end === 'landed'),
  ]);
  session.refreshToken = refreshToken ?? session.refreshToken;
  session.over = proofs.refresh === 'refused';
  await observer?.over();
  return {
    ...(failure ? { failure } : {}),
    ...(left.end === 'failed' ? {} : { logout: { ...landing(left.page.url), confirmed: left.progress.done.includes('confirm') } }),
    proofs: { ...proofs, ...peersAfter, ...(left.end === 'failed' ? {} : { stillLoggedIn: left.page.loggedIn }) },
  };
}

/** Pictures of the way, with every input masked, and taken before anything is typed. */
const photographer =
  ({ settings, log }: Walk, tab: Tab) =>
  async (moment: string): Promise<void> => {
    if (log.pictures.length >= mostPictures) return;
    const at = Date.now() - log.began;
    const taken = await takePicture(tab, settings.application.id, moment, settings.context);
    if (taken) log.pictures.push({ ...taken, at });
  };

/** What the browser looks for on an application's pages. */
const soughtIn = (login: BrowserLogin, { run }: CollectContext<unknown>): Selectors => ({
  loggedIn: login.loggedIn,
  pages: run.environment.keycloak.pages,
  ...(login.start === undefined ? {} : { start: login.start.click }),
  ...(login.broker === undefined ? {} : { broker: brokerLink(login.broker) }),
});

/** Logs in to the applications that must be logged out of, too, and comes back. */
async function joinPeersOf(
  walk_: Walk,
  tab: Tab,
): Promise<
  { readonly failure: Failure } | { readonly provePeers: (before: Before['cookies'], landed: boolean) => Promise<Pick<Proofs, 'peers'>> }
> {
  const { settings, tabs } = walk_;
  const { application, login, context } = settings;
  const { singleLogout } = login;
  if (singleLogout === undefined) return { provePeers: () => Promise.resolve({}) };
  const signOn = async (peer: Peer): Promise<Driven> => {
    tab.lookFor(soughtIn(peer.login, context));
    await open(tab, peer.application.url);
    return driver(walk_, tab, peer)({ stage: 'login', done: [], signedOn: true });
  };
  const common = { tabs, publicUrl: publicUrlOf(context), userAgent: await userAgentOf(tab), signal: context.signal };
  const joined = await joinPeers(peersIn(context.run.environment, singleLogout.applications), { ...common, signOn });
  const back = await signOn({ application, login });
  if (back.end === 'failed') return { failure: back.failure };
  return {
    provePeers: async (before, landed) => ({
      // A logout that did not come to its end reaches nobody: they are looked at once.
      peers: await provePeers(joined, { ...common, before, withinSeconds: landed ? singleLogout.withinSeconds : 0 }),
    }),
  };
}

const peersIn = ({ applications }: Environment, ids: readonly string[]): readonly Peer[] =>
  applications.flatMap((application): Peer[] => {
    const { url, login } = application;
    return ids.includes(application.id) && login.kind === 'browser' && url !== undefined
      ? [{ application: { ...application, url }, login }]
      : [];
  });

function driver(walk_: Walk, tab: Tab, { application, login }: Peer = walk_.settings): (begin: Progress) => Promise<Driven> {
  const { settings, log, administration, prepared, session } = walk_;
  const { user, context } = settings;
  const { secret, signal } = context;
  return (begin) =>
    drive(
      {
        tab,
        signal,
        route: routeOf(application, login, publicUrlOf(context)),
        hands: {
          username: user?.username ?? '',
          password: () => {
            if (user === undefined) throw new Error(`"${application.id}" has no test user, so there is nothing to type.`);
            session.password = 'typed';
            return secret(user.password);
          },
          code: async (again) => {
            if (user?.totp === undefined) return undefined;
            if (again && !(await mayFailAgain(administration, prepared, signal))) return undefined;
            await (again ? awaitNextCode(signal) : awaitFreshCode(administration, prepared.user, signal));
            try {
              return oneTimeCode(secret(user.totp), timeStep(Date.now()));
            } catch (error) {
              if (error instanceof RangeError) return undefined;
              throw error;
            }
          },
          ...(login.start === undefined ? {} : { start: login.start.click }),
          ...(login.broker === undefined ? {} : { broker: brokerLink(login.broker) }),
        },
        record: (step) => {
          const taken = { ...step, at: Date.now() - log.began };
          if (log.steps.length < 100) log.steps.push(taken);
          settings.observer?.step(taken);
        },
        picture: photographer(walk_, tab),
        ...(settings.observer === undefined ? {} : { observer: settings.observer }),
      },
      begin,
    );
}

/** Whether the account would still be open after one more refusal; false where nobody can say. */
async function mayFailAgain(administration: Administration, { user, guard }: Prepared, signal: AbortSignal): Promise<boolean> {
  if (guard === undefined || user === undefined) return false;
  if (guard.locksAfter === undefined) return true;
  const now = await administration.bruteForce(user.id, signal);
  // The one that was just refused may not be counted yet.
  return now !== undefined && !now.disabled && Math.max(now.failures, 1) + 1 < guard.locksAfter;
}

/** Begins the application's own logout. Why it could not, if so. */
async function leave(tab: Tab, { logout, steps }: BrowserLogin, url: string): Promise<Failure | undefined> {
  if (steps?.logout !== undefined) return undefined;
  if (logout.click === undefined) {
    await open(tab, new URL(logout.open ?? '/logout', url).href);
    return undefined;
  }
  const clicked = await clickOnly(tab.page.locator(logout.click));
  if (clicked === 'clicked') return undefined;
  return clicked === 'several'
    ? failureAt(tab, 'logout', 'SELECTOR_AMBIGUOUS', `${logout.click} for: logout`)
    : failureAt(tab, 'logout', 'LOGOUT_MISSING');
}

function failureAt(tab: Tab, stage: Failure['stage'], code: LoginCode, detail?: string): Failure {
  const { host, pathname } = new URL(tab.page.url());
  return { stage, code, host, path: pathname, ...(detail === undefined ? {} : { detail }) };
}

/** Runs a step of the scenario's own. What it throws may quote the page, and is told by its kind only. */
const ownSteps =
  ({ steps }: BrowserLogin, tab: Tab) =>
  async (name: keyof NonNullable<BrowserLogin['steps']>, code: LoginCode, stage: Failure['stage']): Promise<Failure | undefined> => {
    const step = steps?.[name] as ((page: Page) => Promise<void>) | undefined;
    try {
      await step?.(tab.page);
      return undefined;
    } catch (error) {
      return failureAt(
        tab,
        stage,
        code,
        `the step "${name}" of the application threw ${error instanceof Error ? error.name : 'something'}`,
      );
    }
  };

async function proveEnd({ settings, tabs, administration, witness }: Walk, before: Before, landed: boolean): ReturnType<typeof prove> {
  const { login, context } = settings;
  return prove({
    before,
    publicUrl: publicUrlOf(context),
    cookies: await tabs.cookies(),
    administration,
    ...(witness === undefined ? {} : { witness }),
    // A session that nobody expects to end is not waited for.
    endsSession: landed && login.logout.ends === 'single-sign-on',
    signal: context.signal,
  });
}

/** Milliseconds until an address must answer at all. */
const openPatience = 20_000;

/** Opens an address. Why it did not open is seen by the tab, but where nothing comes at all. */
async function open(tab: Tab, url: string): Promise<'opened' | 'no answer'> {
  try {
    await tab.page.goto(url, { waitUntil: 'commit', timeout: openPatience });
    return 'opened';
  } catch (error) {
    // Playwright's error quotes the address, and is not passed on.
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'opened';
  }
}

const userAgentOf = async ({ page }: Tab): Promise<string> => String(await page.evaluate('navigator.userAgent'));

const landing = (url: string): { readonly origin: string; readonly path: string } => {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname };
};

const publicUrlOf = ({ run }: CollectContext<unknown>): string => run.environment.keycloak.publicUrl;

const realmsOf = ({ realm }: Application, { broker }: BrowserLogin): readonly string[] => [
  realm,
  ...(broker?.depth === 'login' && broker.realm !== undefined ? [broker.realm] : []),
];

const finish = (log: Log, outcome: Outcome & Pick<Attempt, 'bruteForce' | 'errorsKept' | 'events' | 'password'>): Attempt => ({
  ...outcome,
  cleanUp: outcome.cleanUp ?? 'failed',
  steps: log.steps,
  pictures: log.pictures,
  milliseconds: { ...log.milliseconds, total: Date.now() - log.began },
});
