import { journey, loginAndLogout, takeJourney } from '@keycloak-release-gate/checks/login';
import type { Observer } from '@keycloak-release-gate/checks/login';
import { conclude, defineSuite, step } from '@keycloak-release-gate/core';
import type { Application, Environment, Gap, RunContext } from '@keycloak-release-gate/core';
import { lookOnce } from '../../collect/look-once.ts';
import type { Shared } from '../../collect/shared.ts';
import { planSuite } from '../../plan/plan.ts';
import type { Plan, PlannedLook } from '../../plan/plan.ts';
import type { Secrets } from '../../verify/described.ts';

/** What one login takes: where, who, and what watches it. */
interface OneLogin extends Secrets {
  readonly environment: Environment;
  readonly application: Application;
  readonly stateFolder: string;
  readonly shared: Shared;
  readonly observer: Observer;
  /** At its abort, what was begun is ended. */
  readonly signal: AbortSignal;
}

/** What could not be seen, and what the judge concludes, known issues applied: nothing of what was cut off. */
interface LoginSeen {
  readonly gaps: readonly Gap[];
  readonly concluded?: ReturnType<typeof conclude>;
}

/**
 * One login, watched: the same journey and the same judge as in a run; nothing is recorded. What it needs elsewhere in a run is not
 * looked at.
 */
export async function oneLogin({ environment, application, shared, observer, signal, ...known }: OneLogin): Promise<LoginSeen> {
  const plan = planOf(application, { suite: 'login', environment });
  const look = [...plan.looks.values()].find(({ collector }) => collector.id === journey.id);
  const [planned] = plan.checks;
  if (!look || !planned) throw new Error('The plan of one login has no login.');
  const watched = watchedBy(observer, application, look, plan.run, signal);
  const [seen] = await lookOnce({ ...known, plan }, [watched], { signal, shared });
  const gaps = seen?.gaps ?? [];
  if (signal.aborted) return { gaps };
  const judgement =
    seen?.recorded === undefined
      ? { findings: [], gaps }
      : loginAndLogout.check.judge({ seen: JSON.parse(seen.recorded) as unknown }, planned.expected, { now: new Date().toISOString() });
  const knownIssues = application.knownIssues.map((issue) => ({ ...issue, subject: `application/${application.id}` }));
  const concluded = conclude(judgement, knownIssues, new Date().toISOString());
  return { gaps, concluded };
}

/** The plan of this one login. */
function planOf(application: Application, run: RunContext): Plan {
  const instance = loginAndLogout(application);
  const alone = { ...instance, check: { ...instance.check, needs: [] } };
  const suite = defineSuite({
    id: 'login',
    title: 'One login',
    needsRelease: false,
    steps: () => [step({ id: 'login/one', sentence: 'One login' }, [alone])],
  });
  return planSuite(suite, run);
}

/** The same look, watched, and with as much time as a person takes. */
const watchedBy = (watcher: Observer, application: Application, look: PlannedLook, run: RunContext, signal: AbortSignal): PlannedLook => ({
  ...look,
  collector: {
    ...look.collector,
    timeout: 3_600_000,
    collect: (_params, context) =>
      takeJourney(journey.params(run, application), { ...context, signal: AbortSignal.any([context.signal, signal]) }, watcher),
  },
});
