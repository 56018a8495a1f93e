import type { Json } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { RealmConfiguration } from '../evidence.ts';
import recorded from '../fixtures/lab-26.7.4.json' with { type: 'json' };

const executions = (steps: Readonly<Record<string, string>>): Json => ({
  executions: Object.fromEntries(Object.entries(steps).map(([name, requirement]) => [name, { requirement }])),
  order: Object.keys(steps),
});

/** Objects of kinds that the recorded realm has none of. */
const others: Readonly<Record<string, Json>> = {
  events: {
    eventsEnabled: true,
    eventsExpiration: 604_800,
    eventsListeners: ['email', 'jboss-logging'],
    enabledEventTypes: ['LOGIN', 'LOGIN_ERROR', 'LOGOUT'],
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
  },
  'default-groups': { groups: ['/newcomers'] },
  'group/newcomers': { name: 'newcomers' },
  'group/staff': { name: 'staff', realmRoles: ['member'] },
  'group/staff/helpdesk': { name: 'helpdesk' },
  'service-account/lab-service': { enabled: true, roles: ['role/member'] },
  'authorization/admin-permissions': { policies: { 'look at users': { name: 'look at users', scopes: ['view'] } } },
  'flow/login': executions({ 'auth-cookie': 'ALTERNATIVE', 'auth-username-password-form': 'REQUIRED', 'second factor': 'CONDITIONAL' }),
  'identity-provider/ministry': {
    alias: 'ministry',
    providerId: 'saml',
    config: {
      validateSignature: 'true',
      wantAssertionsSigned: 'true',
      wantAssertionsEncrypted: 'true',
      singleSignOnServiceUrl: 'https://ministry.example/sso',
    },
  },
  'identity-provider-mapper/ministry:role': {
    name: 'role',
    identityProviderMapper: 'saml-role-idp-mapper',
    config: { role: 'member', syncMode: 'FORCE' },
  },
  'component/UserStorageProvider/directory': {
    name: 'directory',
    providerId: 'ldap',
    config: {
      connectionUrl: ['ldaps://directory.example'],
      editMode: ['READ_ONLY'],
      useTruststoreSpi: ['always'],
      validatePasswordPolicy: ['true'],
      trustEmail: ['false'],
    },
  },
  'component/KeyProvider/rsa': { name: 'rsa', providerId: 'rsa-generated', config: { keySize: ['3072'], priority: ['100'] } },
  'component/ClientRegistrationPolicy/anonymous/Trusted Hosts': {
    name: 'Trusted Hosts',
    providerId: 'trusted-hosts',
    subType: 'anonymous',
    config: {
      'client-uris-must-match': ['true'],
      'host-sending-registration-request-must-match': ['true'],
      'trusted-hosts': ['partner.example'],
    },
  },
  'client-policies': {
    policies: {
      money: {
        name: 'money',
        enabled: true,
        profiles: ['careful', 'confidential'],
        conditions: { 'client-roles': {}, order: ['client-roles'] },
      },
    },
    order: ['money'],
  },
  'client-profiles': {
    profiles: {
      careful: { name: 'careful', executors: { 'pkce-enforcer': {}, 'secure-session': {}, order: ['pkce-enforcer', 'secure-session'] } },
    },
    order: ['careful'],
  },
  'user-profile': {
    unmanagedAttributePolicy: 'ADMIN_VIEW',
    attributes: {
      department: { name: 'department', permissions: { view: ['admin', 'user'], edit: ['admin'] } },
      phone: {
        name: 'phone',
        permissions: { view: ['admin', 'user'], edit: ['admin', 'user'] },
        validations: { pattern: { pattern: '^[+0-9 ]+$' } },
      },
    },
    order: ['department', 'phone'],
  },
};

const realm = RealmConfiguration.parse(recorded);
const settings = z.record(z.string(), z.json()).parse(realm.objects['realm']);

/** A recorded realm, with something of every kind. */
export const sampleRealm: RealmConfiguration = {
  ...realm,
  objects: { ...realm.objects, ...others, realm: { ...settings, defaultRole: 'default-roles-lab' } },
};
