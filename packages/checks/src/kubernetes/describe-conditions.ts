import { compare } from '@keycloak-release-gate/core';
import type { ObjectConditions } from './objects.ts';
import type { Condition } from './workload-evidence.ts';

const LONGEST_MESSAGE = 600;

/** The conditions of an object, by type. */
export const describeConditions = (conditions: ObjectConditions): Condition[] =>
  (conditions ?? [])
    .map(({ type, status, reason, message, lastTransitionTime }) => ({
      type,
      status,
      reason: reason ?? '',
      message: cutMessage(message),
      ...(lastTransitionTime ? { since: lastTransitionTime } : {}),
    }))
    .toSorted((a, b) => compare(a.type, b.type));

/** A message of the API, which may be as long as its writer likes, cut to what a person reads. */
export const cutMessage = (text: string | null | undefined): string =>
  text === null || text === undefined ? '' : text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
