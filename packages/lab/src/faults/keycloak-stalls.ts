import { labNamespace } from '../manifests/names.ts';
import { keycloakProcess } from './container-process.ts';
import type { Fault } from './fault.ts';
import { untilEvent } from './pod-events.ts';
import { firstPod, nameOf, pods, rolledOut } from './workload.ts';

export const keycloakStalls: Fault = {
  id: 'keycloak-stalls',
  title: 'A Keycloak that was ready stands still for some seconds, and goes on',
  inject: async (lab, signal) => {
    const name = nameOf(await firstPod(lab, signal));
    const running = await keycloakProcess(lab, name);
    if (running === undefined) throw new Error(`Keycloak does not run in ${name}.`);
    const stopped = new Date().toISOString().slice(0, 19);
    process.kill(running, 'SIGSTOP');
    try {
      await untilEvent(
        lab,
        name,
        'Unhealthy',
        signal,
        (event) => event.message.startsWith('Readiness') && (event.lastTimestamp ?? '') > stopped,
      );
    } finally {
      process.kill(running, 'SIGCONT');
    }
    await rolledOut(lab, signal);
  },
  heal: async (lab, signal) => {
    // It goes on by itself; what was told of it is taken back.
    const names = (await pods(lab, signal)).map(nameOf);
    const { items } = await lab.kubernetes.list('Event', { namespace: labNamespace }, signal);
    for (const event of items) {
      if (event.reason !== 'Unhealthy' || !names.includes(event.involvedObject.name)) continue;
      await lab.kubernetes.delete('Event', { name: nameOf(event), namespace: labNamespace }, signal);
    }
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/PROBE_FAILS_AFTER_READY',
    exitCode: 0,
    mayAlso: [],
    domains: ['kubernetes/events-explained'],
  },
};
