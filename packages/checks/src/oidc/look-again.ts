import { setTimeout as pause } from 'node:timers/promises';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';

/** Milliseconds for one answer: a Keycloak that has just started, on a busy machine, needs more than half of them now and then. */
export const patience = 20_000;

/** What a look came to: something, or why nothing could be seen. */
export type Look<T extends object> = T | { readonly gap: Gap };

/**
 * Looks and, where nobody answered, looks once more after a second: one request that got lost hides nothing from view. For looks that
 * change nothing. Throws what a look throws, and when the signal aborts.
 */
export async function lookAgain<T extends object>(look: () => Promise<Look<T>>, signal: AbortSignal): Promise<Look<T>> {
  const first = await look();
  if (!('gap' in first) || first.gap.code !== codes.NO_ANSWER.code) return first;
  await pause(1_000, undefined, { signal });
  return look();
}
