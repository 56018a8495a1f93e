import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import type { RealmConfiguration } from './evidence.ts';
import { recordedServer, recordedUpgrades } from './fixtures/recorded-upgrades.ts';
import { providersPresent } from './providers-present.ts';

const { check } = providersPresent('shop');
const judge = (version: string, now: RealmConfiguration) =>
  check.judge({ server: recordedServer(version), now }, {}, { now: '2026-11-27T08:00:00.000Z' });

const looks = recordedUpgrades().flatMap(({ realm, from, to, before, now }) => [[realm, from, before] as const, [realm, to, now] as const]);

test.each(looks)('%s on %s: all that the realm names is there', (_realm, version, configuration) => {
  const { findings, facts } = judge(version, configuration);
  // Keycloak's own policy of earlier versions, which 26.7 keeps and can no longer ask.
  const stale = Object.keys(configuration.objects).includes('authorization/payments') && version === '26.7.4';
  expect(findings.map(({ severity, message }) => [severity, message])).toEqual(
    stale ? [['warn', 'authorization/payments: policies.Default Policy.type names js, and the server has no such provider (policy).']] : [],
  );
  expect(Number(facts?.[0]?.value)).toBeGreaterThan(50);
});

const realm = (objects: Readonly<Record<string, Json>>): RealmConfiguration => ({
  realm: 'shop',
  exists: true,
  objects,
  ids: {},
  ambiguous: [],
  unreadable: [],
});
const messages = (objects: Readonly<Record<string, Json>>) =>
  judge('26.7.4', realm(objects)).findings.map(({ code, message }) => [code, message]);

test('a listener that the image lacks', () => {
  expect(judge('26.7.4', realm({ events: { eventsListeners: ['audit-trail', 'jboss-logging'] } }))).toEqual({
    findings: [
      {
        code: 'keycloak-config/PROVIDER_MISSING',
        title: 'The realm names a provider that the server does not have',
        severity: 'fail',
        subject: 'realm/shop/events',
        message: 'events: eventsListeners names audit-trail, and the server has no such provider (eventsListener).',
        remedy: 'Build the image with the extension that brings it, or take the name out of the realm.',
      },
    ],
    facts: [
      { name: 'providers and themes that the realm names', value: 2 },
      { name: 'on, and seen by nobody who may only look', value: 'workflows: what they do to users is not compared' },
    ],
  });
});

test('workflows are not compared, which is told where they are on', () =>
  expect(
    ['26.4.0', '26.7.4'].map((version) => judge(version, realm({})).facts?.some(({ value }) => String(value).startsWith('workflows'))),
  ).toEqual([false, true]));

describe('whatever else a realm names', () => {
  const missing: readonly (readonly [string, Readonly<Record<string, JsonObject>>, string])[] = [
    ['a theme', { realm: { loginTheme: 'company' } }, 'realm: loginTheme names company, and the server has no such theme (login).'],
    [
      'a theme of one client',
      { 'client/portal': { attributes: { login_theme: 'company' } } },
      'client/portal: attributes.login_theme names company, and the server has no such theme (login).',
    ],
    [
      'an authenticator',
      { 'flow/browser': { executions: { 'sms-code (2)': { requirement: 'REQUIRED' } }, order: ['sms-code (2)'] } },
      'flow/browser: executions.sms-code (2) names sms-code, and the server has no such provider (authenticator, client-authenticator, form-action, form-authenticator).',
    ],
    [
      'a mapper',
      { 'client-scope/department': { protocolMappers: { department: { protocolMapper: 'company-department' } } } },
      'client-scope/department: protocolMappers.department.protocolMapper names company-department, and the server has no such provider (protocol-mapper).',
    ],
    [
      'an identity provider',
      { 'identity-provider/eid': { providerId: 'belgian-eid', enabled: true } },
      'identity-provider/eid: providerId names belgian-eid, and the server has no such provider (identity_provider, social).',
    ],
    [
      'a user store',
      { 'component/UserStorageProvider/legacy': { providerId: 'legacy-users', config: { enabled: ['true'] } } },
      'component/UserStorageProvider/legacy: providerId names legacy-users, and the server has no such provider.',
    ],
    [
      'a policy of authorization',
      { 'authorization/payments': { policies: { office: { type: 'js' } } } },
      'authorization/payments: policies.office.type names js, and the server has no such provider (policy).',
    ],
    [
      'an algorithm for passwords',
      { realm: { passwordPolicy: 'length(12) and hashAlgorithm(legacy-md5) and notUsername(undefined)' } },
      'realm: passwordPolicy names legacy-md5, and the server has no such provider (password-hashing).',
    ],
  ];
  test.each(missing)('%s', (_name, objects, message) => {
    const code = message.includes('no such theme') ? 'keycloak-config/THEME_MISSING' : 'keycloak-config/PROVIDER_MISSING';
    expect(messages(objects)).toEqual([[code, message]]);
  });

  test('what is disabled needs nothing', () => {
    expect(
      messages({
        'identity-provider/eid': { providerId: 'belgian-eid', enabled: false },
        'component/UserStorageProvider/legacy': { providerId: 'legacy-users', config: { enabled: ['false'] } },
        'required-action/terms': { providerId: 'company-terms', enabled: false },
        'flow/browser': { executions: { 'sms-code': { requirement: 'DISABLED' } } },
      }),
    ).toEqual([]);
  });
});

test('a realm that is not there', () => {
  const { findings } = judge('26.7.4', { ...realm({}), exists: false });
  expect(findings.map(({ code }) => code)).toEqual(['keycloak-config/REALM_MISSING']);
});
