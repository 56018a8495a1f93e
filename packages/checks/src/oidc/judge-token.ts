import { finding } from '@keycloak-release-gate/core';
import type { Fact, Finding } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { TokenTrial } from './token-trial.ts';

type Granted = Extract<TokenTrial, { kind: 'granted' }>;

/** What is wrong with a token that was granted: it must be good for all that it is for, and for nothing once it was revoked. Pure. */
export function tokenFindings(subject: string, token: Granted): Finding[] {
  const { verified, idToken, introspection, afterRevocation, userinfo, adminAfterRevocation, refresh } = token;
  const alive = [
    ...(introspection === 'active' && afterRevocation === 'active'
      ? ['Keycloak calls a token active that was revoked a moment before.']
      : []),
    ...(adminAfterRevocation === 'taken' ? ['The admin API takes a token that was revoked a moment before.'] : []),
    ...(refresh?.fresh === 'taken' && refresh.afterRevocation === 'taken'
      ? ['Keycloak takes a refresh token that was revoked a moment before.']
      : []),
  ];
  if (verified !== true)
    return [finding(codes.TOKEN_INVALID, { subject, message: `Verifying the token gives ${verified}.`, actual: verified })];
  return [
    ...(idToken === undefined || idToken === true
      ? []
      : [finding(codes.TOKEN_INVALID, { subject, message: `Verifying the ID token gives ${idToken}.`, actual: idToken })]),
    // From 26 on Keycloak says "inactive" to every client that the token is not meant for: then it tells nothing.
    ...(introspection === 'inactive' && token.audienceHasClient
      ? [finding(codes.TOKEN_INACTIVE, { subject, message: 'Keycloak calls a token inactive that it gave a moment before.' })]
      : userinfo === 'refused' || userinfo === 'another'
        ? [userinfoFinding(subject, userinfo)]
        : []),
    ...(refresh?.fresh === 'refused'
      ? [finding(codes.TOKEN_INACTIVE, { subject, message: 'Keycloak refuses a refresh token that it gave a moment before.' })]
      : []),
    ...alive.map((message) => finding(codes.TOKEN_ALIVE, { subject, message })),
  ];
}

const userinfoFinding = (subject: string, userinfo: 'refused' | 'another'): Finding =>
  finding(codes.USERINFO, {
    subject,
    message:
      userinfo === 'refused'
        ? 'The userinfo endpoint refuses a token that was given a moment before.'
        : 'The userinfo endpoint names somebody else than the token.',
  });

/** What is worth telling of a token that was granted. Pure. */
export const tokenFacts = (token: Granted): Fact[] => [
  ...(token.algorithm === undefined ? [] : [{ name: 'signed with', value: token.algorithm }]),
  ...(token.expiresIn === undefined ? [] : [{ name: 'valid for', value: token.expiresIn, unit: 's' }]),
  {
    name: 'active by introspection',
    value: token.introspection === 'active' ? 'yes' : token.audienceHasClient ? token.introspection : 'not to be asked by this client',
  },
  ...(token.userinfo === 'same' ? [{ name: 'userinfo names the same', value: true }] : []),
  ...((token.introspection === 'active' && token.afterRevocation === 'inactive') || token.adminAfterRevocation === 'refused'
    ? [{ name: 'inactive once it is revoked', value: true }]
    : []),
  ...(token.refresh === undefined ? [] : [{ name: 'refreshed, and no more once it is revoked', value: isEnded(token.refresh) }]),
];

const isEnded = ({ fresh, afterRevocation }: NonNullable<Granted['refresh']>): boolean =>
  fresh === 'taken' && afterRevocation === 'refused';
