import type { Container } from '../kubernetes/workload-evidence.ts';

/** A run of a container whose log may be asked for. */
export interface PlannedRun {
  readonly attempt: number;
  readonly which: 'current' | 'previous';
  readonly state: 'running' | 'waiting' | 'ended';
  readonly exitCode?: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly hasLog: boolean;
}

/**
 * The runs whose logs the kubelet still has, newest first. While a container waits to be started again, `current` and
 * `previous` are both the log of the run that ended last: it is read once.
 */
export function runsOf({ state, last, restarts }: Container): readonly PlannedRun[] {
  const ended =
    last?.kind === 'terminated'
      ? {
          exitCode: last.exitCode,
          ...(last.startedAt === undefined ? {} : { startedAt: last.startedAt }),
          ...(last.finishedAt === undefined ? {} : { endedAt: last.finishedAt }),
        }
      : undefined;
  if (state?.kind !== 'running' && state?.kind !== 'terminated')
    return ended
      ? [{ attempt: restarts, which: 'current', state: 'ended', ...ended, hasLog: true }]
      : [{ attempt: restarts, which: 'current', state: 'waiting', hasLog: false }];
  const current: PlannedRun = {
    attempt: restarts,
    which: 'current',
    state: state.kind === 'running' ? 'running' : 'ended',
    ...(state.kind === 'terminated' ? { exitCode: state.exitCode } : {}),
    ...(state.startedAt === undefined ? {} : { startedAt: state.startedAt }),
    ...(state.kind === 'terminated' && state.finishedAt !== undefined ? { endedAt: state.finishedAt } : {}),
    hasLog: true,
  };
  return restarts > 0 && ended
    ? [current, { attempt: restarts - 1, which: 'previous', state: 'ended', ...ended, hasLog: true }]
    : [current];
}
