import type { ScratchServer } from './server.ts';

/** libpq's whole environment for a program that works in a scratch database as its owner. It has no other: nothing leads it elsewhere. */
export const ownerEnvironment = ({ socket, port, database, owner }: ScratchServer): Readonly<Record<string, string>> => ({
  PGHOST: socket,
  PGPORT: String(port),
  PGUSER: owner.name,
  PGPASSWORD: owner.password,
  PGDATABASE: database,
  PGCONNECT_TIMEOUT: '10',
  PGAPPNAME: 'keycloak-release-gate',
});
