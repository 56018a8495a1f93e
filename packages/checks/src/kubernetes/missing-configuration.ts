import type { Code } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';

// The kubelet's own words, of a container's state and of FailedMount events [kubernetes pkg/kubelet/kubelet_pods.go,
// pkg/volume/configmap, pkg/volume/secret]. So the gate never needs the right to read Secrets.
const texts: readonly (readonly [RegExp, Code])[] = [
  [/\bconfigmaps? "[^"]+" not found/i, codes.CONFIG_MAP_MISSING],
  [/\bsecrets? "[^"]+" not found/i, codes.SECRET_MISSING],
  [/couldn't find key \S+ in (?:ConfigMap|Secret) /i, codes.CONFIG_KEY_MISSING],
  [/references non-existent (?:config|secret) key/i, codes.CONFIG_KEY_MISSING],
];

/** What is missing by the text of a container's state or of an event: a ConfigMap, a Secret or a key; undefined where it is none of them. */
export const missingConfiguration = (text: string): Code | undefined => texts.find(([pattern]) => pattern.test(text))?.[1];

/** What to do where the text says that the service account is not there: pods are then refused, or their token cannot be mounted. */
export const serviceAccountRemedy = (text: string): string | undefined =>
  /service ?accounts? /i.test(text) && /not found/i.test(text)
    ? 'Create the service account that the message names, or correct `serviceAccountName` in the workload.'
    : undefined;
