import { tokenRules } from './tokens.ts';
import { set, tried } from './trial.ts';

const express = 'client/lab-express';
const realm = (name: string, value?: number | boolean | string) => set('realm', [name], value);

const audience = (mapper: string, name: string, value: string) =>
  set(express, ['protocolMappers', mapper], { protocolMapper: 'oidc-audience-mapper', config: { [name]: value } });

tried(tokenRules, {
  'access-token-too-long': { at: 'realm', worse: realm('accessTokenLifespan', 3_600), near: realm('accessTokenLifespan', 900) },
  'implicit-token-too-long': {
    at: 'realm',
    worse: realm('accessTokenLifespanForImplicitFlow', 901),
    near: realm('accessTokenLifespanForImplicitFlow', 600),
  },
  'session-too-long': { at: 'realm', worse: realm('ssoSessionIdleTimeout', 3_600), near: realm('ssoSessionMaxLifespan', 43_200) },
  'remembered-session-too-long': {
    at: 'realm',
    worse: realm('ssoSessionMaxLifespanRememberMe', 31_536_000),
    near: realm('ssoSessionMaxLifespanRememberMe', 604_800),
  },
  'offline-session-too-long': {
    at: 'realm',
    given: realm('offlineSessionMaxLifespanEnabled', true),
    worse: realm('offlineSessionMaxLifespanEnabled', false),
    near: realm('offlineSessionIdleTimeout', 86_400),
  },
  'refresh-token-reuse': {
    at: 'realm',
    given: realm('revokeRefreshToken', true),
    worse: realm('refreshTokenMaxReuse', 1),
    near: realm('refreshTokenMaxReuse'),
  },
  'code-too-long': { at: 'realm', worse: realm('accessCodeLifespan', 3_600), near: realm('accessCodeLifespan', 120) },
  'action-link-too-long': {
    at: 'realm',
    worse: realm('actionTokenGeneratedByUserLifespan', 86_400),
    near: realm('actionTokenGeneratedByUserLifespan', 1_800),
  },
  'refresh-token-for-service': {
    at: express,
    worse: set(express, ['attributes', 'client_credentials.use_refresh_token'], 'true'),
    near: set(express, ['attributes', 'client_credentials.use_refresh_token'], 'false'),
  },
  'revocation-undone': {
    at: 'realm',
    given: realm('notBefore', 1_764_240_000),
    worse: realm('notBefore', 0),
    near: realm('notBefore', 1_764_250_000),
  },
  'token-audience-wider': {
    at: express,
    given: audience('own', 'included.client.audience', 'lab-express'),
    worse: audience('any', 'included.custom.audience', '*'),
    near: audience('any', 'included.custom.audience', ''),
  },
  'token-audience-dropped': {
    at: express,
    given: audience('own', 'included.client.audience', 'lab-express'),
    worse: set(express, ['protocolMappers', 'own']),
    near: set(express, ['protocolMappers', 'own', 'config', 'id.token.claim'], 'true'),
  },
});
