import { defineCheck, finding, samePerson } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { pinnedBackup } from '../backup/pinned.ts';
import { codes } from './codes.ts';
import { confirmedBy, confirmedOf, confirmedWords, unlessUnread, withoutRelease } from './confirmed.ts';

/** Before a restore, the engineer who is on stand-by is on the call. */
export const onTheCall = defineCheck({
  id: 'release/on-the-call',
  title: 'The engineer on stand-by is on the call',
  why: 'From here on Keycloak is down for everyone: who restores the database must be there, and know it.',
  reads: { backup: pinnedBackup },
  expects: z.object(confirmedWords),
  expected: (run) => confirmedOf(run, ['on the call', 'stand-by engineer']),
  judge: ({ backup: { pin } }, { release, author, environment, confirmations, substance, unread }, { now }) => {
    if (release === undefined) return withoutRelease();
    const asked = { release, author, environment, substance, now, pin };
    const call = confirmedBy(confirmations, { ...asked, type: 'on the call' });
    const standBy = confirmedBy(confirmations, { ...asked, type: 'stand-by engineer' }).holding;
    const isOnStandBy = call.holding.some(({ person }) => standBy.some((each) => samePerson(each.person, person)));
    // That nobody is on stand-by is for the check of the stand-by to say.
    if (call.holding.length === 0 || standBy.length === 0 || isOnStandBy) return unlessUnread(call, release, unread);
    const [expected, actual] = [standBy, call.holding].map((all) => all.map(({ person }) => person).join(', '));
    const message = `On the call is ${actual}, and on stand-by is ${expected}.`;
    const judged = {
      ...call,
      facts: [],
      findings: [
        finding(codes.CALL_WITHOUT_STAND_BY, { subject: `release/${release}`, message, expected: expected ?? '', actual: actual ?? '' }),
      ],
    };
    return unlessUnread(judged, release, unread);
  },
});
