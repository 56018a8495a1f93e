import { randomBytes } from 'node:crypto';
import { withConnection } from './connection.ts';
import type { Connection, Row } from './connection.ts';
import type { ScratchPlace } from './place.ts';
import type { PostgresTools } from './postgres-tools.ts';

/** How a database server is reached that a person provides for trials. */
export interface ProvidedWay {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  /** The address that the name was resolved to; undefined for a socket. */
  readonly address: string | undefined;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  /** Who signed its certificate; without it, the connection is not encrypted. */
  readonly authority?: { readonly file: string; readonly certificate: string } | undefined;
}

/** One database of a server that is not the gate's own: what is restored into it is dropped again. */
export interface ProvidedServer {
  readonly kind: 'provided';
  readonly place: ScratchPlace;
  readonly tools: PostgresTools;
  readonly way: ProvidedWay;
  readonly database: string;
  /** Names the sessions of this drill and of no other. */
  readonly application: string;
  /** The server that was looked at before: another one that answers now is refused. */
  readonly systemIdentifier: string;
  /** Runs one statement as the account that was given. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  session<T>(use: (connection: Connection) => Promise<T>): Promise<T>;
}

/** Milliseconds for one statement. */
const STATEMENT_TIMEOUT = 600_000;

/** A connection to a provided database, as long as `use` runs. Throws a StatementFailed. */
export const withProvided = <T>(
  { host, address, port, database, user, password, authority }: ProvidedWay,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
  { application = 'keycloak-release-gate', timeout = STATEMENT_TIMEOUT }: { readonly application?: string; readonly timeout?: number } = {},
): Promise<T> =>
  withConnection(
    {
      socket: address ?? host,
      port,
      database,
      user,
      timeout,
      application,
      ...(password === undefined ? {} : { password }),
      ...(authority ? { tls: { host, ca: authority.certificate } } : {}),
    },
    signal,
    use,
  );

/** The provided database as a restore takes it; the folder of the place holds what the restore needs beside. */
export function providedServer(
  place: ScratchPlace,
  tools: PostgresTools,
  { way, systemIdentifier, major }: { readonly way: ProvidedWay; readonly systemIdentifier: string; readonly major: number },
  signal: AbortSignal,
): ProvidedServer {
  const application = `keycloak-release-gate ${randomBytes(6).toString('hex')}`;
  const session = <T>(use: (connection: Connection) => Promise<T>): Promise<T> => withProvided(way, signal, use, { application });
  return {
    kind: 'provided',
    place,
    // An older server knows as little of a newer dump as older programs do.
    tools: { ...tools, major: Math.min(tools.major, major) },
    way,
    database: way.database,
    application,
    systemIdentifier,
    session,
    query: (sql, values) => session(({ query }) => query(sql, values)),
  };
}
