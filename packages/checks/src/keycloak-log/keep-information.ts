import { patternOf } from './catalogue/required.ts';
import { withView } from './cluster-history.ts';
import { parseClusterView } from './cluster-view.ts';
import { isLogger } from './fingerprint.ts';
import type { LogState } from './log-state.ts';

const MOST_MIGRATIONS = 60;
const FIRST_MIGRATIONS = 20;

/** What begins a step of the migration, whoever says it: its loggers changed with the versions. */
const migrationSteps = ['Initializing database schema', 'Updating database.', 'Migrating older model to ', 'migrated realm '];

const startedIn = patternOf('banner');
const bootstrapped = patternOf('bootstrap');
const profile = patternOf('profile');

/**
 * Adds what a record at INFO tells of the start, the cluster and the migration. What is read here begins with a letter that `isDullRecord`
 * lets pass.
 */
export function keepInformation(state: LogState, logger: string, message: string, at: string | undefined): void {
  const when = at === undefined ? {} : { at };
  if (logger === '') {
    if (message.startsWith('Running the server in development mode')) state.developmentMode = true;
    return;
  }
  if (isLogger(logger, 'io.quarkus')) {
    // Only the first counts: a later one can only be a forged line, since a process starts once.
    const banner = startedIn.exec(message);
    if (banner?.[1] !== undefined) state.banner ??= { version: banner[1], seconds: Number(banner[2]) || 0, ...when };
    const activated = profile.exec(message)?.[1];
    if (activated !== undefined) state.profile ??= activated;
    if (message.startsWith('Keycloak stopped in ')) state.stopped = true;
    return;
  }
  const bootstrap = bootstrapped.exec(message);
  if (bootstrap && isLogger(logger, 'org.keycloak.services.resources.KeycloakApplication'))
    state.bootstrap ??= { seconds: Number(bootstrap[1]) || 0, ...when };
  if (isLogger(logger, 'org.infinispan.CLUSTER')) {
    const view = parseClusterView(message);
    if (view) state.cluster = withView(state.cluster, { ...view, ...when });
  }
  if (migrationSteps.some((step) => message.startsWith(step))) {
    state.migration.push({ text: message.slice(0, 200), ...when });
    // The first steps and the last ones tell most; with many realms there are hundreds between them.
    if (state.migration.length > MOST_MIGRATIONS) state.migration.splice(FIRST_MIGRATIONS, 1);
  }
}
