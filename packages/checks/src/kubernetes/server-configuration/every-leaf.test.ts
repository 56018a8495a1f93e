import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { isList, isObject } from '../../keycloak-config/diff/same.ts';
import { concealer } from './plain-secrets.ts';
import { objectsOfWorkload } from './pod-template.ts';
import { normaliseIngress, normaliseService } from './surroundings.ts';

// All that Kubernetes' API reference has for them, each at another value than its default.
const container = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  image: 'a:1',
  imagePullPolicy: 'Always',
  command: ['/opt/kc.sh', 'x'],
  args: ['start', '--optimized', '--db=postgres', '--spi-x', 'y'],
  workingDir: '/w',
  stdin: true,
  tty: true,
  stdinOnce: true,
  terminationMessagePath: '/x',
  terminationMessagePolicy: 'FallbackToLogsOnError',
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
    { name: 'C', valueFrom: { configMapKeyRef: { name: 'm', key: 'k', optional: true } } },
    { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v1' } } },
    { name: 'E', valueFrom: { resourceFieldRef: { containerName: 'x', resource: 'limits.cpu', divisor: '1' } } },
    { name: 'F', value: 'dup1' },
    { name: 'F', value: 'dup2' },
    { name: 'G', value: '$(A)' },
  ],
  envFrom: [{ prefix: 'P_', configMapRef: { name: 'm', optional: true } }, { secretRef: { name: 's', optional: true } }],
  ports: [{ name: 'http', containerPort: 8080, hostPort: 80, hostIP: '1.2.3.4', protocol: 'TCP' }, { containerPort: 9000 }],
  resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' }, claims: [{ name: 'gpu', request: 'r' }] },
  resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }],
  volumeMounts: [
    {
      name: 'v',
      mountPath: '/v',
      subPath: 's',
      subPathExpr: '$(A)',
      readOnly: true,
      mountPropagation: 'Bidirectional',
      recursiveReadOnly: 'Enabled',
    },
  ],
  volumeDevices: [{ name: 'd', devicePath: '/dev/x' }],
  startupProbe: {
    httpGet: { path: '/h', port: 'm', scheme: 'HTTPS', host: 'h', httpHeaders: [{ name: 'X', value: 'v' }] },
    initialDelaySeconds: 3,
    periodSeconds: 3,
    failureThreshold: 9,
    successThreshold: 2,
    timeoutSeconds: 4,
    terminationGracePeriodSeconds: 5,
  },
  readinessProbe: { tcpSocket: { port: 80, host: 'h' } },
  livenessProbe: { exec: { command: ['a', 'b'] } },
  lifecycle: {
    postStart: { exec: { command: ['x'] } },
    preStop: { httpGet: { path: '/p', port: 80, scheme: 'HTTPS' } },
    stopSignal: 'SIGINT',
  },
  securityContext: {
    runAsUser: 1,
    runAsNonRoot: true,
    privileged: true,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: true,
    capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
    procMount: 'Unmasked',
  },
  ...more,
});
const spec: JsonObject = {
  replicas: 2,
  minReadySeconds: 5,
  revisionHistoryLimit: 3,
  progressDeadlineSeconds: 7,
  paused: true,
  selector: { matchLabels: { app: 'k' } },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  template: {
    metadata: { labels: { app: 'k' }, annotations: { 'x/y': 'z' } },
    spec: {
      containers: [container('keycloak'), container('side', { command: ['sh', '-c', 'x'] })],
      initContainers: [container('init'), container('native', { restartPolicy: 'Always' })],
      volumes: [
        { name: 'v', configMap: { name: 'm', items: [{ key: 'a', path: 'b', mode: 256 }], defaultMode: 256, optional: true } },
        { name: 'w', secret: { secretName: 's', items: [{ key: 'a', path: 'b' }], defaultMode: 256, optional: true } },
        {
          name: 'p',
          projected: {
            defaultMode: 256,
            sources: [
              { configMap: { name: 'm2', items: [{ key: 'a', path: 'b' }], optional: true } },
              { secret: { name: 's2' } },
              { serviceAccountToken: { path: 't', audience: 'a', expirationSeconds: 99 } },
              { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
            ],
          },
        },
        { name: 'e', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
        { name: 'h', hostPath: { path: '/', type: 'Directory' } },
        { name: 'n', nfs: { server: 's', path: '/' } },
        { name: 'pv', persistentVolumeClaim: { claimName: 'c', readOnly: true } },
        { name: 'csi', csi: { driver: 'd', volumeAttributes: { a: 'b' } } },
      ],
      serviceAccountName: 'sa',
      automountServiceAccountToken: false,
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      shareProcessNamespace: true,
      dnsPolicy: 'Default',
      dnsConfig: { nameservers: ['1.1.1.1'], searches: ['a'] },
      hostAliases: [{ ip: '1.2.3.4', hostnames: ['a'] }],
      hostname: 'h',
      subdomain: 's',
      nodeSelector: { a: 'b' },
      nodeName: 'n',
      affinity: { nodeAffinity: { a: 1 } },
      tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 3 }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z' }],
      priorityClassName: 'p',
      priority: 5,
      runtimeClassName: 'r',
      schedulerName: 's',
      securityContext: { fsGroup: 1, sysctls: [{ name: 'a', value: 'b' }], supplementalGroups: [1] },
      terminationGracePeriodSeconds: 99,
      imagePullSecrets: [{ name: 'reg' }],
      enableServiceLinks: false,
      readinessGates: [{ conditionType: 'x' }],
      activeDeadlineSeconds: 4,
      restartPolicy: 'Never',
      os: { name: 'linux' },
      setHostnameAsFQDN: true,
      hostUsers: false,
      overhead: { cpu: '1' },
      resourceClaims: [{ name: 'gpu', resourceClaimName: 'x' }],
      resources: { limits: { cpu: '2' } },
      schedulingGates: [{ name: 'g' }],
      preemptionPolicy: 'Never',
    },
  },
};
const ingress: JsonObject = {
  metadata: { name: 'i', annotations: { 'nginx.ingress.kubernetes.io/x': 'y' }, labels: { a: 'b' } },
  spec: {
    ingressClassName: 'n',
    defaultBackend: { service: { name: 'k', port: { number: 80 } } },
    tls: [{ hosts: ['a.example', 'b.example'], secretName: 't' }],
    rules: [
      {
        host: 'a.example',
        http: {
          paths: [
            { path: '/', pathType: 'Prefix', backend: { service: { name: 'k', port: { name: 'http' } } } },
            { path: '/x', pathType: 'Exact', backend: { resource: { apiGroup: 'g', kind: 'K', name: 'n' } } },
          ],
        },
      },
    ],
  },
};
const service: JsonObject = {
  metadata: { name: 's', annotations: { a: 'b' }, labels: { a: 'b' } },
  spec: {
    type: 'LoadBalancer',
    selector: { a: 'b' },
    clusterIP: '1.1.1.1',
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP', appProtocol: 'h2', nodePort: 30000 }],
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 3 } },
    externalTrafficPolicy: 'Local',
    internalTrafficPolicy: 'Local',
    loadBalancerIP: '2.2.2.2',
    loadBalancerSourceRanges: ['10.0.0.0/8'],
    externalIPs: ['3.3.3.3'],
    externalName: 'x',
    publishNotReadyAddresses: true,
    loadBalancerClass: 'c',
    healthCheckNodePort: 3,
    trafficDistribution: 'PreferClose',
    allocateLoadBalancerNodePorts: false,
  },
};

