import type { Administration } from './administration.ts';
import type { LoginCode } from './codes.ts';
import { drive } from './drive.ts';
import type { Driven, Hands } from './drive.ts';
import type { Progress } from './next.ts';
import type { Peer } from './peers.ts';
import { photographer } from './picture.ts';
import { awaitFreshCode, awaitNextCode } from './prepare.ts';
import { placeOf } from './place.ts';
import type { Prepared } from './prepare.ts';
import { brokerLink, routeOf } from './route.ts';
import { stopwatch } from './stopwatch.ts';
import { oneTimeCode, timeStep } from './totp.ts';
import type { Way } from './way.ts';

/** Steps of one attempt that are kept. */
const mostSteps = 100;

/** What a proxy answers in Keycloak's place, which may have gone on with what it was asked. */
const fromBefore: ReadonlySet<LoginCode> = new Set(['OP_5XX', 'WAF_BLOCKED']);

/** Drives the tab with the hands of the test user: in the application of the attempt, or in one that is logged in to beside it. */
export function driverOn(way: Way, { application, login }: Peer = way.settings): (begin: Progress) => Promise<Driven> {
  const { settings, publicUrl, log, tab, session } = way;
  const route = routeOf(application, login, publicUrl);
  let isSent = true;
  const awaitAnswer = (on: number): void => {
    session.answer = () => {
      // Before the documents: the browser shows an error of its own as one.
      const broken = tab.networkFailure();
      if (broken !== undefined && placeOf(broken.url, route).in !== 'application') return 'lost';
      return broken !== undefined || tab.documents() > on ? 'here' : 'awaited';
    };
  };
  const typing = (): void => {
    session.password = 'typed';
    isSent = false;
    awaitAnswer(tab.documents());
  };
  return async (begin) => {
    const driven = await drive(
      {
        tab,
        signal: settings.context.signal,
        route,
        hands: handsOf(way, { application, login }, typing),
        record: (step, on) => {
          const taken = { ...step, at: stopwatch() - log.began };
          if (log.steps.length < mostSteps) log.steps.push(taken);
          settings.observer?.step(taken);
          if (on !== undefined && session.password !== 'not typed') {
            isSent = true;
            awaitAnswer(on);
          }
          keepCookies(way);
        },
        picture: photographer(settings, log, tab),
        ...(settings.observer === undefined ? {} : { observer: settings.observer }),
      },
      begin,
    );
    // The page took no input, or nothing on it could be clicked.
    if (!isSent) session.answer = () => 'here';
    else if (isLogin(begin) && driven.end === 'failed' && driven.failure.pageId === undefined && fromBefore.has(driven.failure.code))
      session.answer = () => 'lost';
    return driven;
  };
}

/** A way on which the password is typed. */
const isLogin = ({ stage, signedOn = false }: Progress): boolean => stage === 'login' && !signedOn;

/** Looks at the cookies from the password on. A browser that is gone by now has left those of before. */
function keepCookies({ tabs, session }: Way): void {
  if (session.password === 'not typed') return;
  tabs.cookies().then(
    (cookies) => (session.cookies = cookies),
    () => session.cookies,
  );
}

/** What may be typed and clicked on the way to an application. */
function handsOf({ settings, administration, prepared }: Way, { application, login }: Peer, typing: () => void): Hands {
  const { user, context } = settings;
  const { secret, signal } = context;
  return {
    username: user?.username ?? '',
    password: () => {
      if (user === undefined) throw new Error(`"${application.id}" has no test user, so there is nothing to type.`);
      // After an abort nothing is begun that would have to be ended.
      signal.throwIfAborted();
      const password = secret(user.password);
      typing();
      return password;
    },
    code: async (again) => {
      if (user?.totp === undefined) return undefined;
      if (again && !(await mayFailAgain(administration, prepared, signal))) return undefined;
      await (again ? awaitNextCode(signal) : awaitFreshCode(administration, prepared.user, signal));
      try {
        const code = oneTimeCode(secret(user.totp), timeStep(Date.now()));
        typing();
        return code;
      } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
    ...(login.start === undefined ? {} : { start: login.start.click }),
    ...(login.broker === undefined ? {} : { broker: brokerLink(login.broker) }),
  };
}

/** Whether the account would still be open after one more refusal; false where nobody can say. */
async function mayFailAgain(administration: Administration, { user, guard }: Prepared, signal: AbortSignal): Promise<boolean> {
  if (guard === undefined || user === undefined) return false;
  if (guard.locksAfter === undefined) return true;
  const now = await administration.bruteForce(user.id, signal);
  // The one that was just refused may not be counted yet.
  return now !== undefined && !now.disabled && Math.max(now.failures, 1) + 1 < guard.locksAfter;
}
