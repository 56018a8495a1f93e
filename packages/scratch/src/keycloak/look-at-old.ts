import { administrate } from './administration.ts';
import { mostRealms } from './boot.ts';
import type { KeycloakOnCopy } from './keycloak-on-copy.ts';
import { logInOnPage, loginPageRenders, succeeded, trial, untried } from './login.ts';
import type { Trial } from './login.ts';
import type { Participants } from './participants.ts';
import type { OnOldVersion } from './rehearsal-facts.ts';

/** Tries on the old version what the new one may have broken. */
export async function lookAtOld(
  keycloak: KeycloakOnCopy,
  secondsToReady: number,
  people: Participants,
  signal: AbortSignal,
): Promise<OnOldVersion> {
  const { born } = people;
  const { loggedIn, asAdministrator } = await administrate(keycloak, people.administrator, signal);
  const pages: OnOldVersion['pages'][number][] = [];
  for (const realm of people.realms.slice(0, mostRealms))
    pages.push({ realm, page: await trial(signal, () => loginPageRenders(keycloak, realm)) });
  const path = `/realms/${encodeURIComponent(born.realm)}`;
  return {
    ready: succeeded,
    secondsToReady,
    administrator: loggedIn,
    user: await trial(signal, () => logInOnPage(keycloak, people.active)),
    userWhoStayedAway: await trial(signal, () => logInOnPage(keycloak, people.away)),
    userMadeInTouchedRealm: await trial(signal, () => logInOnPage(keycloak, people.made)),
    userInBornRealm: await trial(signal, () => logInOnPage(keycloak, born)),
    pages,
    realmsNotTried: people.realms.length - pages.length,
    pageOfBornRealm: await trial(signal, () => loginPageRenders(keycloak, born.realm)),
    bornRealmExported: await asAdministrator((request) =>
      request(`${path}/partial-export?exportClients=true&exportGroupsAndRoles=true`, { method: 'POST' }),
    ),
    bornRealmDeleted: await asAdministrator((request) => request(path, { method: 'DELETE' })),
  };
}

/** What there is to tell of an old version that did not start. */
export function nothingToLookAt(ready: Trial): OnOldVersion {
  const notTried = untried('It was not tried: the old version did not start.');
  return {
    ready,
    secondsToReady: null,
    administrator: notTried,
    user: notTried,
    userWhoStayedAway: notTried,
    userMadeInTouchedRealm: notTried,
    userInBornRealm: notTried,
    pages: [],
    realmsNotTried: 0,
    pageOfBornRealm: notTried,
    bornRealmExported: notTried,
    bornRealmDeleted: notTried,
  };
}
