import { z } from 'zod';

/** The look that this is the evidence of. */
export const WORKLOAD_LOOK = 'kubernetes/workload';

const time = z.string();

/** A condition of any object, in our own words. */
export const ObservedCondition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
  since: time.optional(),
});
export type Condition = z.infer<typeof ObservedCondition>;

const State = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), reason: z.string(), message: z.string() }),
  z.object({ kind: z.literal('running'), startedAt: time.optional() }),
  z.object({
    kind: z.literal('terminated'),
    reason: z.string(),
    exitCode: z.number(),
    /** The signal that ended it, where the runtime tells it apart from the exit code. */
    signal: z.number().optional(),
    message: z.string(),
    startedAt: time.optional(),
    finishedAt: time.optional(),
  }),
]);
export type State = z.infer<typeof State>;

const Container = z.object({
  name: z.string(),
  role: z.enum(['main', 'init', 'sidecar', 'ephemeral']),
  image: z.string(),
  /** What was really pulled; the runtime's own notation. */
  imageID: z.string(),
  ready: z.boolean(),
  started: z.boolean().optional(),
  restarts: z.number(),
  /** Undefined where the kubelet has not reported yet. */
  state: State.optional(),
  last: State.optional(),
  /** The declared probes, in kubectl's words. */
  probes: z.object({ startup: z.string().optional(), readiness: z.string().optional(), liveness: z.string().optional() }).optional(),
  /** Quantities by resource: `{ memory: '1Gi' }`. */
  limits: z.record(z.string(), z.string()).optional(),
  requests: z.record(z.string(), z.string()).optional(),
  /** `8080/TCP (http)` */
  ports: z.array(z.string()).optional(),
});
export type Container = z.infer<typeof Container>;

const Pod = z.object({
  name: z.string(),
  uid: z.string(),
  created: time,
  /** When the kubelet took it on. */
  started: time.optional(),
  /** When it is to be gone, once it was told to end (the grace period is in it). */
  deleting: time.optional(),
  finalizers: z.array(z.string()),
  node: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  /** The replica set or the revision that it belongs to. */
  revision: z.string(),
  /** It belongs to the newest revision. */
  current: z.boolean(),
  phase: z.string(),
  reason: z.string(),
  message: z.string(),
  conditions: z.array(ObservedCondition),
  readinessGates: z.array(z.string()),
  /** What must be lifted before the scheduler looks at it. */
  schedulingGates: z.array(z.string()).optional(),
  /** The persistent volume claims that it mounts. */
  claims: z.array(z.string()).optional(),
  containers: z.array(Container),
});
export type Pod = z.infer<typeof Pod>;

const Revision = z.object({
  name: z.string(),
  number: z.number(),
  created: time,
  current: z.boolean(),
  /** Undefined for a StatefulSet's revision, which does not tell. */
  image: z.string().optional(),
  replicas: z.number().optional(),
  ready: z.number().optional(),
  conditions: z.array(ObservedCondition).optional(),
});
export type Revision = z.infer<typeof Revision>;

const Event = z.object({
  /** `pod/keycloak-7d9f-abcde` */
  subject: z.string(),
  /** The one container that it is about. */
  container: z.string().optional(),
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  first: time.optional(),
  last: time.optional(),
  /** Who reported it: `kubelet`. */
  component: z.string().optional(),
});
export type WorkloadEvent = z.infer<typeof Event>;

/** The Keycloak workload with all that belongs to it, as `kubectl describe` shows it, in our own words and order. */
export const Workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  namespace: z.string(),
  name: z.string(),
  /** The name of the container that runs Keycloak. */
  container: z.string(),
  /** The API server's own clock, to the second. */
  observedAt: time.optional(),
  /** Null where the workload does not exist. */
  object: z
    .object({
      created: time,
      generation: z.number(),
      observedGeneration: z.number(),
      paused: z.boolean(),
      strategy: z.string(),
      partition: z.number(),
      /** The number of a StatefulSet's first pod, where that is not 0. */
      firstNumber: z.number().optional(),
      /** Of a StatefulSet: the revision that its pods had before, and the one that they are to have. */
      currentRevision: z.string().optional(),
      updateRevision: z.string().optional(),
      /** The image in the template; undefined where there is no container of the declared name. */
      image: z.string().optional(),
      /** The labels in the template. */
      podLabels: z.record(z.string(), z.string()).optional(),
      /** The commit that the pod template tells, and where it stands. */
      commit: z.object({ value: z.string(), where: z.string() }).optional(),
      replicas: z.object({ wanted: z.number(), existing: z.number(), updated: z.number(), ready: z.number(), available: z.number() }),
      conditions: z.array(ObservedCondition),
    })
    .nullable(),
  /** Where it does not exist: the workloads that there are in its namespace, by name. Left out where they may not be listed. */
  others: z.array(z.object({ kind: z.enum(['Deployment', 'StatefulSet']), name: z.string() })).optional(),
  /** Newest first. */
  revisions: z.array(Revision),
  /** By name; those of a StatefulSet by their number. */
  pods: z.array(Pod),
  /** Newest first; the API keeps them for an hour by default. */
  events: z.array(Event),
  /** How many older events were left out. */
  eventsLeftOut: z.number(),
  /** How many of those were warnings. */
  warningsLeftOut: z.number().optional(),
  /** The oldest last time of an event in the whole namespace: what happened before it, no event may tell any more. */
  eventsReach: time.optional(),
});
export type Workload = z.infer<typeof Workload>;
export type WorkloadObject = NonNullable<Workload['object']>;
