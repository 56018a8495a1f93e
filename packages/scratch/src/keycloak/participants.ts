import { randomBytes } from 'node:crypto';
import type { ScratchServer } from '../server.ts';
import { insertOwnUsers, newPassword, newUsername } from './own-users.ts';
import type { OwnUser } from './own-users.ts';

/** Who takes part in a rehearsal. */
export interface Participants {
  readonly administrator: OwnUser;
  /** The realm of most users first. */
  readonly realms: readonly string[];
  /** In the realm of most users, `master` only where there is no other: logs in on the new version. */
  readonly active: OwnUser;
  /** In the same realm: stays away from the new version. */
  readonly away: OwnUser;
  /** In the same realm: will be made on the new version. */
  readonly made: OwnUser;
  /** With a realm of the own that will be made on the new version. */
  readonly born: OwnUser;
}

/** Puts into the copy who must be there beforehand. */
export async function gather(copy: ScratchServer, schema: string): Promise<Participants> {
  const { administrator, realms } = await insertOwnUsers(copy, schema);
  const busiest = realms.find(({ realm }) => realm !== 'master') ?? realms[0];
  if (busiest === undefined) throw new Error('The copy has no realm that is enabled.');
  const { realm, active, away } = busiest;
  return {
    administrator,
    realms: realms.map((each) => each.realm),
    active,
    away,
    made: newUser(realm),
    born: newUser(`release-gate-${randomBytes(4).toString('hex')}`),
  };
}

const newUser = (realm: string): OwnUser => ({ realm, username: newUsername('made'), password: newPassword() });

/** A user as the admin API takes one. */
export const representationOf = ({ username, password }: OwnUser): object => ({
  username,
  email: username,
  emailVerified: true,
  firstName: 'Release',
  lastName: 'Gate',
  enabled: true,
  // Not those that the realm asks of everybody who is new.
  requiredActions: [],
  credentials: [{ type: 'password', value: password, temporary: false }],
});
