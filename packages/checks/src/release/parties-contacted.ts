import { defineCheck } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { pinnedBackup } from '../backup/pinned.ts';
import { confirmedBy, confirmedOf, confirmedWords, onlyBeforeProduction, unlessUnread, withoutRelease } from './confirmed.ts';

/** Before production, somebody other than the author says that the involved parties were contacted. */
export const partiesContacted = defineCheck({
  id: 'release/parties-contacted',
  title: 'The involved parties were contacted',
  why: 'They see on test and acc what no check sees: whether their own work still goes as it did.',
  reads: { backup: pinnedBackup },
  expects: z.object(confirmedWords),
  expected: (run) => confirmedOf(run, ['parties contacted']),
  skip: onlyBeforeProduction,
  judge: ({ backup: { pin } }, { release, author, environment, confirmations, substance, unread }, { now }) =>
    release === undefined
      ? withoutRelease()
      : unlessUnread(
          confirmedBy(confirmations, { type: 'parties contacted', release, author, environment, substance, now, pin }),
          release,
          unread,
        ),
});
