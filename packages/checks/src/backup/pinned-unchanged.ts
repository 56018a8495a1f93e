import { baseline, defineCheck, finding, gap, optionalBaseline } from '@keycloak-release-gate/core';
import type { Fact } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { databaseState } from '../database/state.ts';
import { codes } from './codes.ts';
import { backupDirectory } from './directory.ts';
import { backupDrills } from './drills.ts';
import { asPin, pinnedDump } from './pin.ts';
import type { Pin } from './pin.ts';
import { judgePinned } from './pin-judged.ts';
import { pinShown } from './pin-shown.ts';
import { judgePinnedSet } from './pinned-set.ts';

/** Before a restore: the backup that was validated before the release is still there, byte for byte, and is fit to be restored. */
export const pinnedBackupUnchanged = defineCheck({
  id: 'backup/pinned-unchanged',
  title: 'The backup that was validated before the release is unchanged',
  why: '"The latest backup" is dangerous to restore: a newer one may hold the new schema. What was validated before the release is restored, by its name and hash.',
  reads: {
    now: backupDirectory,
    before: baseline(backupDirectory),
    live: optionalBaseline(databaseState),
    drills: backupDrills,
  },
  onGaps: 'judge',
  expects: z.object({
    database: z.string().optional(),
    version: z.string().optional(),
    warnAfterHours: z.number().positive().default(12),
    failAfterHours: z.number().positive().default(24),
    timeZone: z.string().default('UTC'),
  }),
  expected: ({ environment: { backups, database, timeZone }, release }) => ({
    timeZone,
    ...(backups ? { warnAfterHours: backups.warnAfterHours, failAfterHours: backups.failAfterHours } : {}),
    ...(database ? { database: database.name } : {}),
    ...(release ? { version: release.keycloak.from } : {}),
  }),
  judge: ({ now, before, live, drills }, expected) => {
    if (before.sets) return judgePinnedSet({ before: before.sets, now, live, drills }, expected);
    const validated = pinnedDump(before, expected.database);
    const pinned = validated && asPin(validated);
    if (!pinned) {
      const message = 'The record of before the release names no backup that was read to its end and hashed: none was validated.';
      return { findings: [finding(codes.NOT_PINNED, { subject: `directory/${before.directory}`, message })] };
    }
    const subject = `backup/${pinned.name}`;
    const found = now.dumps.find((dump) => dump.name === pinned.name);
    const exhibits = [pinShown(pinned)];
    if (!found) {
      const renamed = now.dumps.find((dump) => dump.sha256 === pinned.sha256);
      const message = `${pinned.name} (SHA-256 ${pinned.sha256}) is no longer in ${now.directory}${renamed ? `; ${renamed.name} has the same content` : ''}.`;
      if (renamed) {
        const { findings, gaps, facts } = judgePinned(validated, { live, drills }, expected);
        return { findings, gaps, facts: [{ name: 'the validated backup is now named', value: renamed.name }, ...facts], exhibits };
      }
      // With older ones left out of the list, absence is not proven.
      return now.leftOut > 0
        ? {
            findings: [],
            gaps: [gap(codes.NOT_HASHED, { subject, reason: `${pinned.name} is not among the ${now.dumps.length} newest backups.` })],
            exhibits,
          }
        : { findings: [finding(codes.PINNED_MISSING, { subject, message, expected: pinned.sha256 })], exhibits };
    }
    if (found.sha256 === null && found.bytes === pinned.bytes)
      return {
        findings: [],
        gaps: [gap(codes.NOT_HASHED, { subject, reason: `${pinned.name} is there, behind newer backups, and was not hashed.` })],
        exhibits,
      };
    if (found.sha256 !== pinned.sha256) {
      const message = `${pinned.name} had the SHA-256 ${pinned.sha256} (${pinned.bytes} bytes) before the release, and has ${found.sha256 ?? 'another one'} (${found.bytes} bytes) now.`;
      return { findings: [finding(codes.PINNED_CHANGED, { subject, message, expected: pinned.sha256, actual: found.sha256 })], exhibits };
    }
    const judged = judgePinned(validated, { live, drills }, expected);
    return {
      findings: judged.findings,
      gaps: judged.gaps,
      facts: [
        ...pinFacts(
          pinned,
          now.dumps.indexOf(found),
          judged.findings.every(({ severity }) => severity !== 'fail'),
        ),
        ...judged.facts,
      ],
      exhibits,
    };
  },
});

const pinFacts = (pinned: Pin, newer: number, isFit: boolean): Fact[] => [
  { name: isFit ? 'restore exactly this backup' : 'pinned, and not fit to be restored', value: pinned.name },
  { name: 'SHA-256', value: pinned.sha256 },
  { name: 'everything is lost since', value: pinned.takenAt.earliest },
  ...(newer > 0 ? [{ name: 'newer backups, not to be restored', value: newer }] : []),
];
