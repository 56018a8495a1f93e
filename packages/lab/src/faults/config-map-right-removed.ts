import { applyNamespace } from '../manifests/apply-lab.ts';
import type { Fault } from './fault.ts';
import { removeRight } from './gate-rights.ts';

export const configMapRightRemoved: Fault = {
  id: 'config-map-right-removed',
  title: 'The gate may see everything but the ConfigMaps',
  inject: (lab, signal) => removeRight(lab, 'configmaps', signal),
  heal: (lab, signal) => applyNamespace(lab.kubernetes, signal),
  expect: { suite: 'health', cause: 'kubernetes/FORBIDDEN', exitCode: 3, mayAlso: [], domains: ['server-configuration/readable'] },
};
