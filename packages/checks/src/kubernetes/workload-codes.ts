import { defineCodes } from '@keycloak-release-gate/core';
import { podsNotMade } from './pod-consequences.ts';

/** What can be wrong with the workload and its rollout. */
export const workloadCodes = defineCodes('kubernetes', {
  WORKLOAD_MISSING: {
    title: 'The workload does not exist',
    severity: 'fail',
    remedy: "Deploy it, or correct the environment's namespace, kind and name: `kubectl get deployments,statefulsets -n <namespace>`.",
    explains: podsNotMade,
  },
  SCALED_TO_ZERO: {
    title: 'The workload is scaled to zero',
    severity: 'fail',
    remedy: 'Scale it up again: `kubectl scale <workload> --replicas=<n>`.',
    explains: podsNotMade,
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
    final: true,
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
    final: true,
    remedy: 'Run the suite with a release that names its versions.',
  },
  POD_CREATION_FAILED: {
    title: 'Kubernetes cannot create the pods',
    severity: 'fail',
    remedy: 'The message says what refused them: a quota, a limit range, an admission policy or a missing service account.',
    explains: podsNotMade,
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
    explains: { here: ['kubernetes/OLD_PODS_SERVING'] },
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
  POD_OLDER_THAN_DEPLOY: {
    title: 'The pod was not restarted by the deploy',
    severity: 'fail',
    remedy: 'See that the Deploy action really changed the workload; `kubectl rollout restart <workload>` replaces the pods.',
  },
  DEPLOYED_MEANWHILE: {
    title: 'The workload was deployed again while the gate looked',
    severity: 'fail',
    final: true,
    remedy: 'Run the gate again, while nobody deploys: what it looked at first is not what runs now.',
  },
  DEPLOY_START_UNKNOWN: {
    title: 'It is not known when the deploy began',
    severity: 'fail',
    remedy: "Give the deploy's start: `--since <time>`.",
  },
});
