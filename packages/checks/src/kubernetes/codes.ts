import { defineCodes } from '@keycloak-release-gate/core';

/** What can be wrong with the workload, its pods and its containers. */
export const codes = defineCodes('kubernetes', {
  WORKLOAD_MISSING: {
    title: 'The workload does not exist',
    severity: 'fail',
    remedy: "Deploy it, or correct the environment's namespace, kind and name: `kubectl get deployments,statefulsets -n <namespace>`.",
  },
  SCALED_TO_ZERO: {
    title: 'The workload is scaled to zero',
    severity: 'fail',
    remedy: 'Scale it up again: `kubectl scale <workload> --replicas=<n>`.',
  },
  NOT_SCALED_TO_ZERO: {
    title: 'The workload is not scaled to zero',
    severity: 'fail',
    remedy: 'Scale it to zero before the database is restored: `kubectl scale <workload> --replicas=0`.',
  },
  PODS_STILL_THERE: {
    title: 'A pod is still there although the workload is scaled to zero',
    severity: 'fail',
    remedy: 'Wait until it has ended; a pod that does not end is deleted by hand before the database is restored.',
  },
  CONTAINER_MISSING: {
    title: 'The workload has no container of the name that the environment declares',
    severity: 'fail',
    remedy: "Correct `container` in the environment's `kubernetes`.",
  },
  IMAGE_NOT_RELEASED: {
    title: 'The workload does not run the image of the release',
    severity: 'fail',
    remedy: 'Run the Deploy action for the release, or correct `image` or the versions in the release file.',
  },
  IMAGE_TELLS_NO_VERSION: {
    title: "The image's tag does not tell which Keycloak version it is",
    severity: 'fail',
    remedy: 'Name the image in the release file (`image`), so that it can be compared.',
  },
  IMAGE_DIFFERS: {
    title: 'Pods of one revision run different images',
    severity: 'fail',
    remedy: 'The tag was pushed again between two pulls: use a tag that never moves, or a digest, and restart the pods.',
  },
  VERSION_NOT_DECLARED: {
    title: 'It is not declared which version is expected',
    severity: 'fail',
    remedy: 'Run the suite with a release that names its versions.',
  },
  POD_CREATION_FAILED: {
    title: 'Kubernetes cannot create the pods',
    severity: 'fail',
    remedy: 'The message says what refused them: a quota, a limit range, an admission policy or a missing service account.',
  },
  PROGRESS_DEADLINE_EXCEEDED: {
    title: "The rollout made no progress within the workload's own deadline",
    severity: 'fail',
    remedy: 'See what the pods say; roll back if it cannot be mended: `kubectl rollout undo <workload>`.',
  },
  ROLLOUT_UNFINISHED: {
    title: 'The rollout is not finished',
    severity: 'fail',
    remedy: 'See what the pods say: `kubectl rollout status <workload>`.',
  },
  REPLICAS_UNAVAILABLE: {
    title: 'Fewer replicas are available than wanted',
    severity: 'fail',
    remedy: 'See what the pods say; the rollout itself is done, so something broke during or after the start.',
  },
  OLD_PODS_ALIVE: {
    title: 'Pods of an older revision are still alive',
    severity: 'fail',
    remedy: 'They may still serve users with the old version: find out what keeps them, and delete them.',
  },
  ROLLOUT_PAUSED: {
    title: 'The rollout is paused',
    severity: 'warn',
    remedy: 'Changes are not rolled out until `kubectl rollout resume <workload>`.',
  },
  ROLLOUT_BY_HAND: {
    title: 'The workload does not roll out all its pods by itself',
    severity: 'warn',
    remedy: 'With OnDelete or a partition somebody must delete the old pods: see that all were replaced.',
  },
  PODS_MISSING: {
    title: 'There is no pod',
    severity: 'fail',
    remedy: 'See what the check of the rollout says; `kubectl describe <workload>` shows why none was created.',
  },
  POD_UNSCHEDULABLE: {
    title: 'No node can take the pod',
    severity: 'fail',
    remedy: "The scheduler's message says what is missing: CPU, memory, a matching node, or a toleration.",
  },
  POD_FAILED: {
    title: 'The pod failed',
    severity: 'fail',
    remedy: 'Evicted: find what used up the node; otherwise see its events: `kubectl describe pod <pod>`.',
  },
  POD_STATE_UNKNOWN: {
    title: "The pod's state is unknown",
    severity: 'fail',
    remedy: 'Its node does not report: look at the node, `kubectl describe node <node>`.',
  },
  POD_STUCK_TERMINATING: {
    title: 'The pod does not end',
    severity: 'fail',
    remedy: 'See its finalizers and its node; only then force it: `kubectl delete pod <pod> --grace-period=0 --force`.',
  },
  POD_STARTING: {
    title: 'The pod has not started',
    severity: 'fail',
    remedy: 'See its events: `kubectl describe pod <pod>`.',
  },
  VOLUME_NOT_MOUNTED: {
    title: 'A volume of the pod cannot be mounted',
    severity: 'fail',
    remedy: 'The message names the volume: a ConfigMap, Secret or claim that is missing or attached elsewhere.',
  },
  SANDBOX_FAILED: {
    title: "The pod's sandbox cannot be created",
    severity: 'fail',
    remedy: "Something is wrong with the node's container runtime or network plug-in: look at the node.",
  },
  IMAGE_PULL_FAILED: {
    title: 'The image cannot be pulled',
    severity: 'fail',
    remedy: 'Check that the tag exists in the registry and that the pull secret is valid.',
  },
  IMAGE_NAME_INVALID: {
    title: "The image's name is not valid",
    severity: 'fail',
    remedy: 'Correct the image in the workload.',
  },
  IMAGE_NEVER_PULLED: {
    title: 'The image is not on the node and may not be pulled',
    severity: 'fail',
    remedy: 'Change imagePullPolicy, or load the image on the node.',
  },
  IMAGE_INSPECT_FAILED: {
    title: 'The node cannot read the image',
    severity: 'fail',
    remedy: "Look at the node's disk and container runtime.",
  },
  IMAGE_SIGNATURE_REFUSED: {
    title: "The image's signature is not accepted",
    severity: 'fail',
    remedy: 'Sign the image, or correct the policy that verifies it.',
  },
  CONTAINER_CONFIGURATION_FAILED: {
    title: "The container's configuration cannot be put together",
    severity: 'fail',
    remedy: 'The message names the ConfigMap, Secret or key that is missing.',
  },
  CONTAINER_CREATION_FAILED: {
    title: 'The container cannot be created or run',
    severity: 'fail',
    remedy: "See the message: a wrong command, a missing mount, or the node's runtime.",
  },
  CONTAINER_HOOK_FAILED: {
    title: 'A start hook of the container failed',
    severity: 'fail',
    remedy: 'See the message and the hook in the workload.',
  },
  CONTAINER_WAITING: {
    title: 'The container waits for a reason that the gate does not know',
    severity: 'fail',
    remedy: 'See `kubectl describe pod <pod>`.',
  },
  OUT_OF_MEMORY: {
    title: 'The container was killed because it used too much memory',
    severity: 'fail',
    remedy: 'Raise its memory limit, or find what uses the memory.',
  },
  CONTAINER_DOES_NOT_STAY_UP: {
    title: 'The container does not stay up',
    severity: 'fail',
    remedy: 'The log of its last run says why: `kubectl logs <pod> --previous`.',
  },
  CONTAINER_RESTARTED: {
    title: 'The container restarted',
    severity: 'warn',
    remedy: 'The log of the run before says why: `kubectl logs <pod> --previous`.',
  },
  POD_NOT_READY: {
    title: 'The pod runs but is not ready',
    severity: 'fail',
    remedy: 'Its readiness probe fails: the message of the probe and the log say why.',
  },
  READINESS_GATE_NOT_MET: {
    title: 'A readiness gate of the pod is not met',
    severity: 'fail',
    remedy: 'The containers are ready; the controller that sets the named condition (a load balancer, for example) is not.',
  },
  POD_OLDER_THAN_DEPLOY: {
    title: 'The pod was not restarted by the deploy',
    severity: 'fail',
    remedy: 'See that the Deploy action really changed the workload; `kubectl rollout restart <workload>` replaces the pods.',
  },
  DEPLOY_START_UNKNOWN: {
    title: 'It is not known when the deploy began',
    severity: 'fail',
    remedy: "Give the deploy's start: `--since <time>`.",
  },
});
