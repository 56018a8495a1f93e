import { defineCheck, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { databaseIdentity } from './identity.ts';
import { databaseStructure } from './structure.ts';

/** Before a release: which database this is, and what its tables are made of, is known, for after a rollback. */
export const databaseRecorded = defineCheck({
  id: 'database/recorded',
  title: 'Which database this is, and what its tables are made of, is recorded',
  why: 'Whether a rollback restored the database, and all of it, can only be told by who knows which one it was.',
  reads: { identity: databaseIdentity, structure: databaseStructure },
  expects: z.object({}),
  judge: ({ identity, structure }) => ({
    findings: [],
    gaps:
      identity.versions === null
        ? [
            gap(codes.NOT_ALLOWED, {
              subject: `table/${structure.schema}.migration_model`,
              reason: `The gate may not read migration_model in "${identity.database}", or there is none.`,
              remedy: 'Run database-role.sql again; `verify doctor` names what is missing.',
            }),
          ]
        : [],
    facts: [
      { name: 'number of the database', value: identity.databaseNumber },
      { name: 'its server was started', value: identity.server.startedAt },
      ...(identity.server.timeline === null ? [] : [{ name: "the server's time line", value: identity.server.timeline }]),
      { name: 'tables', value: structure.tables.length },
    ],
  }),
});
