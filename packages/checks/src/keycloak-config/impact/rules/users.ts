import type { ImpactRule } from '../rule.ts';
import { isOf } from '../rule.ts';
import { kindOf } from '../world.ts';

/** Settings of the realm that are about every user. */
const settings = [
  'passwordPolicy',
  'requiredCredentials',
  'bruteForceProtected',
  'bruteForceStrategy',
  'permanentLockout',
  'maxTemporaryLockouts',
  'maxFailureWaitSeconds',
  'minimumQuickLoginWaitSeconds',
  'waitIncrementSeconds',
  'quickLoginCheckMilliSeconds',
  'maxDeltaTimeSeconds',
  'failureFactor',
  'maxSecondaryAuthFailures',
  'registrationAllowed',
  'registrationEmailAsUsername',
  'rememberMe',
  'verifyEmail',
  'loginWithEmailAllowed',
  'duplicateEmailsAllowed',
  'resetPasswordAllowed',
  'editUsernameAllowed',
  'smtpServer',
  'emailTheme',
  'accountTheme',
  'accessCodeLifespanUserAction',
  'accessCodeLifespanLogin',
  'actionTokenGeneratedByAdminLifespan',
  'actionTokenGeneratedByUserLifespan',
  'userManagedAccessAllowed',
  'organizationsEnabled',
];
const prefixes = /^(?:otpPolicy|otpSupported|webAuthnPolicy|attributes\.(?:actionToken|realmReusableOtp|userProfile))/;

export const allUsers: ImpactRule = {
  id: 'all-users',
  says: 'Required actions, the password policy, brute-force protection and the user profile touch all users.',
  fits: (change) =>
    ['required-action', 'required-action-order', 'user-profile'].includes(kindOf(change.object)) ||
    change.object.startsWith('component/org.keycloak.userprofile.UserProfileProvider/') ||
    (change.object === 'realm' && change.attribute !== undefined && (isOf(change, settings) || prefixes.test(change.attribute))),
  touches: ({ object, attribute }) => [
    { kind: 'users', who: 'all users', reach: 'all', path: attribute === undefined || attribute === '' ? [object] : [object, attribute] },
  ],
  nobody: '',
};

export const federatedUsers: ImpactRule = {
  id: 'federated-users',
  says: 'A federation and its mappers touch the federated users.',
  fits: ({ object }) => object.startsWith('component/org.keycloak.storage.'),
  touches: ({ object }) => [{ kind: 'users', who: `users of the federation ${federationOf(object)}`, reach: 'some', path: [object] }],
  nobody: '',
};

/** The name behind the parent's in `component/<type>/<parent>/<name>`; of a mapper, its federation's. */
function federationOf(object: string): string {
  const [, type = '', parent = '', ...name] = object.split('/');
  return type.endsWith('UserStorageProvider') ? name.join('/') || parent : parent;
}

export const organizationMembers: ImpactRule = {
  id: 'organization-members',
  says: 'An organization touches its members.',
  fits: ({ object }) => kindOf(object) === 'organization',
  touches: ({ object }) => [
    { kind: 'users', who: `members of the organization ${object.slice('organization/'.length)}`, reach: 'some', path: [object] },
  ],
  nobody: '',
};
