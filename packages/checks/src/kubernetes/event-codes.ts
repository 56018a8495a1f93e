import { defineCodes } from '@keycloak-release-gate/core';

/** What events tell that nothing explains. */
export const eventCodes = defineCodes('kubernetes', {
  FAILURE_EVENT: {
    title: 'Kubernetes reports a failure that has not passed',
    severity: 'fail',
    remedy: 'The message is that of `kubectl describe`; see what the check of the pods says about the same object.',
  },
  WARNING_EVENT: {
    title: 'Kubernetes reports a warning that nothing explains',
    severity: 'warn',
    remedy: 'Read the message; if it is known and harmless, waive it with a reason, an owner and a date.',
  },
  PROBE_FAILS_AFTER_READY: {
    title: 'A probe fails although the pod had become ready',
    severity: 'warn',
    remedy: 'The pod was, or soon will be, out of service or restarted: look for load, pauses and slow answers of the health endpoint.',
  },
  EVENTS_LEFT_OUT: {
    title: 'There are more events than the gate reads',
    severity: 'fail',
    remedy: 'So many warnings are a trouble of their own: see `kubectl get events --types=Warning`.',
  },
});
