/**
 * The parts of Kubernetes' objects that the lab reads and writes, as the API server sends them: times are strings.
 * Source: the v1, apps/v1, policy/v1, rbac/v1, coordination/v1 and discovery/v1 API reference of 1.36.
 */

export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** Any object of the API; `spec`, `status` and the like are known by the interfaces that extend it. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}

export interface KeyReference {
  readonly name?: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: KeyReference;
    readonly configMapKeyRef?: KeyReference;
    readonly fieldRef?: { readonly apiVersion?: string; readonly fieldPath: string };
  };
}

export interface EnvironmentSource {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name?: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name?: string; readonly optional?: boolean };
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

export interface Probe {
  readonly httpGet?: {
    readonly path?: string;
    readonly port: number | string;
    readonly scheme?: string;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly tcpSocket?: { readonly port: number | string };
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: { readonly port: number };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
}

export interface LifecycleHandler {
  readonly exec?: { readonly command?: readonly string[] };
}

export interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
}

export interface ResourceRequirements {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
  readonly envFrom?: readonly EnvironmentSource[];
  readonly ports?: readonly ContainerPort[];
  readonly resources?: ResourceRequirements;
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly restartPolicy?: string;
  readonly lifecycle?: { readonly postStart?: LifecycleHandler; readonly preStop?: LifecycleHandler };
  readonly securityContext?: SecurityContext;
}

export interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean };
  readonly configMap?: { readonly name?: string; readonly optional?: boolean };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly activeDeadlineSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Volume[];
  readonly nodeName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly terminationGracePeriodSeconds?: number;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly lastProbeTime?: string | null;
  readonly lastHeartbeatTime?: string | null;
  readonly observedGeneration?: number;
}

export interface TerminatedState {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly containerID?: string;
}

export interface ContainerStateView {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: TerminatedState;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly containerID?: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state: ContainerStateView;
  readonly lastState: ContainerStateView;
  readonly resources?: ResourceRequirements;
  readonly allocatedResources?: Readonly<Record<string, string>>;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export interface PodStatus {
  readonly phase?: PodPhase;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  readonly hostIP?: string;
  readonly hostIPs?: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly startTime?: string;
  readonly observedGeneration?: number;
  readonly qosClass?: string;
}

export interface Pod extends KubernetesObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface Deployment extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly revisionHistoryLimit?: number;
    readonly progressDeadlineSeconds?: number;
    readonly minReadySeconds?: number;
    readonly paused?: boolean;
    readonly strategy?: { readonly type: 'Recreate' | 'RollingUpdate' };
    readonly selector: LabelSelector;
    readonly template: { readonly metadata?: ObjectMeta; readonly spec: PodSpec };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly terminatingReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface ReplicaSet extends KubernetesObject {
  readonly spec: Deployment['spec'];
  readonly status?: Deployment['status'];
}

export interface StatefulSet extends KubernetesObject {
  readonly spec: Omit<Deployment['spec'], 'strategy'> & {
    readonly serviceName?: string;
    readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
    readonly updateStrategy?: { readonly type: 'RollingUpdate' | 'OnDelete'; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: Deployment['status'] & { readonly currentRevision?: string; readonly updateRevision?: string };
}

export interface Service extends KubernetesObject {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports: readonly {
      readonly name?: string;
      readonly port: number;
      readonly targetPort?: number | string;
      readonly protocol?: string;
    }[];
  };
}

export interface PodDisruptionBudget extends KubernetesObject {
  readonly spec: {
    readonly maxUnavailable?: number | string;
    readonly minAvailable?: number | string;
    readonly selector: LabelSelector;
  };
  readonly status?: { readonly disruptionsAllowed?: number; readonly observedGeneration?: number };
}

export interface Secret extends KubernetesObject {
  readonly type?: string;
  /** Base64, as the API sends it. */
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

export interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface Ingress extends KubernetesObject {
  readonly spec: {
    readonly ingressClassName?: string;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths: readonly {
          readonly path?: string;
          readonly pathType: string;
          readonly backend: {
            readonly service?: { readonly name: string; readonly port: { readonly name?: string; readonly number?: number } };
          };
        }[];
      };
    }[];
  };
}

export interface NodeStatus {
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  readonly capacity?: Readonly<Record<string, string>>;
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly conditions?: readonly Condition[];
  readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port: number } };
  readonly nodeInfo?: Readonly<Record<string, string>>;
}

export interface Node extends KubernetesObject {
  readonly spec?: {
    readonly podCIDR?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly effect: string; readonly value?: string }[];
  };
  readonly status?: NodeStatus;
}

export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

export interface Event extends KubernetesObject {
  readonly involvedObject: ObjectReference;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
}

export interface Lease extends KubernetesObject {
  readonly spec: { readonly holderIdentity?: string; readonly leaseDurationSeconds?: number; readonly renewTime?: string };
}

