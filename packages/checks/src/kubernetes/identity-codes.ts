import { defineCodes } from '@keycloak-release-gate/core';

/** Which deploy it is, whether it is the release's, and as whom the gate looks. */
export const identityCodes = defineCodes('kubernetes', {
  COMMIT_NOT_RELEASED: {
    title: 'Another commit than that of the release was deployed',
    severity: 'fail',
    remedy: "Run the Deploy action on the release's commit, or correct `commit` in the release file.",
  },
  COMMIT_NOT_TOLD: {
    title: 'Nothing tells which commit was deployed',
    severity: 'fail',
    final: true,
    remedy:
      "Let the Deploy action write the commit into the pod template, as an annotation (`app.kubernetes.io/commit`) or where the environment's `kubernetes.commit` says; or name the action's run (`--deploy-run`).",
  },
  DIGEST_NOT_RELEASED: {
    title: 'Another image than that of the release runs under its name',
    severity: 'fail',
    explains: { here: ['kubernetes/IMAGE_DIFFERS'] },
    remedy:
      'The tag was pushed again, or the release file names another digest. Deploy by digest. Where the nodes report the digest of their platform instead of that of the index, name it in `imageDigests`.',
  },
  DIGEST_NOT_TOLD: {
    title: 'The node does not tell the digest of the image that it runs',
    severity: 'fail',
    final: true,
    remedy: 'Name the image by its digest in the workload (`…@sha256:…`): the node then proves it when it pulls.',
  },
  DEPLOY_RUN_UNREADABLE: {
    title: "The Deploy action's run could not be read",
    severity: 'fail',
    final: true,
    remedy: "Correct `deploy.github` in the environment file, or give the deploy's start yourself: `--since <time>`.",
  },
  RIGHTS_TOO_WIDE: {
    title: 'The credential of the gate can do more than read',
    severity: 'warn',
    remedy: 'Give the gate a service account of its own with the shipped Role (`packages/checks/kubernetes-role.yaml`), and nothing else.',
  },
  DEPLOY_RUN_FAILED: {
    title: "The Deploy action's run did not succeed",
    severity: 'fail',
    explains: { anywhere: ['kubernetes/IMAGE_NOT_RELEASED', 'kubernetes/POD_OLDER_THAN_DEPLOY'] },
    remedy:
      'See the run, and deploy again: what is there now may be half of the release. Where it was deployed in another way since, give the start of that: `--since <time>`.',
  },
});