const all: JsonObject = { spec, ingress, service };

const normal = (of: JsonObject): string =>
  JSON.stringify([
    objectsOfWorkload(
      isObject(of['spec']) ? of['spec'] : {},
      { kind: 'Deployment', container: 'keycloak', commit: undefined },
      concealer(undefined),
    ),
    normaliseIngress(isObject(of['ingress']) ? of['ingress'] : {}, concealer(undefined)),
    normaliseService(isObject(of['service']) ? of['service'] : {}, concealer(undefined)),
  ]);

/** The paths of all values that hold no others. */
const leaves = (value: Json | undefined, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => leaves(member as Json, [...path, key]))
    : [path];

/** The same with another value there. */
function edited(value: Json | undefined, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return typeof value === 'string' ? `${value}1` : typeof value === 'number' ? value + 1 : value !== true;
  if (isList(value)) return value.map((item, index) => (String(index) === key ? edited(item, rest) : item));
  return isObject(value) ? { ...value, [key]: edited(value[key], rest) } : null;
}

test('whatever is edited by hand is told, but for these', () => {
  const before = normal(all);
  const untold = leaves(all).filter((path) => {
    const after = edited(all, path);
    return isObject(after) && normal(after) === before;
  });
  const places = untold.map((path) => path.join('.').replace(/^spec\.template\.spec\.(?:initContainers|containers)\.\d+/, 'container'));
  expect([...new Set(places)]).toEqual([
    // How many pods there are moves by itself; whether it is paused is told where the pods are.
    'spec.replicas',
    'spec.paused',
    // What cannot be edited.
    'spec.selector.matchLabels.app',
    'container.env.3.valueFrom.fieldRef.apiVersion',
    // Labels say nothing of the way in.
    'ingress.metadata.labels.a',
    'ingress.spec.rules.0.http.paths.1.backend.resource.apiGroup',
    'service.metadata.labels.a',
    // The cluster chooses these.
    'service.spec.clusterIP',
    'service.spec.ports.0.nodePort',
    'service.spec.healthCheckNodePort',
  ]);
});
