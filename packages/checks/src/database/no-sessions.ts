import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { databaseSessions } from './sessions.ts';
import type { DatabaseSessions } from './sessions.ts';

/** What pgjdbc, and so every Keycloak, calls itself unless told otherwise. */
const javaDriver = 'PostgreSQL JDBC Driver';

/** Before a restore: no Keycloak is connected to the database any more. */
export const noKeycloakSessions = defineCheck({
  id: 'database/no-sessions',
  title: 'No Keycloak is connected to the database',
  why: 'A Keycloak that still runs writes into the database while it is restored, or keeps it from being dropped.',
  reads: { seen: databaseSessions },
  expects: z.object({}),
  judge: ({ seen }) => {
    const keycloak = seen.sessions.filter((session) => isKeycloak(session, seen.owner));
    const others = seen.sessions.filter((session) => !isKeycloak(session, seen.owner));
    const findings = [
      ...keycloak.map((session) =>
        finding(codes.KEYCLOAK_CONNECTED, {
          subject: `database/${seen.database}/${session.user}`,
          message: `${session.count} ${session.count === 1 ? 'session' : 'sessions'} of the user "${session.user}" (${session.application ?? 'application not visible'}) on the database "${seen.database}".`,
          expected: 0,
          actual: session.count,
        }),
      ),
      ...others.map((session) => otherConnected(seen.database, session)),
    ];
    return {
      findings,
      facts: [
        { name: 'sessions of Keycloak', value: sum(keycloak) },
        ...others.map((session) => ({
          name: `sessions of ${session.user} (${session.application || 'unnamed application'})`,
          value: session.count,
        })),
      ],
      ...(keycloak.length > 0 ? { settling: `${sum(keycloak)} sessions of Keycloak are still connected` } : {}),
    };
  },
});

type Session = DatabaseSessions['sessions'][number];

/** Whoever is connected keeps the database from being dropped, and loses what was not committed where it is dropped by force. */
const otherConnected = (database: string, { user, application, count }: Session): Finding =>
  finding(codes.OTHERS_CONNECTED, {
    subject: `database/${database}/${user}`,
    message: `${count} ${count === 1 ? 'session' : 'sessions'} of the user "${user}" (${application || 'unnamed application'}) on the database "${database}", which cannot be dropped as long as anybody is connected.`,
    expected: 0,
    actual: count,
  });

/** A session whose application is hidden counts as Keycloak's when it is of the user who owns the tables. */
const isKeycloak = (session: Session, owner: string | null): boolean =>
  session.application === javaDriver || (session.user === owner && !isTool(session.application));

/** PostgreSQL's own programs, with which a person or a backup looks in. */
const isTool = (application: string | null): boolean => application !== null && /^(?:psql|pg_\w+|pgbackrest.*|barman.*)$/.test(application);

const sum = (sessions: readonly Session[]): number => sessions.reduce((total, session) => total + session.count, 0);
