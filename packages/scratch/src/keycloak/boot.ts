import type { ScratchServer } from '../server.ts';
import { administrate } from './administration.ts';
import { requireOwnProviders } from './custom-providers.ts';
import type { KeycloakHome } from './home.ts';
import { NotReady, startKeycloak } from './keycloak-on-copy.ts';
import { discoveryAnswers, failed, logInOnPage, loginPageRenders, succeeded, trial, untried } from './login.ts';
import type { Trial } from './login.ts';
import { insertOwnUsers } from './own-users.ts';
import { keycloakSchema, quieten } from './quiet.ts';

/** What a realm of the copy can do. */
export interface RealmTrial {
  readonly realm: string;
  readonly discovery: Trial;
  readonly page: Trial;
  readonly login: Trial;
}

/** The old version on the restored copy: level L5. */
export interface Boot {
  readonly version: string;
  readonly ready: Trial;
  /** From its start until it serves its master realm; null where it never did. */
  readonly seconds: number | null;
  /** An administrator, by a password. */
  readonly loggedIn: Trial;
  /** The realms of most users. */
  readonly realms: readonly RealmTrial[];
  readonly realmsNotTried: number;
}

/** A realm takes a second or more; after these it is no other proof any more. */
export const mostRealms = 20;

export interface BootOptions {
  /** Seconds until it must be ready; 600 by default. */
  readonly within?: number;
  /** Has Java compile less, which halves the start: for where its seconds are of no interest. */
  readonly quick?: boolean;
}

/**
 * Starts a version on the copy and logs in: an administrator, and somebody in every realm, all put there for it. The copy is
 * changed by it. Throws a ConfigurationError where there is no Java, no island or no provider that the copy needs.
 */
export async function bootOnCopy(
  copy: ScratchServer,
  home: KeycloakHome,
  signal: AbortSignal,
  { within = 600, quick = false }: BootOptions = {},
): Promise<Boot> {
  const schema = await keycloakSchema(copy);
  const nobody = {
    version: home.version,
    seconds: null,
    loggedIn: untried('It was not tried: it did not start.'),
    realms: [],
    realmsNotTried: 0,
  } as const;
  if (schema === undefined) return { ...nobody, ready: failed('The copy has no table migration_model: it is no database of Keycloak.') };
  await requireOwnProviders(copy, home, schema);
  await quieten(copy, schema);
  const users = await insertOwnUsers(copy, schema);
  const keycloak = await startKeycloak(copy, home, { within, schema, quick }, signal);
  try {
    const seconds = await keycloak.ready();
    const { loggedIn } = await administrate(keycloak, users.administrator, signal);
    const realms: RealmTrial[] = [];
    for (const { realm, active } of users.realms.slice(0, mostRealms)) {
      realms.push({
        realm,
        discovery: await trial(signal, () => discoveryAnswers(keycloak, realm)),
        page: await trial(signal, () => loginPageRenders(keycloak, realm)),
        login: await trial(signal, () => logInOnPage(keycloak, active)),
      });
    }
    return { version: home.version, ready: succeeded, seconds, loggedIn, realms, realmsNotTried: users.realms.length - realms.length };
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    return { ...nobody, ready: failed(error.message) };
  } finally {
    await keycloak.stop();
  }
}
