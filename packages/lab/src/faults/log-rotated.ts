import { until } from './condition.ts';
import { askForWrongRedirects } from './failing-logins.ts';
import type { Fault } from './fault.ts';
import { matchingLines } from './pod-log.ts';
import { startAfresh } from './workload.ts';

export const logRotated: Fault = {
  id: 'log-rotated',
  title: 'The node has rotated the logs since the start: only the newest file is given out',
  inject: async (lab, signal) => {
    await lab.control('kubelet.log-limit', { maxBytes: 4096 });
    await until(
      'no log has its beginning any more',
      async () => {
        await askForWrongRedirects(lab, 'lab-express-local', 4, signal);
        return (await matchingLines(lab, /Keycloak \S+ on JVM/, signal)).size === 0;
      },
      signal,
      60_000,
    );
  },
  heal: async (lab, signal) => {
    await lab.control('kubelet.log-limit', { maxBytes: null });
    await startAfresh(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/BANNER_NOT_SEEN',
    exitCode: 3,
    mayAlso: [
      'keycloak-log/ROTATED',
      'keycloak-log/BEGINNING_LOST',
      'keycloak-log/BOOTSTRAP_NOT_SEEN',
      'keycloak-log/PROFILE_NOT_SEEN',
      'keycloak-log/CLUSTER_VIEW_NOT_SEEN',
    ],
    domains: ['keycloak-log'],
  },
};
