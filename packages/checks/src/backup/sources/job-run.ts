import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes, declaredKubernetes } from '../../kubernetes/connect.ts';
import { lookOrGap } from '../../kubernetes/look-or-gap.ts';

const time = z.iso.datetime();

/** The CronJob that takes the backups, and its newest Jobs. */
export const BackupJob = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Null where there is none of this name. */
  cronJob: z
    .object({
      schedule: z.string(),
      timeZone: z.string().nullable(),
      suspended: z.boolean(),
      lastScheduleTime: time.nullable(),
      lastSuccessfulTime: time.nullable(),
    })
    .nullable(),
  /** Newest first. */
  jobs: z.array(
    z.object({
      name: z.string(),
      startedAt: time.nullable(),
      endedAt: time.nullable(),
      state: z.enum(['complete', 'failed', 'running']),
      /** Kubernetes' own word and sentence for why it failed. */
      why: z.string().nullable(),
    }),
  ),
});
export type BackupJob = z.infer<typeof BackupJob>;

const CronJob = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({ schedule: z.string(), timeZone: z.string().optional(), suspend: z.boolean().optional() }),
  status: z.object({ lastScheduleTime: time.optional(), lastSuccessfulTime: time.optional() }).optional(),
});

const Job = z.object({
  metadata: z.object({
    name: z.string(),
    creationTimestamp: time,
    ownerReferences: z.array(z.object({ uid: z.string() })).optional(),
  }),
  status: z
    .object({
      startTime: time.optional(),
      completionTime: time.optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
            lastTransitionTime: time.optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

const MOST_JOBS = 10;

export const backupJob = defineCollector({
  id: 'backup/job',
  version: 1,
  title: 'The CronJob that takes the backups',
  vantage: 'cluster',
  evidence: BackupJob,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async (): Promise<Collected<BackupJob>> => {
      const { environment } = context.run;
      const declared = environment.backups?.cronJob;
      if (!declared)
        return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.cronJob`.' })] };
      const namespace = declared.namespace ?? declaredKubernetes(environment).namespace;
      const api = await connectToKubernetes(context, namespace);
      const { value: cronJob } = await api.get(CronJob, 'cronjobs', declared.name);
      if (!cronJob) return { value: { namespace, name: declared.name, cronJob: null, jobs: [] } };
      const jobs = (await api.list(Job, 'jobs'))
        .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === cronJob.metadata.uid) === true)
        .toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
      return {
        value: {
          namespace,
          name: declared.name,
          cronJob: {
            schedule: cronJob.spec.schedule,
            timeZone: cronJob.spec.timeZone ?? null,
            suspended: cronJob.spec.suspend === true,
            lastScheduleTime: cronJob.status?.lastScheduleTime ?? null,
            lastSuccessfulTime: cronJob.status?.lastSuccessfulTime ?? null,
          },
          jobs: jobs.slice(0, MOST_JOBS).map(describeJob),
        },
      };
    }),
});

function describeJob({ metadata, status }: z.infer<typeof Job>): BackupJob['jobs'][number] {
  const is = (type: string) => status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
  const failed = is('Failed');
  const complete = is('Complete');
  return {
    name: metadata.name,
    startedAt: status?.startTime ?? null,
    endedAt: status?.completionTime ?? failed?.lastTransitionTime ?? null,
    state: failed ? 'failed' : complete ? 'complete' : 'running',
    why: failed ? [failed.reason, failed.message].filter((each) => each !== undefined && each !== '').join(': ') : null,
  };
}
