import { defineCheck, ifSeen } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { pinnedBackup } from '../backup/pinned.ts';
import { eachReasonOnce, placesOf } from './confirmed-where.ts';
import { provenElsewhere } from './proven-elsewhere.ts';
import { confirmedBy, confirmedOf, confirmedWords, onlyBeforeProduction, unlessUnread, withoutRelease } from './confirmed.ts';

/** Before production, somebody other than the author says that the logs of each environment before it were reviewed. */
export const logsReviewed = defineCheck({
  id: 'release/logs-reviewed',
  title: 'The Keycloak logs of the environments before were reviewed',
  why: 'The gate knows errors and what looks like them; whoever knows the change sees what is odd and no error.',
  reads: { backup: pinnedBackup, elsewhere: ifSeen(provenElsewhere) },
  expects: z.object({
    ...confirmedWords,
    /** Whose logs: the environments that the release went to before this one, or this one where it is the first. */
    of: z.array(z.string()).default([]),
  }),
  expected: (run) => ({
    ...confirmedOf(run, ['logs reviewed']),
    of: [...placesOf('logs reviewed', run.release?.environments ?? [], run.environment.id)],
  }),
  skip: onlyBeforeProduction,
  judge: ({ backup: { pin }, elsewhere }, { release, author, confirmations, substance, of, unread }, { now }) => {
    if (release === undefined) return withoutRelease();
    const each = of.map((environment) => {
      const since = elsewhere?.environments.find((known) => known.environment === environment)?.newest?.deployedAt;
      return confirmedBy(confirmations, { type: 'logs reviewed', release, author, environment, substance, since, now, pin });
    });
    const judged = {
      findings: each.flatMap(({ findings }) => findings),
      gaps: eachReasonOnce(each.flatMap(({ gaps }) => gaps)),
      facts: of.flatMap((environment, index) =>
        (each[index]?.facts ?? []).map(({ value }) => ({ name: `logs of ${environment} reviewed`, value })),
      ),
      exhibits: each[0]?.exhibits ?? [],
    };
    return unlessUnread(judged, release, unread);
  },
});
