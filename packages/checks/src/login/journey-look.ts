import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Application, BrowserLogin, CollectContext, Collected, Environment, Gap } from '@keycloak-release-gate/core';
import type { Browser } from 'playwright-core';
import { attempt } from './attempt.ts';
import { findBrowser, sharedBrowser } from './browser.ts';
import { browserHome } from './browser-home.ts';
import { accountOf } from './account/account.ts';
import type { Account } from './account/account.ts';
import { holdAccount } from './account/hold.ts';
import { forgetRefusal, noteRefusal, refusalOf } from './account/refusal.ts';
import { credentialsIn, endsAccount, mayTryAgain } from './again.ts';
import { codes } from './codes.ts';
import { causeOf } from './events.ts';
import { Journey } from './journey.ts';
import type { Attempt } from './journey.ts';
import { AttemptLost } from './lost.ts';
import type { Observer } from './observer.ts';
import { hostSlots } from './pace.ts';
import { realmsOf } from './route.ts';
import { sessionLeft } from './session-left.ts';
import type { AttemptSettings } from './way.ts';

/** Milliseconds that another run on this machine may keep the test user. */
const holdPatience = 30_000;

/** Logs in to one application and out of it, as a person would, in a real browser. */
export const journey = defineCollector({
  id: 'login/journey',
  version: 1,
  title: 'A login and a logout in the browser',
  vantage: 'outside',
  evidence: Journey,
  timeout: 120_000,
  // The session that was begun is ended, which may take ten seconds, and the browser's tabs are closed.
  grace: 12_000,
  params: (run, application: Application) => ({
    application: application.id,
    user: application.user ?? '',
    account: accountName(run.environment, application),
  }),
  // Two entries of one name are one account: what locks the one locks the other.
  uses: ({ application, account }, { environment }) => [
    ...(account === '' ? [] : [`user/${account}`]),
    'browser:4',
    ...hostSlots(environment, application),
  ],
  collect: (params, context) => takeJourney(params, context),
});

/** Takes the look, for somebody who watches it too. */
export async function takeJourney(
  params: { readonly application: string; readonly user: string; readonly account: string },
  context: CollectContext<unknown>,
  observer?: Observer,
): Promise<Collected<Journey>> {
  const { environment } = context.run;
  const application = environment.applications.find(({ id }) => id === params.application);
  const subject = `application/${params.application}`;
  if (application?.login.kind !== 'browser')
    throw new Error(`"${params.application}" is no application of the environment that people log in to.`);
  const { login, url } = application;
  const user = environment.users[params.user];
  if (url === undefined || (user === undefined && login.broker?.depth !== 'redirect')) {
    const missing = url === undefined ? 'url' : 'test user';
    return {
      gaps: [gap(codes.USER_NOT_DECLARED, { subject, reason: `The environment "${environment.id}" declares no ${missing} for it.` })],
    };
  }
  const executable = await findBrowser(environment, observer?.headed);
  if (executable === undefined)
    return { gaps: [gap(codes.NO_BROWSER, { subject, reason: 'This machine has no Chromium where one is usually installed.' })] };
  const home = await browserHome(environment, context.shared, subject);
  if (typeof home === 'object') return { gaps: [home] };
  // What has to be known before anything is typed is found out while it starts.
  const browser = sharedBrowser(executable, context.shared, { headed: observer?.headed, home });
  // Whoever finds out before that it is not needed goes without an answer.
  browser.catch(() => undefined);
  const settings = {
    browser,
    application: { ...application, url },
    login,
    ...(user === undefined ? {} : { user }),
    ...(observer === undefined ? {} : { observer }),
    context,
  };
  try {
    return await withAccount(settings, `user/${params.account}`, subject);
  } catch (error) {
    context.signal.throwIfAborted();
    if (await isRunning(browser)) throw withoutQuotes(error instanceof AttemptLost ? error.cause : error);
    return { gaps: [gap(codes.BROWSER_CRASHED, { subject, reason: gone })] };
  }
}

/** False of one that crashed. Rejects where it never started. */
const isRunning = async (browser: Promise<Browser>): Promise<boolean> => (await browser).isConnected();

