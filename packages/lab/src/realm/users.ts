import { gateRoles } from '@keycloak-release-gate/core';
import { identityProviderAlias, labApplications } from '../applications/catalogue.ts';
import type { LabApplication } from '../applications/catalogue.ts';
import type { CredentialRepresentation, UserRepresentation } from './representation.ts';
import { gateClientId, userPassword } from './secrets.ts';
import type { LabSecrets } from './secrets.ts';

/** The id of the brokered user in realm `lab-idp`. It is fixed, so that realm `lab` can know that identity from the beginning. */
const brokeredIdentity = '6f1c1f0a-5d0e-4a59-9d1c-2f6f0f2f4b11';

/** All that the gate's reader may do: look. The lab begins on versions that know no others. */
const readerRoles = gateRoles.filter((role) => !('since' in role)).map(({ role }) => role);

/** The users of realm `lab`: a test user per application, and the service account of the gate. */
export function labUsers(secrets: LabSecrets): readonly UserRepresentation[] {
  return [
    ...labApplications.flatMap((application) =>
      application.username === undefined ? [] : [testUser(application, application.username, secrets)],
    ),
    {
      username: `service-account-${gateClientId}`,
      enabled: true,
      serviceAccountClientId: gateClientId,
      clientRoles: { 'realm-management': readerRoles },
    },
  ];
}

/** The one user of realm `lab-idp`: who logs in to the brokered application. */
export function identityProviderUsers(secrets: LabSecrets): readonly UserRepresentation[] {
  return labApplications
    .filter((application) => application.id === 'brokered')
    .flatMap((application) => application.username ?? [])
    .map((username) => ({
      ...person(username),
      id: brokeredIdentity,
      credentials: [password(userPassword(secrets, username))],
    }));
}

function testUser(application: LabApplication, username: string, secrets: LabSecrets): UserRepresentation {
  const user = { ...person(username), groups: ['/staff'] };
  switch (application.id) {
    case 'brokered':
      // No password here: this user can only come from the other realm.
      return {
        ...user,
        federatedIdentities: [{ identityProvider: identityProviderAlias, userId: brokeredIdentity, userName: username }],
      };
    case 'totp':
      return {
        ...user,
        credentials: [password(userPassword(secrets, username)), oneTimeCredential(secrets.totpSeed)],
      };
    default:
      return { ...user, credentials: [password(userPassword(secrets, username))] };
  }
}

// Complete, so that no realm ever asks for a profile to be filled in.
const person = (username: string): UserRepresentation => ({
  username,
  enabled: true,
  email: `${username}@lab.example`,
  emailVerified: true,
  firstName: 'Test',
  lastName: username,
});

const password = (value: string): CredentialRepresentation => ({
  type: 'password',
  value,
  temporary: false,
});

/** One-time codes by Keycloak's own defaults: RFC 6238 with SHA-1, six digits, thirty seconds. */
export const oneTimeCredential = (
  seed: string,
): CredentialRepresentation & { readonly secretData: string; readonly credentialData: string } => ({
  type: 'otp',
  userLabel: 'gate',
  secretData: JSON.stringify({ value: seed }),
  credentialData: JSON.stringify({
    subType: 'totp',
    digits: 6,
    counter: 0,
    period: 30,
    algorithm: 'HmacSHA1',
    secretEncoding: 'BASE32',
  }),
});
