import { defineCheck, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { workload } from '../kubernetes/workload.ts';
import { codes } from './codes.ts';
import { isGap, newestMigration } from './newest-migration.ts';
import { schemaFacts } from './schema-facts.ts';
import { migrationFindings, replicaGaps, versionFindings } from './schema-findings.ts';
import { databaseState } from './state.ts';
import { versionOfImage } from './version.ts';

/** The schema is that of the Keycloak that runs, whatever any release says: for any day. */
export const schemaMatchesRunningVersion = defineCheck({
  id: 'database/schema-matches-running-version',
  title: 'The database schema is that of the running Keycloak',
  why: 'A Keycloak that runs on the schema of a newer version looks healthy while parts of it are broken: nobody notices until someone is locked out.',
  reads: { state: databaseState, workload },
  onGaps: 'judge',
  expects: z.object({}),
  judge: ({ state, workload: seen }) => {
    const newest = newestMigration(state);
    const problems = migrationFindings(state);
    const replica = replicaGaps(state);
    if (isGap(newest)) return { findings: problems, gaps: [newest, ...replica] };
    const image = seen.object?.image;
    const version = image === undefined ? undefined : versionOfImage(image);
    if (version === undefined) {
      const reason =
        image === undefined ? 'The workload or its container was not found.' : `The tag of the image ${image} tells no Keycloak version.`;
      const unknown = gap(codes.VERSION_UNKNOWN, {
        subject: `database/${state.database}`,
        reason,
        remedy: 'Tag the image with the Keycloak version, or use the check database/schema-matches-version with a version.',
      });
      return { findings: problems, gaps: [unknown, ...replica], facts: schemaFacts(state, newest) };
    }
    return {
      findings: [...versionFindings(state.database, newest, version, 'the version that runs'), ...problems],
      gaps: replica,
      facts: [...schemaFacts(state, newest), { name: 'running version', value: version }],
    };
  },
});
