import type { Collected, Gap } from '@keycloak-release-gate/core';
import { ApiFailure } from './api-failure.ts';

/** What a look gives, or the gap where the API could not be read. */
export async function lookOrGap<E>(look: () => Promise<Collected<E>>): Promise<Collected<E>> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ApiFailure) return { gaps: [error.gap] };
    throw error;
  }
}

/** One part of a look, or nothing and a gap more: the other parts are still seen. */
export async function partOrGap<T>(part: Promise<T>, gaps: Gap[]): Promise<T | undefined> {
  try {
    return await part;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    gaps.push(error.gap);
    return undefined;
  }
}
