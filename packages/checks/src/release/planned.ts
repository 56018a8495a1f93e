import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { onlyBeforeProduction, withoutRelease } from './confirmed.ts';

const time = z.iso.datetime({ offset: true });

/** Before production, the release is planned, and its time is not over. */
export const releasePlanned = defineCheck({
  id: 'release/planned',
  title: 'The release is planned',
  why: 'The engineer on stand-by, the board and the users rely on when it happens.',
  reads: {},
  expects: z.object({ release: z.string().optional(), window: z.strictObject({ from: time, to: time }).optional() }),
  expected: ({ release }) => (release ? { release: release.id, ...(release.window ? { window: release.window } : {}) } : {}),
  skip: onlyBeforeProduction,
  judge: (_seen, { release, window }, { now }) => {
    if (release === undefined) return withoutRelease();
    const subject = `release/${release}`;
    if (!window) {
      const message = `The release ${release} does not say when it is planned.`;
      return { findings: [finding(codes.WINDOW_MISSING, { subject, message })] };
    }
    const facts = [{ name: 'planned', value: `from ${window.from} to ${window.to}` }];
    if (Date.parse(now) < Date.parse(window.to)) return { findings: [], facts };
    const message = `The release ${release} was planned from ${window.from} to ${window.to}, which is over.`;
    return { findings: [finding(codes.WINDOW_OVER, { subject, message, expected: now, actual: window.to })], facts };
  },
});
