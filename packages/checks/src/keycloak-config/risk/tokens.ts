import { above, level, off, on } from './level.ts';
import type { Comparison, Objects, Rule, Weakening } from './rule.ts';
import { anyOf, onlyChanges } from './spots.ts';
import { isObject, numberOf, objectsOf, textOf, valueAt } from './values.ts';
import type { Named } from './values.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const never = (value: number): boolean => value < 0;

const accessToken: Rule = {
  id: 'access-token-too-long',
  title: 'Access tokens live longer than a quarter of an hour',
  why: 'Nothing calls an access token back: a stolen one works, and a user who was locked out goes on, until it ends.',
  source:
    'kcwarden AccessTokenLifespanTooLong, ClientAccessTokenLifespanTooLong; keycloak-config-verifyer KC-TOKEN-001; RFC 9700 section 4.10',
  severity: 'fail',
  remedy: 'Lower "Access Token Lifespan" (realm: tab Tokens; client: tab Advanced).',
  ...anyOf(
    level({ kind: 'realm', attributes: [above(15 * minute, ['accessTokenLifespan'])] }),
    level({ kind: 'client', attributes: [above(15 * minute, ['attributes', 'access.token.lifespan'], never)] }),
  ),
};

const implicitToken: Rule = {
  id: 'implicit-token-too-long',
  title: 'Access tokens of the implicit flow live longer than a quarter of an hour',
  why: 'These tokens stand in addresses.',
  source: 'keycloak-config-verifyer KC-TOKEN-004; RFC 9700 section 2.1.2',
  severity: 'warn',
  remedy: 'Lower "Access Token Lifespan For Implicit Flow" on the tab Tokens.',
  ...level({ kind: 'realm', attributes: [above(15 * minute, ['accessTokenLifespanForImplicitFlow'])] }),
};

const session: Rule = {
  id: 'session-too-long',
  title: 'A login lasts longer than half an hour without use or twelve hours in all',
  why: 'A browser left alone, or a stolen cookie, is a login for as long as the session lasts.',
  source:
    'NIST SP 800-63B section 4.2.3; OWASP Session Management Cheat Sheet; kcwarden SsoSessionIdleTimeoutExceedsClientSessionIdleTimeout',
  severity: 'fail',
  remedy: "Lower the lifespans on the tab Sessions of the realm settings, or on the client's tab Advanced.",
  ...anyOf(
    level({
      kind: 'realm',
      attributes: [above(30 * minute, ['ssoSessionIdleTimeout']), above(12 * hour, ['ssoSessionMaxLifespan'])],
    }),
    level({
      kind: 'client',
      attributes: [
        above(30 * minute, ['attributes', 'client.session.idle.timeout']),
        above(12 * hour, ['attributes', 'client.session.max.lifespan']),
      ],
    }),
  ),
};

const rememberedSession: Rule = {
  id: 'remembered-session-too-long',
  title: 'A remembered login lasts longer than two weeks without use or thirty days in all',
  why: 'It survives the end of the browser.',
  source: 'NIST SP 800-63B section 4.1.3; OWASP Session Management Cheat Sheet',
  severity: 'warn',
  remedy: 'Lower "SSO Session Idle Remember Me" and "SSO Session Max Remember Me" on the tab Sessions.',
  ...level({
    kind: 'realm',
    attributes: [above(14 * day, ['ssoSessionIdleTimeoutRememberMe']), above(30 * day, ['ssoSessionMaxLifespanRememberMe'])],
  }),
};

const offlineSession: Rule = {
  id: 'offline-session-too-long',
  title: 'Offline tokens live very long',
  why: 'An offline token works while the user is away and after every logout.',
  source: 'kcwarden OfflineSessionMaxLifespanDisabled; RFC 9700 section 4.14',
  severity: 'fail',
  remedy: 'Switch "Offline Session Max Limited" on and lower its lifespans on the tab Sessions.',
  ...level({
    kind: 'realm',
    attributes: [
      // Keycloak's default; as such it is nothing to tell.
      { ...off('offlineSessionMaxLifespanEnabled'), accepted: 1 },
      above(30 * day, ['offlineSessionIdleTimeout']),
      above(60 * day, ['offlineSessionMaxLifespan']),
    ],
  }),
};

const refreshReuse: Rule = {
  id: 'refresh-token-reuse',
  title: 'A refresh token works more than once',
  why: 'A stolen refresh token then works beside the real one, and nobody notices.',
  source:
    'kcwarden RefreshTokensShouldBeRevokedAfterUse, RefreshTokenReuseCountShouldBeZero; keycloak-config-verifyer KC-TOKEN-002; RFC 9700 section 4.14.2',
  severity: 'fail',
  remedy: 'Switch "Revoke Refresh Token" on the tab Tokens on, with "Refresh Token Max Reuse" 0.',
  ...level({ kind: 'realm', attributes: [off('revokeRefreshToken'), above(0, ['refreshTokenMaxReuse'])] }),
};

