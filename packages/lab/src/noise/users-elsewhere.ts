import type { Lab } from '../lab/lab.ts';
import { labApplications } from '../applications/catalogue.ts';
import { logOut } from '../faults/realm.ts';
import { labRealmName, userPassword } from '../realm/index.ts';
import type { Noise } from './noise.ts';

/** A client that every realm has, and that takes a name and a password. */
const clientId = 'admin-cli';

/** Test users whose name and password are all it takes: the others need a code, or are somebody at another identity provider. */
const usernames = labApplications.flatMap(({ id, username }) =>
  username === undefined || id === 'totp' || id === 'brokered' ? [] : [username],
);

export const usersElsewhere: Noise = {
  id: 'users-elsewhere',
  title: 'The test users have sessions elsewhere, which are nobody’s business',
  after: async (lab, signal) => {
    for (const username of usernames) await logIn(lab, username, signal);
  },
  heal: async (lab, signal) => {
    for (const username of usernames) await logOut(lab, username, signal);
  },
};

async function logIn(lab: Lab, username: string, signal: AbortSignal): Promise<void> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: clientId,
    username,
    password: userPassword(lab.state.secrets, username),
  });
  const answer = await fetch(`${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/token`, {
    method: 'POST',
    body,
    signal,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${username} could not log in elsewhere: ${answer.status}.`);
}
