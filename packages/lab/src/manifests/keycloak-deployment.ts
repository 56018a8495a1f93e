import type {
  ConfigMap,
  Deployment,
  EnvironmentVariable,
  Ingress,
  PodDisruptionBudget,
  Probe,
  ResourceRequirements,
  Service,
} from '../kubernetes-api/objects.ts';
import { databaseSecretName, keycloakName, labNamespace, optionsName } from './names.ts';

/** How Keycloak is deployed in the lab; what is not said has the lab's default. */
export interface KeycloakDeployment {
  /** `keycloak:<version>`; changing it is the Deploy action. */
  readonly image: string;
  readonly replicas: number;
  /** The arguments of kc.sh. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where `/health` is: 9000 from Keycloak 25 on; undefined for 24, which has it on the main port. */
  readonly managementPort?: number;
  readonly resources?: ResourceRequirements;
  /** Seconds between two probes. */
  readonly probePeriodSeconds?: number;
  /** Startup probes that may fail before the container is restarted: a migration must fit into them. */
  readonly startupFailures?: number;
  readonly terminationGracePeriodSeconds?: number;
  readonly progressDeadlineSeconds?: number;
  /** When the pods were last made anew without another change, as `kubectl rollout restart` notes it. */
  readonly restartedAt?: string;
}

export const httpPort = 8080;

const labels = { app: keycloakName };
const metadata = { name: keycloakName, namespace: labNamespace, labels };

/** The Deployment, which stops the old pods before it starts the new ones: a surge would mix versions in one cluster. */
export function keycloakDeployment(keycloak: KeycloakDeployment): Deployment {
  const { managementPort } = keycloak;
  const period = keycloak.probePeriodSeconds ?? 2;
  const health = (check: 'started' | 'ready' | 'live', failureThreshold: number): Probe => ({
    httpGet: { path: `/health/${check}`, port: managementPort === undefined ? 'http' : 'management' },
    periodSeconds: period,
    timeoutSeconds: 5,
    failureThreshold,
  });
  const password: EnvironmentVariable = {
    name: 'KC_DB_PASSWORD',
    valueFrom: { secretKeyRef: { name: databaseSecretName, key: 'password' } },
  };
  return {
    metadata,
    spec: {
      replicas: keycloak.replicas,
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: keycloak.progressDeadlineSeconds ?? 600,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          ...(keycloak.restartedAt === undefined ? {} : { annotations: { 'kubectl.kubernetes.io/restartedAt': keycloak.restartedAt } }),
        },
        spec: {
          enableServiceLinks: false,
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: keycloak.terminationGracePeriodSeconds ?? 30,
          containers: [
            {
              name: keycloakName,
              image: keycloak.image,
              imagePullPolicy: 'IfNotPresent',
              args: keycloak.args,
              envFrom: [{ configMapRef: { name: optionsName } }],
              env: [...Object.entries(keycloak.env ?? {}).map(([name, value]) => ({ name, value })), password],
              ports: [
                { name: 'http', containerPort: httpPort },
                ...(managementPort === undefined ? [] : [{ name: 'management', containerPort: managementPort }]),
              ],
              startupProbe: health('started', keycloak.startupFailures ?? 150),
              readinessProbe: health('ready', 3),
              livenessProbe: health('live', 5),
              resources: keycloak.resources ?? { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '1Gi' } },
            },
          ],
        },
      },
    },
  };
}

/** The Service whose EndpointSlices say which pods are ready. */
export const keycloakService = (managementPort?: number): Service => ({
  metadata,
  spec: {
    type: 'ClusterIP',
    selector: labels,
    ports: [
      { name: 'http', port: httpPort, targetPort: 'http', protocol: 'TCP' },
      ...(managementPort === undefined ? [] : [{ name: 'management', port: managementPort, targetPort: 'management', protocol: 'TCP' }]),
    ],
  },
});

/** One pod may be away at a time. */
export const keycloakDisruptionBudget = (): PodDisruptionBudget => ({
  metadata,
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
});

/** Options that are given to Keycloak through a ConfigMap: those that it would have without them. */
export const keycloakOptions = (): ConfigMap => ({
  metadata: { name: optionsName, namespace: labNamespace, labels },
  data: { KC_DB_POOL_MAX_SIZE: '100', KC_LOG_LEVEL: 'info' },
});

/** The way in from outside, as it would be written for a controller; the lab's balancer leads there in its place. */
export const keycloakIngress = (): Ingress => ({
  metadata: { ...metadata, annotations: { 'nginx.ingress.kubernetes.io/proxy-buffer-size': '16k' } },
  spec: {
    ingressClassName: 'nginx',
    tls: [{ hosts: ['sso.lab.example'], secretName: 'sso-certificate' }],
    rules: [
      {
        host: 'sso.lab.example',
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: keycloakName, port: { name: 'http' } } } }] },
      },
    ],
  },
});