const gone = 'The browser was gone before the journey was over.';

/** The name that the test user logs in by, as Keycloak takes it. */
const accountName = ({ users }: Environment, { user = '' }: Application): string => (users[user]?.username ?? user).toLowerCase();

/** Holds the account while it is used, and keeps what was refused for every later run. */
async function withAccount(settings: Omit<AttemptSettings, 'refused'>, resource: string, subject: string): Promise<Collected<Journey>> {
  const { user, context, application, login } = settings;
  if (user === undefined) return { value: { application: application.id, attempts: await attempts(settings) } };
  const credentials = [user.password, user.totp].flatMap((reference) => (reference === undefined ? [] : context.secret(reference)));
  const account = accountOf(context.run.environment.keycloak.publicUrl, user.username, context.stateFolder);
  const hold = await holdAccount(account, { patience: holdPatience, signal: context.signal });
  if (hold === undefined)
    return {
      gaps: [
        gap(codes.USER_BUSY, { subject, reason: `For ${holdPatience / 1000} s another run on this machine was using the test user.` }),
      ],
    };
  try {
    const refused = await refusalOf(account, credentials);
    const made = await attempts({ ...settings, ...(refused === undefined ? {} : { refused }) });
    const last = made.at(-1);
    if (last) await keep(account, credentials, last, login);
    return { value: { application: application.id, attempts: made }, ...(made.some(endsAccount) ? { trips: [resource] } : {}) };
  } catch (error) {
    if (!(error instanceof AttemptLost)) throw error;
    const { left } = error;
    // Where there was a session to end, the password was taken.
    const isInDoubt = left.password === 'typed' && left.cleanUp !== 'ended';
    if (isInDoubt && !isCounted(left, login)) await noteRefusal(account, credentials, 'cut off');
    return { gaps: await gapsOf(error, settings, subject), ...(isInDoubt ? { trips: [resource] } : {}) };
  } finally {
    await hold.release();
  }
}

async function attempts(settings: AttemptSettings): Promise<Attempt[]> {
  const first = await attempt(settings);
  // Whoever watches sees the one attempt, and tries again by hand.
  return settings.observer === undefined && mayTryAgain(first) ? [first, await attempt(settings)] : [first];
}

async function keep(account: Account, credentials: readonly string[], last: Attempt, login: BrowserLogin): Promise<void> {
  const { failure, events } = last;
  const became = credentialsIn(last);
  if (became === 'accepted') await forgetRefusal(account);
  // An end that nobody understands is none to keep for ever where the server's own count is looked at before the next login.
  if (failure && (became === 'refused' || (became === 'unknown' && (failure.code === 'EXPIRED' || !isCounted(last, login)))))
    await noteRefusal(account, credentials, causeOf(failure, events));
}

/** Whether the gate sees what the server holds against the account: another identity provider's it does not. */
const isCounted = ({ bruteForce }: Pick<Attempt, 'bruteForce'>, { broker }: BrowserLogin): boolean =>
  bruteForce !== undefined && broker === undefined;

/** Why there is no journey, and whether a session of it is left. That it was cut off, the run says by itself. */
async function gapsOf(
  { cause, left }: AttemptLost,
  { browser, application, login, user, context }: AttemptSettings,
  subject: string,
): Promise<Gap[]> {
  const why = (await isRunning(browser))
    ? gap(gapCodes.COLLECTOR_CRASHED, { subject, reason: withoutQuotes(cause).message })
    : gap(codes.BROWSER_CRASHED, { subject, reason: gone });
  return [
    ...(context.signal.aborted ? [] : [why]),
    ...(left.cleanUp === 'failed'
      ? [gap(codes.SESSION_LEFT, { subject, reason: sessionLeft(user?.username ?? '', realmsOf(application, login)) })]
      : []),
  ];
}

/** Errors of the browser's library quote what was typed: only their kind is passed on. */
function withoutQuotes(error: unknown): Error {
  const { name, stack = '' } = error instanceof Error ? error : new Error('unknown');
  const where =
    stack
      .split('\n')
      .find((line) => line.includes('/login/'))
      ?.trim() ?? '';
  return new Error(`The journey could not go on (${name} ${where}).`);
}
