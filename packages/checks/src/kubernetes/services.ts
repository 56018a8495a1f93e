import { compare, defineCollector } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { connectToKubernetes, declaredKubernetes } from './connect.ts';
import { lookOrGap } from './look-or-gap.ts';
import { isSelected } from './selector.ts';
import { EndpointSlice, Service } from './surrounding-objects.ts';
import type { Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

const Address = z.object({
  /** Undefined where the address is none of a pod. */
  pod: z.string().optional(),
  uid: z.string().optional(),
  ready: z.boolean(),
  terminating: z.boolean(),
  /** The Service's ports that lead to none of the pod's. */
  deadPorts: z.array(z.string()).optional(),
});

/** The Services that lead to the pods, and the addresses behind them. */
export const Services = z.object({
  /** By name. */
  services: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      /** Without an address of its own: for finding each other, not for users. */
      headless: z.boolean(),
      publishesNotReady: z.boolean(),
      /** Undefined where its addresses are kept by hand. */
      selector: z.record(z.string(), z.string()).optional(),
      /** The names of its ports; the one port of a Service may have none. */
      ports: z.array(z.string()).optional(),
      addresses: z.array(Address),
    }),
  ),
  /** Declared in the environment and not there. */
  missing: z.array(z.string()),
});
export type Services = z.infer<typeof Services>;
export type ObservedService = Services['services'][number];

export const services = defineCollector({
  id: 'kubernetes/services',
  version: 1,
  title: 'The Services in front of the pods, and their addresses',
  vantage: 'cluster',
  evidence: Services,
  timeout: 20_000,
  settles: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context) =>
    lookOrGap(async () => {
      const declared = declaredKubernetes(context.run.environment).services ?? [];
      const api = await connectToKubernetes(context);
      // The addresses are read after the Services: what is newer can only be more.
      const found = await api.list(Service, 'services');
      return { value: describeServices(found, await api.list(EndpointSlice, 'endpointslices'), context.looks.workload, declared) };
    }),
});

/**
 * The evidence: the Services that are declared (or, where none is, the one of the workload's name), and those that select its pods
 * or the pods that its template makes, with the addresses of their slices. Pure.
 */
export function describeServices(
  all: readonly Service[],
  slices: readonly EndpointSlice[],
  { name, object, pods }: Pick<Workload, 'name' | 'object' | 'pods'>,
  declared: readonly string[],
): Services {
  const labels = [object?.podLabels, ...pods.map((pod) => pod.labels)].filter((each) => each !== undefined);
  const leadsToPods = ({ metadata, spec }: Service): boolean =>
    declared.includes(metadata.name) ||
    (declared.length === 0 && metadata.name === name) ||
    labels.some((each) => isSelected({ matchLabels: spec.selector, matchExpressions: [] }, each));
  const byService = Map.groupBy(slices, ({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] ?? '');
  return {
    services: all
      .filter(leadsToPods)
      .map(({ metadata, spec }) => ({
        name: metadata.name,
        type: spec.type ?? 'ClusterIP',
        headless: spec.clusterIP === 'None',
        publishesNotReady: spec.publishNotReadyAddresses === true,
        ...(spec.selector && Object.keys(spec.selector).length > 0 ? { selector: spec.selector } : {}),
        ...(spec.ports && spec.ports.length > 0 ? { ports: portsOf(spec) } : {}),
        // What leads where is known of the slices that Kubernetes keeps; those that are kept by hand may leave the ports out.
        addresses: addressesOf(byService.get(metadata.name) ?? [], spec.selector ? portsOf(spec) : []),
      }))
      .toSorted((a, b) => compare(a.name, b.name)),
    missing: declared.filter((each) => !all.some(({ metadata }) => metadata.name === each)).toSorted(compare),
  };
}

const portsOf = ({ ports }: Pick<Service['spec'] | EndpointSlice, 'ports'>): string[] =>
  (ports ?? []).map(({ name }) => name ?? '').toSorted(compare);

/**
 * One for each pod, though it stands in a slice of each address family; one for each address that is none of a pod. A port of
 * the Service whose target is a name that no port of the pod has, is left out of the pod's slices.
 */
function addressesOf(slices: readonly EndpointSlice[], wanted: readonly string[]): ObservedService['addresses'] {
  const known = new Map<string, ObservedService['addresses'][number]>();
  for (const slice of slices) {
    const reached = portsOf(slice);
    for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
      const isPod = targetRef?.kind === 'Pod';
      // No condition means ready (kubernetes.io, "EndpointSlices").
      const ready = conditions?.ready ?? true;
      const key = isPod ? `pod ${targetRef.name ?? ''} ${targetRef.uid ?? ''}` : `address ${(addresses ?? []).join(' ')}`;
      const before = known.get(key);
      const dead = (before ? (before.deadPorts ?? []) : wanted).filter((port) => !reached.includes(port));
      known.set(key, {
        ...(isPod && targetRef.name ? { pod: targetRef.name } : {}),
        ...(isPod && targetRef.uid ? { uid: targetRef.uid } : {}),
        ready: ready || before?.ready === true,
        terminating: conditions?.terminating === true,
        ...(dead.length === 0 ? {} : { deadPorts: dead }),
      });
    }
  }
  return [...known].toSorted(([a], [b]) => compare(a, b)).map(([, address]) => address);
}
