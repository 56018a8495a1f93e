import { defineCheck } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { lostRows } from './lost-rows.ts';
import { sinceNewestBackup } from './since-backup.ts';

/** Before a release that is rolled back by a restore: what came since the newest good backup is counted. */
export const lostByRollback = defineCheck({
  id: 'database/lost-by-rollback',
  title: 'What a rollback by restoring the backup would lose is known',
  why: 'Plan B takes back everything that came since the backup, of every application: new users, passwords, consents. Whoever approves the release must know how much that is.',
  severity: 'warning',
  reads: { seen: sinceNewestBackup },
  expects: z.object({}),
  skip: ({ release }) => (release?.rollback.plan === 'A' ? 'Rollback plan A restores nothing, and so loses nothing.' : undefined),
  judge: ({ seen }) => lostRows(seen, 'database'),
});
