import type { DrillRecord } from '@keycloak-release-gate/checks/backup';

/** The record of a drill to L4 at this time (ISO 8601), of which nothing was measured and that found nothing wrong. */
export const drillOf = (backup: DrillRecord['backup'], at: string): DrillRecord => ({
  format: 'keycloak-release-gate/drill',
  version: 1,
  startedAt: at,
  finishedAt: at,
  host: 'restore-1',
  by: 'dana',
  tool: 'test',
  backup,
  manifest: null,
  level: 'L4',
  seconds: { fetch: null, server: null, restore: null, index: null, look: null, boot: null },
  restored: null,
  live: null,
  leftOut: [],
  keycloak: null,
  failure: null,
});
