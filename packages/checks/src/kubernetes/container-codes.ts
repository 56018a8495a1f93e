import { defineCodes } from '@keycloak-release-gate/core';
import { besideKeycloak, podNotUp } from './pod-consequences.ts';

/** What can be wrong with a container. */
export const containerCodes = defineCodes('kubernetes', {
  IMAGE_PULL_FAILED: {
    title: 'The image cannot be pulled',
    severity: 'fail',
    remedy: 'Check that the tag exists in the registry and that the pull secret is valid.',
    explains: podNotUp,
  },
  REGISTRY_UNAVAILABLE: {
    title: 'The registry cannot be reached',
    severity: 'fail',
    remedy: "Check the registry, and the node's way to it: DNS, proxy, firewall, certificate.",
    explains: podNotUp,
  },
  IMAGE_NAME_INVALID: {
    title: "The image's name is not valid",
    severity: 'fail',
    remedy: 'Correct the image in the workload.',
    explains: podNotUp,
  },
  IMAGE_NEVER_PULLED: {
    title: 'The image is not on the node and may not be pulled',
    severity: 'fail',
    remedy: 'Change imagePullPolicy, or load the image on the node.',
    explains: podNotUp,
  },
  IMAGE_INSPECT_FAILED: {
    title: 'The node cannot read the image',
    severity: 'fail',
    remedy: "Look at the node's disk and container runtime.",
    explains: podNotUp,
  },
  IMAGE_SIGNATURE_REFUSED: {
    title: "The image's signature is not accepted",
    severity: 'fail',
    remedy: 'Sign the image, or correct the policy that verifies it.',
    explains: podNotUp,
  },
  CONFIG_MAP_MISSING: {
    title: 'A ConfigMap that the pod needs does not exist',
    severity: 'fail',
    remedy: 'Create it, or correct its name in the workload: `kubectl get configmaps -n <namespace>`.',
    explains: podNotUp,
  },
  SECRET_MISSING: {
    title: 'A Secret that the pod needs does not exist',
    severity: 'fail',
    remedy: 'Create it, or correct its name in the workload: `kubectl get secrets -n <namespace>`.',
    explains: podNotUp,
  },
  CONFIG_KEY_MISSING: {
    title: 'A key is missing in a ConfigMap or Secret that the pod needs',
    severity: 'fail',
    remedy: 'Add the key, or correct its name in the workload.',
    explains: podNotUp,
  },
  CONTAINER_CONFIGURATION_FAILED: {
    title: "The container's configuration cannot be put together",
    severity: 'fail',
    remedy: 'The message names the ConfigMap, Secret or key that is missing.',
    explains: podNotUp,
  },
  CONTAINER_CREATION_FAILED: {
    title: 'The container cannot be created or run',
    severity: 'fail',
    remedy: "See the message: a wrong command, a missing mount, or the node's runtime.",
    explains: podNotUp,
  },
  CONTAINER_CANNOT_RUN: {
    title: 'The container cannot be run',
    severity: 'fail',
    remedy: "The message says why: a command that is not in the image or may not be executed, a missing mount, or the node's runtime.",
    explains: podNotUp,
  },
  CONTAINER_HOOK_FAILED: {
    title: 'A start hook of the container failed',
    severity: 'fail',
    remedy: 'See the message and the hook in the workload.',
    explains: podNotUp,
  },
  CONTAINER_WAITING: {
    title: 'The container waits for a reason that the gate does not know',
    severity: 'fail',
    remedy: 'See `kubectl describe pod <pod>`.',
    explains: podNotUp,
  },
  OUT_OF_MEMORY: {
    title: 'The container was killed because it used too much memory',
    severity: 'fail',
    remedy: 'Raise its memory limit, or find what uses the memory.',
    explains: podNotUp,
  },
  KILLED_BY_PROBE: {
    title: 'The container was killed because its probe failed',
    severity: 'fail',
    remedy:
      'See why the probe fails (its last message is told); where it only takes longer, as a migration does, let the startup probe fail more often.',
    explains: podNotUp,
  },
  CONTAINER_DOES_NOT_STAY_UP: {
    title: 'The container does not stay up',
    severity: 'fail',
    remedy: 'The log of its last run says why: `kubectl logs <pod> --previous`.',
    explains: podNotUp,
  },
  CONTAINER_STATUS_UNKNOWN: {
    title: 'It is not known how the container ended',
    severity: 'fail',
    remedy: 'The node lost track of it: look at the node and its runtime, `kubectl describe node <node>`.',
    explains: podNotUp,
  },
  INIT_CONTAINER_FAILED: {
    title: 'An init container failed',
    severity: 'fail',
    remedy: 'Its log says why: `kubectl logs <pod> -c <container>`; the other containers wait for it.',
    explains: besideKeycloak,
  },
  INIT_CONTAINER_RESTARTED: {
    title: 'An init container needed more than one try',
    severity: 'warn',
    remedy: 'See why it failed at first: `kubectl logs <pod> -c <container> --previous`.',
  },
  SIDECAR_NOT_RUNNING: {
    title: 'A sidecar does not run',
    severity: 'fail',
    remedy: 'Its log says why: `kubectl logs <pod> -c <container> --previous`.',
    explains: besideKeycloak,
  },
  SIDECAR_NOT_STARTED: {
    title: 'A sidecar runs and has not started',
    severity: 'fail',
    remedy: 'Its startup probe does not succeed; the containers after it wait: `kubectl logs <pod> -c <container>`.',
    explains: besideKeycloak,
  },
  NOT_OUTLIVED: {
    title: 'The container restarted and has not yet run for as long as the time before',
    severity: 'fail',
    remedy:
      'Between two crashes a container looks well: run the gate again when it has run for longer. The log of the run before says why it ended: `kubectl logs <pod> --previous`.',
  },
  CONTAINER_RESTARTED: {
    title: 'The container restarted',
    severity: 'warn',
    remedy: 'The log of the run before says why: `kubectl logs <pod> --previous`.',
  },
});
