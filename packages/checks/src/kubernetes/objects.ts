import { z } from 'zod';

// The members of Kubernetes' objects that the gate reads, as the API writes them. Everything else is left out while reading,
// so that environment variables and annotations, which may hold secrets, never enter these looks. How Keycloak is deployed is a look
// of its own (server-configuration/), which takes the secrets out before it gives anything away.

const time = z.string().nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();

const Metadata = z.object({
  name: z.string(),
  uid: z.string(),
  creationTimestamp: z.string(),
  generation: z.number().optional(),
  deletionTimestamp: time,
  deletionGracePeriodSeconds: z.number().nullish(),
  finalizers: list(z.string()),
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z
    .record(z.string(), z.string())
    .nullish()
    .transform((all) => ({ revision: all?.['deployment.kubernetes.io/revision'] })),
  ownerReferences: list(z.object({ kind: z.string(), name: z.string(), uid: z.string(), controller: z.boolean().nullish() })),
});

export const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTransitionTime: time,
});

export type ObjectConditions = z.infer<typeof Condition>[] | null | undefined;

const port = z.union([z.number(), z.string()]);
const Probe = z
  .object({
    httpGet: z.object({ path: z.string().nullish(), port, scheme: z.string().nullish(), host: z.string().nullish() }).nullish(),
    tcpSocket: z.object({ port, host: z.string().nullish() }).nullish(),
    exec: z.object({ command: list(z.string()) }).nullish(),
    grpc: z.object({ port, service: z.string().nullish() }).nullish(),
    initialDelaySeconds: z.number().nullish(),
    timeoutSeconds: z.number().nullish(),
    periodSeconds: z.number().nullish(),
    successThreshold: z.number().nullish(),
    failureThreshold: z.number().nullish(),
  })
  .nullish();
export type Probe = z.infer<typeof Probe>;

const quantities = z.record(z.string(), z.union([z.string(), z.number()])).nullish();
const Container = z.object({
  name: z.string(),
  image: z.string().default(''),
  restartPolicy: z.string().nullish(),
  startupProbe: Probe,
  readinessProbe: Probe,
  livenessProbe: Probe,
  resources: z.object({ limits: quantities, requests: quantities }).nullish(),
  ports: list(z.object({ name: z.string().nullish(), containerPort: z.number(), protocol: z.string().nullish() })),
});
export type PodContainer = z.infer<typeof Container>;

/** The template alone keeps what may tell the commit; of its annotations and variables, one value at most goes into the evidence. */
const Template = z.object({
  metadata: z
    .object({ annotations: z.record(z.string(), z.string()).nullish(), labels: z.record(z.string(), z.string()).nullish() })
    .nullish(),
  spec: z.object({
    containers: z.array(Container.extend({ env: list(z.object({ name: z.string(), value: z.string().nullish() })) })),
    initContainers: list(Container),
  }),
});

export const Selector = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: list(z.object({ key: z.string(), operator: z.string(), values: list(z.string()) })),
});
export type Selector = z.infer<typeof Selector>;

export const Deployment = z.object({
  metadata: Metadata,
  spec: z.object({
    replicas: z.number().default(1),
    paused: z.boolean().nullish(),
    selector: Selector,
    template: Template,
    strategy: z.object({ type: z.string().optional() }).nullish(),
    progressDeadlineSeconds: z.number().nullish(),
  }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: list(Condition),
    })
    .prefault({}),
});
export type Deployment = z.infer<typeof Deployment>;

export const StatefulSet = z.object({
  metadata: Metadata,
  spec: z.object({
    replicas: z.number().default(1),
    ordinals: z.object({ start: z.number().nullish() }).nullish(),
    selector: Selector,
    template: Template,
    updateStrategy: z
      .object({ type: z.string().optional(), rollingUpdate: z.object({ partition: z.number().nullish() }).nullish() })
      .nullish(),
  }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      currentRevision: z.string().optional(),
      updateRevision: z.string().optional(),
      conditions: list(Condition),
    })
    .prefault({}),
});
export type StatefulSet = z.infer<typeof StatefulSet>;

export const ReplicaSet = z.object({
  metadata: Metadata,
  spec: z.object({ replicas: z.number().default(1), template: Template }),
  status: z
    .object({
      replicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: list(Condition),
    })
    .prefault({}),
});
export type ReplicaSet = z.infer<typeof ReplicaSet>;

export const ControllerRevision = z.object({ metadata: Metadata, revision: z.number() });
export type ControllerRevision = z.infer<typeof ControllerRevision>;

const State = z
  .object({
    waiting: z.object({ reason: z.string().nullish(), message: z.string().nullish() }).nullish(),
    running: z.object({ startedAt: time }).nullish(),
    terminated: z
      .object({
        exitCode: z.number(),
        signal: z.number().nullish(),
        reason: z.string().nullish(),
        message: z.string().nullish(),
        startedAt: time,
        finishedAt: time,
      })
      .nullish(),
  })
  .nullish();
export type ContainerState = z.infer<typeof State>;

const ContainerStatus = z.object({
  name: z.string(),
  image: z.string().default(''),
  imageID: z.string().default(''),
  ready: z.boolean().default(false),
  started: z.boolean().nullish(),
  restartCount: z.number().default(0),
  state: State,
  lastState: State,
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;

export const Pod = z.object({
  metadata: Metadata,
  spec: z.object({
    nodeName: z.string().nullish(),
    containers: z.array(Container),
    initContainers: list(Container),
    ephemeralContainers: list(Container),
    readinessGates: list(z.object({ conditionType: z.string() })),
    schedulingGates: list(z.object({ name: z.string() })),
    volumes: list(
      z.object({
        name: z.string(),
        persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
        ephemeral: z.object({}).nullish(),
      }),
    ),
  }),
  status: z
    .object({
      phase: z.string().default('Unknown'),
      reason: z.string().nullish(),
      message: z.string().nullish(),
      startTime: time,
      conditions: list(Condition),
      containerStatuses: list(ContainerStatus),
      initContainerStatuses: list(ContainerStatus),
      ephemeralContainerStatuses: list(ContainerStatus),
    })
    .prefault({}),
});
export type Pod = z.infer<typeof Pod>;

export const Event = z.object({
  metadata: z.object({ creationTimestamp: time }),
  involvedObject: z.object({
    kind: z.string().default(''),
    name: z.string().default(''),
    uid: z.string().default(''),
    fieldPath: z.string().nullish(),
  }),
  source: z.object({ component: z.string().nullish() }).nullish(),
  reportingComponent: z.string().nullish(),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.number().nullish(),
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
  series: z.object({ count: z.number().nullish(), lastObservedTime: time }).nullish(),
});
export type Event = z.infer<typeof Event>;
