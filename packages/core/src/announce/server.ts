import { containerAttributes, ingressAttributes, workloadAttributes } from './attributes.ts';
import { changingAttribute, changingObject, changingPart } from './builder.ts';
import type { ChangingObject } from './builder.ts';

type ContainerObject = `container/${string}` | `init-container/${string}` | `sidecar/${string}`;

/**
 * An object of the server's own configuration, by kind and name as `verify diff` tells it:
 * `server('container/keycloak').env('KC_LOG_LEVEL').becomes('DEBUG')`, `server('workload').strategy.becomes('RollingUpdate')`,
 * `server('volume/themes').isAdded()`.
 */
export function server(object: ContainerObject): ReturnType<typeof container>;
export function server(object: 'workload'): ReturnType<typeof workload>;
export function server(object: string): ChangingObject<Record<never, never>>;
export function server(object: string): object {
  if (object === 'workload') return workload();
  return /^(?:container|init-container|sidecar)\//.test(object) ? container(object) : changingObject(object, {});
}

/** A ConfigMap that the pod template names. `entry` is one of its keys; a file of `key=value` lines is told key by key. */
export const configMap = (name: string) => ({
  ...changingObject(`config-map/${name}`, {}),
  entry: (key: string) => changingPart(`config-map/${name}`, `entries.${key}`),
});

/** An Ingress that leads to the pods. `route` is an address that it leads from: `route('https://sso.example/')`. */
export const ingress = (name: string) => ({
  ...changingObject(`ingress/${name}`, ingressAttributes),
  annotation: (key: string) => changingAttribute(`ingress/${name}`, `annotations.${key}`),
  route: (address: string) => changingPart(`ingress/${name}`, `routes.${address}`),
});

const container = (place: string) => ({
  ...changingObject(place, containerAttributes),
  /** An environment variable, by its name. */
  env: (name: string) => changingPart(place, `env.${name}`),
  /** Where a volume is mounted: `mount('/opt/keycloak/themes')`. */
  mount: (path: string) => changingPart(place, `mounts.${path}`),
  port: (name: string) => changingAttribute(place, `ports.${name}`),
  resources: {
    limits: (resource: string) => changingAttribute(place, `resources.limits.${resource}`),
    requests: (resource: string) => changingAttribute(place, `resources.requests.${resource}`),
  },
});

const workload = () => ({
  ...changingObject('workload', workloadAttributes),
  annotation: (key: string) => changingAttribute('workload', `pod.annotations.${key}`),
  label: (key: string) => changingAttribute('workload', `pod.labels.${key}`),
});
