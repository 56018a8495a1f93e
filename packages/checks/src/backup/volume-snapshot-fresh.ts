import { defineCheck, ifSeen } from '@keycloak-release-gate/core';
import type { Fact } from '@keycloak-release-gate/core';
import { databaseState } from '../database/state.ts';
import { clockFindings } from './against-live.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { backupLimits, limitsOf } from './sources/limits.ts';
import { volumeSnapshots } from './sources/volume-snapshots.ts';
import type { VolumeSnapshots } from './sources/volume-snapshots.ts';

/** There is a VolumeSnapshot of the database's volume that is ready to be used and new enough. */
export const volumeSnapshotFresh = defineCheck({
  id: 'backup/volume-snapshot-fresh',
  title: "There is a fresh VolumeSnapshot of the database's volume",
  why: 'A snapshot whose taking failed, or that was never ready, brings nothing back; that it is there tells nothing yet of what is in it.',
  reads: { seen: volumeSnapshots, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: backupLimits,
  expected: ({ environment }) => limitsOf(environment),
  judge: ({ seen, live }, limits, { now }) => {
    const { findings, gaps, facts, exhibits } = judgeBackups(seen, limits, now);
    return { findings: [...findings, ...clockFindings(live)], gaps, facts: [...facts, ...factsOf(seen)], exhibits };
  },
});

const factsOf = ({ beingDeleted, otherClaims, backups }: VolumeSnapshots): Fact[] => [
  ...(beingDeleted.length > 0 ? [{ name: 'being deleted, so not counted', value: beingDeleted.join(', ') }] : []),
  // A claim whose name is mistyped is found this way.
  ...(backups.length === 0 && otherClaims.length > 0
    ? [{ name: 'claims that have VolumeSnapshots here', value: otherClaims.join(', ') }]
    : []),
  {
    name: 'consistent',
    value:
      'as after a crash, and only if the data, the write-ahead log and all tablespaces lie on this one volume; snapshots of several volumes are of several moments',
  },
];
