import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { leftOut } from './bookkeeping.ts';
import { listAt, objectAt, saying, sortedSet, textAt, textsAt, without } from './json-object.ts';
import { withoutSecrets } from './members.ts';
import type { Concealer } from './plain-secrets.ts';

const nameOf = (object: JsonObject): string => textAt(objectAt(object, 'metadata'), 'name') ?? '';

const annotationsOf = (of: JsonObject, object: string, conceal: Concealer): Json =>
  withoutSecrets(
    leftOut.ofAnnotations(objectAt(objectAt(of, 'metadata'), 'annotations'), undefined),
    { object, attribute: 'annotations' },
    conceal,
  );

/** The Services that are declared to lead to the pods, and those that select pods with these labels. */
export function leadingServices(
  services: readonly JsonObject[],
  labels: Readonly<Record<string, string>>,
  declared: readonly string[],
): readonly JsonObject[] {
  return services.filter((service) => {
    const selector = Object.entries(objectAt(objectAt(service, 'spec'), 'selector'));
    return declared.includes(nameOf(service)) || (selector.length > 0 && selector.every(([name, value]) => labels[name] === value));
  });
}

/** The Ingresses that have one of these Services behind them. */
export function leadingIngresses(ingresses: readonly JsonObject[], services: readonly JsonObject[]): readonly JsonObject[] {
  const names = new Set(services.map(nameOf));
  return ingresses.filter((ingress) => backendsOf(objectAt(ingress, 'spec')).some((backend) => names.has(serviceOf(backend))));
}

const backendsOf = (spec: JsonObject): readonly JsonObject[] => [
  objectAt(spec, 'defaultBackend'),
  ...listAt(spec, 'rules').flatMap((rule) => listAt(objectAt(rule, 'http'), 'paths').map((path) => objectAt(path, 'backend'))),
];

const serviceOf = (backend: JsonObject): string => textAt(objectAt(backend, 'service'), 'name') ?? '';

/** What the cluster chooses, and what is so where nobody says anything. */
const chosen = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort', 'selector', 'ports'];
const defaults = {
  type: 'ClusterIP',
  sessionAffinity: 'None',
  internalTrafficPolicy: 'Cluster',
  externalTrafficPolicy: 'Cluster',
  publishNotReadyAddresses: false,
  allocateLoadBalancerNodePorts: true,
} as const;

/** A Service by what it leads to. */
export function normaliseService(service: JsonObject, conceal: Concealer): readonly [object: string, normal: JsonObject] {
  const spec = objectAt(service, 'spec');
  const object = `service/${nameOf(service)}`;
  return [
    object,
    {
      ...saying(without(spec, ...chosen), defaults),
      ...(textAt(spec, 'clusterIP') === 'None' ? { headless: true } : {}),
      annotations: annotationsOf(service, object, conceal),
      selector: objectAt(spec, 'selector'),
      ports: Object.fromEntries(
        listAt(spec, 'ports').map((port) => [
          textAt(port, 'name') ?? JSON.stringify(port['port']),
          // Who balances in front of the nodes knows the port; else the cluster chooses one that nobody needs to know.
          saying(without(port, 'name', ...(spec['type'] === 'NodePort' ? [] : ['nodePort'])), { protocol: 'TCP' }),
        ]),
      ),
    },
  ];
}

/**
 * An Ingress by the addresses that it leads from (`https://sso.example/`), each with its Service and port: so they are told apart as
 * addresses are, also between environments. Encrypted is what a certificate of it covers.
 */
export function normaliseIngress(ingress: JsonObject, conceal: Concealer): readonly [object: string, normal: JsonObject] {
  const object = `ingress/${nameOf(ingress)}`;
  const spec = objectAt(ingress, 'spec');
  const certificates = listAt(spec, 'tls');
  const address = (host: string | undefined): string => {
    const covered = certificates.some((each) => {
      const hosts = textsAt(each, 'hosts');
      return hosts.length === 0 || hosts.some((pattern) => covers(pattern, host ?? ''));
    });
    return `${covered ? 'https' : 'http'}://${host ?? '*'}`;
  };
  const routes = listAt(spec, 'rules').flatMap((rule): (readonly [string, JsonObject])[] => {
    const host = address(textAt(rule, 'host'));
    const paths = listAt(objectAt(rule, 'http'), 'paths');
    // All of such a host goes where whatever no rule is for goes.
    if (paths.length === 0) return [[host, { backend: 'the default' }]];
    return paths.map((path) => [
      `${host}${textAt(path, 'path') ?? '/'}`,
      { backend: backendOf(objectAt(path, 'backend')), pathType: textAt(path, 'pathType') ?? '' },
    ]);
  });
  return [
    object,
    {
      ...saying(
        {
          class: textAt(spec, 'ingressClassName') ?? '',
          defaultBackend: spec['defaultBackend'] === undefined ? '' : backendOf(objectAt(spec, 'defaultBackend')),
        },
        { class: '', defaultBackend: '' },
      ),
      annotations: annotationsOf(ingress, object, conceal),
      // Two kinds of path may be written alike.
      routes: Object.fromEntries(
        [...Map.groupBy(routes, ([route]) => route)].map(([route, all]) => {
          const ends = all.map(([, end]) => end);
          return [route, ends.length === 1 ? (ends[0] ?? {}) : sortedSet(ends)] as const;
        }),
      ),
      // By the name of the Secret that holds the certificate; without one it is the controller's own.
      certificates: Object.fromEntries(
        [...Map.groupBy(certificates, (each) => textAt(each, 'secretName') ?? 'default')].map(([name, all]) => [
          name,
          sortedSet([...new Set(all.flatMap((each) => textsAt(each, 'hosts')))].map((host) => `https://${host}`)),
        ]),
      ),
    },
  ];
}

/** `*.example` covers one name below it. */
const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.includes('.') && host.slice(host.indexOf('.')) === pattern.slice(1) : pattern === host;

/** `keycloak:http` */
function backendOf(backend: JsonObject): string {
  const service = objectAt(backend, 'service');
  const port = objectAt(service, 'port');
  const resource = objectAt(backend, 'resource');
  return backend['service'] === undefined
    ? `${textAt(resource, 'kind') ?? ''} ${textAt(resource, 'name') ?? ''}`
    : `${serviceOf(backend)}:${textAt(port, 'name') ?? JSON.stringify(port['number'])}`;
}
