import type { Application, BrowserLogin } from '@keycloak-release-gate/core';
import { administrationOf } from './administration.ts';
import { cleanUp } from './clean-up.ts';
import { errorsSince, newestEvent } from './events.ts';
import type { Attempt } from './journey.ts';
import { prepare } from './prepare.ts';
import { walk } from './walk.ts';
import type { Outcome } from './walk.ts';
import { openLog } from './way.ts';
import type { AttemptSettings, Log, Session } from './way.ts';
import { witnessOf } from './witness.ts';

/** Milliseconds for ending what the gate began, whatever became of the attempt's own time. */
const cleanUpPatience = 10_000;

/** Logs in, takes down what that gives, logs out, and tries everything again. Always ends its own session. */
export async function attempt(settings: AttemptSettings): Promise<Attempt> {
  const { browser, application, login, user, context } = settings;
  const log = openLog();
  const administration = administrationOf(application.realm, context);
  const [prepared, newest, witness, tabs] = await Promise.all([
    prepare(administration, user?.username, settings.refused, context.signal),
    newestEvent(administration, context.signal),
    witnessOf(application.realm, context),
    browser.newContext({ locale: 'en', viewport: { width: 1024, height: 640 }, ignoreHTTPSErrors: false }),
  ]);
  const known = {
    ...(prepared.bruteForce === undefined ? {} : { bruteForce: prepared.bruteForce }),
    ...(prepared.guard === undefined ? {} : { errorsKept: prepared.guard.keepsErrors }),
  };
  const { publicUrl } = context.run.environment.keycloak;
  const session: Session = { refreshToken: undefined, password: 'not typed', over: false };
  let outcome: Outcome & Pick<Partial<Attempt>, 'cleanUp'> = {};
  try {
    const way = { settings, publicUrl, log, tabs, administration, witness, prepared, session };
    // At an abort the browser is left where it is, so that the session in it can still be ended.
    outcome = await Promise.race([prepared.failure ? { failure: prepared.failure } : walk(way), aborted(context.signal)]);
  } finally {
    log.lap();
    const signal = AbortSignal.timeout(cleanUpPatience);
    outcome = { ...outcome, cleanUp: await cleanUp({ tabs, witness, session, realms: realmsOf(application, login), publicUrl, signal }) };
    log.lap('cleanUp');
    await tabs.close().catch(() => browser.isConnected());
  }
  const events =
    outcome.failure === undefined || outcome.failure === prepared.failure || newest === undefined
      ? undefined
      : await errorsSince(administration, { newest, clientId: application.clientId, userId: prepared.user?.id }, context.signal);
  return finish(log, { ...known, ...outcome, password: session.password, ...(events === undefined ? {} : { events }) });
}

function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}

/** The realms in which the browser may have a session. */
const realmsOf = ({ realm }: Application, { broker }: BrowserLogin): readonly string[] => [
  realm,
  ...(broker?.depth === 'login' && broker.realm !== undefined ? [broker.realm] : []),
];

const finish = (
  { began, steps, pictures, milliseconds }: Log,
  outcome: Outcome & Pick<Partial<Attempt>, 'bruteForce' | 'errorsKept' | 'events' | 'password' | 'cleanUp'>,
): Attempt => ({
  ...outcome,
  cleanUp: outcome.cleanUp ?? 'failed',
  steps,
  pictures,
  milliseconds: { ...milliseconds, total: Date.now() - began },
});
