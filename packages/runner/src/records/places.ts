import { join } from 'node:path';
import type { RunContext } from '@keycloak-release-gate/core';

/** Where records beside the runs lie: the restore drills of an environment, and the computed rollback plan of a release there. */
export const recordsOf = (environment: string, release: string, reports: string): NonNullable<RunContext['records']> => ({
  drills: join(reports, environment, 'drills'),
  rollbackPlan: join(reports, environment, 'rollback-plans', `${release}.json`),
});
