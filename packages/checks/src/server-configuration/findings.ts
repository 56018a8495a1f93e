import { finding } from '@keycloak-release-gate/core';
import type { Fact, Finding } from '@keycloak-release-gate/core';
import { serverKinds } from '../kubernetes/server-configuration/evidence.ts';
import type { ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';
import { codes } from './codes.ts';

/** What a finding about an object is about: `server/container/keycloak#env.KC_LOG_LEVEL`. */
export const subjectOf = ({ object, attribute }: { readonly object: string; readonly attribute?: string | undefined }): string =>
  `server/${object}${attribute === undefined ? '' : `#${attribute}`}`;

export const missingWorkload = ({ workload: { kind, namespace, name } }: ServerConfiguration): Finding =>
  finding(codes.WORKLOAD_MISSING, { subject: 'server/workload', message: `There is no ${kind} ${name} in the namespace ${namespace}.` });

export const plainSecretFindings = ({ plainSecrets }: ServerConfiguration): readonly Finding[] =>
  plainSecrets.map((place) =>
    finding(codes.SECRET_IN_PLAIN_TEXT, {
      subject: subjectOf(place),
      message: `${place.object}: ${place.attribute} holds a secret itself, and does not refer to one.`,
    }),
  );

/** How many objects of each kind there are. */
export const kindCounts = ({ objects }: ServerConfiguration): readonly Fact[] =>
  serverKinds.flatMap((kind) => {
    const value = Object.keys(objects).filter((object) => object === kind || object.startsWith(`${kind}/`)).length;
    return value === 0 || kind === 'workload' || kind === 'init-container-order' ? [] : [{ name: `${kind} objects`, value }];
  });
