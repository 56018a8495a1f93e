import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { CodeSeverity, Exhibit, Finding, Gap, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { hours } from './age-and-size.ts';
import { codes } from './codes.ts';
import { sourceCodes } from './sources/codes.ts';
import { backupJob } from './sources/job-run.ts';
import type { BackupJob } from './sources/job-run.ts';

type Limits = { readonly warnAfterHours: number; readonly failAfterHours: number };

/** The CronJob that takes the backups has taken one lately. */
export const backupJobSucceeded = defineCheck({
  id: 'backup/job-succeeded',
  title: 'The CronJob of the backups has succeeded lately',
  why: 'A backup job that fails every night is often noticed only when its backup is needed. That it succeeded says that it ran: what is in the backup, only the backup tells.',
  reads: { seen: backupJob },
  expects: z.object({
    warnAfterHours: z.number().positive().default(12),
    failAfterHours: z.number().positive().default(24),
    /** The environment names no place in which a backup itself could be seen. */
    alone: z.boolean().default(false),
  }),
  expected: ({ environment: { backups } }) =>
    backups
      ? {
          warnAfterHours: backups.warnAfterHours,
          failAfterHours: backups.failAfterHours,
          alone: [
            backups.directory,
            backups.pgbackrest,
            backups.cloudnativepg,
            backups.volumeSnapshot,
            backups.catalogue,
            backups.command,
          ].every((source) => source === undefined),
        }
      : {},
  judge: ({ seen }, limits, { now }) => {
    const subject = `cronjob/${seen.name}`;
    const { cronJob } = seen;
    if (!cronJob) {
      const message = `There is no CronJob ${seen.name} in the namespace ${seen.namespace}.`;
      return { findings: [finding(sourceCodes.JOB_MISSING, { subject, message })] };
    }
    const suspended = cronJob.suspended
      ? [finding(sourceCodes.JOB_SUSPENDED, { subject, message: `The CronJob ${seen.name} is suspended: it takes no further backup.` })]
      : [];
    const { findings, gaps = [] } = runs(seen, cronJob.lastSuccessfulTime, limits, now);
    const isBad = findings.some(({ severity }) => severity === 'fail');
    return {
      findings: [...suspended, ...findings],
      gaps: limits.alone && !isBad && gaps.length === 0 ? [unseen(subject, seen)] : gaps,
      facts: [
        { name: 'schedule', value: `${cronJob.schedule}${cronJob.timeZone === null ? '' : ` (${cronJob.timeZone})`}` },
        ...(cronJob.lastSuccessfulTime === null
          ? []
          : [
              { name: 'last success of the backup job', value: cronJob.lastSuccessfulTime },
              { name: 'age', value: hours(Date.parse(now) - Date.parse(cronJob.lastSuccessfulTime)), unit: 'h' },
            ]),
      ],
      exhibits: seen.jobs.length > 0 ? [table(seen)] : [],
    };
  },
});

const unseen = (subject: string, { name }: BackupJob): Gap =>
  gap(sourceCodes.BACKUPS_UNSEEN, {
    subject,
    reason: `The CronJob ${name} has succeeded; a backup that could be restored was not seen, for the environment names no place of one.`,
  });

function runs(seen: BackupJob, succeeded: string | null, limits: Limits, now: string): Pick<Judgement, 'findings' | 'gaps'> {
  const subject = `cronjob/${seen.name}`;
  const newest = seen.jobs.find(({ state }) => state !== 'running');
  if (succeeded === null) {
    if (newest?.state === 'failed') return { findings: [failure(newest, 'fail')] };
    if (seen.jobs.length > 0) {
      const reason = `The CronJob ${seen.name} has not succeeded yet, and ${seen.jobs[0]?.name} is running.`;
      return { findings: [], gaps: [gap(codes.IN_PROGRESS_ONLY, { subject, reason })] };
    }
    return { findings: [finding(codes.NONE_FOUND, { subject, message: `The CronJob ${seen.name} has never succeeded.` })] };
  }
  const age = Date.parse(now) - Date.parse(succeeded);
  const stale = (severity: CodeSeverity, limit: number): Finding =>
    finding(codes.STALE, {
      subject,
      severity,
      message: `The CronJob ${seen.name} succeeded last ${hours(age)} h ago, at ${succeeded}; the limit is ${limit} h.`,
      expected: limit,
      actual: hours(age),
    });
  const isOld = age > limits.failAfterHours * HOUR;
  // Behind a success that is new enough, a run that failed is a warning.
  const failures = newest?.state === 'failed' && isAfter(newest, succeeded) ? [failure(newest, isOld ? 'fail' : 'warn')] : [];
  if (isOld) return { findings: [...failures, stale('fail', limits.failAfterHours)] };
  return { findings: [...failures, ...(age > limits.warnAfterHours * HOUR ? [stale('warn', limits.warnAfterHours)] : [])] };
}

const HOUR = 3_600_000;

const isAfter = ({ endedAt, startedAt }: BackupJob['jobs'][number], moment: string): boolean =>
  Date.parse(endedAt ?? startedAt ?? moment) > Date.parse(moment);

const failure = ({ name, endedAt, startedAt, why }: BackupJob['jobs'][number], severity: CodeSeverity): Finding =>
  finding(sourceCodes.LAST_RUN_FAILED, {
    subject: `job/${name}`,
    severity,
    message:
      `The Job ${name} failed at ${endedAt ?? startedAt ?? 'an unknown time'}${why === null || why === '' ? '' : `: ${why}`}.`.replace(
        /\.\.$/,
        '.',
      ),
    remedy: `Look in its log (kubectl logs job/${name}), mend it, and have a new backup taken.`,
  });

const table = ({ name, jobs }: BackupJob): Exhibit => ({
  kind: 'table',
  title: `The newest Jobs of the CronJob ${name}`,
  columns: ['Job', 'Started', 'Ended', 'State'],
  rows: jobs.map((job) => [job.name, job.startedAt ?? '', job.endedAt ?? '', job.why === null ? job.state : `${job.state}: ${job.why}`]),
});
