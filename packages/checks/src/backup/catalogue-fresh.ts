import { defineCheck, ifSeen } from '@keycloak-release-gate/core';
import { databaseState } from '../database/state.ts';
import { cataloguedBackups } from './sources/catalogue.ts';
import { judgeListed, listedLimits, listedLimitsOf } from './sources/judge-listed.ts';

/** The catalogue of the backups tells of a sound one that is new enough. */
export const cataloguedBackupsFresh = defineCheck({
  id: 'backup/catalogue-fresh',
  title: 'The catalogue of the backups tells of a fresh and sound one',
  why: 'A backup job that fails, or that stopped, is often noticed only when its backup is needed. A row in a catalogue says that one was taken; what is in it, only the backup tells.',
  reads: { seen: cataloguedBackups, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: listedLimits,
  expected: ({ environment }) => listedLimitsOf(environment),
  judge: ({ seen, live }, expected, { now }) => {
    const { findings, gaps, facts, exhibits } = judgeListed(seen, live, expected, now);
    return { findings, gaps, facts, exhibits };
  },
});
