import type { Explains } from '@keycloak-release-gate/core';

/** What is found of the workload and around it because pods are not ready. */
const fewerReady = [
  'kubernetes/ROLLOUT_UNFINISHED',
  'kubernetes/REPLICAS_UNAVAILABLE',
  'kubernetes/PROGRESS_DEADLINE_EXCEEDED',
  'kubernetes/SERVICE_WITHOUT_ENDPOINTS',
  'kubernetes/NO_DISRUPTION_ALLOWED',
] as const;

/** The old pods live on and serve, because no new one takes over. */
const oldOnesStay = ['kubernetes/OLD_PODS_ALIVE', 'kubernetes/POD_OLDER_THAN_DEPLOY', 'kubernetes/OLD_PODS_SERVING'] as const;

/** What the logs and the cluster's own list lack where a pod does not run. */
const notRunning = [
  'keycloak-log/NOT_STARTED',
  'keycloak-log/BOOTSTRAP_UNFINISHED',
  'keycloak-log/CLUSTER_SIZE',
  'keycloak-log/CLUSTER_VIEW_MISSING',
  'database/MEMBER_MISSING',
] as const;

/** What follows from pods that cannot even be made. */
export const podsNotMade: Explains = {
  here: ['kubernetes/FAILURE_EVENT', 'kubernetes/WARNING_EVENT'],
  anywhere: [...fewerReady, ...oldOnesStay, ...notRunning, 'kubernetes/PODS_MISSING', 'kubernetes/SERVICE_SELECTS_NOTHING'],
};

/** What follows from a pod that does not come up. */
export const podNotUp: Explains = {
  here: [
    'kubernetes/POD_STARTING',
    'kubernetes/POD_NOT_READY',
    'kubernetes/FAILURE_EVENT',
    'kubernetes/WARNING_EVENT',
    'kubernetes/PROBE_FAILS_AFTER_READY',
    'kubernetes/CONTAINER_RESTARTED',
    ...fewerReady,
    ...notRunning,
  ],
  anywhere: oldOnesStay,
};

/** What follows from a pod that runs and takes no requests yet. */
export const podNotReady: Explains = {
  here: ['kubernetes/FAILURE_EVENT', 'kubernetes/WARNING_EVENT', 'kubernetes/PROBE_FAILS_AFTER_READY', ...fewerReady],
  anywhere: oldOnesStay,
};

/** What follows from a container beside Keycloak's that does not do its part. */
export const besideKeycloak: Explains = { ...podNotUp, here: [...(podNotUp.here ?? []), 'keycloak-log/OTHER_CONTAINER_FAILED'] };
