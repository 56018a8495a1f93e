import { describe, expect, test } from 'vitest';
import { authenticationRules } from './authentication.ts';
import { sampleRealm } from './sample-realm.ts';
import { both, drop, found, set, tried } from './trial.ts';

const realm = (name: string, value?: number | boolean | string) => set('realm', [name], value);
const flow = 'flow/login';
const requirement = (step: string, value: string) => set(flow, ['executions', step, 'requirement'], value);

tried(authenticationRules, {
  'brute-force-off': { at: 'realm', worse: realm('bruteForceProtected', false), near: realm('bruteForceStrategy', 'LINEAR') },
  'brute-force-looser': {
    at: 'realm',
    worse: both(realm('failureFactor', 30), realm('maxFailureWaitSeconds', 60)),
    near: both(realm('failureFactor', 3), realm('maxFailureWaitSeconds', 3_600)),
  },
  'one-time-code-weaker': { at: 'realm', worse: realm('otpPolicyCodeReusable', true), near: realm('otpPolicyDigits', 8) },
  'passkey-without-user': {
    at: 'realm',
    worse: realm('webAuthnPolicyPasswordlessUserVerificationRequirement', 'preferred'),
    near: realm('webAuthnPolicyUserVerificationRequirement', 'required'),
  },
  'required-action-off': {
    at: 'required-action/CONFIGURE_TOTP',
    worse: set('required-action/CONFIGURE_TOTP', ['enabled'], false),
    near: set('required-action/delete_credential', ['enabled'], false),
  },
  'login-step-weaker': { at: flow, worse: requirement('second factor', 'DISABLED'), near: requirement('auth-cookie', 'DISABLED') },
  'login-step-open': {
    at: 'flow/first broker login',
    worse: set('flow/first broker login', ['executions'], { 'idp-auto-link': { requirement: 'ALTERNATIVE' } }),
    near: set('flow/first broker login', ['executions'], { 'idp-auto-link': { requirement: 'DISABLED' } }),
    given: set('flow/first broker login', ['executions'], { 'idp-confirm-link': { requirement: 'ALTERNATIVE' } }),
  },
  'level-of-login-lower': {
    at: 'realm',
    given: set('realm', ['attributes', 'acr.loa.map'], { silver: '1', gold: '2' }),
    worse: set('realm', ['attributes', 'acr.loa.map'], { silver: '1', gold: '1' }),
    near: set('realm', ['attributes', 'acr.loa.map'], { silver: '1', gold: '3', platinum: '1' }),
  },
});

test('a step that is taken away is one that nobody has to take', () =>
  expect(found(sampleRealm.objects, set(flow, ['executions', 'second factor'])(sampleRealm.objects))).toEqual([
    {
      code: 'keycloak-config/WEAKENED',
      title: 'A change made the configuration weaker',
      severity: 'fail',
      subject: 'realm/lab/flow/login#login-step-weaker',
      message:
        'A login can go around a step that it had to take. flow/login: executions.second factor.requirement: - CONDITIONAL. A step that is required, or required under a condition, guards a login only as long as there is no way around it.',
      remedy:
        "Set the requirement of the step back in Authentication > Flows. Where it is wanted, announce it in the release's expectedChanges.",
      actual: { rule: 'login-step-weaker', changes: ['executions.second factor.requirement: - CONDITIONAL'] },
    },
  ]));

test('a flow that is gone has no steps to go around', () =>
  expect(found(sampleRealm.objects, drop(flow)(sampleRealm.objects))).toEqual([]));

test('an action that is taken away is one that users are not asked to do', () =>
  expect(found(sampleRealm.objects, drop('required-action/UPDATE_PASSWORD')(sampleRealm.objects))).toMatchObject([
    { subject: 'realm/lab/required-action/UPDATE_PASSWORD#required-action-off', actual: { changes: ['it is gone'] } },
  ]));

describe('a stronger login is asked for by less', () => {
  const portal = 'client/lab-express';
  const gold = set(flow, ['executions', 'level'], { requirement: 'REQUIRED', config: { values: { 'loa-max-age': '300' } } });
  const maxAge = set(flow, ['executions', 'level', 'config', 'values', 'loa-max-age'], '36000');
  const map = (level: string) => set(portal, ['attributes', 'acr.loa.map'], { gold: level });
  test.each([
    ['a level that holds for longer', gold, maxAge, flow],
    ["a client's own names of levels", map('2'), map('1'), portal],
    [
      'what a client asks for at least',
      set(portal, ['attributes', 'minimum.acr.value'], 'gold'),
      set(portal, ['attributes', 'minimum.acr.value']),
      portal,
    ],
  ])('%s', (_what, given, worse, object) => {
    const before = given(sampleRealm.objects);
    expect(found(before, worse(before)).map(({ subject }) => subject)).toEqual([`realm/lab/${object}#level-of-login-lower`]);
    expect(found(worse(before), before)).toEqual([]);
  });
});
