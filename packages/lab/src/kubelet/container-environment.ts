import { isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { Container, EnvironmentVariable, Pod } from '../kubernetes-api/objects.ts';

/** A container cannot be created as its template says; the message is the kubelet's (CreateContainerConfigError). */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
}

/** What the downward API tells of a pod before its status says so. */
export interface PodFacts {
  readonly podIP: string;
  readonly hostIP: string;
  readonly nodeName: string;
}

/** Where Secrets and ConfigMaps are read: values by key, or undefined where there is no such object. */
export interface ValueSource {
  secret(name: string): Promise<Readonly<Record<string, string>> | undefined>;
  configMap(name: string): Promise<Readonly<Record<string, string>> | undefined>;
}

/** Reads through the API; Secrets are decoded. Each object is read once. */
export function valuesFromApi(api: KubernetesApi, namespace: string, signal: AbortSignal): ValueSource {
  const once = (
    read: (name: string) => Promise<Readonly<Record<string, string>>>,
  ): ((name: string) => Promise<Readonly<Record<string, string>> | undefined>) => {
    const known = new Map<string, Promise<Readonly<Record<string, string>> | undefined>>();
    return (name) => {
      const value =
        known.get(name) ??
        read(name).catch((error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw error;
        });
      known.set(name, value);
      return value;
    };
  };
  return {
    secret: once(async (name) => {
      const { data } = await api.get('Secret', { name, namespace }, signal);
      return Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
    }),
    configMap: once(async (name) => (await api.get('ConfigMap', { name, namespace }, signal)).data ?? {}),
  };
}

/**
 * The environment of a container: `envFrom`, then `env` in order, with `$(NAME)` expanded.
 * Throws ContainerConfigError as a kubelet does for a missing Secret, ConfigMap or key that is not optional.
 */
export async function containerEnvironment(
  pod: Pod,
  container: Container,
  facts: PodFacts,
  values: ValueSource,
): Promise<Readonly<Record<string, string>>> {
  const namespace = pod.metadata?.namespace ?? '';
  const environment: Record<string, string> = { HOSTNAME: pod.metadata?.name ?? '' };
  for (const source of container.envFrom ?? []) {
    const isSecret = source.secretRef !== undefined;
    const reference = source.secretRef ?? source.configMapRef;
    if (reference === undefined) continue;
    const found = await objectValues(values, isSecret, reference.name ?? '', reference.optional === true);
    for (const [key, value] of Object.entries(found ?? {})) environment[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = await valueOf(variable, pod, namespace, facts, values, environment);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

async function objectValues(
  values: ValueSource,
  isSecret: boolean,
  name: string,
  optional: boolean,
): Promise<Readonly<Record<string, string>> | undefined> {
  const found = await (isSecret ? values.secret(name) : values.configMap(name));
  if (found === undefined && !optional) {
    throw new ContainerConfigError(`${isSecret ? 'secret' : 'configmap'} "${name}" not found`);
  }
  return found;
}

async function valueOf(
  variable: EnvironmentVariable,
  pod: Pod,
  namespace: string,
  facts: PodFacts,
  values: ValueSource,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (variable.value !== undefined && variable.value !== '') return expand(variable.value, environment);
  const from = variable.valueFrom;
  if (from?.fieldRef !== undefined) return fieldValue(from.fieldRef.fieldPath, pod, facts);
  const reference = from?.secretKeyRef ?? from?.configMapKeyRef;
  if (reference === undefined) return '';
  const isSecret = from?.secretKeyRef !== undefined;
  const name = reference.name ?? '';
  const optional = reference.optional === true;
  const found = await objectValues(values, isSecret, name, optional);
  const value = found?.[reference.key];
  if (value === undefined && !optional) {
    const kind = isSecret ? 'Secret' : 'ConfigMap';
    throw new ContainerConfigError(`couldn't find key ${reference.key} in ${kind} ${namespace}/${name}`);
  }
  return value;
}

function fieldValue(fieldPath: string, pod: Pod, facts: PodFacts): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(fieldPath) ?? [];
  if (key !== undefined) return (map === 'labels' ? pod.metadata?.labels : pod.metadata?.annotations)?.[key] ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return pod.metadata?.name ?? '';
    case 'metadata.namespace':
      return pod.metadata?.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata?.uid ?? '';
    case 'spec.nodeName':
      return facts.nodeName;
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIP;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIP;
    default:
      throw new ContainerConfigError(`fieldPath "${fieldPath}" not supported`);
  }
}

/**
 * Kubernetes' expansion of `$(NAME)`: a name that is not known stays as it is written, `$$` is a dollar sign.
 */
export function expand(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (environment[name] ?? whole),
  );
}
