import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { databaseSessions } from './sessions.ts';
import type { DatabaseSessions } from './sessions.ts';

/** What pgjdbc, and so every Keycloak, calls itself unless told otherwise. */
const javaDriver = 'PostgreSQL JDBC Driver';

/**
 * Before a restore: nobody is connected to the database any more, but for people and programs that are known to be no Keycloak. Whatever
 * else is connected may be one, for it may call itself anything, and connect as anybody.
 */
export const noKeycloakSessions = defineCheck({
  id: 'database/no-sessions',
  title: 'No Keycloak is connected to the database',
  why: 'A Keycloak that still runs writes into the database while it is restored, or keeps it from being dropped.',
  reads: { seen: databaseSessions },
  expects: z.object({}),
  judge: ({ seen }) => {
    if (seen.inRecovery === true) {
      const reason = 'A replica does not show who is connected to the primary, which is restored.';
      return { findings: [], gaps: [gap(codes.READ_FROM_REPLICA, { subject: `database/${seen.database}`, reason })] };
    }
    const sessions = seen.sessions.map((session) => ({ ...session, kind: kindOf(session, seen.owner) }));
    const keycloak = sessions.filter(({ kind }) => kind === 'keycloak');
    const others = sessions.filter(({ kind }) => kind !== 'keycloak');
    const inTheWay = sum(sessions.filter(({ kind }) => kind !== 'tool'));
    return {
      findings: [
        ...keycloak.map((session) =>
          finding(codes.KEYCLOAK_CONNECTED, {
            subject: `database/${seen.database}/${session.user}`,
            message: `${session.count} ${session.count === 1 ? 'session' : 'sessions'} of the user "${session.user}" (${session.application ?? 'application not visible'}) on the database "${seen.database}".`,
            expected: 0,
            actual: session.count,
          }),
        ),
        ...others.map((session) => otherConnected(seen.database, session)),
      ],
      facts: [
        { name: 'sessions of Keycloak', value: sum(keycloak) },
        ...others.map((session) => ({
          name: `sessions of ${session.user} (${nameOf(session)})`,
          value: session.count,
        })),
      ],
      ...(inTheWay > 0 ? { settling: `${inTheWay} ${inTheWay === 1 ? 'session is' : 'sessions are'} still connected` } : {}),
    };
  },
});

type Session = DatabaseSessions['sessions'][number];
type Kind = 'keycloak' | 'tool' | 'unknown';

/** Whoever is connected keeps the database from being dropped, and loses what was not committed where it is dropped by force. */
const otherConnected = (database: string, session: Session & { readonly kind: Kind }): Finding =>
  finding(codes.OTHERS_CONNECTED, {
    subject: `database/${database}/${session.user}`,
    message: `${session.count} ${session.count === 1 ? 'session' : 'sessions'} of the user "${session.user}" (${nameOf(session)}) on the database "${database}", which cannot be dropped as long as anybody is connected${session.kind === 'tool' ? '' : '; nothing tells that it is no Keycloak'}.`,
    ...(session.kind === 'tool'
      ? {
          severity: 'warn' as const,
          remedy: 'Have it closed before the restore, or drop the database with `DROP DATABASE … WITH (FORCE)`, which ends every session.',
        }
      : {}),
    expected: 0,
    actual: session.count,
  });

const nameOf = ({ application }: Session): string =>
  application === null ? 'application not visible' : application || 'unnamed application';

/** A tool is known by its name alone. Of the rest, what is of the owner of the tables is Keycloak's, also where its application is hidden. */
function kindOf({ application, user }: Session, owner: string | null): Kind {
  if (application === javaDriver) return 'keycloak';
  if (application !== null && tools.test(application)) return 'tool';
  return user === owner ? 'keycloak' : 'unknown';
}

/** What a person or a backup looks in with, and what watches databases: by the names that these programs give themselves. */
const tools =
  /^(?:psql|pg_\w+|pgbackrest.*|barman.*|wal-g|cnpg_metrics_exporter|postgres_exporter|pganalyze-collector|datadog-agent|telegraf|pgAdmin 4\b.*|DBeaver\b.*|DataGrip\b.*)$/i;

const sum = (sessions: readonly Session[]): number => sessions.reduce((total, session) => total + session.count, 0);
