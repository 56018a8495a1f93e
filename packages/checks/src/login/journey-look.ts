import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Application, Collected } from '@keycloak-release-gate/core';
import { attempt } from './attempt.ts';
import { sharedBrowser } from './browser.ts';
import type { LoginCode } from './codes.ts';
import { codes } from './codes.ts';
import { causeOf } from './events.ts';
import { Journey } from './journey.ts';
import type { Attempt } from './journey.ts';

/** Causes that may pass by themselves: one more attempt, in a fresh context. A refused password or code is never tried again. */
const mayPass: ReadonlySet<LoginCode> = new Set(['NET', 'TLS', 'DNS', 'OP_5XX', 'COOKIE_NOT_FOUND', 'EXPIRED', 'LOGGEDIN_MISSING']);
/** Causes after which nothing in this run may use the test user again. */
const harmful: ReadonlySet<LoginCode> = new Set(['BAD_CREDENTIALS', 'LOCKED', 'OTP_REJECTED']);

/** Logs in to one application and out of it, as a person would, in a real browser. */
export const journey = defineCollector({
  id: 'login/journey',
  version: 1,
  title: 'A login and a logout in the browser',
  evidence: Journey,
  timeout: 120_000,
  params: (_run, application: Application) => ({ application: application.id, user: application.user ?? '' }),
  uses: ({ user }) => [`user/${user}`, 'browser:4'],
  collect: async (params, context) => {
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
    const browser = await sharedBrowser(context);
    if (browser === undefined)
      return { gaps: [gap(codes.NO_BROWSER, { subject, reason: 'This machine has no Chromium where one is usually installed.' })] };
    const settings = { browser, application: { ...application, url }, login, ...(user === undefined ? {} : { user }), context };
    try {
      const first = await attempt(settings);
      const attempts = shouldRepeat(first) ? [first, await attempt(settings)] : [first];
      return { value: { application: application.id, attempts }, ...tripsOf(params.user, attempts) };
    } catch (error) {
      context.signal.throwIfAborted();
      if (browser.isConnected()) throw withoutQuotes(error);
      return { gaps: [gap(codes.BROWSER_CRASHED, { subject, reason: 'The browser was gone before the journey was over.' })] };
    }
  },
});

const causeOfAttempt = ({ failure, events }: Attempt): LoginCode | undefined => failure && causeOf(failure, events);

function shouldRepeat(attempt_: Attempt): boolean {
  const cause = causeOfAttempt(attempt_);
  return cause !== undefined && mayPass.has(cause) && attempt_.failure?.stage !== 'logout';
}

function tripsOf(user: string, attempts: readonly Attempt[]): Pick<Collected<Journey>, 'trips'> {
  const last = attempts.at(-1);
  const cause = last && causeOfAttempt(last);
  return cause !== undefined && harmful.has(cause) ? { trips: [`user/${user}`] } : {};
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
