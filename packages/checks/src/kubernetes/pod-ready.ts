import type { Pod } from './workload-evidence.ts';

/** The pod's condition Ready where it is met, which also tells since when; undefined for a pod that is not ready. */
export const readyCondition = ({ conditions }: Pick<Pod, 'conditions'>): Pod['conditions'][number] | undefined =>
  conditions.find((each) => each.type === 'Ready' && each.status === 'True');

export const isReady = (pod: Pick<Pod, 'conditions'>): boolean => readyCondition(pod) !== undefined;
