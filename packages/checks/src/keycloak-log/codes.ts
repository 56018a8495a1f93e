import { defineCodes } from '@keycloak-release-gate/core';
import type { Explains } from '@keycloak-release-gate/core';
import { podNotUp } from '../kubernetes/pod-consequences.ts';

/** What is found of a pod, and because of it, where Keycloak does not come up. */
const keycloakNotUp: Explains = {
  here: [...(podNotUp.here ?? []), 'kubernetes/CONTAINER_DOES_NOT_STAY_UP', 'keycloak-log/CLUSTER_VIEW_NOT_SEEN'],
  anywhere: podNotUp.anywhere ?? [],
};

/** The same where one cause keeps all pods from coming up. */
const nothingUp: Explains = {
  anywhere: [...(keycloakNotUp.here ?? []), ...(keycloakNotUp.anywhere ?? []), 'keycloak-log/START_FAILED'],
};

/** What Keycloak's log can tell that is wrong, and why it could not be read. */
export const codes = defineCodes('keycloak-log', {
  UNREADABLE: {
    title: "A pod's log could not be read",
    severity: 'fail',
    remedy: 'The node did not hand out the log: look at the node and its kubelet, or read the log in the log store.',
  },
  TRUNCATED: {
    title: "A pod's log is longer than the gate reads",
    severity: 'fail',
    remedy: 'Lower the log level, or run the gate sooner after the deploy; what was not read may hold errors.',
  },
  BEGINNING_LOST: {
    title: "The beginning of a pod's log is gone",
    severity: 'fail',
    remedy: 'The log was rotated. Run the gate sooner after the deploy, or read the beginning in the log store.',
  },
  ROTATED: {
    title: "A pod's log was rotated while it was read",
    severity: 'fail',
    remedy: 'Lines may be missing: run the gate again.',
  },
  STREAM_BROKEN: {
    title: 'The stream of a log broke off',
    severity: 'fail',
    remedy: 'The API server or the node went away in the middle of the log: see whether they are well, and run the gate again.',
  },
  RECORD_LOST: {
    title: 'Keycloak could not write a record into its log',
    severity: 'fail',
    remedy:
      'What the record said is lost, an error perhaps: see the exception behind it, and the log handler or the extension that caused it.',
  },
  RUN_LOST: {
    title: 'The log of a run of Keycloak is gone',
    severity: 'fail',
    remedy: 'The node keeps the last two runs of a container: read the earlier ones in the log store, and see why it was restarted.',
  },
  LOG_EMPTY: {
    title: "Keycloak runs, and its container's log is empty",
    severity: 'fail',
    remedy: 'It logs elsewhere, or nothing: set `log` to `console` (with `file` beside it where that is wanted) and the level to INFO.',
  },
  NOT_UNDERSTOOD: {
    title: "Keycloak's log is in a format that the gate does not know",
    severity: 'fail',
    remedy:
      "Keep the format's usual head (`%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) %s%e%n`), or set `log-console-output` to `json`, with the usual keys or as `ecs`.",
  },
  OTHER_CONTAINER_FAILED: {
    title: "A container beside Keycloak's has failed",
    severity: 'warn',
    remedy: 'Its last words say why; whether the pod can do without it, the check of the pods says.',
  },
  BANNER_NOT_SEEN: {
    title: "Keycloak's start is not in the log that is still there",
    severity: 'fail',
    remedy:
      'The log was rotated, or its level is above INFO: run the gate sooner after the deploy; on other days the suite `health` does without it.',
  },
  BOOTSTRAP_NOT_SEEN: {
    title: 'The end of the bootstrap is not in the log',
    severity: 'fail',
    remedy: 'The level of org.keycloak.services is above INFO: set it to INFO, so that the end of the start can be seen.',
  },
  PROFILE_NOT_SEEN: {
    title: 'The profile that Keycloak runs in is not in the log',
    severity: 'fail',
    remedy: 'The line after the banner tells it: set the level of io.quarkus to INFO, or run the gate sooner after the deploy.',
  },
  VERSION_NOT_DECLARED: {
    title: 'It is not declared which version is expected',
    severity: 'fail',
    remedy: 'Run the suite with a release that names its versions.',
  },
  WRONG_VERSION: {
    title: 'Another Keycloak version runs than the release says',
    severity: 'fail',
    remedy: 'See which image the pod runs, and whether that image really holds the version that its tag says.',
  },
  NOT_STARTED: {
    title: 'Keycloak has not started',
    severity: 'fail',
    remedy: "See the pod's log: `kubectl logs <pod>`.",
  },
  BOOTSTRAP_UNFINISHED: {
    title: 'Keycloak has not finished its bootstrap',
    severity: 'fail',
    remedy: 'It may still migrate the database: see the last lines of the log, and do not kill it meanwhile.',
  },
  DEVELOPMENT_MODE: {
    title: 'Keycloak runs in development mode',
    severity: 'fail',
    remedy: 'Start it with `start`, not with `start-dev`.',
  },
  START_FAILED: {
    title: 'Keycloak gave up starting',
    severity: 'fail',
    remedy: 'The message says why: correct the option or the database connection that it names.',
    explains: keycloakNotUp,
  },
  MIGRATION_KILLED_BY_PROBE: {
    title: 'The migration of the database was killed by a probe',
    severity: 'fail',
    remedy:
      "Raise the startup probe's failureThreshold, so that failureThreshold × periodSeconds outlasts the migration with room to spare, and begin liveness only after it; or migrate by a job of its own before the deploy. From 26.6 on startup and liveness do not wait for the migration.",
    explains: {
      ...keycloakNotUp,
      here: [...(keycloakNotUp.here ?? []), 'kubernetes/KILLED_BY_PROBE', 'keycloak-log/START_FAILED'],
    },
  },
  MIGRATION_CUT_OFF: {
    title: 'A migration of the database did not come to its end',
    severity: 'fail',
    remedy: 'See how the container ended, and give the next try what it lacked: memory, time, or a database that stays.',
    explains: keycloakNotUp,
  },
  MIGRATION_FAILED: {
    title: "The database's schema could not be updated",
    severity: 'fail',
    remedy:
      'Do not start again and again: see the error, and decide about the rollback plan; nothing is half-done, as it is one transaction.',
    explains: { anywhere: [...(nothingUp.anywhere ?? []), 'keycloak-log/MIGRATION_CUT_OFF'] },
  },
  MIGRATION_LOCK: {
    title: 'The lock of the schema update could not be had',
    severity: 'fail',
    remedy: 'Another node updates, or one died while it did: see the table databasechangeloglock.',
    explains: nothingUp,
  },
  DATABASE_NOT_MIGRATED: {
    title: 'The database is not at the version that Keycloak needs',
    severity: 'fail',
    remedy: 'With the manual strategy somebody must migrate it first; else see why the update did not run.',
    explains: nothingUp,
  },
  DATABASE_NEWER: {
    title: 'The database was migrated to a newer version than the one that runs',
    severity: 'warn',
    remedy: 'After a rollback without a restore this is so: the checks of the database say whether it is safe.',
  },
  MEMORY_EXHAUSTED: {
    title: 'Java ran out of memory',
    severity: 'fail',
    remedy: 'Raise the memory limit or the heap, or find what uses the memory.',
    explains: { anywhere: [...(nothingUp.anywhere ?? []), 'keycloak-log/MIGRATION_CUT_OFF'] },
  },
  CLUSTER_UNHEALTHY: {
    title: 'Keycloak reports its cluster as unhealthy',
    severity: 'fail',
    remedy: 'See the check of the cluster; the nodes must reach each other on the JGroups ports.',
  },
  SERVICE_FAILURE: {
    title: 'Keycloak reports a failure that it names',
    severity: 'fail',
    remedy: 'The message and its code say what failed.',
  },
  SERVICE_WARNING: {
    title: 'Keycloak warns of something that wants attention',
    severity: 'warn',
    remedy: 'The message says what; plan it before the next release.',
  },
  UNKNOWN_ERROR: {
    title: 'An error in the log that the gate does not know',
    severity: 'fail',
    remedy: 'Read it. If it is harmless, waive it by its subject, with an owner and a date.',
  },
  UNKNOWN_WARNING: {
    title: 'A warning in the log that the gate does not know',
    severity: 'warn',
    remedy: 'Read it. If it is harmless, waive it by its subject, with an owner and a date.',
  },
  NEW_ERROR: {
    title: 'An error in the log that was not there before the release',
    severity: 'fail',
    remedy:
      'Read it: it is the first suspect. If it is harmless, waive it by its subject, with an owner and a date; it is in the next baseline then.',
  },
  NEW_WARNING: {
    title: 'A warning in the log that was not there before the release',
    severity: 'warn',
    remedy: 'Read it. If it is harmless, waive it by its subject, with an owner and a date; it is in the next baseline then.',
  },
  ERROR_MORE_OFTEN: {
    title: 'An error or warning comes far more often than before the release',
    severity: 'warn',
    remedy: 'Something that happened now and then happens all the time: see what the release changed around it.',
  },
  USER_ERRORS_MANY: {
    title: 'Users or clients fail in large numbers',
    severity: 'warn',
    remedy: 'See whether it is one client whose configuration no longer fits, or somebody who tries passwords.',
  },
  BASELINE_SHORT: {
    title: 'The baseline of the logs covers less than a day',
    severity: 'info',
    remedy:
      'Take one of at least 24 hours before the deploy: `verify logs baseline --env <id>`; a log store can export what the pods no longer have.',
  },
  BASELINE_OLD: {
    title: 'The baseline of the logs ends more than a week before the release',
    severity: 'warn',
    remedy: 'Take one shortly before each deploy: `verify logs baseline --env <id>`; what broke in between is not in this one.',
  },
  BASELINE_UNREADABLE: {
    title: 'The baseline of the logs could not be read',
    severity: 'fail',
    remedy: 'Something moved or changed the file while the gate ran: run it again, or take it anew with `verify logs baseline`.',
  },
  TOO_MANY_MESSAGES: {
    title: 'The log holds more different errors and warnings than the gate keeps',
    severity: 'fail',
    remedy: 'Something prints ever new messages: read the log itself.',
  },
  CLUSTER_SPLIT: {
    title: 'The pods are not in one cluster',
    severity: 'fail',
    remedy:
      'The nodes cannot find or reach each other: check the network between the pods (JGroups ports 7800 and 57800) and the table jgroups_ping.',
    explains: {
      anywhere: [
        'keycloak-log/CLUSTER_LONE_COORDINATORS',
        'keycloak-log/CLUSTER_UNHEALTHY',
        'keycloak-log/CLUSTER_MERGED',
        'database/CLUSTER_SPLIT',
        'oidc/TOKEN_ALIVE',
      ],
    },
  },
  CLUSTER_SIZE: {
    title: 'The cluster has another number of members than there are replicas',
    severity: 'fail',
    remedy: 'A member more is a node of an older revision or of another workload; a member less has not joined.',
  },
  CLUSTER_VIEW_MISSING: {
    title: 'A pod has not joined a cluster',
    severity: 'fail',
    remedy: 'See the log from the start of Infinispan on; with `--cache=local` pods do not form a cluster.',
  },
  CLUSTER_VIEW_NOT_SEEN: {
    title: "The cluster's view is not in the log that is still there",
    severity: 'fail',
    remedy: 'The log was rotated: the table jgroups_ping shows the members too.',
  },
  CLUSTER_FLAPPING: {
    title: 'Members of the cluster come and go',
    severity: 'warn',
    remedy:
      'The network between the pods fails now and then, or a node stands still for long: see its memory and its pauses, and the ports 7800 and 57800.',
    explains: { here: ['keycloak-log/CLUSTER_SIZE', 'keycloak-log/CLUSTER_SPLIT'] },
  },
  CLUSTER_LONE_COORDINATORS: {
    title: 'More than one pod began a cluster of its own',
    severity: 'warn',
    remedy:
      'The nodes did not find each other when they started: see the discovery (the table jgroups_ping, or the DNS query) and the network.',
  },
  CLUSTER_MERGED: {
    title: 'The cluster came together only by a merge',
    severity: 'warn',
    remedy:
      'Until then the parts kept sessions and caches of their own, and what they had is lost in part: see why the nodes did not find each other at once.',
  },
});
