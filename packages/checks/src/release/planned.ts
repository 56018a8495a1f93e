import { defineCheck, finding, weekdayOf } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { onlyBeforeProduction, withoutRelease } from './confirmed.ts';

const time = z.iso.datetime({ offset: true });

/** Before production, the release is planned, its time is not over, it is on the policy's day, and no deploy starts before it. */
export const releasePlanned = defineCheck({
  id: 'release/planned',
  title: 'The release is planned',
  why: 'The engineer on stand-by, the board and the users rely on when it happens.',
  reads: {},
  expects: z.object({
    release: z.string().optional(),
    window: z.strictObject({ from: time, to: time }).optional(),
    timeZone: z.string().default('UTC'),
    /** The day on which releases usually begin, and the policy's words for it. */
    day: z.enum(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']).default('Monday'),
    words: z.string().optional(),
    /** A yes starts the deploy at once. */
    startsDeploy: z.boolean().default(false),
  }),
  expected: ({ release, environment, startsDeploy }) =>
    release
      ? {
          release: release.id,
          timeZone: environment.timeZone,
          ...(release.window ? { window: release.window } : {}),
          ...(startsDeploy ? { startsDeploy } : {}),
        }
      : {},
  skip: onlyBeforeProduction,
  judge: (_seen, { release, window, timeZone, day, words, startsDeploy }, { now }) => {
    if (release === undefined) return withoutRelease();
    const subject = `release/${release}`;
    if (!window) {
      const message = `The release ${release} does not say when it is planned.`;
      return { findings: [finding(codes.WINDOW_MISSING, { subject, message })] };
    }
    const facts = [{ name: 'planned', value: `from ${window.from} to ${window.to}` }];
    if (startsDeploy && Date.parse(now) < Date.parse(window.from)) {
      const message = `The release ${release} is planned from ${window.from} on, and a yes at ${now} would start the deploy at once.`;
      return { findings: [finding(codes.WINDOW_NOT_YET, { subject, message, expected: window.from, actual: now })], facts };
    }
    if (Date.parse(now) < Date.parse(window.to)) {
      const begins = weekdayOf(window.from, timeZone);
      if (begins === day) return { findings: [], facts };
      const said = words === undefined ? '' : ` The policy: "${words}".`;
      const other = `The release ${release} is planned from ${window.from} on, which is a ${begins} (${timeZone}).${said}`;
      return { findings: [finding(codes.WINDOW_ON_OTHER_DAY, { subject, message: other, expected: day, actual: begins })], facts };
    }
    const message = `The release ${release} was planned from ${window.from} to ${window.to}, which is over.`;
    return { findings: [finding(codes.WINDOW_OVER, { subject, message, expected: now, actual: window.to })], facts };
  },
});
