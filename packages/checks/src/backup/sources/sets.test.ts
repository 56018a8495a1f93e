import { expect, test } from 'vitest';
import { describeSets } from './sets.ts';

const limits = { warnAfterHours: 12, failAfterHours: 24, sameDay: false, walWarnMinutes: 15, walFailMinutes: 60 };

test.each([
  [
    'a VolumeSnapshot',
    { volumeSnapshot: { claim: 'data-0' } },
    'claim/data-0',
    'A VolumeSnapshot of the claim "data-0" is restored by Kubernetes alone, into a volume of its own: the gate cannot try one, nor know what is in it.',
  ],
  [
    'a row of a catalogue',
    { catalogue: { table: 'ops.runs', kind: 'physical' as const, columns: { id: 'name', finishedAt: 'ended' } } },
    'catalogue/ops.runs',
    'The catalogue ops.runs tells that there are backups, and not how one is restored: the gate cannot try one.',
  ],
])('with %s alone, nothing can be restored on trial', async (_what, source, subject, reason) =>
  expect(await describeSets({ backups: { ...limits, ...source } }, new AbortController().signal)).toEqual({
    gaps: [
      {
        code: 'backup/RESTORED_BY_ITS_OPERATOR_ALONE',
        subject,
        reason,
        remedy: expect.stringContaining('`backups.directory`') as unknown,
      },
    ],
  }),
);
