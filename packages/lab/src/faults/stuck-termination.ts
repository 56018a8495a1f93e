import { labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { deployHangingInit } from './hanging-init.ts';
import { freePods, keepPod } from './pod-finalizer.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { nameOf, restoreDeployment, untilPod } from './workload.ts';

/** Milliseconds after which nobody takes the end of a pod for one that is only under way. */
const lateAfter = 32_000;

export const stuckTermination: Fault = {
  id: 'stuck-termination',
  title: 'A pod is to be gone, and a finalizer that nobody serves keeps it',
  inject: async (lab, signal) => {
    const name = nameOf(await deployHangingInit(lab, signal));
    await keepPod(lab, name, signal);
    await lab.kubernetes.delete('Pod', { name, namespace: labNamespace }, signal, { gracePeriodSeconds: 1 });
    // Only what is late by half a minute is stuck.
    await untilPod(lab, name, 'is late', ({ metadata }) => Date.now() - Date.parse(metadata?.deletionTimestamp ?? '') > lateAfter, signal);
  },
  heal: async (lab, signal) => {
    await freePods(lab, signal);
    await restoreDeployment(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/POD_STUCK_TERMINATING',
    exitCode: 1,
    // Its replacement hangs, too.
    mayAlso: ['kubernetes/POD_STARTING', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
