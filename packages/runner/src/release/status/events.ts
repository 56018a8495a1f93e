import { EXECUTED_PLAN_CHECK, executedPlanFactName, restoredBackupFactName } from '@keycloak-release-gate/checks/release-records';
import { whyNotWhole } from '../what-runs-tell.ts';
import type { ProgressEvent, ProgressInput, ProgressRun } from './model.ts';

/** What happened, as the records, confirmations and plans tell it. */
export function eventsOf({ environments, release }: ProgressInput): ProgressEvent[] {
  const runs = environments.flatMap((environment) =>
    environment.runs.flatMap(({ summary, read, refused }): ProgressEvent[] => {
      const narrowed = whyNotWhole(summary);
      const failed =
        read?.results.filter(({ outcome, severity }) => outcome.kind === 'fail' && severity === 'blocker').map(({ check }) => check) ?? [];
      const what = [
        `${summary.suite}: ${summary.verdict}`,
        ...(failed.length === 0 ? [] : [`(${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ` and ${failed.length - 3} more` : ''})`]),
        ...(narrowed === undefined ? [] : [`; ${narrowed}`]),
        ...(refused === undefined ? [] : [`; not believed: ${refused}`]),
      ].join(' ');
      const of = { environment: environment.id, run: summary.run };
      return [
        ...(summary.suite === 'post-deploy' && read?.deployedAt !== undefined
          ? [{ ...of, at: read.deployedAt, what: 'the deploy began', tone: 'neutral' as const }]
          : []),
        ...restoredIn({ summary, ...(read ? { read } : {}) }).map((restored) => ({ ...of, ...restored })),
        { ...of, at: summary.startedAt, what, tone: summary.exitCode === 0 ? 'good' : summary.exitCode === 1 ? 'bad' : 'neutral' },
      ];
    }),
  );
  const plans = environments.flatMap(({ id, plan }): ProgressEvent[] =>
    plan ? [{ at: plan.at, what: `rollback plan ${plan.plan} was computed: ${plan.because}`, environment: id, tone: 'neutral' }] : [],
  );
  const confirmations = release.confirmations
    .filter((each) => each.release === release.id)
    .map(({ type, person, confirmedAt, environment }): ProgressEvent => ({
      at: confirmedAt,
      what: `${person}: ${type}`,
      tone: 'neutral',
      ...(environment === undefined ? {} : { environment }),
    }));
  const all = [...runs, ...plans, ...confirmations];
  // A deploy that several runs tell of is told once.
  const once = new Map(
    all.map((event) => [
      event.what === 'the deploy began' ? `${event.environment} ${event.at}` : `${event.at} ${event.what} ${event.run}`,
      event,
    ]),
  );
  return [...once.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** That a database was restored, by a passed run of after the rollback. */
function restoredIn({ summary, read }: Pick<ProgressRun, 'summary' | 'read'>): Pick<ProgressEvent, 'at' | 'what' | 'tone'>[] {
  if (summary.suite !== 'post-rollback' || summary.exitCode !== 0 || !read) return [];
  const facts = read.results
    .filter(({ id, outcome }) => id === EXECUTED_PLAN_CHECK && outcome.kind === 'pass')
    .flatMap((result) => result.facts);
  const executed = facts.find(({ name, value }) => name === executedPlanFactName && String(value).startsWith('B: '));
  if (!executed) return [];
  const from = facts.find(({ name }) => name === restoredBackupFactName);
  const what = `the database had been restored${from ? `: ${String(from.value)}` : ''}`;
  return [{ at: summary.startedAt, what, tone: 'good' }];
}
