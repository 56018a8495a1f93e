import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isObject } from '../../keycloak-config/diff/same.ts';
import { leftOut } from './bookkeeping.ts';
import type { DeclaredCommit } from './bookkeeping.ts';
import { normaliseContainer } from './container.ts';
import { listAt, objectAt, saying, sortedSet, textAt, without } from './json-object.ts';
import { withoutSecrets } from './members.ts';
import type { Concealer } from './plain-secrets.ts';

/** What an API server writes where nobody says anything (kubernetes.io, API reference, "PodSpec", "Deployment", "StatefulSet"). */
const defaults = {
  pod: {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    enableServiceLinks: true,
    automountServiceAccountToken: true,
    preemptionPolicy: 'PreemptLowerPriority',
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    shareProcessNamespace: false,
    setHostnameAsFQDN: false,
    hostUsers: true,
  },
  workload: { progressDeadlineSeconds: 600, revisionHistoryLimit: 10, minReadySeconds: 0, podManagementPolicy: 'OrderedReady' },
  rolling: { maxSurge: '25%', maxUnavailable: '25%', partition: 0 },
  retention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
} as const;

/** Of the workload's spec: what moves by itself or is told elsewhere, and what is read in a way of its own. */
const ownOfWorkload = [
  'replicas',
  'paused',
  'selector',
  'template',
  'strategy',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'volumeClaimTemplates',
];
const ownOfPod = ['containers', 'initContainers', 'volumes', 'imagePullSecrets', 'tolerations', 'securityContext', 'serviceAccount'];

/** What of an environment decides how a template is read. */
export interface ReadingOfTemplate {
  readonly kind: 'Deployment' | 'StatefulSet';
  /** The name of the container that runs Keycloak. */
  readonly container: string;
  /** Where the commit stands that was deployed: it moves with every deploy. */
  readonly commit: DeclaredCommit;
}

/** The objects of a Deployment or StatefulSet: itself, its containers and its volumes. */
export function objectsOfWorkload(spec: JsonObject, reading: ReadingOfTemplate, conceal: Concealer): Readonly<Record<string, Json>> {
  const template = objectAt(spec, 'template');
  const pod = objectAt(template, 'spec');
  const initContainers = listAt(pod, 'initContainers');
  const keyed = [
    ...listAt(pod, 'containers').map((container) => ['container', container] as const),
    ...initContainers.map((container) => [container['restartPolicy'] === 'Always' ? 'sidecar' : 'init-container', container] as const),
  ];
  return {
    workload: workloadOf(spec, reading, conceal),
    'init-container-order': { order: initContainers.map((container) => textAt(container, 'name') ?? '') },
    ...Object.fromEntries(
      keyed.map(([kind, container]) => {
        const name = textAt(container, 'name') ?? '';
        const object = `${kind}/${name}`;
        const isKeycloak = kind === 'container' && name === reading.container;
        const normal = normaliseContainer(
          kind === 'sidecar' ? without(container, 'restartPolicy') : container,
          object,
          isKeycloak,
          conceal,
        );
        return [object, isKeycloak ? leftOut.ofContainer(normal, reading.commit) : normal] as const;
      }),
    ),
    ...Object.fromEntries(
      listAt(pod, 'volumes').map((volume) => {
        const object = `volume/${textAt(volume, 'name') ?? ''}`;
        return [object, withoutSecrets(volumeOf(volume), { object, attribute: 'source' }, conceal)] as const;
      }),
    ),
  };
}

