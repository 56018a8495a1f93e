import type { ProvidedServer } from './provided-server.ts';
import type { ScratchServer } from './server.ts';

/** A server that a dump may be restored into: one of the gate's own, or one that a person provides for trials. */
export type RestoreTarget = ScratchServer | ProvidedServer;

/** libpq's whole environment for a program that works in the database as its owner. It has no other: nothing leads it elsewhere. */
export const ownerEnvironment = (server: RestoreTarget): Readonly<Record<string, string>> =>
  server.kind === 'own' ? ofOwn(server) : ofProvided(server);

const ofOwn = ({ socket, port, database, owner }: ScratchServer): Readonly<Record<string, string>> => ({
  PGHOST: socket,
  PGPORT: String(port),
  PGUSER: owner.name,
  PGPASSWORD: owner.password,
  PGDATABASE: database,
  PGCONNECT_TIMEOUT: '10',
  PGAPPNAME: 'keycloak-release-gate',
});

const ofProvided = ({ way, application }: ProvidedServer): Readonly<Record<string, string>> => ({
  PGHOST: way.host,
  // The very address that was looked at, whatever the name stands for by now.
  ...(way.address === undefined ? {} : { PGHOSTADDR: way.address }),
  PGPORT: String(way.port),
  PGUSER: way.user,
  ...(way.password === undefined ? {} : { PGPASSWORD: way.password }),
  PGDATABASE: way.database,
  PGSSLMODE: way.authority === undefined ? 'disable' : 'verify-full',
  ...(way.authority === undefined ? {} : { PGSSLROOTCERT: way.authority.file }),
  PGCONNECT_TIMEOUT: '10',
  PGAPPNAME: application,
});
