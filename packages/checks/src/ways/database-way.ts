import type { Environment } from '@keycloak-release-gate/core';
import { clientFor, readAuthority } from '../database/connection.ts';
import { authoritiesOfNode } from './authorities.ts';
import { databaseCodes } from './code-of-step.ts';
import { failedStep } from './failed-step.ts';
import type { FailedStep } from './failed-step.ts';
import { issuerAtDatabase } from './issuer.ts';
import { gapOfStep } from './way.ts';
import type { Way } from './way.ts';

type Database = NonNullable<Environment['database']>;

/** How the gate comes to the database, with the settings of a real look. That it refuses a user or a query is not of the way. */
export async function databaseWay(database: Database, password: string, signal: AbortSignal): Promise<Way> {
  const { host, port, caFile, tls } = database;
  const way = {
    client: 'PostgreSQL',
    to: `${host}:${port}`,
    ...(tls === 'off'
      ? { notes: ["`database.tls` is 'off': nothing is encrypted, and whoever answers is believed."] }
      : { trusts: caFile === undefined ? authoritiesOfNode() : `${caFile} (\`database.caFile\`)` }),
  } as const;
  const ca = readAuthority(database);
  if (typeof ca === 'object') return { ...way, gaps: [gapOfStep(databaseCodes, 'untrusted', way, { said: ca.reason.replace(/\.$/, '') })] };
  const { default: pg } = await import('pg');
  const { client, close } = await clientFor(database, password, ca, signal);
  try {
    await client.connect();
    return { ...way, gaps: [] };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof pg.DatabaseError) return { ...way, gaps: [] };
    const failed = failedStep(error, false);
    const issuer = failed.step === 'untrusted' ? await issuerAtDatabase(host, port, signal) : undefined;
    return { ...way, gaps: [gapOfStep(databaseCodes, withoutProxy(failed.step), way, failed, { issuer })] };
  } finally {
    await close();
  }
}

/** PostgreSQL's protocol goes through no proxy of HTTP. */
const withoutProxy = (step: FailedStep): keyof typeof databaseCodes =>
  step === 'proxy refused' || step === 'proxy unreached' ? 'no connection' : step;
