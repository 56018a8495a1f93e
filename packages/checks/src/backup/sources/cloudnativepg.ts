import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes, declaredKubernetes } from '../../kubernetes/connect.ts';
import { lookOrGap, partOrGap } from '../../kubernetes/look-or-gap.ts';
import { BackupList, newestBackups } from './backup.ts';
import type { Backup } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
import { readWalArchive, WalArchive } from './wal-archive.ts';

const time = z.iso.datetime();

/** What CloudNativePG's resources tell of the backups of a cluster. */
export const CloudNativePgBackups = BackupList.extend({
  cluster: z.string(),
  namespace: z.string(),
  /** PostgreSQL's identifier of the cluster; older versions of CloudNativePG do not tell it. */
  systemId: z.string().nullish(),
  /** The condition ContinuousArchiving of the Cluster; null where it has none, so that no write-ahead log is archived by it. */
  archiving: z.object({ works: z.boolean(), since: time.nullable(), message: z.string() }).nullable(),
  /** What the object stores of the Barman Cloud plugin say of this cluster. */
  stores: z.array(z.object({ name: z.string(), recoverableFrom: time.nullable(), lastSuccess: time.nullable() })),
  /** As the server itself tells; null where the environment declares no database, or it could not be read. */
  archive: WalArchive.nullable(),
});
export type CloudNativePgBackups = z.infer<typeof CloudNativePgBackups>;

// The Cluster's own status has a lastSuccessfulBackup and a firstRecoverabilityPoint. Both are deprecated since 1.26 and stand still with
// plugins (release notes of CloudNativePG 1.26.1): they are not read.
const Cluster = z.object({
  spec: z
    .object({ plugins: z.array(z.object({ name: z.string(), parameters: z.record(z.string(), z.string()).optional() })).optional() })
    .optional(),
  status: z
    .object({
      systemID: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional(), lastTransitionTime: time.optional() }))
        .optional(),
    })
    .optional(),
});

const BackupResource = z.object({
  metadata: z.object({ name: z.string(), creationTimestamp: time }),
  spec: z.object({ cluster: z.object({ name: z.string() }), method: z.string().optional() }),
  status: z
    .object({
      phase: z.string().optional(),
      startedAt: time.optional(),
      stoppedAt: time.optional(),
      error: z.string().optional(),
      method: z.string().optional(),
      majorVersion: z.number().optional(),
    })
    .optional(),
});

const ObjectStore = z.object({
  metadata: z.object({ name: z.string() }),
  status: z
    .object({
      serverRecoveryWindow: z
        .record(z.string(), z.object({ firstRecoverabilityPoint: time.optional(), lastSuccessfulBackupTime: time.optional() }))
        .optional(),
    })
    .optional(),
});

const PLUGIN = 'barman-cloud.cloudnative-pg.io';

export const cloudNativePgBackups = defineCollector({
  id: 'backup/cloudnativepg',
  version: 1,
  title: 'The backups of CloudNativePG',
  vantage: 'cluster',
  evidence: CloudNativePgBackups,
  timeout: 30_000,
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async (): Promise<Collected<CloudNativePgBackups>> => {
      const { environment } = context.run;
      const declared = environment.backups?.cloudnativepg;
      if (!declared)
        return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.cloudnativepg`.' })] };
      const namespace = declared.namespace ?? declaredKubernetes(environment).namespace;
      const subject = `cluster/${declared.cluster}`;
      const missing = (reason: string): Collected<CloudNativePgBackups> => ({
        gaps: [
          gap(codes.SOURCE_UNREACHABLE, {
            subject,
            reason,
            remedy:
              'Check `backups.cloudnativepg` in the environment file: cluster and namespace (kubectl get clusters.postgresql.cnpg.io -A).',
          }),
        ],
      });
      const api = await connectToKubernetes(context, namespace);
      if (!(await api.serves('clusters'))) return missing('CloudNativePG is not installed in this Kubernetes cluster.');
      const { value: cluster } = await api.get(Cluster, 'clusters', declared.cluster);
      if (!cluster) return missing(`There is no Cluster ${declared.cluster} in the namespace ${namespace}.`);
      const server = environment.database ? await readWalArchive(context) : { archive: null, gaps: [] };
      const gaps: Gap[] = [...server.gaps];
      const resources = await api.list(BackupResource, 'backups');
      const plugin = cluster.spec?.plugins?.find(({ name }) => name === PLUGIN);
      const stores = plugin && (await api.serves('objectstores')) ? await partOrGap(api.list(ObjectStore, 'objectstores'), gaps) : [];
      const serverName = plugin?.parameters?.['serverName'] ?? declared.cluster;
      const condition = cluster.status?.conditions?.find(({ type }) => type === 'ContinuousArchiving');
      return {
        value: {
          source: `CloudNativePG, cluster ${declared.cluster}`,
          cluster: declared.cluster,
          namespace,
          systemId: cluster.status?.systemID || null,
          ...newestBackups(resources.filter(({ spec }) => spec.cluster.name === declared.cluster).map(describeBackup)),
          archiving: condition
            ? { works: condition.status === 'True', since: condition.lastTransitionTime ?? null, message: condition.message ?? '' }
            : null,
          stores: (stores ?? [])
            .filter(({ metadata }) => metadata.name === plugin?.parameters?.['barmanObjectName'])
            .map(({ metadata, status }) => {
              const window = status?.serverRecoveryWindow?.[serverName];
              return {
                name: metadata.name,
                recoverableFrom: window?.firstRecoverabilityPoint ?? null,
                lastSuccess: window?.lastSuccessfulBackupTime ?? null,
              };
            }),
          archive: server.archive,
        },
        gaps,
      };
    }),
});

const states: Readonly<Record<string, Backup['state']>> = { completed: 'complete', failed: 'failed', walArchivingFailing: 'failed' };

function describeBackup({ metadata, spec, status = {} }: z.infer<typeof BackupResource>): Backup {
  const method = status.method ?? spec.method;
  const { phase = '', startedAt = null, stoppedAt = null, error, majorVersion } = status;
  return {
    id: metadata.name,
    kind: method === 'volumeSnapshot' ? 'snapshot' : 'physical',
    startedAt: startedAt ?? metadata.creationTimestamp,
    finishedAt: stoppedAt,
    consistentAt: stoppedAt,
    bytes: null,
    sha256: null,
    pgVersion: majorVersion === undefined ? null : String(majorVersion),
    dbName: null,
    systemId: null,
    // What is not over is under way, under whatever name newer versions give it.
    state: states[phase] ?? 'running',
    problem: error ?? (phase === 'walArchivingFailing' ? 'the write-ahead log cannot be archived' : null),
  };
}
