import { applyNamespace } from '../manifests/apply-lab.ts';
import type { Fault } from './fault.ts';
import { removeRight } from './gate-rights.ts';

export const eventRightRemoved: Fault = {
  id: 'event-right-removed',
  title: 'The gate may see everything but the events',
  inject: (lab, signal) => removeRight(lab, 'events', signal),
  heal: (lab, signal) => applyNamespace(lab.kubernetes, signal),
  expect: { suite: 'post-deploy', cause: 'kubernetes/FORBIDDEN', exitCode: 3, mayAlso: [], domains: ['kubernetes'] },
};
