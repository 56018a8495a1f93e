import type { ImpactRule } from '../rule.ts';
import { isOf } from '../rule.ts';
import { kindOf, nameOf, typeOf } from '../world.ts';

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
    (change.object === 'realm' && change.attribute !== undefined && (isOf(change, settings) || prefixes.test(change.attribute))),
  touches: ({ object }) => [{ kind: 'users', who: 'all users', reach: 'all', path: [object] }],
  nobody: '',
};

export const federatedUsers: ImpactRule = {
  id: 'federated-users',
  says: 'A federation and its mappers touch the federated users.',
  fits: ({ object }) => kindOf(object) === 'component' && federation.test(typeOf(object)),
  touches: ({ object }) => [
    { kind: 'users', who: `users of the federation ${nameOf(object).split('/')[1] ?? ''}`, reach: 'some', path: [object] },
  ],
  nobody: '',
};

/** What users come from, and the mappers below it. */
const federation = /^(?:UserStorageProvider|.*StorageMapper)$/;

export const organizationMembers: ImpactRule = {
  id: 'organization-members',
  says: 'An organization touches its members.',
  fits: ({ object }) => kindOf(object) === 'organization',
  touches: ({ object }) => [
    { kind: 'users', who: `members of the organization ${object.slice('organization/'.length)}`, reach: 'some', path: [object] },
  ],
  nobody: '',
};
