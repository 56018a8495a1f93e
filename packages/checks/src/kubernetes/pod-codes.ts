import { defineCodes } from '@keycloak-release-gate/core';
import { podNotReady, podNotUp } from './pod-consequences.ts';

/** What can be wrong with a pod. */
export const podCodes = defineCodes('kubernetes', {
  PODS_MISSING: {
    title: 'There is no pod',
    severity: 'fail',
    remedy: 'See what the check of the rollout says; `kubectl describe <workload>` shows why none was created.',
    explains: { anywhere: ['kubernetes/SERVICE_WITHOUT_ENDPOINTS', 'kubernetes/SERVICE_SELECTS_NOTHING'] },
  },
  POD_UNSCHEDULABLE: {
    title: 'No node can take the pod',
    severity: 'fail',
    remedy: "The scheduler's message says what is missing: CPU, memory, a matching node, or a toleration.",
    explains: podNotUp,
  },
  POD_SCHEDULING_GATED: {
    title: 'The pod is held back from the scheduler',
    severity: 'fail',
    remedy: 'Whoever set the named gate must lift it: `kubectl get pod <pod> -o jsonpath={.spec.schedulingGates}`.',
    explains: podNotUp,
  },
  POD_FAILED: {
    title: 'The pod failed',
    severity: 'fail',
    remedy: 'Evicted: find what used up the node; otherwise see its events: `kubectl describe pod <pod>`.',
    explains: podNotUp,
  },
  POD_EVICTED: {
    title: 'The pod was evicted from its node',
    severity: 'fail',
    remedy: 'Find what used up the node (the message names the resource), and give Keycloak requests that hold its place.',
    explains: podNotUp,
  },
  POD_NODE_SHUTDOWN: {
    title: 'The pod ended because its node was shut down',
    severity: 'fail',
    remedy: 'Find out who shut the node down; drain nodes, so that pods move before they end.',
    explains: podNotUp,
  },
  POD_PREEMPTED: {
    title: 'The pod had to make room for one of higher priority',
    severity: 'fail',
    remedy: 'Give Keycloak a priority class that fits, or the cluster more room.',
    explains: podNotUp,
  },
  POD_OUT_OF_RESOURCES: {
    title: 'The node refused the pod for lack of resources',
    severity: 'fail',
    remedy: 'The scheduler and the node disagree about what is free: look at what else runs there, and at pods without requests.',
    explains: podNotUp,
  },
  POD_ADMISSION_REFUSED: {
    title: 'The node refused the pod',
    severity: 'fail',
    remedy: 'The message says why: a node label that changed, a device or a topology that cannot be given.',
    explains: podNotUp,
  },
  POD_DEADLINE_EXCEEDED: {
    title: 'The pod outlived its own deadline',
    severity: 'fail',
    remedy: 'Remove `activeDeadlineSeconds` from the template: a server has no end.',
    explains: podNotUp,
  },
  POD_DISRUPTED: {
    title: 'The pod is being disrupted',
    severity: 'fail',
    remedy: 'The message says by whom: a drain, a preemption, a taint. Wait until its replacement is ready, and judge again.',
    explains: podNotReady,
  },
  POD_STATE_UNKNOWN: {
    title: "The pod's state is unknown",
    severity: 'fail',
    remedy: 'Its node does not report: look at the node, `kubectl describe node <node>`.',
    explains: podNotUp,
  },
  POD_STUCK_TERMINATING: {
    title: 'The pod does not end',
    severity: 'fail',
    remedy: 'See its finalizers and its node; only then force it: `kubectl delete pod <pod> --grace-period=0 --force`.',
    explains: {
      here: ['kubernetes/OLD_PODS_ALIVE', 'kubernetes/ROLLOUT_UNFINISHED', 'kubernetes/FAILURE_EVENT', 'kubernetes/WARNING_EVENT'],
    },
  },
  POD_STARTING: {
    title: 'The pod has not started',
    severity: 'fail',
    remedy: 'See its events: `kubectl describe pod <pod>`.',
    explains: podNotReady,
  },
  VOLUME_NOT_MOUNTED: {
    title: 'A volume of the pod cannot be mounted',
    severity: 'fail',
    remedy: 'The message names the volume: a ConfigMap, Secret or claim that is missing or attached elsewhere.',
    explains: podNotUp,
  },
  SANDBOX_FAILED: {
    title: "The pod's sandbox cannot be created",
    severity: 'fail',
    remedy: "Something is wrong with the node's container runtime or network plug-in: look at the node.",
    explains: podNotUp,
  },
  POD_NOT_READY: {
    title: 'The pod runs but is not ready',
    severity: 'fail',
    remedy: 'Its readiness probe fails: the message of the probe and the log say why.',
    explains: podNotReady,
  },
  READINESS_GATE_NOT_MET: {
    title: 'A readiness gate of the pod is not met',
    severity: 'fail',
    remedy: 'The containers are ready; the controller that sets the named condition (a load balancer, for example) is not.',
    explains: podNotReady,
  },
});
