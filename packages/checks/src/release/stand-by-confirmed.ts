import { defineCheck, substanceHash } from '@keycloak-release-gate/core';
import { pinnedBackup } from '../backup/pinned.ts';
import { unlessUnread, unreadOf } from './confirmed.ts';
import { judgeStandBy, StandBy } from './stand-by.ts';

/** Where a rollback needs the database restored, an engineer who can do it has confirmed to be on stand-by. */
export const standByConfirmed = defineCheck({
  id: 'release/stand-by-confirmed',
  title: 'An engineer is on stand-by to restore the database',
  why: 'Rollback plan B needs somebody who can restore the database, at once, while Keycloak is down for everyone.',
  reads: { backup: pinnedBackup },
  expects: StandBy,
  expected: ({ release, environment, confirmationsUnread = [] }) =>
    release
      ? {
          release: release.id,
          environment: environment.id,
          confirmations: release.confirmations,
          substance: substanceHash(release),
          ...unreadOf(confirmationsUnread, ['stand-by engineer']),
          ...(release.author === undefined ? {} : { author: release.author }),
          ...(release.window ? { window: { from: release.window.from, to: hoursAfter(release.window.to, release.soakHours) } } : {}),
        }
      : {},
  // Where a restore is about to begin, plan B is executed, whatever was declared.
  skip: ({ suite, release }) =>
    release?.rollback.plan === 'A' && suite !== 'pre-restore'
      ? 'Rollback plan A needs no restore, and so nobody on stand-by for one.'
      : undefined,
  judge: ({ backup }, expected, { now }) => unlessUnread(judgeStandBy(backup, expected, now), expected.release ?? '', expected.unread),
});

/** So many hours later; the moment as it was written where there are none. */
const hoursAfter = (from: string, hours: number): string =>
  hours === 0 ? from : new Date(Date.parse(from) + hours * 3_600_000).toISOString();
