import { aborted, orAborted } from './aborted.ts';
import { administrationOf } from './administration.ts';
import { cleanUp } from './clean-up.ts';
import { errorsSince, newestEvent } from './events.ts';
import type { Attempt } from './journey.ts';
import { AttemptLost } from './lost.ts';
import { prepare } from './prepare.ts';
import { realmsOf, soughtIn } from './route.ts';
import { stopwatch } from './stopwatch.ts';
import { openTabs } from './tabs.ts';
import type { Tabs } from './tabs.ts';
import { walk } from './walk.ts';
import type { Outcome } from './walk.ts';
import { openLog } from './way.ts';
import type { AttemptSettings, Log, Session } from './way.ts';
import { witnessOf } from './witness.ts';

/** Milliseconds for ending what the gate began, whatever became of the attempt's own time. */
const patience = 10_000;

/**
 * Logs in, takes down what that gives, logs out, and tries everything again. Always ends its own session. Throws an `AttemptLost`
 * where it did not come to its end once it had begun.
 */
export async function attempt(settings: AttemptSettings): Promise<Attempt> {
  const { browser, application, login, user, refused, context } = settings;
  const log = openLog();
  const administration = administrationOf(application.realm, context);
  const elsewhere = login.broker !== undefined;
  const [[prepared, newest, witness], opened] = await besideTabs(
    openTabs(browser, soughtIn(login, context)),
    Promise.all([
      prepare(administration, { username: user?.username, elsewhere, refused }, context.signal),
      newestEvent(administration, context.signal),
      witnessOf(application.realm, context),
    ]),
    context.signal,
  );
  const { tabs } = opened;
  const known = prepared.bruteForce === undefined ? {} : { bruteForce: prepared.bruteForce };
  const { publicUrl } = context.run.environment.keycloak;
  const session: Session = { refreshToken: undefined, password: 'not typed', answer: () => 'here', over: false };
  const endSession = async (): Promise<Attempt['cleanUp']> => {
    log.lap();
    const signal = AbortSignal.timeout(patience);
    const ended = await cleanUp({ tabs, witness, session, realms: realmsOf(application, login), publicUrl, signal });
    log.lap('cleanUp');
    // Who watches sees one journey, after which the browser is closed.
    if (settings.observer === undefined) await tabs.close().catch(() => tabs.browser()?.isConnected());
    return ended;
  };
  const lose = (cause: unknown, ended: Attempt['cleanUp']): never => {
    throw new AttemptLost({ ...known, password: session.password, cleanUp: ended }, cause);
  };
  let outcome: Outcome;
  try {
    const way = { ...opened, settings, publicUrl, log, administration, witness, prepared, session };
    // At an abort the browser is left where it is, so that the session in it can still be ended.
    outcome = await Promise.race([aborted(context.signal), prepared.failure ? { failure: prepared.failure } : walk(way)]);
  } catch (error) {
    return lose(error, await endSession());
  }
  const ended = await endSession();
  const recorded =
    outcome.failure === undefined || outcome.failure === prepared.failure || newest === undefined
      ? undefined
      : await errorsSince(
          administration,
          { newest, clientId: application.clientId, userId: prepared.user?.id, errors: prepared.errors },
          context.signal,
        ).catch((error: unknown) => lose(error, ended));
  return finish(log, {
    ...known,
    ...outcome,
    password: session.password,
    cleanUp: ended,
    ...(recorded === undefined
      ? {}
      : { events: recorded.events, refusalsSeen: recorded.ofUserWhole && !elsewhere && (prepared.guard?.keepsErrors ?? false) }),
  });
}

/** The tabs, and what is found out while they are opened. Without the one, the others are closed. */
async function besideTabs<T>(opening: Promise<Tabs>, work: Promise<T>, signal: AbortSignal): Promise<readonly [T, Tabs]> {
  try {
    return await orAborted(Promise.all([work, opening]), signal);
  } catch (error) {
    const closing = opening.then(({ tabs }) => tabs.close());
    // A browser that does not even start holds nobody up.
    await orAborted(closing, signal).catch(() => undefined);
    throw error;
  }
}

const finish = ({ began, steps, pictures, milliseconds }: Log, outcome: Omit<Attempt, 'steps' | 'pictures' | 'milliseconds'>): Attempt => ({
  ...outcome,
  steps,
  pictures,
  milliseconds: { ...milliseconds, total: stopwatch() - began },
});
