import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

const fixture = (name: string): readonly string[] =>
  readFileSync(new URL(`../packages/checks/src/keycloak-log/fixtures/${name}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

const EVENTS = 120;
const TRACES = 3;
const FRAMES = 60;
const BLOCK = 1024 * 1024;

/**
 * Writes a log as a busy Keycloak does, of `bytes` and a little more: recorded lines of a start, a join and a leave, failed logins of
 * many users at several clients, and errors with their stack traces. The times go on, a few lines a millisecond.
 */
export function writeKeycloakLog(file: string, bytes: number): void {
  const descriptor = openSync(file, 'w');
  try {
    let written = 0;
    let block = '';
    for (const line of keycloakLines()) {
      block += `${line}\n`;
      if (block.length < BLOCK) continue;
      written += writeSync(descriptor, block);
      block = '';
      if (written >= bytes) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Lines without end. */
function* keycloakLines(): Generator<string> {
  const start = fixture('26.7.4-first-node');
  let time = Date.parse('2026-11-23T21:00:00.000Z');
  const now = (): string => {
    time += 0.4;
    return new Date(time).toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
  };
  for (let round = 0; ; round += 1) {
    for (const line of start) yield /^\d{4}-\d\d-\d\d /.test(line) ? `${now()}${line.slice(23)}` : line;
    for (let event = 0; event < EVENTS; event += 1) yield `${now()} ${failedLogin(round * EVENTS + event)}`;
    for (let trace = 0; trace < TRACES; trace += 1) {
      yield `${now()} ERROR [org.keycloak.services.error.KeycloakErrorHandler] (executor-thread-${trace}) Uncaught server error in ${round} ms`;
      yield* stackTrace;
    }
  }
}

const failedLogin = (number: number): string =>
  `WARN  [org.keycloak.events] (executor-thread-${number % 40}) type="LOGIN_ERROR", realmId="0f2d1c3b-6f0f-4a7e-9d3e-0d1f5a6b7c8d", realmName="lab", ` +
  `clientId="client-${number % 12}", userId="null", ipAddress="192.0.2.${number % 250}", error="${number % 3 === 0 ? 'user_not_found' : 'invalid_user_credentials'}", ` +
  `auth_method="openid-connect", auth_type="code", redirect_uri="https://app.example/callback", code_id="c${number}", username="user-${number}"`;

const stackTrace: readonly string[] = [
  'org.keycloak.models.ModelException: Database operation failed',
  ...frames('org.keycloak.connections.jpa.PersistenceExceptionConverter.convert(PersistenceExceptionConverter.java:82)'),
  'Caused by: org.hibernate.exception.JDBCConnectionException: Unable to acquire JDBC Connection [Connection is closed]',
  ...frames('org.hibernate.exception.internal.SQLStateConversionDelegate.convert(SQLStateConversionDelegate.java:98)'),
  'Caused by: java.sql.SQLException: Connection is closed',
  '\t... 118 more',
];

function frames(first: string): string[] {
  return [
    `\tat ${first}`,
    ...Array.from(
      { length: FRAMES / 2 },
      (_, index) => `\tat org.jboss.resteasy.reactive.server.handlers.Handler${index}.handle(Handler${index}.java:${index * 7})`,
    ),
    ...Array.from(
      { length: FRAMES / 2 },
      (_, index) => `\tat io.quarkus.vertx.core.runtime.VertxCoreRecorder$${index}.runWith(VertxCoreRecorder.java:${500 + index})`,
    ),
  ];
}
