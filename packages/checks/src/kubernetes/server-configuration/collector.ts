import { defineCollector } from '@keycloak-release-gate/core';
import type { Gap, Json, JsonObject } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { digestOf } from '../../keycloak-config/secret-digest.ts';
import { ApiFailure } from '../api-failure.ts';
import type { KubernetesApi } from '../api.ts';
import { connectToKubernetes, declaredKubernetes } from '../connect.ts';
import { lookOrGap } from '../look-or-gap.ts';
import { normaliseConfigMap } from './config-map.ts';
import { ServerConfiguration } from './evidence.ts';
import type { ServerKind } from './evidence.ts';
import { objectAt } from './json-object.ts';
import { concealer } from './plain-secrets.ts';
import type { Concealer } from './plain-secrets.ts';
import { namedConfigMaps, objectsOfWorkload, podLabels } from './pod-template.ts';
import { leadingIngresses, leadingServices, normaliseIngress, normaliseService } from './surroundings.ts';

/**
 * The server's own configuration: the workload's pod template, the ConfigMaps that it names, and the Services and Ingresses that lead
 * to its pods. No Secret is read, and what is secret in the others leaves this look as a digest at most.
 */
export const serverConfiguration = defineCollector({
  id: 'kubernetes/server-configuration',
  version: 1,
  title: "The server's own configuration: pod template, ConfigMaps, Services and Ingresses",
  vantage: 'cluster',
  evidence: ServerConfiguration,
  timeout: 20_000,
  // A deploy may apply one object after the other.
  settles: true,
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async () => {
      const declared = declaredKubernetes(context.run.environment);
      return look(await connectToKubernetes(context), declared, digestOf(context));
    }),
});

type Declared = ReturnType<typeof declaredKubernetes>;
/** What the API writes: an object, whose members are read one by one. */
const Anything: z.ZodType<JsonObject> = z.record(z.string(), z.json());

interface Part {
  readonly objects: readonly (readonly [object: string, normal: Json])[];
  readonly unreadable?: ServerConfiguration['unreadable'];
  readonly gaps?: readonly Gap[];
}

async function look(api: KubernetesApi, declared: Declared, digest: ReturnType<typeof digestOf>) {
  const { kind, name } = declared.workload;
  const head = { workload: { kind, namespace: api.namespace, name }, container: declared.container };
  const { value: workload } = await api.get(Anything, kind === 'Deployment' ? 'deployments' : 'statefulsets', name);
  if (workload === undefined) return { value: { ...head, exists: false, objects: {}, unreadable: [], plainSecrets: [] } };
  const conceal = concealer(digest);
  const spec = objectAt(workload, 'spec');
  const own = objectsOfWorkload(spec, { kind, container: declared.container, commit: declared.commit }, conceal);
  const parts = await Promise.all([configMaps(api, spec, conceal), wayIn(api, podLabels(spec), declared.services ?? [], conceal)]);
  return {
    value: {
      ...head,
      exists: true,
      objects: { ...own, ...Object.fromEntries(parts.flatMap(({ objects }) => objects)) },
      unreadable: parts.flatMap(({ unreadable = [] }) => unreadable),
      plainSecrets: conceal.found(),
    },
    gaps: parts.flatMap(({ gaps = [] }) => gaps),
  };
}

/** The ConfigMaps that the template names, one that is not there among them. */
async function configMaps(api: KubernetesApi, spec: JsonObject, conceal: Concealer): Promise<Part> {
  const named = [...namedConfigMaps(spec)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return unlessUnreadable(['config-map'], async () => {
    const read = await Promise.all(
      named.map(async ([name, { optional }]) => {
        const { value } = await api.get(Anything, 'configmaps', name);
        return [name, optional, value] as const;
      }),
    );
    return {
      objects: read.map(([name, optional, map]) => [
        `config-map/${name}`,
        map === undefined ? { exists: false, ...(optional ? { optional } : {}) } : normaliseConfigMap(map, name, conceal),
      ]),
    };
  });
}

/** The Services and Ingresses that lead to the pods. Which of the Ingresses do, only the Services tell. */
async function wayIn(
  api: KubernetesApi,
  labels: Readonly<Record<string, string>>,
  declared: readonly string[],
  conceal: Concealer,
): Promise<Part> {
  return unlessUnreadable(['service', 'ingress'], async () => {
    const services = leadingServices(await api.list(Anything, 'services'), labels, declared);
    const ingresses = await unlessUnreadable(['ingress'], async () => ({
      objects: leadingIngresses(await api.list(Anything, 'ingresses'), services).map((ingress) => normaliseIngress(ingress, conceal)),
    }));
    return { ...ingresses, objects: [...services.map((service) => normaliseService(service, conceal)), ...ingresses.objects] };
  });
}

/** What cannot be read leaves a hole that is told by kind, and the rest is still seen. */
async function unlessUnreadable(kinds: readonly ServerKind[], read: () => Promise<Part>): Promise<Part> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const { gap } = error;
    return { objects: [], unreadable: kinds.map((kind) => ({ kind, what: gap.reason, needs: '' })), gaps: [gap] };
  }
}
