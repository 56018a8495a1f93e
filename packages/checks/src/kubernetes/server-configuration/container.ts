import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { concealed, inOrderOfNames, isKeycloakCommand } from './arguments.ts';
import { listAt, objectAt, saying, sortedSet, textAt, textsAt, without } from './json-object.ts';
import { withoutSecrets } from './members.ts';
import type { Concealer } from './plain-secrets.ts';
import { canonicalQuantity } from './quantity.ts';
import { sourcesOf, unexpanded, variablesOf } from './variables.ts';

/** What an API server writes into a container that says nothing of it (kubernetes.io, API reference, "Container" and "Probe"). */
const defaults = {
  container: {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    stdin: false,
    stdinOnce: false,
    tty: false,
  },
  probe: { initialDelaySeconds: 0, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  request: { scheme: 'HTTP', path: '/' },
  mount: { readOnly: false, recursiveReadOnly: 'Disabled', mountPropagation: 'None' },
} as const;

/** What is read in a way of its own. */
const own = [
  'name',
  'env',
  'envFrom',
  'args',
  'command',
  'ports',
  'resources',
  'volumeMounts',
  'volumeDevices',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'lifecycle',
  'securityContext',
  'resizePolicy',
];

/**
 * A container of a pod template as one compares it: variables, ports and mounts by name, quantities in one way of writing, no
 * secret, and nothing that the API server adds by itself. What is not known here is taken as it is.
 */
export function normaliseContainer(container: JsonObject, object: string, runsKeycloak: boolean, conceal: Concealer): JsonObject {
  const command = textsAt(container, 'command');
  const args = concealed(textsAt(container, 'args'), { object, attribute: 'args' }, conceal);
  const sources = sourcesOf(container);
  const resources = objectAt(container, 'resources');
  const probe = (name: string): Json => withoutSecrets(probeOf(container, name), { object, attribute: name }, conceal);
  return {
    ...saying(without(container, ...own), defaults.container),
    ...saying({
      command: concealed(command, { object, attribute: 'command' }, conceal),
      args: runsKeycloak && isKeycloakCommand(command) ? inOrderOfNames(args) : args,
      envFrom: sources,
      // Pods are not made anew for it, and nothing else.
      resizePolicy: listAt(container, 'resizePolicy').some((policy) => policy['restartPolicy'] !== 'NotRequired')
        ? (container['resizePolicy'] ?? [])
        : [],
      startupProbe: probe('startupProbe'),
      readinessProbe: probe('readinessProbe'),
      livenessProbe: probe('livenessProbe'),
      lifecycle: lifecycle(container, object, conceal),
      securityContext: securityContext(container),
      volumeDevices: listAt(container, 'volumeDevices'),
      envBeforeItsTime: unexpanded(container),
      resourceClaims: listAt(resources, 'claims'),
    }),
    env: variablesOf(container, object, conceal),
    ports: portsOf(container),
    mounts: mountsOf(container),
    resources: { limits: quantities(resources, 'limits'), requests: quantities(resources, 'requests') },
  };
}

const quantities = (resources: JsonObject, name: string): JsonObject =>
  Object.fromEntries(
    Object.entries(objectAt(resources, name)).map(([resource, amount]) => [
      resource,
      typeof amount === 'string' || typeof amount === 'number' ? canonicalQuantity(String(amount)) : (amount ?? null),
    ]),
  );

function probeOf(container: JsonObject, name: string): JsonObject {
  const declared = saying(objectAt(container, name), defaults.probe);
  return { ...declared, ...requestOf(declared) };
}

/** Of an HTTP request what is not its default; of a gRPC probe no empty service. */
function requestOf(handler: JsonObject): JsonObject {
  const request = objectAt(handler, 'httpGet');
  const grpc = objectAt(handler, 'grpc');
  return {
    ...(handler['httpGet'] === undefined ? {} : { httpGet: saying(request, defaults.request) }),
    ...(handler['grpc'] === undefined ? {} : { grpc: saying(grpc, { service: '' }) }),
  };
}

/** The hooks; what a command says is text like the container's own. */
const lifecycle = (container: JsonObject, object: string, conceal: Concealer): JsonObject =>
  Object.fromEntries(
    Object.entries(saying(objectAt(container, 'lifecycle'))).map(([hook, handler]): readonly [string, Json] => {
      const command = textsAt(objectAt({ hook: handler ?? null }, 'hook')['exec'], 'command');
      const declared = objectAt({ hook: handler ?? null }, 'hook');
      if (command.length === 0) return [hook, typeof handler === 'object' ? { ...declared, ...requestOf(declared) } : (handler ?? null)];
      return [hook, { exec: { command: concealed(command, { object, attribute: `lifecycle.${hook}.exec.command` }, conceal) } }];
    }),
  );

/** What a container may do; capabilities are sets. */
function securityContext(container: JsonObject): JsonObject {
  const declared = saying(objectAt(container, 'securityContext'), { procMount: 'Default' });
  const capabilities = objectAt(declared, 'capabilities');
  if (declared['capabilities'] === undefined) return declared;
  const sets = { add: sortedSet(textsAt(capabilities, 'add')), drop: sortedSet(textsAt(capabilities, 'drop')) };
  return { ...declared, capabilities: saying(sets) };
}

/** By name, else by number: `{ http: '8080/TCP' }`. */
const portsOf = (container: JsonObject): JsonObject =>
  Object.fromEntries(
    listAt(container, 'ports').map((port) => {
      const number = `${JSON.stringify(port['containerPort'])}/${textAt(port, 'protocol') ?? 'TCP'}`;
      const at = textAt(port, 'hostIP') ?? '';
      const host =
        port['hostPort'] === undefined ? '' : ` on the node's port ${at === '' ? '' : `${at}:`}${JSON.stringify(port['hostPort'])}`;
      return [textAt(port, 'name') ?? number, `${number}${host}`] as const;
    }),
  );

/** By the path inside of the container. */
const mountsOf = (container: JsonObject): JsonObject =>
  Object.fromEntries(
    listAt(container, 'volumeMounts').map((mount) => [
      textAt(mount, 'mountPath') ?? '',
      { volume: textAt(mount, 'name') ?? '', ...saying(without(mount, 'name', 'mountPath'), defaults.mount) },
    ]),
  );
