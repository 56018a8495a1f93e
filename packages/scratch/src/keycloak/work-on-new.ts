import { administrate } from './administration.ts';
import type { KeycloakOnCopy } from './keycloak-on-copy.ts';
import { logInOnPage, trial } from './login.ts';
import { representationOf } from './participants.ts';
import type { Participants } from './participants.ts';
import type { OnNewVersion } from './rehearsal-facts.ts';

/** Does on the new version what people do between an upgrade and a rollback. */
export async function workOnNew(keycloak: KeycloakOnCopy, people: Participants, signal: AbortSignal): Promise<OnNewVersion> {
  const { made, born } = people;
  const { loggedIn, asAdministrator } = await administrate(keycloak, people.administrator, signal);
  return {
    administrator: loggedIn,
    user: await trial(signal, () => logInOnPage(keycloak, people.active)),
    realmTouched: await asAdministrator(async (request) => {
      const path = `/realms/${encodeURIComponent(made.realm)}`;
      const read = await request(path);
      if (read.ok !== true) return read;
      const saved = await request(path, { method: 'PUT', body: read.answer });
      if (saved.ok !== true) return saved;
      return request(`${path}/users`, { method: 'POST', body: representationOf(made) });
    }),
    userMadeInTouchedRealm: await trial(signal, () => logInOnPage(keycloak, made)),
    realmBorn: await asAdministrator((request) =>
      request('/realms', { method: 'POST', body: { realm: born.realm, enabled: true, users: [representationOf(born)] } }),
    ),
    userInBornRealm: await trial(signal, () => logInOnPage(keycloak, born)),
  };
}