export interface EndpointSlice extends KubernetesObject {
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
    readonly targetRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

export interface RoleBinding extends KubernetesObject {
  readonly roleRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly apiGroup?: string;
  }[];
}

export interface Role extends KubernetesObject {
  readonly rules?: readonly PolicyRule[];
}

/** Every kind the lab speaks of, by name. */
export interface ObjectsByKind {
  readonly ClusterRole: Role;
  readonly ClusterRoleBinding: RoleBinding;
  readonly ConfigMap: ConfigMap;
  readonly HorizontalPodAutoscaler: KubernetesObject & {
    readonly spec?: object;
    readonly status?: { readonly conditions?: readonly Condition[] };
  };
  readonly Ingress: Ingress;
  readonly Job: KubernetesObject & {
    readonly spec?: object;
    readonly status?: { readonly succeeded?: number; readonly failed?: number; readonly conditions?: readonly { readonly type: string }[] };
  };
  readonly PriorityClass: KubernetesObject & { readonly value: number };
  readonly StatefulSet: StatefulSet;
  readonly Deployment: Deployment;
  readonly EndpointSlice: EndpointSlice;
  readonly Event: Event;
  readonly Lease: Lease;
  readonly Namespace: KubernetesObject;
  readonly Node: Node;
  readonly PersistentVolumeClaim: KubernetesObject & { readonly spec?: object };
  readonly Pod: Pod;
  readonly PodDisruptionBudget: PodDisruptionBudget;
  readonly ReplicaSet: ReplicaSet;
  readonly ResourceQuota: KubernetesObject & { readonly spec?: object };
  readonly Role: Role;
  readonly RoleBinding: RoleBinding;
  readonly Secret: Secret;
  readonly Service: Service;
  readonly ServiceAccount: KubernetesObject;
}

export type Kind = keyof ObjectsByKind;

interface ResourceOfKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const core = (plural: string, namespaced = true): ResourceOfKind => ({ group: '', version: 'v1', plural, namespaced });
const inGroup = (group: string, plural: string, namespaced = true, version = 'v1'): ResourceOfKind => ({
  group,
  version,
  plural,
  namespaced,
});

const resources: Readonly<Record<Kind, ResourceOfKind>> = {
  ClusterRole: inGroup('rbac.authorization.k8s.io', 'clusterroles', false),
  ClusterRoleBinding: inGroup('rbac.authorization.k8s.io', 'clusterrolebindings', false),
  ConfigMap: core('configmaps'),
  Deployment: inGroup('apps', 'deployments'),
  EndpointSlice: inGroup('discovery.k8s.io', 'endpointslices'),
  Event: core('events'),
  HorizontalPodAutoscaler: inGroup('autoscaling', 'horizontalpodautoscalers', true, 'v2'),
  Ingress: inGroup('networking.k8s.io', 'ingresses'),
  Job: inGroup('batch', 'jobs'),
  PriorityClass: inGroup('scheduling.k8s.io', 'priorityclasses', false),
  StatefulSet: inGroup('apps', 'statefulsets'),
  Lease: inGroup('coordination.k8s.io', 'leases'),
  Namespace: core('namespaces', false),
  Node: core('nodes', false),
  PersistentVolumeClaim: core('persistentvolumeclaims'),
  Pod: core('pods'),
  PodDisruptionBudget: inGroup('policy', 'poddisruptionbudgets'),
  ReplicaSet: inGroup('apps', 'replicasets'),
  ResourceQuota: core('resourcequotas'),
  Role: inGroup('rbac.authorization.k8s.io', 'roles'),
  RoleBinding: inGroup('rbac.authorization.k8s.io', 'rolebindings'),
  Secret: core('secrets'),
  Service: core('services'),
  ServiceAccount: core('serviceaccounts'),
};

/** Tells a kind's name from any other text, such as one read from a manifest. */
export const isKind = (name: string): name is Kind => Object.hasOwn(resources, name);

/** The `apiVersion` of a kind, e.g. `apps/v1`. */
export function apiVersionOf(kind: Kind): string {
  const { group, version } = resources[kind];
  return group === '' ? version : `${group}/${version}`;
}

/** What names an object: its name and, for namespaced kinds, its namespace. */
export interface ObjectName {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * The path of a kind's collection or of one object in it. A namespaced kind without a namespace is the collection over
 * all namespaces.
 */
export function pathOf(kind: Kind, target: Partial<ObjectName> = {}, subresource?: string): string {
  const { group, version, plural, namespaced } = resources[kind];
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const inNamespace = namespaced && target.namespace !== undefined ? `/namespaces/${encodeURIComponent(target.namespace)}` : '';
  const name = target.name === undefined ? '' : `/${encodeURIComponent(target.name)}`;
  return `${base}${inNamespace}/${plural}${name}${subresource === undefined ? '' : `/${subresource}`}`;
}
