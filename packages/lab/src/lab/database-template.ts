import { createHash, randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labApplicationIds } from '../applications/catalogue.ts';
import type { LabApplicationId } from '../applications/catalogue.ts';
import { cacheFolder, cachedFolder } from '../install/cache.ts';
import type { Tools } from '../install/install.ts';
import { adminApi } from '../keycloak/admin-api.ts';
import type { Administrator } from '../keycloak/admin-api.ts';
import type { KeycloakBuild } from '../keycloak/build.ts';
import { startSingleNode } from '../keycloak/single-node.ts';
import { firstAdministrator } from '../keycloak/version.ts';
import { createAccounts, createDatabase, databaseName, keycloakAccount } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump.ts';
import { psql } from '../postgres/psql.ts';
import { startPostgres } from '../postgres/server.ts';
import { createLabFlows, identityProviderRealm, labClientScopes, labFlows, labRealm, labRealmName, newLabSecrets } from '../realm/index.ts';
import type { LabSecrets, RealmSettings } from '../realm/index.ts';
import { claimNetwork, close, listenOn } from './network.ts';

/** A dump of a database that Keycloak has initialised and that holds the lab's realms. */
export interface DatabaseTemplate {
  readonly dump: string;
  readonly administrator: Administrator;
  /** With the passwords of the users, which are hashed in the dump. Those of clients are placeholders in it. */
  readonly secrets: LabSecrets;
}

/** Raised when the making of a template changes in another way than by the realms' representations. */
const templateFormat = 3;

/** What stands in a template for what each lab has of its own; no part of one may be the beginning of another. */
export const placeholderUrl = (id: LabApplicationId | 'keycloak'): string => `http://${id}.placeholder.invalid`;
export const placeholderSecret = (clientId: string): string => `placeholder.secret.of.${clientId}.end`;

/** The realms' settings with a placeholder for every address and every client's secret. */
export function placeholderSettings(secrets: LabSecrets): RealmSettings {
  return {
    publicUrl: placeholderUrl('keycloak'),
    applications: labApplicationIds.map((id) => ({ id, url: placeholderUrl(id) })),
    secrets: {
      ...secrets,
      clients: Object.fromEntries(Object.keys(secrets.clients).map((clientId) => [clientId, placeholderSecret(clientId)])),
    },
  };
}

/** What the template depends on: Keycloak's build and the realms, their random parts aside. */
function templateKey(build: KeycloakBuild): string {
  const secrets = newLabSecrets();
  const fixed: LabSecrets = { ...secrets, users: Object.fromEntries(Object.keys(secrets.users).map((user) => [user, ''])), totpSeed: '' };
  const settings = placeholderSettings(fixed);
  const content = [templateFormat, build.imageId, labRealm(settings), identityProviderRealm(settings), labClientScopes, labFlows];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

/**
 * The template of a build, from the cache. The first time (30 to 60 s) a Keycloak of that version initialises an empty
 * database on a server of its own, and the realms are made through its admin API.
 */
export async function databaseTemplate(tools: Tools, build: KeycloakBuild, signal: AbortSignal): Promise<DatabaseTemplate> {
  const folder = await cachedFolder(
    join(cacheFolder(), 'databases', `${build.version.text}-${templateKey(build)}`),
    (unfinished) => makeTemplate(tools, build, unfinished, signal),
    signal,
  );
  const { administrator, secrets } = JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')) as Pick<
    DatabaseTemplate,
    'administrator' | 'secrets'
  >;
  return { dump: join(folder, 'database.dump'), administrator, secrets };
}

async function makeTemplate(tools: Tools, build: KeycloakBuild, folder: string, signal: AbortSignal): Promise<void> {
  const administrator: Administrator = { username: 'admin', password: randomBytes(18).toString('base64url') };
  const secrets = newLabSecrets();
  await writeFile(join(folder, 'secrets.json'), JSON.stringify({ administrator, secrets }), { mode: 0o600 });
  // Not in the cache, which the account that PostgreSQL runs as may not be able to reach.
  const work = await mkdtemp(join(tmpdir(), 'keycloak-release-gate-template-'));
  const { network, held } = await claimNetwork(work, async (candidate) => {
    const server = createServer();
    await listenOn(server, 8080, `${candidate}.0.1`);
    return server;
  });
  const records = join(work, 'processes');
  const ends: (() => Promise<void>)[] = [() => rm(work, { recursive: true, force: true }), () => close(held)];
  try {
    // The account that PostgreSQL runs as must reach its folder in there; it sees no name in it.
    await chmod(work, 0o711);
    const server = await startPostgres({
      programs: tools.postgres,
      directory: join(work, 'database'),
      host: `${network}.0.2`,
      records,
      signal,
    });
    ends.push(() => server.stop());
    const password = randomBytes(18).toString('base64url');
    await createAccounts(server, { keycloak: password, gate: password }, signal);
    await createDatabase(server, databaseName, signal);
    const node = await startSingleNode({
      java: tools.java,
      build,
      address: `${network}.0.3`,
      directory: join(work, 'keycloak'),
      records,
      env: {
        KC_DB_URL: `jdbc:postgresql://${server.host}:${server.port}/${databaseName}`,
        KC_DB_USERNAME: keycloakAccount,
        KC_DB_PASSWORD: password,
        ...firstAdministrator(build.version, administrator.username, administrator.password),
      },
      signal,
    });
    ends.push(() => node.stop());
    const admin = adminApi(() => node.url, administrator, signal);
    const settings = placeholderSettings(secrets);
    await admin('/realms', { method: 'POST', body: identityProviderRealm(settings) });
    await admin('/realms', { method: 'POST', body: labRealm(settings) });
    for (const scope of labClientScopes) await admin(`/realms/${labRealmName}/client-scopes`, { method: 'POST', body: scope });
    await createLabFlows(admin, labRealmName);
    await ends.pop()?.();
    await psql(server, { database: databaseName, sql: asNew, signal });
    const dump = await dumpDatabase(server, databaseName, work, signal);
    await copyFile(dump.file, join(folder, 'database.dump'));
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

/** What making the template left behind, and the mark of an administrator for the first day only. */
const asNew = `
  DELETE FROM user_attribute WHERE name = 'is_temporary_admin';
  DELETE FROM event_entity;
  DELETE FROM admin_event_entity;
  DO $$ BEGIN
    IF to_regclass('public.jgroups_ping') IS NOT NULL THEN DELETE FROM public.jgroups_ping; END IF;
    IF to_regclass('public.revoked_token') IS NOT NULL THEN DELETE FROM public.revoked_token; END IF;
  END $$;
  DELETE FROM offline_client_session;
  DELETE FROM offline_user_session;
`;
