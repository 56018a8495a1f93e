import { isLogger } from './fingerprint.ts';

/** Whose INFO is read: the start, the cluster, and the database's migration. */
const informative = ['io.quarkus', 'org.keycloak.services.resources.KeycloakApplication', 'org.infinispan.CLUSTER'];

/** What begins a step of the migration, whoever says it: its loggers changed with the versions. */
export const migrationSteps = ['Initializing database schema', 'Updating database.', 'Migrating older model to ', 'migrated realm '];

const MOST_KNOWN = 1_000;

/** Tells of a logger's name, perhaps abbreviated, whether its INFO is read. It remembers the names it was asked. */
export function createInformativeLoggers(): (logger: string) => boolean {
  const known = new Map<string, boolean>();
  return (logger) => {
    const before = known.get(logger);
    if (before !== undefined) return before;
    const answer = informative.some((full) => isLogger(logger, full));
    // Lines can be forged with any number of names.
    if (known.size < MOST_KNOWN) known.set(Buffer.from(logger, 'latin1').toString('latin1'), answer);
    return answer;
  };
}
