import { expect, test } from 'vitest';
import identities from './fixtures/identities.json' with { type: 'json' };
import structures from './fixtures/structures.json' with { type: 'json' };
import type { DatabaseIdentity } from './identity.ts';
import { databaseRecorded } from './recorded.ts';
import { DatabaseStructure } from './structure.ts';

const structure = DatabaseStructure.parse(structures.before);
const judge = (identity: DatabaseIdentity) => databaseRecorded.check.judge({ identity, structure }, {}, { now: '2026-11-28T06:00:00Z' });

test('all that a rollback is held against', () =>
  expect(judge(identities.before)).toEqual({
    findings: [],
    gaps: [],
    facts: [
      { name: 'number of the database', value: 16386 },
      { name: 'its server was started', value: '2026-11-28T05:34:03.029Z' },
      { name: "the server's time line", value: 1 },
      { name: 'tables', value: 89 },
    ],
  }));

test('without the rows of migration_model it cannot be told later', () =>
  expect(judge({ ...identities.before, versions: null }).gaps).toEqual([
    {
      code: 'database/NOT_ALLOWED',
      subject: 'table/public.migration_model',
      reason: 'The gate may not read migration_model in "keycloak", or there is none.',
      remedy: 'Run database-role.sql again; `verify doctor` names what is missing.',
    },
  ]));
