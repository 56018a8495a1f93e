import { isRequired } from './catalogue/required.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';

/** One try of a pod to migrate the database. */
export interface MigrationRun {
  readonly run: Run;
  /** When its first step was logged, and the last line of the log. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly lastStep: string;
  /** `failed`: Keycloak gave up and said so, which is told as a start that failed. */
  readonly outcome: 'completed' | 'running' | 'failed' | 'cut off';
}

/** The runs of a pod in which the database was migrated, the newest first. */
export const migrationsOf = (pod: LoggedPod): readonly MigrationRun[] =>
  pod.runs.flatMap((run) => {
    const { migration, last } = run.log;
    const end = migration.at(-1);
    if (!end) return [];
    return [
      {
        run,
        from: migration[0]?.at,
        to: last,
        lastStep: end.text,
        outcome: outcomeOf(run, pod),
      },
    ];
  });

function outcomeOf(run: Run, pod: LoggedPod): MigrationRun['outcome'] {
  if (isCompleted(run, pod)) return 'completed';
  if (run.state !== 'ended') return 'running';
  return run.log.startFailure.length > 0 ? 'failed' : 'cut off';
}

/** Up to 26.5 the banner comes after the migration; later ones print it before, and the end of the bootstrap after. */
function isCompleted({ log }: Run, { ready, runs: [current] }: LoggedPod): boolean {
  if (log.bootstrap) return true;
  if (log.banner && !isRequired('bootstrap', log.banner.version)) return true;
  // A pod that is ready has come to the end: then the line is not logged here, and tells nothing in its other runs either.
  return ready && current?.state === 'running' && current.log.bootstrap === undefined && log.banner !== undefined;
}

/** Seconds between two times; undefined where one is not known. */
export function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const milliseconds = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : Math.round(milliseconds / 1000);
}
