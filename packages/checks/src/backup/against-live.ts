import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import type { DatabaseState } from '../database/state.ts';
import { compareVersions } from '../database/version.ts';
import { codes } from './codes.ts';
import type { Dump } from './directory.ts';

/** Milliseconds (spec: defaults for backups). */
const CLOCK_TOLERANCE = 120_000;

/** What a backup says of itself, held against the database as it is now; nothing where that was not seen. */
export function liveFindings({ name, manifest, contents }: Dump, live: DatabaseState | undefined): Finding[] {
  if (!live) return [];
  const subject = `backup/${name}`;
  const { systemIdentifier } = live.server;
  const findings: Finding[] = [];
  if (manifest && manifest.systemIdentifier !== null && systemIdentifier !== null && manifest.systemIdentifier !== systemIdentifier) {
    const message = `${name} was taken from the PostgreSQL server ${manifest.systemIdentifier}, by its manifest; the database of this environment is on ${systemIdentifier}.`;
    findings.push(finding(codes.WRONG_SYSTEM_ID, { subject, message, expected: systemIdentifier, actual: manifest.systemIdentifier }));
  }
  const [newest] = live.migrations ?? [];
  const log = live.changeLogs?.find(({ table }) => table === 'databasechangelog');
  if (contents.kind === 'whole' && contents.keycloakVersion !== null && newest && log) {
    const isSame = compareVersions(contents.keycloakVersion, newest.version) === 0;
    if (isSame && contents.changeSets !== log.count) {
      const message = `${name} holds ${contents.changeSets} change sets of Keycloak ${contents.keycloakVersion}; the database has ${log.count} at that version.`;
      findings.push(finding(codes.CHANGE_SETS_DIFFER, { subject, message, expected: log.count, actual: contents.changeSets }));
    }
  }
  return findings;
}

/** Whether ages can be told by these clocks. */
export function clockFindings(live: DatabaseState | undefined): Finding[] {
  if (!live || Math.abs(live.server.clockAheadBy) <= CLOCK_TOLERANCE) return [];
  const seconds = Math.round(live.server.clockAheadBy / 1000);
  const message = `The database's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the gate's; the limit is ${CLOCK_TOLERANCE / 1000} s.`;
  return [finding(codes.CLOCK_SKEW, { subject: `database/${live.database}`, message, expected: CLOCK_TOLERANCE / 1000, actual: seconds })];
}