function workloadOf(spec: JsonObject, { kind, commit }: ReadingOfTemplate, conceal: Concealer): JsonObject {
  const template = objectAt(spec, 'template');
  const pod = objectAt(template, 'spec');
  const metadata = objectAt(template, 'metadata');
  const serviceAccount = textAt(pod, 'serviceAccountName') ?? 'default';
  return {
    kind,
    strategy: strategyOf(objectAt(spec, kind === 'Deployment' ? 'strategy' : 'updateStrategy')),
    ...saying(without(spec, ...ownOfWorkload), defaults.workload),
    ...saying({
      volumeClaimTemplates: listAt(spec, 'volumeClaimTemplates').map((claim) => ({
        name: textAt(objectAt(claim, 'metadata'), 'name') ?? '',
        ...saying(objectAt(claim, 'spec'), { volumeMode: 'Filesystem' }),
      })),
      persistentVolumeClaimRetentionPolicy: saying(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), defaults.retention),
    }),
    pod: {
      ...saying(without(pod, ...ownOfPod), defaults.pod),
      serviceAccountName: serviceAccount === '' ? 'default' : serviceAccount,
      ...saying({
        imagePullSecrets: sortedSet(listAt(pod, 'imagePullSecrets').flatMap((each) => textAt(each, 'name') ?? [])),
        tolerations: sortedSet(listAt(pod, 'tolerations').map((each) => saying(each, { operator: 'Equal' }))),
        securityContext: saying(objectAt(pod, 'securityContext')),
      }),
      annotations: withoutSecrets(
        leftOut.ofAnnotations(objectAt(metadata, 'annotations'), commit),
        { object: 'workload', attribute: 'pod.annotations' },
        conceal,
      ),
      labels: leftOut.ofLabels(objectAt(metadata, 'labels'), commit),
    },
  };
}

function strategyOf(declared: JsonObject): JsonObject {
  const rolling = saying(objectAt(declared, 'rollingUpdate'), defaults.rolling);
  return { type: textAt(declared, 'type') ?? 'RollingUpdate', ...saying({ rollingUpdate: rolling }) };
}

/** What every volume of files says that nobody gave a mode. */
const FILE_MODE = 420;

function volumeOf(volume: JsonObject): JsonObject {
  const [kind = 'emptyDir'] = Object.keys(without(volume, 'name'));
  const source = saying(objectAt(volume, kind), { defaultMode: FILE_MODE, type: '' });
  const projected = listAt(source, 'sources');
  if (projected.length === 0) return { [kind]: { ...source, ...itemsOf(source) } };
  const sources = projected.map((each) =>
    Object.fromEntries(
      Object.entries(each).map(([part, value]) => [
        part,
        isObject(value) ? { ...saying(value, { expirationSeconds: 3600 }), ...itemsOf(value) } : (value ?? null),
      ]),
    ),
  );
  return { [kind]: { ...source, sources: sortedSet(sources) } };
}

/** Which key becomes which file: a set. */
const itemsOf = (source: JsonObject): JsonObject => (source['items'] === undefined ? {} : { items: sortedSet(listAt(source, 'items')) });

/** The ConfigMaps that a pod template names, each with whether the pods can do without it. */
export function namedConfigMaps(spec: JsonObject): ReadonlyMap<string, { readonly optional: boolean }> {
  const pod = objectAt(objectAt(spec, 'template'), 'spec');
  const containers = [...listAt(pod, 'containers'), ...listAt(pod, 'initContainers')];
  const volumes = listAt(pod, 'volumes');
  const references = [
    ...containers.flatMap((container) => [
      ...listAt(container, 'env').map((variable) => objectAt(objectAt(variable, 'valueFrom'), 'configMapKeyRef')),
      ...listAt(container, 'envFrom').map((source) => objectAt(source, 'configMapRef')),
    ]),
    ...volumes.map((volume) => objectAt(volume, 'configMap')),
    ...volumes.flatMap((volume) => listAt(objectAt(volume, 'projected'), 'sources').map((source) => objectAt(source, 'configMap'))),
  ];
  const named = new Map<string, { readonly optional: boolean }>();
  for (const reference of references) {
    const name = textAt(reference, 'name') ?? '';
    if (name === '') continue;
    // Whoever cannot do without it decides.
    named.set(name, { optional: reference['optional'] === true && (named.get(name)?.optional ?? true) });
  }
  return named;
}

/** The labels that the pods are made with. */
export const podLabels = (spec: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(objectAt(objectAt(objectAt(spec, 'template'), 'metadata'), 'labels')).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
