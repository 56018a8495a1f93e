/** What Kubernetes tells of pods that do not come up; each is the consequence of something else. */
export const troubledPods = ['kubernetes/FAILURE_EVENT', 'kubernetes/WARNING_EVENT'] as const;

/** What a rolling deploy that cannot go on also shows: it is unfinished, and the old pods still serve. */
export const stuckRollout = [
  'kubernetes/ROLLOUT_UNFINISHED',
  'kubernetes/REPLICAS_UNAVAILABLE',
  'kubernetes/OLD_PODS_ALIVE',
  'kubernetes/POD_OLDER_THAN_DEPLOY',
  'kubernetes/SERVICE_WITHOUT_ENDPOINTS',
  'kubernetes/OLD_PODS_SERVING',
  ...troubledPods,
] as const;
