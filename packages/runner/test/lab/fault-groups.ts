/** Faults that are injected together and judged in one run of their suite. */
export interface FaultGroup {
  readonly ids: readonly string[];
  /** Milliseconds that what is not as it should be gets to become so; without it, as the environment has it. */
  readonly within?: number;
}

/** Faults that do not touch each other. */
const together = (...ids: readonly string[]): FaultGroup => ({ ids });

/** Faults that are there when the gate looks, and that no waiting heals: they are judged after a short while. */
const atOnce = (...ids: readonly string[]): FaultGroup => ({ ids, within: 4_000 });

/** Every fault of the lab. The first group judges the logs of pods that nothing has happened to yet. */
export const groups: readonly FaultGroup[] = [
  together('errors-in-log'),
  together(
    'no-node-for-pod',
    'schema-ahead',
    'client-secret-changed',
    'redirect-uri-removed',
    'consent-required',
    'client-disabled',
    'client-renamed',
    'one-time-code-changed',
    'service-secret-changed',
    'claim-lost',
  ),
  together(
    'missing-secret',
    'migration-lock-held',
    'user-password-changed',
    'user-disabled',
    'user-locked',
    'required-action-set',
    'post-logout-uri-removed',
    'application-killed',
    'local-logout-only',
  ),
  together('missing-volume', 'configuration-changed-by-hand'),
  atOnce('client-without-application', 'web-origin-removed'),
  atOnce('guessing-allowed', 'server-variable-changed', 'theme-of-nobody'),
  atOnce('group-made-anew'),
  atOnce('assignments-unreadable'),
  atOnce('reader-role-removed'),
  atOnce('theme-lost', 'config-map-edited', 'gate-robbed-of-role'),
  atOnce('probe-loosened'),
  atOnce('more-guesses-allowed', 'listener-of-nobody', 'claim-gained', 'claim-changed', 'sample-user-gone', 'client-gone'),
  atOnce('logs-unreadable', 'client-secret-renewed'),
  atOnce('event-right-removed', 'client-made-anew'),
  atOnce('logs-unretrievable', 'provider-saved-unseen'),
  atOnce('log-stream-cut', 'ingress-changed', 'administrator-made'),
  atOnce('log-right-removed', 'two-of-one-name'),
  together('unknown-image', 'issuer-changed'),
  together('undone-deploy', 'front-door-shut'),
  together('out-of-memory', 'realm-disabled'),
  // What keeps a container from running
  atOnce('image-name-invalid'),
  atOnce('image-never-pulled'),
  atOnce('config-map-missing'),
  atOnce('secret-key-missing'),
  atOnce('root-refused'),
  atOnce('command-not-found'),
  atOnce('post-start-hook-fails'),
  atOnce('init-container-fails'),
  atOnce('init-container-hangs'),
  atOnce('sidecar-exits'),
  together('sidecar-never-starts'),
  // What ends it
  atOnce('wrong-liveness-probe'),
  atOnce('startup-probe-too-short'),
  atOnce('process-killed'),
  atOnce('heap-too-small'),
  // What ends a pod, or keeps it from being one
  atOnce('evicted'),
  atOnce('node-shut-down'),
  atOnce('pod-preempted'),
  atOnce('deadline-exceeded'),
  atOnce('stuck-termination'),
  atOnce('scheduling-gated'),
  atOnce('quota-refuses-pods'),
  atOnce('progress-deadline-exceeded'),
  atOnce('pod-disrupted', 'image-drift', 'all-on-one-node', 'no-disruption-allowed'),
  // What stands around the pods
  atOnce('rollout-paused', 'node-under-pressure', 'no-disruption-budget', 'service-selects-nothing'),
  atOnce('service-without-endpoints', 'two-disruption-budgets'),
  atOnce('volume-claim-unbound', 'autoscaler-without-metrics'),
  atOnce('node-not-ready'),
  atOnce('keycloak-stalls', 'foreign-pod-serving'),
  atOnce('rights-too-wide', 'reader-role-too-wide'),
  // Pods that run, and do not serve
  atOnce('readiness-gate-not-met'),
  atOnce('wrong-readiness-probe'),
  together('wrong-database-password'),
  together('unknown-option'),
  together('kubernetes-right-removed'),
  together('api-server-hangs'),
  together('stray-node', 'schema-behind', 'backup-stale', 'gate-secret-changed'),
  together('backups-gone', 'config-map-right-removed'),
  together('backup-truncated'),
  together('backup-damaged', 'secret-in-plain-text'),
  together('backup-of-another-database'),
  together('configuration-left-behind', 'options-left-behind'),
  together('not-scaled-down'),
  together('keycloak-connected', 'pinned-backup-changed'),
  // What stays in the logs until the pods are replaced
  atOnce('client-sends-many-errors'),
  atOnce('log-rotated'),
  atOnce('migration-killed-by-probe'),
  atOnce('tag-lies'),
  together('cluster-split'),
  together('identity-provider-secret-wrong'),
  together('database-stopped'),
];
