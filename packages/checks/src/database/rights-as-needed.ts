import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { databaseAccess, missingDatabaseRights } from './access.ts';
import type { DatabaseAccess } from './access.ts';
import { codes } from './codes.ts';
import type { ExcessKind } from './excess-rights.ts';

/** The gate's role in the database may read all that its looks need, and can do nothing else. */
export const databaseRightsAsNeeded = defineCheck({
  id: 'database/rights-as-needed',
  title: "The gate's database role may read what it needs, and nothing more",
  why: 'Restored databases and new tables come without grants: what the gate may not read it cannot judge, on the day of the rollback. A role that may write, or read passwords, is worth stealing.',
  severity: 'warning',
  reads: { access: databaseAccess },
  expects: z.object({}),
  judge: ({ access: now }) => ({
    findings: tooWide(now),
    gaps: missingDatabaseRights(now),
    facts: [
      {
        name: 'tables that are read and may be',
        value: now.needed.filter(({ missing }) => missing.length === 0).length,
        unit: `of ${now.needed.length}`,
      },
    ],
  }),
});

/** The worst is told alone, where it explains the rest: a superuser owns and writes everything. */
function tooWide({ excess, role, schema, database }: DatabaseAccess): Finding[] {
  const told = excess.find(({ kind }) => kind === 'superuser');
  return (told ? [told] : excess).map(({ kind, what }) => {
    const [saying, remedy] = words(kind, { what, role, schema, database });
    return finding(codes.RIGHTS_TOO_WIDE, {
      subject: `role/${role}`,
      message: `The gate's database user "${role}" ${saying}.`,
      ...(remedy === undefined ? {} : { remedy }),
      actual: what.slice(0, MOST_NAMED),
    });
  });
}

const MOST_NAMED = 10;
const named = (what: readonly string[]): string =>
  what.length > 3 ? `${what.slice(0, 3).join(', ')} and ${what.length - 3} more` : what.join(', ');

/** What it can, as the end of a sentence, and how it is taken away. */
function words(
  kind: ExcessKind,
  { what, role, schema, database }: { readonly what: readonly string[] } & Pick<DatabaseAccess, 'role' | 'schema' | 'database'>,
): readonly [saying: string, remedy?: string] {
  const all = named(what);
  switch (kind) {
    case 'superuser':
      return ['is a superuser'];
    case 'attributes':
      return [`has ${all}`, `As a superuser: ALTER ROLE "${role}" ${what.map((each) => `NO${each}`).join(' ')};`];
    case 'memberships':
      return [`is a member of ${all}`, `REVOKE ${what.map((each) => `"${each}"`).join(', ')} FROM "${role}";`];
    case 'owner':
      return [`owns tables in the schema ${schema} of Keycloak (${all})`];
    case 'writes':
      return [
        `may write in the schema ${schema} of Keycloak (${all})`,
        `As their owner: REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA "${schema}" FROM "${role}", PUBLIC; then run database-role.sql again.`,
      ];
    case 'creates':
      return [
        `may create objects ${all}`,
        `REVOKE CREATE ON SCHEMA "${schema}" FROM "${role}", PUBLIC; REVOKE CREATE ON DATABASE "${database}" FROM "${role}";`,
      ];
    case 'secrets':
      return [
        `may read secrets or personal data (${all})`,
        `As their owner: REVOKE SELECT ON ALL TABLES IN SCHEMA "${schema}" FROM "${role}", PUBLIC; then run database-role.sql again.`,
      ];
  }
}
