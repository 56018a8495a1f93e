import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { backupEnvironment } from './environment.ts';
import type { NamedEnvironment } from './environment.ts';

/**
 * libpq's variables for the database of an environment: where it is comes from the file, and who takes the backup from PGUSER and
 * PGPASSWORD or PGPASSFILE, for the gate's own user cannot. Throws a ConfigurationError.
 */
export async function environmentConnection(named: NamedEnvironment, variables: Variables): Promise<Variables> {
  const { environment, file } = await backupEnvironment(named, variables, []);
  const { database } = environment;
  if (!database)
    throw new ConfigurationError([
      {
        code: 'NO_DATABASE',
        message: 'The environment has no `database`.',
        where: file,
        remedy: 'Declare it, or leave --env out and set PGHOST, PGDATABASE….',
      },
    ]);
  if (!variables['PGUSER'])
    throw new ConfigurationError([
      {
        code: 'NO_DUMP_ACCOUNT',
        message: `Nobody is named who may take the backup: the gate's own user "${database.user}" reads only a few tables.`,
        where: 'PGUSER',
        remedy:
          "Set PGUSER and PGPASSWORD (or PGPASSFILE) to those of the owner of Keycloak's tables, or of a role with GRANT pg_read_all_data.",
      },
    ]);
  return {
    ...variables,
    // Either would lead to another server than the file names, and libpq would not say so.
    PGSERVICE: undefined,
    PGHOSTADDR: undefined,
    PGHOST: database.host,
    PGPORT: String(database.port),
    PGDATABASE: database.name,
    PGSSLMODE: database.tls === 'off' ? 'disable' : 'verify-full',
    // Without a file of its own, libpq takes the one in the home folder.
    ...(database.caFile === undefined ? {} : { PGSSLROOTCERT: database.caFile }),
  };
}
