import { json } from 'node:stream/consumers';
import { keycloakImage } from '../faults/keycloak-image.ts';
import { until } from '../faults/condition.ts';
import { isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { Lab } from '../lab/lab.ts';
import { labNamespace } from '../manifests/names.ts';

/** The CronJob of the backups in the lab: it would run at night. */
export const backupCronJob = 'keycloak-backup';

const collection = `/apis/batch/v1/namespaces/${labNamespace}/cronjobs`;
const path = `${collection}/${backupCronJob}`;

interface CronJob {
  readonly metadata: { readonly uid: string };
  readonly status?: { readonly lastSuccessfulTime?: string };
}

const read = async (lab: Lab, signal: AbortSignal): Promise<CronJob> =>
  (await json(await lab.kubernetes.open({ path, signal }))) as CronJob;

export async function createBackupCronJob(lab: Lab, signal: AbortSignal): Promise<void> {
  const template = podTemplate(await keycloakImage(lab, signal), ['true']);
  const body = JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: backupCronJob, namespace: labNamespace },
    spec: { schedule: '0 2 29 2 *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { backoffLimit: 0, template } } },
  });
  (await lab.kubernetes.open({ method: 'POST', path: collection, body, contentType: 'application/json', signal })).resume();
}

/** Starts a Job of it by hand, as `kubectl create job --from=cronjob/…` does, and resolves when it has ended and its CronJob knows. */
export async function runBackupJob(lab: Lab, name: string, command: readonly string[], signal: AbortSignal): Promise<void> {
  const { metadata } = await read(lab, signal);
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: backupCronJob, uid: metadata.uid, controller: true };
  const template = podTemplate(await keycloakImage(lab, signal), command);
  const job = { name, namespace: labNamespace };
  await lab.kubernetes.create('Job', { metadata: { ...job, ownerReferences: [owner] }, spec: { backoffLimit: 0, template } }, signal);
  const ended = async (): Promise<boolean> => {
    const { status } = await lab.kubernetes.get('Job', job, signal);
    if (status?.failed === 1) return status.conditions?.some(({ type }) => type === 'Failed') === true;
    return status?.succeeded === 1 && (await read(lab, signal)).status?.lastSuccessfulTime !== undefined;
  };
  await until(`the Job ${name} has ended`, ended, signal, 60_000);
}

/** Suspends it, or lets it run again. */
export async function suspendBackupCronJob(lab: Lab, suspend: boolean, signal: AbortSignal): Promise<void> {
  const contentType = 'application/merge-patch+json';
  (await lab.kubernetes.open({ method: 'PATCH', path, body: JSON.stringify({ spec: { suspend } }), contentType, signal })).resume();
}

/** Takes it away, and its Jobs with it. */
export async function removeBackupCronJob(lab: Lab, signal: AbortSignal): Promise<void> {
  const query = { propagationPolicy: 'Background' };
  await lab.kubernetes.open({ method: 'DELETE', path, query, signal }).then(
    (answer) => answer.resume(),
    (error: unknown) => {
      if (!isNotFound(error)) throw error;
    },
  );
}

const podTemplate = (image: string, command: readonly string[]): object => ({
  spec: { restartPolicy: 'Never', containers: [{ name: 'backup', image, command }] },
});
