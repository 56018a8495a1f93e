import type { Lab } from '@keycloak-release-gate/lab';
import { z } from 'zod';

const realms = ['lab', 'lab-idp'] as const;
const Users = z.array(z.object({ id: z.string(), username: z.string() }));
const Sessions = z.array(z.object({ id: z.string() }));
const BruteForce = z.object({ numFailures: z.number(), disabled: z.boolean() });
const Events = z.array(z.looseObject({ type: z.string(), error: z.string().optional(), clientId: z.string().optional() }));

interface User {
  readonly realm: string;
  readonly id: string;
  readonly username: string;
}

/** Everybody in the realms that people log in at. */
async function users(lab: Lab): Promise<readonly User[]> {
  const found = await Promise.all(
    realms.map(async (realm) =>
      Users.parse(await lab.keycloakAdmin(`/realms/${realm}/users?max=1000`)).map((user) => ({ realm, ...user })),
    ),
  );
  return found.flat();
}

/** The sessions of all users, by the user's name, in an order of their own. */
export async function sessionsOfUsers(lab: Lab): Promise<readonly string[]> {
  const found = await Promise.all(
    (await users(lab)).map(async ({ realm, id, username }) =>
      Sessions.parse(await lab.keycloakAdmin(`/realms/${realm}/users/${id}/sessions`)).map(
        (session) => `${realm} ${username} ${session.id}`,
      ),
    ),
  );
  return found.flat().toSorted();
}

/** The users that are locked, or against whom a failed login is held. */
export async function lockedUsers(lab: Lab): Promise<readonly string[]> {
  const found = await Promise.all(
    (await users(lab)).map(async ({ realm, id, username }) => {
      const held = BruteForce.parse(await lab.keycloakAdmin(`/realms/${realm}/attack-detection/brute-force/users/${id}`));
      return held.disabled || held.numFailures > 0 ? [`${realm} ${username}: ${held.numFailures}`] : [];
    }),
  );
  return found.flat();
}

/** The logins that Keycloak refused, in short. */
export async function loginErrors(lab: Lab): Promise<readonly string[]> {
  const found = await Promise.all(
    realms.map(async (realm) =>
      Events.parse(await lab.keycloakAdmin(`/realms/${realm}/events?type=LOGIN_ERROR&max=1000`)).map(
        ({ error = '', clientId = '' }) => `${realm} ${clientId}: ${error}`,
      ),
    ),
  );
  return found.flat();
}
