import type { Environment, JsonObject } from '@keycloak-release-gate/core';
import { usualCommitNames } from '../told-commit.ts';
import { objectAt, without } from './json-object.ts';

/** Where the environment says that the deployed commit stands. */
export type DeclaredCommit = NonNullable<Environment['kubernetes']>['commit'];

/**
 * What tools write about their own doing, and what is meant to move with each deploy: no change that anybody announces. Rancher and
 * Google's Ingress controller write what they see, Reloader and Keel that they made the pods anew.
 */
const annotations = [
  'kubectl.kubernetes.io/restartedAt',
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'kubernetes.io/change-cause',
  'cattle.io/timestamp',
  'field.cattle.io/publicEndpoints',
  'reloader.stakater.com/last-reloaded-from',
  'keel.sh/update-time',
  'ingress.kubernetes.io/backends',
  'cloud.google.com/neg-status',
];
const labels = ['app.kubernetes.io/version', 'helm.sh/chart', 'pod-template-hash'];
/** A way to make pods anew when a file that they read changes (Helm, Flux): the file itself is compared. */
const checksum = /(?:^|\/)checksum(?:\/|$)/;
/** The same as a variable (Reloader). */
const reloader = /^STAKATER_/;

const commitNames = (commit: DeclaredCommit, place: 'annotation' | 'label'): readonly string[] => {
  if (commit === undefined) return usualCommitNames;
  const name = place in commit ? (commit as Readonly<Record<string, string>>)[place] : undefined;
  return name === undefined ? [] : [name];
};

const unmoving = (names: JsonObject, left: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(without(names, ...left)).filter(([name]) => !checksum.test(name)));

/** The same without bookkeeping. */
export const leftOut = {
  ofAnnotations: (all: JsonObject, commit: DeclaredCommit): JsonObject =>
    unmoving(all, [...annotations, ...labels, ...commitNames(commit, 'annotation')]),
  ofLabels: (all: JsonObject, commit: DeclaredCommit): JsonObject => unmoving(all, [...labels, ...commitNames(commit, 'label')]),
  /** Keycloak's own container, in whose variables the commit may stand. */
  ofContainer: (container: JsonObject, commit: DeclaredCommit): JsonObject => {
    const env = Object.entries(objectAt(container, 'env')).filter(([name]) => !reloader.test(name));
    return { ...container, env: without(Object.fromEntries(env), ...(commit !== undefined && 'env' in commit ? [commit.env] : [])) };
  },
};
