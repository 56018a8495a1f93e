import { expect, test } from 'vitest';
import recorded from './fixtures/tokens-26.7.4.json' with { type: 'json' };
import { tokensReadable } from './tokens-readable.ts';
import { ApplicationTokens } from './tokens/application-tokens.ts';

const { check } = tokensReadable;
const judge = (now: ApplicationTokens) => check.judge({ now }, {}, { about: now.application, now: '2026-11-23T22:00:00Z' });

test('what was read is counted', () =>
  expect(judge(ApplicationTokens.parse(recorded.express))).toEqual({
    findings: [],
    facts: [
      { name: 'claims in the access token', value: 17 },
      { name: 'claims in the ID token', value: 17 },
      { name: 'claims in the user info', value: 8 },
      { name: 'claims in the access token, with all optional scopes', value: 18 },
      { name: 'claims in the ID token, with all optional scopes', value: 18 },
      { name: 'claims in the user info, with all optional scopes', value: 9 },
    ],
  }));

test('a back-end gets an access token alone', () =>
  expect(judge(ApplicationTokens.parse(recorded.service)).facts?.map(({ name }) => name)).toEqual([
    'claims in the access token',
    'claims in the access token, with all optional scopes',
  ]));

test('a client that is gone', () =>
  expect(judge({ application: 'express', realm: 'lab', clientId: 'lab-express', clientExists: false, documents: {} }).findings).toEqual([
    {
      code: 'keycloak-config/CLIENT_GONE',
      title: 'The realm has no client of the application',
      severity: 'fail',
      subject: 'application/express',
      message: 'The realm "lab" has no client "lab-express".',
      remedy: 'Restore the client, or correct clientId and realm of the application in scenarios/applications.',
    },
  ]));
