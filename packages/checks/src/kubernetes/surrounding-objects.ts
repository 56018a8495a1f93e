import { z } from 'zod';
import { Condition, Selector } from './objects.ts';

// What stands around the workload, as the API writes it; as in objects.ts, only the members that the gate reads.

const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();
const named = z.object({ name: z.string() });

export const Node = z.object({
  metadata: named,
  spec: z
    .object({
      unschedulable: z.boolean().nullish(),
      taints: list(z.object({ key: z.string(), value: z.string().nullish(), effect: z.string() })),
    })
    .prefault({}),
  status: z.object({ conditions: list(Condition) }).prefault({}),
});
export type Node = z.infer<typeof Node>;

export const Service = z.object({
  metadata: named,
  spec: z
    .object({
      type: z.string().nullish(),
      clusterIP: z.string().nullish(),
      selector: z.record(z.string(), z.string()).nullish(),
      publishNotReadyAddresses: z.boolean().nullish(),
      ports: list(z.object({ name: z.string().nullish() })),
    })
    .prefault({}),
});
export type Service = z.infer<typeof Service>;

export const EndpointSlice = z.object({
  metadata: named.extend({ labels: z.record(z.string(), z.string()).nullish() }),
  ports: list(z.object({ name: z.string().nullish() })),
  endpoints: list(
    z.object({
      addresses: list(z.string()),
      conditions: z.object({ ready: z.boolean().nullish(), serving: z.boolean().nullish(), terminating: z.boolean().nullish() }).nullish(),
      targetRef: z.object({ kind: z.string().nullish(), name: z.string().nullish(), uid: z.string().nullish() }).nullish(),
    }),
  ),
});
export type EndpointSlice = z.infer<typeof EndpointSlice>;

export const Autoscaler = z.object({
  metadata: named,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().nullish(),
    maxReplicas: z.number(),
  }),
  status: z
    .object({ currentReplicas: z.number().nullish(), desiredReplicas: z.number().nullish(), conditions: list(Condition) })
    .prefault({}),
});
export type Autoscaler = z.infer<typeof Autoscaler>;

export const DisruptionBudget = z.object({
  metadata: named.extend({ generation: z.number().nullish() }),
  spec: z
    .object({
      minAvailable: z.union([z.number(), z.string()]).nullish(),
      maxUnavailable: z.union([z.number(), z.string()]).nullish(),
      selector: Selector.nullish(),
    })
    .prefault({}),
  status: z
    .object({
      observedGeneration: z.number().nullish(),
      disruptionsAllowed: z.number().default(0),
      currentHealthy: z.number().default(0),
      desiredHealthy: z.number().default(0),
      expectedPods: z.number().default(0),
      conditions: z.array(Condition).nullish(),
    })
    .prefault({}),
});
export type DisruptionBudget = z.infer<typeof DisruptionBudget>;

export const Claim = z.object({
  metadata: named,
  spec: z.object({ storageClassName: z.string().nullish(), volumeName: z.string().nullish() }).prefault({}),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});
export type Claim = z.infer<typeof Claim>;
