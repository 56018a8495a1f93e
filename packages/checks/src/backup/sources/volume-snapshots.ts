import { defineCollector, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes, declaredKubernetes } from '../../kubernetes/connect.ts';
import { lookOrGap } from '../../kubernetes/look-or-gap.ts';
import { unitsOf } from '../../kubernetes/server-configuration/quantity.ts';
import { BackupList, newestBackups } from './backup.ts';
import type { Backup } from './backup.ts';
import { sourceCodes as codes } from './codes.ts';
import { identified } from './identity.ts';

const time = z.iso.datetime();

/** The VolumeSnapshots of a claim. */
export const VolumeSnapshots = BackupList.extend({
  claim: z.string(),
  namespace: z.string(),
  /** Of this claim, by their names: what is being deleted cannot be kept. */
  beingDeleted: z.array(z.string()),
  /** Some of the other claims that there are snapshots of. */
  otherClaims: z.array(z.string()),
});
export type VolumeSnapshots = z.infer<typeof VolumeSnapshots>;

// Of snapshot.storage.k8s.io/v1 (kubernetes-csi/external-snapshotter). A snapshot that was made of a VolumeSnapshotContent does not say
// which claim it is of.
const VolumeSnapshot = z.object({
  metadata: z.object({ name: z.string(), uid: z.string(), creationTimestamp: time, deletionTimestamp: time.optional() }),
  spec: z.object({ source: z.object({ persistentVolumeClaimName: z.string().optional() }) }),
  status: z
    .object({
      boundVolumeSnapshotContentName: z.string().optional(),
      creationTime: time.optional(),
      readyToUse: z.boolean().optional(),
      restoreSize: z.union([z.string(), z.number()]).optional(),
      error: z.object({ time: time.optional(), message: z.string().optional() }).optional(),
    })
    .optional(),
});
type VolumeSnapshot = z.infer<typeof VolumeSnapshot>;

const MOST_NAMED = 5;

export const volumeSnapshots = defineCollector({
  id: 'backup/volume-snapshots',
  version: 1,
  title: "The VolumeSnapshots of the database's volume",
  vantage: 'cluster',
  evidence: VolumeSnapshots,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async (): Promise<Collected<VolumeSnapshots>> => {
      const { environment } = context.run;
      const declared = environment.backups?.volumeSnapshot;
      if (!declared)
        return { gaps: [gap(gapCodes.NOT_DECLARED, { subject: 'backups', reason: 'The environment has no `backups.volumeSnapshot`.' })] };
      const { claim } = declared;
      const namespace = declared.namespace ?? declaredKubernetes(environment).namespace;
      const api = await connectToKubernetes(context, namespace);
      if (!(await api.serves('volumesnapshots')))
        return {
          gaps: [
            gap(codes.SOURCE_UNREACHABLE, {
              subject: `claim/${claim}`,
              reason: 'This Kubernetes cluster knows no VolumeSnapshots (snapshot.storage.k8s.io).',
              remedy:
                'Check that `kubernetes` of the environment file names the right cluster; if it does, the CSI snapshot controller and its definitions are not installed there, and there are no snapshots: name in `backups` where the backups are.',
            }),
          ],
        };
      return { value: describeSnapshots(await api.list(VolumeSnapshot, 'volumesnapshots'), claim, namespace) };
    }),
});

function describeSnapshots(all: readonly VolumeSnapshot[], claim: string, namespace: string): VolumeSnapshots {
  const claimOf = ({ spec }: VolumeSnapshot): string | undefined => spec.source.persistentVolumeClaimName;
  const own = all.filter((snapshot) => claimOf(snapshot) === claim);
  const [deleted, kept] = [
    own.filter(({ metadata }) => metadata.deletionTimestamp !== undefined),
    own.filter(({ metadata }) => metadata.deletionTimestamp === undefined),
  ];
  const others = [...new Set(all.flatMap((snapshot) => claimOf(snapshot) ?? []))].filter((name) => name !== claim);
  return {
    source: `VolumeSnapshot, claim ${claim}`,
    claim,
    namespace,
    ...newestBackups(kept.map(describeSnapshot)),
    beingDeleted: deleted.map(({ metadata }) => metadata.name).slice(0, MOST_NAMED),
    otherClaims: others.toSorted().slice(0, MOST_NAMED),
  };
}

function describeSnapshot({ metadata, status = {} }: VolumeSnapshot): Backup {
  const { creationTime = null, restoreSize, error, boundVolumeSnapshotContentName: content } = status;
  const state = status.readyToUse === true && content !== undefined ? 'complete' : error ? 'failed' : 'running';
  const backup: Backup = {
    id: metadata.name,
    kind: 'snapshot',
    startedAt: metadata.creationTimestamp,
    finishedAt: state === 'failed' ? (error?.time ?? null) : creationTime,
    // When the storage took it. When somebody asked for it tells less: it may have waited.
    consistentAt: state === 'complete' ? creationTime : null,
    bytes: bytesOf(restoreSize),
    sha256: null,
    pgVersion: null,
    dbName: null,
    systemId: null,
    state,
    // The controller goes on trying, and clears the error once it succeeds.
    problem: state === 'failed' ? (error?.message ?? 'no reason is told').slice(0, 300) : null,
  };
  return state === 'complete'
    ? identified(backup, {
        facts: { name: metadata.name, uid: metadata.uid, content: content ?? '', taken: creationTime ?? '' },
        manifest: null,
        files: null,
      })
    : backup;
}

/** The size of the volume that it takes. Zero says that the storage does not tell it (Container Storage Interface, `Snapshot.size_bytes`). */
function bytesOf(quantity: string | number | undefined): number | null {
  const bytes = quantity === undefined ? undefined : unitsOf(String(quantity));
  return bytes === undefined || bytes <= 0 ? null : bytes;
}
