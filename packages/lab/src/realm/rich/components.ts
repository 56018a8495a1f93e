import type { JsonObject } from '@keycloak-release-gate/core';
import { richSecrets } from './secrets.ts';

/** A component with those below it. */
export interface RichComponent {
  readonly representation: JsonObject & { readonly name: string };
  readonly below?: readonly RichComponent[];
}

const storage = 'org.keycloak.storage.UserStorageProvider';
const storageMapper = 'org.keycloak.storage.ldap.mappers.LDAPStorageMapper';
const keys = 'org.keycloak.keys.KeyProvider';
const registration = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy';

/** Each value of a component's configuration is a list. */
const config = (values: Readonly<Record<string, string | readonly string[]>>): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));

export const richComponents: readonly RichComponent[] = [
  {
    // Disabled, so that nothing ever tries to reach it.
    representation: {
      name: 'directory',
      providerId: 'ldap',
      providerType: storage,
      config: config({
        enabled: 'false',
        priority: '3',
        vendor: 'other',
        editMode: 'READ_ONLY',
        importEnabled: 'true',
        syncRegistrations: 'false',
        connectionUrl: 'ldaps://directory.rich.example',
        authType: 'simple',
        bindDn: 'cn=reader,dc=rich,dc=example',
        bindCredential: richSecrets.directory,
        usersDn: 'ou=people,dc=rich,dc=example',
        userObjectClasses: 'inetOrgPerson, organizationalPerson',
        usernameLDAPAttribute: 'uid',
        rdnLDAPAttribute: 'uid',
        uuidLDAPAttribute: 'entryUUID',
        searchScope: '2',
        pagination: 'true',
        batchSizeForSync: '500',
        fullSyncPeriod: '-1',
        changedSyncPeriod: '-1',
        cachePolicy: 'MAX_LIFESPAN',
        maxLifespan: '3600000',
        useTruststoreSpi: 'always',
        connectionPooling: 'true',
        validatePasswordPolicy: 'false',
        trustEmail: 'false',
      }),
    },
    below: [
      {
        representation: {
          name: 'department',
          providerId: 'user-attribute-ldap-mapper',
          providerType: storageMapper,
          config: config({
            'ldap.attribute': 'departmentNumber',
            'user.model.attribute': 'department',
            'read.only': 'true',
            'always.read.value.from.ldap': 'true',
            'is.mandatory.in.ldap': 'false',
          }),
        },
      },
      {
        representation: {
          name: 'groups',
          providerId: 'group-ldap-mapper',
          providerType: storageMapper,
          config: config({
            'groups.dn': 'ou=groups,dc=rich,dc=example',
            'group.name.ldap.attribute': 'cn',
            'group.object.classes': 'groupOfNames',
            'preserve.group.inheritance': 'true',
            'membership.ldap.attribute': 'member',
            'membership.attribute.type': 'DN',
            'membership.user.ldap.attribute': 'uid',
            mode: 'READ_ONLY',
            'user.roles.retrieve.strategy': 'LOAD_GROUPS_BY_MEMBER_ATTRIBUTE',
            'groups.path': '/',
          }),
        },
      },
    ],
  },
  {
    representation: {
      name: 'elliptic',
      providerId: 'ecdsa-generated',
      providerType: keys,
      config: config({ priority: '150', enabled: 'true', active: 'true', ecdsaEllipticCurveKey: 'P-256' }),
    },
  },
  {
    representation: {
      name: 'old rsa',
      providerId: 'rsa-generated',
      providerType: keys,
      config: config({ priority: '50', enabled: 'true', active: 'false', keySize: '2048', algorithm: 'RS256' }),
    },
  },
  {
    representation: {
      name: 'only our hosts',
      providerId: 'trusted-hosts',
      providerType: registration,
      subType: 'authenticated',
      config: config({
        'trusted-hosts': ['rich.example', 'partner.example'],
        'host-sending-registration-request-must-match': 'true',
        'client-uris-must-match': 'true',
      }),
    },
  },
];
