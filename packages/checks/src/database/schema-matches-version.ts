import { defineCheck, gap, ifSeen } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { leftOnlyItsVersion } from '../release/rehearsed-return.ts';
import { rollbackPlan } from '../release/rollback-plan.ts';
import { codes } from './codes.ts';
import { isGap, newestMigration } from './newest-migration.ts';
import { rehearsedFact, schemaFacts } from './schema-facts.ts';
import { migrationFindings, replicaGaps, versionFindings } from './schema-findings.ts';
import { databaseState } from './state.ts';
import { compareVersions } from './version.ts';

/** The schema is that of one version: of the release (`to`), of before it (`from`), or of a version that the suite names. */
export const schemaMatchesVersion = defineCheck({
  id: 'database/schema-matches-version',
  title: 'The database schema is that of the Keycloak version',
  why: 'An upgrade is done only when the schema was migrated, and a rollback is done only when the schema is the old one again: an old Keycloak also starts on a newer schema, and looks healthy there.',
  reads: { state: databaseState, plan: ifSeen(rollbackPlan) },
  // Without its change log a schema can still be seen to be of another version.
  onGaps: 'judge',
  expects: z.object({
    version: z.union([z.enum(['from', 'to']), z.string().regex(/^\d+\.\d+/, 'from, to, or a version such as 26.4.0')]).default('to'),
    from: z.string().optional(),
    to: z.string().optional(),
  }),
  expected: ({ release }) => (release ? { from: release.keycloak.from, to: release.keycloak.to } : {}),
  judge: ({ state, plan }, { version, from, to }) => {
    const wanted = version === 'from' ? from : version === 'to' ? to : version;
    const newest = newestMigration(state);
    const problems = migrationFindings(state);
    const replica = replicaGaps(state);
    if (isGap(newest)) return { findings: problems, gaps: [newest, ...replica] };
    if (wanted === undefined) {
      const reason = `The suite asks for the release's version (${version}), and no release was named.`;
      return { findings: problems, gaps: [gap(codes.VERSION_UNKNOWN, { subject: `database/${state.database}`, reason }), ...replica] };
    }
    const whose =
      version === 'from' ? "the release's old version" : version === 'to' ? "the release's new version" : 'the expected version';
    const harmless =
      version === 'from' &&
      compareVersions(newest.highest, wanted) > 0 &&
      plan !== undefined &&
      leftOnlyItsVersion(plan, state, wanted, newest.highest);
    return {
      findings: [...(harmless ? [] : versionFindings(state.database, newest, wanted, whose)), ...problems],
      gaps: replica,
      facts: [...schemaFacts(state, newest), ...(harmless ? [rehearsedFact(newest)] : [])],
    };
  },
});
