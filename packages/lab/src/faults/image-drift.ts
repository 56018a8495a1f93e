import { keycloakName } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { firstPod, freezePod, nameOf, thawPods } from './workload.ts';

export const imageDrift: Fault = {
  id: 'image-drift',
  title: 'The tag was pushed again between two pulls: two pods of one revision run different images',
  inject: async (lab, signal) => {
    const pod = await firstPod(lab, signal);
    const statuses = (pod.status?.containerStatuses ?? []).map((status) =>
      status.name === keycloakName ? { ...status, imageID: `docker.io/library/keycloak@sha256:${'5'.repeat(64)}` } : status,
    );
    await freezePod(lab, nameOf(pod), { containerStatuses: statuses }, signal);
  },
  heal: thawPods,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/IMAGE_DIFFERS',
    exitCode: 1,
    mayAlso: ['kubernetes/DIGEST_NOT_RELEASED'],
    domains: ['kubernetes/workload-rolled-out'],
  },
};
