import type { DrillRecord } from '@keycloak-release-gate/checks/backup';
import type { Boot } from '@keycloak-release-gate/scratch';

/**
 * Whether the old Keycloak works on what was restored: it starts, lets an administrator in, and shows the login pages of its realms. A realm
 * whose login asks for what a trial cannot give (an identity provider, a one-time code) is none that fails; one that refuses the user who was
 * put there for the trial makes it unknown, for only its owner can say whether it may.
 */
export function worked({ version, ready, loggedIn, realms }: Boot): NonNullable<DrillRecord['keycloak']> {
  const deciding = [loggedIn, ...realms.map(({ page }) => page)];
  const refusing = realms.flatMap(({ realm, login }) => (login.ok === false ? [`In the realm ${realm}: ${login.why}`] : []));
  const failing = [ready, ...deciding].find(({ ok }) => ok === false);
  const unseen = deciding.find(({ ok }) => ok === null);
  const allIn = deciding.some(({ ok }) => ok === false) ? false : unseen || refusing.length > 0 ? null : true;
  return { version, ready: ready.ok === true, loggedIn: allIn, why: failing?.why ?? unseen?.why ?? refusing[0] ?? null };
}
