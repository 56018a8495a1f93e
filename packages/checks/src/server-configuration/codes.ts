import { defineCodes } from '@keycloak-release-gate/core';

/** What can be wrong with the server's own configuration: its pod template and what stands around it in Kubernetes. */
export const codes = defineCodes('server-configuration', {
  UNEXPECTED_CHANGE: {
    title: "The server's own configuration changed in a way that the release does not announce",
    severity: 'fail',
    remedy: 'Ask who changed it: undo it where it is deployed from, or add it to the expectedChanges of the release.',
  },
  CHANGE_MISSING: {
    title: "An announced change of the server's own configuration did not happen",
    severity: 'fail',
    remedy: 'Deploy it, or take it out of the expectedChanges of the release.',
  },
  CHANGE_OTHERWISE: {
    title: "The server's own configuration changed otherwise than the release announces",
    severity: 'fail',
    remedy: 'Correct what was deployed, or correct the expectedChanges of the release: one of the two was not approved.',
  },
  CHANGE_UNKNOWN_OBJECT: {
    title: "The release announces a change of something that the server's own configuration does not have",
    severity: 'fail',
    remedy: 'Correct the name in the expectedChanges of the release; `verify snapshot` writes down what there is.',
  },
  CHANGE_UNVERIFIABLE: {
    title: 'A change of a secret is announced that nobody can see',
    severity: 'warn',
    remedy: 'Have it confirmed by who made it, or give the environment a `digestKey`: with it secrets are compared by keyed digests.',
  },
  NOT_AS_BEFORE: {
    title: "The server's own configuration is not what it was before the release",
    severity: 'fail',
    remedy:
      'Deploy what was deployed before the release, ConfigMaps and Ingress too: `kubectl rollout undo` brings back the pod template alone.',
  },
  IMAGE_NOT_AS_BEFORE: {
    title: 'A container has another image than before the release',
    severity: 'fail',
    remedy: 'Deploy the image of before the release.',
  },
  SECRET_IN_PLAIN_TEXT: {
    title: 'A secret stands in plain text in the pod template or in what it names',
    severity: 'warn',
    remedy: 'Put it into a Secret and refer to it (`secretKeyRef`): whoever may read the workload reads it as it is.',
  },
  WORKLOAD_MISSING: {
    title: 'There is no workload whose configuration could be looked at',
    severity: 'fail',
    remedy: 'Correct `kubernetes.workload` and `kubernetes.namespace` of the environment, or deploy it.',
  },
});
