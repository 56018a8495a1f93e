import type { Confirmation } from '@keycloak-release-gate/core';
import { smallRelease } from './small-scenarios.ts';

/** Who says what only people can say of the release; the same person is on stand-by and on the call. */
const types: readonly Confirmation['type'][] = ['parties contacted', 'logs reviewed', 'board approval', 'stand-by engineer', 'on the call'];

const HOUR = 3_600_000;
/** A time so many hours from now, ISO 8601. */
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

/** Before anything of the release was deployed. */
export const anHourAgo = (): string => inHours(-1);

/** What is wrong with every confirmation of a release, and how it is found: by the check of the stand-by in words of its own. */
export interface Spoiled {
  readonly what: string;
  readonly more: () => Partial<Confirmation>;
  readonly code: string;
  readonly standBy: string;
}

export const spoiled: readonly Spoiled[] = [
  {
    what: 'is over',
    more: () => ({ validFrom: inHours(-2), expiresAt: inHours(-1) }),
    code: 'release/CONFIRMATION_EXPIRED',
    standBy: 'release/STAND_BY_EXPIRED',
  },
  {
    what: 'is not valid yet',
    more: () => ({ validFrom: inHours(20 * 24) }),
    code: 'release/CONFIRMATION_NOT_YET',
    standBy: 'release/STAND_BY_NOT_YET',
  },
  {
    what: 'is for another release',
    more: () => ({ release: 'other' }),
    code: 'release/CONFIRMATION_OTHER_RELEASE',
    standBy: 'release/CONFIRMATION_OTHER_RELEASE',
  },
  {
    what: 'is of what the release was before it changed',
    more: () => ({ substance: '0'.repeat(64) }),
    code: 'release/CONFIRMATION_OTHER_SUBSTANCE',
    standBy: 'release/CONFIRMATION_OTHER_SUBSTANCE',
  },
  {
    what: 'is by the author',
    more: () => ({ person: ' robin  RELEASE' }),
    code: 'release/CONFIRMATION_BY_AUTHOR',
    standBy: 'release/STAND_BY_IS_AUTHOR',
  },
  {
    what: 'is for a backup that has another hash',
    more: () => ({ backup: '0'.repeat(64) }),
    code: 'release/CONFIRMATION_OTHER_BACKUP',
    standBy: 'release/STAND_BY_OTHER_BACKUP',
  },
];

/** The confirmations of a release file, each with the same wrong with it; by the way, what is confirmed holds for long enough. */
export const confirmationsWith = (more: Partial<Confirmation>): string =>
  `confirmations: ${JSON.stringify(
    types.map((type) => ({
      type,
      release: smallRelease,
      person: 'Jason',
      role: 'release board',
      statement: 'Yes.',
      confirmedAt: inHours(0),
      validFrom: inHours(-1),
      expiresAt: inHours(30 * 24),
      ...more,
    })),
  )},`;
