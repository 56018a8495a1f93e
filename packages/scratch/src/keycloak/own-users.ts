import { pbkdf2, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { ScratchServer } from '../server.ts';

/** Somebody who can log in on the copy. */
export interface OwnUser {
  readonly realm: string;
  readonly username: string;
  readonly password: string;
}

/** What is put into a copy, so that somebody can log in although nobody's password is known. */
export interface OwnUsers {
  /** Administers everything, from realm `master`. */
  readonly administrator: OwnUser;
  /** Two in each realm that is enabled, the realm of most users first: one to log in on the new version, and one who stays away. */
  readonly realms: readonly { readonly realm: string; readonly active: OwnUser; readonly away: OwnUser }[];
}

/** A random password that satisfies any usual policy. */
export const newPassword = (): string => `Aa1!${randomBytes(18).toString('base64url')}Zz9#`;

/** A random name that is an address as well: a realm may take the one for the other. */
export const newUsername = (kind: string): string => `release-gate-${kind}-${randomBytes(4).toString('hex')}@release-gate.invalid`;

/** As every Keycloak since 24 hashes by PBKDF2, and every version can verify. */
const ITERATIONS = 210_000;
const KEY_BYTES = 64;
const credentialData = JSON.stringify({ hashIterations: ITERATIONS, algorithm: 'pbkdf2-sha512', additionalParameters: {} });

/**
 * Puts own users into the copy, by SQL that is good for every version from 24 on. The password is a random one of this copy. The
 * command-line client of `master` is opened for passwords: the copy is ours, and where it was closed no administrator could be tried.
 */
export async function insertOwnUsers(copy: ScratchServer, schema: string): Promise<OwnUsers> {
  const password = newPassword();
  const salt = randomBytes(16);
  const hash = await promisify(pbkdf2)(password, salt, ITERATIONS, KEY_BYTES, 'sha512');
  const secretData = JSON.stringify({ value: hash.toString('base64'), salt: salt.toString('base64'), additionalParameters: {} });
  return copy.session(async ({ query }) => {
    await query(`SELECT set_config('search_path', $1, false)`, [`"${schema}"`]);
    const insert = async (realmId: string, realm: string, kind: string): Promise<OwnUser & { readonly id: string }> => {
      const id = randomUUID();
      const username = newUsername(kind);
      // A profile that lacks something is asked for it at the login.
      await query(
        `INSERT INTO user_entity (id, email, email_constraint, email_verified, enabled, first_name, last_name, realm_id, username, created_timestamp, not_before)
         VALUES ($1, $2, $2, true, true, 'Release', 'Gate', $3, $2, $4, 0)`,
        [id, username, realmId, Date.now()],
      );
      await query(
        `INSERT INTO credential (id, type, user_id, created_date, secret_data, credential_data, priority) VALUES ($1, 'password', $2, $3, $4, $5, 10)`,
        [randomUUID(), id, Date.now(), secretData, credentialData],
      );
      await query(
        `INSERT INTO user_role_mapping (role_id, user_id) SELECT default_role, $1 FROM realm WHERE id = $2 AND default_role IS NOT NULL`,
        [id, realmId],
      );
      return { id, realm, username, password };
    };
    const realms = await query(
      `SELECT r.id, r.name FROM realm r LEFT JOIN user_entity u ON u.realm_id = r.id
        WHERE r.enabled GROUP BY r.id, r.name ORDER BY count(u.id) DESC, r.name`,
    );
    const users: OwnUsers['realms'][number][] = [];
    let administrator: OwnUser | undefined;
    for (const row of realms) {
      const [realmId, realm] = [String(row['id']), String(row['name'])];
      users.push({ realm, active: await insert(realmId, realm, 'active'), away: await insert(realmId, realm, 'away') });
      if (realm !== 'master') continue;
      const { id, ...user } = await insert(realmId, realm, 'administrator');
      administrator = user;
      await query(
        `INSERT INTO user_role_mapping (role_id, user_id)
         SELECT id, $1 FROM keycloak_role WHERE realm_id = $2 AND name = 'admin' AND NOT coalesce(client_role, false)`,
        [id, realmId],
      );
      await query(`UPDATE client SET enabled = true, direct_access_grants_enabled = true WHERE realm_id = $1 AND client_id = 'admin-cli'`, [
        realmId,
      ]);
    }
    if (administrator === undefined) throw new Error('The copy has no realm "master" that is enabled.');
    return { administrator, realms: users };
  });
}
