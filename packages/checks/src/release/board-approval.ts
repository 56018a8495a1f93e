import { defineCheck, ifSeen } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { pinnedBackup } from '../backup/pinned.ts';
import { codes } from './codes.ts';
import { provenThen } from './confirmed-where.ts';
import { confirmedBy, confirmedOf, confirmedWords, onlyBeforeProduction, unlessUnread, unreadOf, withoutRelease } from './confirmed.ts';
import { provenElsewhere } from './proven-elsewhere.ts';

/** Before production, the release board has approved this release, and the approval holds now. */
export const boardApproval = defineCheck({
  id: 'release/board-approval',
  title: 'The release board has approved the release',
  why: 'The board decides on what it was shown: this release, its impact and its way back, for a time.',
  reads: { backup: pinnedBackup, elsewhere: ifSeen(provenElsewhere) },
  expects: z.object({
    ...confirmedWords,
    /** Why the approvals of the Deploy action, or other places, could not be read; older records have the one of the Deploy action alone. */
    unread: z.union([z.string(), z.array(z.string())]).default([]),
    /** The environments of the release, in its order: the board decides on what was found in the one before. */
    environments: z.array(z.string()).default([]),
  }),
  expected: (run) => {
    const { unread = [] } = unreadOf(run.confirmationsUnread ?? [], ['board approval']);
    const all = [...(run.approvalsUnread === undefined ? [] : [run.approvalsUnread]), ...unread];
    return {
      ...confirmedOf(run, ['board approval']),
      ...(run.release ? { environments: [...run.release.environments] } : {}),
      ...(all.length === 0 ? {} : { unread: all }),
    };
  },
  skip: onlyBeforeProduction,
  judge: ({ backup: { pin }, elsewhere }, { release, author, environment, confirmations, substance, unread, environments }, { now }) => {
    if (release === undefined) return withoutRelease();
    const proven = elsewhere && provenThen(environments, environment, elsewhere.environments);
    const confirmed = confirmedBy(confirmations, { type: 'board approval', release, author, environment, substance, proven, now, pin });
    // Somebody may have approved where nobody could look.
    return unlessUnread(confirmed, release, [unread].flat(), codes.BOARD_APPROVAL_UNREADABLE);
  },
});
