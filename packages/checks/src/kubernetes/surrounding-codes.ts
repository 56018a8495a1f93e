import { defineCodes } from '@keycloak-release-gate/core';
import { podNotUp } from './pod-consequences.ts';

/** What can be wrong around the workload: nodes, Services, autoscalers, disruption budgets and volumes. */
export const surroundingCodes = defineCodes('kubernetes', {
  NODE_NOT_READY: {
    title: 'A node that hosts a pod is not ready',
    severity: 'fail',
    remedy: 'Look at the node: `kubectl describe node <node>`; its pods are moved away after some minutes.',
    explains: {
      here: podNotUp.here ?? [],
      anywhere: ['kubernetes/POD_STATE_UNKNOWN', 'kubernetes/POD_STUCK_TERMINATING'],
    },
  },
  NODE_PRESSURE: {
    title: 'A node that hosts a pod runs short of something',
    severity: 'warn',
    remedy: 'Free what the condition names, before pods are evicted: `kubectl describe node <node>`.',
  },
  NODE_CORDONED: {
    title: 'A node that hosts a pod takes no new pods',
    severity: 'info',
    remedy: 'Somebody is about to drain it, or forgot to uncordon it: `kubectl uncordon <node>`.',
  },
  ALL_ON_ONE_NODE: {
    title: 'All replicas are on one node',
    severity: 'warn',
    remedy: 'When it goes, all go: spread them (`topologySpreadConstraints` or pod anti-affinity).',
  },
  AUTOSCALER_CANNOT_SCALE: {
    title: 'The autoscaler cannot do its work',
    severity: 'warn',
    remedy: 'The message says why; often the metrics server is missing or the pods have no requests: `kubectl describe hpa <name>`.',
  },
  FEWER_REPLICAS: {
    title: 'Fewer replicas are wanted than before the release',
    severity: 'warn',
    remedy: 'See whether the deploy was meant to change that; if so, waive it for this release.',
  },
  NO_DISRUPTION_BUDGET: {
    title: 'No disruption budget holds evictions of the pods back',
    severity: 'warn',
    remedy: 'A drain may end all replicas at once: add a PodDisruptionBudget with `maxUnavailable: 1`.',
  },
  SEVERAL_DISRUPTION_BUDGETS: {
    title: 'Several disruption budgets select the same pods',
    severity: 'warn',
    remedy: 'Kubernetes then refuses every eviction: keep one of them.',
  },
  NO_DISRUPTION_ALLOWED: {
    title: 'The disruption budget allows no eviction although all pods are ready',
    severity: 'warn',
    remedy: 'A node cannot be drained: allow one pod to be away, or run one replica more.',
  },
  SERVICE_SELECTS_NOTHING: {
    title: 'The Service selects no pod of the workload',
    severity: 'fail',
    remedy: "Compare the Service's selector with the labels of the pods: `kubectl get pods --show-labels`.",
    explains: { here: ['kubernetes/SERVICE_WITHOUT_ENDPOINTS', 'kubernetes/POD_NOT_IN_SERVICE'] },
  },
  SERVICE_WITHOUT_ENDPOINTS: {
    title: 'No pod behind the Service is ready',
    severity: 'fail',
    remedy: 'Users get no answer. See what the check of the pods says.',
  },
  OLD_PODS_SERVING: {
    title: 'A pod of an older revision still gets requests',
    severity: 'fail',
    remedy: 'Users meet the old version: find out why the pod is still there.',
  },
  FOREIGN_POD_SERVING: {
    title: 'The Service also leads to a pod that is not of the workload',
    severity: 'fail',
    remedy: "Another workload's pods have the labels that the Service selects: end it, or make the selector tell them apart.",
  },
  POD_NOT_IN_SERVICE: {
    title: 'A ready pod gets no requests from its Service',
    severity: 'fail',
    remedy: 'Look at the EndpointSlices and the controller that writes them: `kubectl get endpointslices`.',
  },
  PUBLISHES_NOT_READY: {
    title: 'The Service also leads to pods that are not ready',
    severity: 'warn',
    remedy: 'Remove `publishNotReadyAddresses` from it: that is for a headless Service, by which the nodes find each other.',
  },
  VOLUME_CLAIM_NOT_BOUND: {
    title: 'A persistent volume claim of the pods is not bound',
    severity: 'fail',
    remedy: 'See its events and its storage class: `kubectl describe pvc <claim>`; `Lost` means that the volume is gone.',
    explains: {
      here: podNotUp.here ?? [],
      anywhere: [...(podNotUp.anywhere ?? []), 'kubernetes/POD_UNSCHEDULABLE', 'kubernetes/VOLUME_NOT_MOUNTED', 'kubernetes/POD_STARTING'],
    },
  },
});
