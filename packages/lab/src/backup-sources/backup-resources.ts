import { text } from 'node:stream/consumers';
import type { RawRequest } from '../kubernetes-api/kubernetes-api.ts';
import { isConflict, isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { Lab } from '../lab/lab.ts';
import { labNamespace } from '../manifests/names.ts';
import { until } from '../faults/condition.ts';

/**
 * Resources that tell of backups, with the groups and names of their own definitions: CloudNativePG's, and the CSI snapshot controller's.
 * Neither is there: what they would write is written by `putResource`.
 */
const cloudNativePg = [
  { group: 'postgresql.cnpg.io', kind: 'Cluster', plural: 'clusters' },
  { group: 'postgresql.cnpg.io', kind: 'Backup', plural: 'backups' },
  { group: 'barmancloud.cnpg.io', kind: 'ObjectStore', plural: 'objectstores' },
] as const;
const snapshots = [{ group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', plural: 'volumesnapshots' }] as const;
const all = [...cloudNativePg, ...snapshots] as const;
type Definition = (typeof all)[number];
type BackupKind = Definition['kind'];

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const json = 'application/json';

async function ask(lab: Lab, request: Omit<RawRequest, 'signal'>, signal: AbortSignal): Promise<void> {
  await text(await lab.kubernetes.open({ ...request, signal }));
}

/** Make the definitions known to the API server, and resolve when it serves them. */
export const installCloudNativePg = (lab: Lab, signal: AbortSignal): Promise<void> => install(lab, cloudNativePg, signal);
export const installVolumeSnapshots = (lab: Lab, signal: AbortSignal): Promise<void> => install(lab, snapshots, signal);

/** Take the definitions away, and every resource with them. */
export const removeCloudNativePg = (lab: Lab, signal: AbortSignal): Promise<void> => remove(lab, cloudNativePg, signal);
export const removeVolumeSnapshots = (lab: Lab, signal: AbortSignal): Promise<void> => remove(lab, snapshots, signal);

async function install(lab: Lab, definitions: readonly Definition[], signal: AbortSignal): Promise<void> {
  for (const { group, kind, plural } of definitions) {
    const singular = kind.toLowerCase();
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const body = JSON.stringify({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      // Groups of Kubernetes' own need somebody's approval, or this word.
      metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a lab' } },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind, plural, singular, listKind: `${kind}List` },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    await ask(lab, { method: 'POST', path: crds, body, contentType: json }, signal).catch((error: unknown) => {
      if (!isConflict(error)) throw error;
    });
  }
  for (const { group, plural } of definitions)
    await until(`${plural} are served`, async () => ask(lab, { path: collection(group, plural) }, signal).then(() => true), signal, 30_000);
}

async function remove(lab: Lab, definitions: readonly Definition[], signal: AbortSignal): Promise<void> {
  for (const { group, plural } of definitions)
    await ask(lab, { method: 'DELETE', path: `${crds}/${plural}.${group}` }, signal).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  for (const { group, plural } of definitions)
    await until(
      `the definition of ${plural} is gone`,
      async () =>
        ask(lab, { path: `${crds}/${plural}.${group}` }, signal).then(
          () => false,
          (error: unknown) => isNotFound(error),
        ),
      signal,
      30_000,
    );
}

const collection = (group: string, plural: string): string => `/apis/${group}/v1/namespaces/${labNamespace}/${plural}`;

/** Writes a resource in Keycloak's namespace, or replaces it; nothing but these members is in it. */
export async function putResource(lab: Lab, kind: BackupKind, name: string, members: object, signal: AbortSignal): Promise<void> {
  const { group, plural } = all.find((each) => each.kind === kind) ?? all[0];
  await removeResource(lab, kind, name, signal);
  const body = JSON.stringify({ apiVersion: `${group}/v1`, kind, metadata: { name, namespace: labNamespace }, ...members });
  await ask(lab, { method: 'POST', path: collection(group, plural), body, contentType: json }, signal);
}

export async function removeResource(lab: Lab, kind: BackupKind, name: string, signal: AbortSignal): Promise<void> {
  const { group, plural } = all.find((each) => each.kind === kind) ?? all[0];
  await ask(lab, { method: 'DELETE', path: `${collection(group, plural)}/${name}` }, signal).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}