const code: Rule = {
  id: 'code-too-long',
  title: 'An authorization code works longer than ten minutes',
  why: 'A code is redeemed within a second; the rest of its life is for thieves.',
  source: 'RFC 6749 section 4.1.2',
  severity: 'warn',
  remedy: 'Lower "Client Login Timeout" on the tab Tokens.',
  ...level({ kind: 'realm', attributes: [above(10 * minute, ['accessCodeLifespan'])] }),
};

const actionToken: Rule = {
  id: 'action-link-too-long',
  title: 'A link in a mail into an account works longer than an hour, or a day where an administrator sent it',
  why: 'Such a link is a login for whoever reads the mail, later too.',
  source: 'OWASP Forgot Password Cheat Sheet',
  severity: 'warn',
  remedy: 'Lower "User-Initiated Action Lifespan" or "Default Admin-Initiated Action Lifespan" on the tab Tokens.',
  ...level({
    kind: 'realm',
    attributes: [above(hour, ['actionTokenGeneratedByUserLifespan']), above(day, ['actionTokenGeneratedByAdminLifespan'])],
  }),
};

const serviceRefresh: Rule = {
  id: 'refresh-token-for-service',
  title: 'Refresh tokens are given where no session keeps them',
  why: 'A service can ask for a token at any time: a refresh token beside it is only one more thing to steal.',
  source: 'RFC 6749 section 4.4.3',
  severity: 'warn',
  remedy: 'Switch "Use refresh tokens for client credentials grant" on the client\'s tab Advanced off.',
  ...onlyChanges(level({ kind: 'client', attributes: [on('attributes', 'client_credentials.use_refresh_token')] })),
};

/** Later is stronger: whatever was issued before that time is refused. */
const revocationUndone: Rule = {
  id: 'revocation-undone',
  title: 'Tokens that were revoked are good again',
  why: 'Somebody had them refused because they were, or could have been, stolen.',
  source: 'Keycloak Server Administration Guide, "Revoking active sessions"; RFC 7009',
  severity: 'fail',
  remedy: 'Set "Not before" again: "Revocation" in the menu Sessions, or on the client\'s tab Advanced.',
  ...anyOf(
    ...(['realm', 'client'] as const).map((kind) =>
      onlyChanges(
        level({
          kind,
          attributes: [{ path: ['notBefore'], weakness: (value) => -(numberOf(value) ?? 0) }],
          newcomers: false,
        }),
      ),
    ),
  ),
};

/** The audiences that mappers of a client, or of a client scope, put into tokens. */
const audiencesOf = ({ object: { protocolMappers } }: Named): readonly string[] =>
  Object.values(isObject(protocolMappers) ? protocolMappers : {}).flatMap((mapper) =>
    textOf(valueAt(mapper, ['protocolMapper'])) === 'oidc-audience-mapper'
      ? ['included.client.audience', 'included.custom.audience']
          .map((name) => textOf(valueAt(mapper, ['config', name])))
          .filter((audience) => audience !== '')
      : [],
  );

/** What became of the audiences of whatever is there on both sides, and had some. */
const audiences = (
  told: (before: readonly string[], after: readonly string[]) => readonly Pick<Weakening, 'before' | 'after'>[],
): Comparison => ({
  kinds: ['client', 'client-scope'],
  worse: (before, after) => {
    const all = (objects: Objects): readonly Named[] => [...objectsOf(objects, 'client'), ...objectsOf(objects, 'client-scope')];
    const old = new Map(all(before).map((named) => [named.key, audiencesOf(named)]));
    return all(after).flatMap((named) => {
      const was = old.get(named.key) ?? [];
      const attribute = 'protocolMappers';
      return was.length === 0 ? [] : told(was, audiencesOf(named)).map((values) => ({ object: named.key, attribute, ...values }));
    });
  },
  already: () => [],
});

const audienceWider: Rule = {
  id: 'token-audience-wider',
  title: 'Tokens are meant for more applications than before',
  why: 'Whoever is in the audience of a token may use it, and so may a thief at each of them.',
  source: 'RFC 9700 section 2.3; RFC 7519 section 4.1.3',
  severity: 'warn',
  remedy: 'Take the audience mapper out of the client or of the client scope.',
  ...audiences((was, is) => is.filter((audience) => !was.includes(audience)).map((after) => ({ after }))),
};

const audienceDropped: Rule = {
  id: 'token-audience-dropped',
  title: 'Tokens no longer say for which application they are meant',
  why: 'An application that does not find itself in a token either refuses it, or takes any token of the realm.',
  source: 'RFC 9700 section 2.3; RFC 9068 section 4',
  severity: 'warn',
  remedy: 'Add the audience mapper to the client or to the client scope again.',
  ...audiences((was, is) => (is.length === 0 ? was.map((before) => ({ before })) : [])),
};

export const tokenRules: readonly Rule[] = [
  accessToken,
  implicitToken,
  session,
  rememberedSession,
  offlineSession,
  refreshReuse,
  code,
  actionToken,
  serviceRefresh,
  revocationUndone,
  audienceWider,
  audienceDropped,
];
