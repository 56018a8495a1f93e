import { isPlain } from './addresses.ts';
import { level, off, ranked } from './level.ts';
import { administrativeIn, roleOfText, rolesOf } from './role-graph.ts';
import type { Objects, Rule, Spot } from './rule.ts';
import { gainedThrough, onlyChanges } from './spots.ts';
import { isOn, objectsOf, textOf, valueAt } from './values.ts';
import type { Named } from './values.ts';

const isDirectory = ({ name, object }: Named): boolean => name.startsWith('UserStorageProvider/') && object['providerId'] === 'ldap';

const unencrypted: Rule = {
  id: 'ldap-not-encrypted',
  title: 'Keycloak asks a directory over an unencrypted connection',
  why: "The users' passwords, and Keycloak's own, can be read on the way.",
  source: 'RFC 4513 section 3; Keycloak Server Administration Guide, "Connecting to LDAP over SSL"',
  severity: 'fail',
  remedy: 'Enter the "Connection URL" with ldaps, or switch "Enable StartTLS" on.',
  transport: true,
  ...level({
    kind: 'component',
    about: isDirectory,
    attributes: [
      {
        path: ['config', 'connectionUrl'],
        weakness: (value, object) =>
          textOf(value)
            .split(/\s+/)
            .some((url) => isPlain(url, 'ldap')) && !isOn(valueAt(object, ['config', 'startTls']))
            ? 1
            : 0,
      },
    ],
  }),
};

const passwordPolicy: Rule = {
  id: 'ldap-password-policy-off',
  title: 'New passwords in a directory are no longer checked by the password policy of the realm',
  why: 'Users of the directory may then choose what others may not.',
  source: 'Keycloak Server Administration Guide, "Validate password policy"',
  severity: 'fail',
  remedy: 'Switch "Validate password policy" of the user federation on again.',
  ...onlyChanges(level({ kind: 'component', about: isDirectory, attributes: [off('config', 'validatePasswordPolicy')], newcomers: false })),
};

const certificates: Rule = {
  id: 'ldap-certificate-unchecked',
  title: 'The certificate of a directory is checked by less than the truststore',
  why: 'Somebody else can then answer in the place of the directory.',
  source: 'Keycloak Server Administration Guide, "Use Truststore SPI"',
  severity: 'warn',
  remedy: 'Set "Use Truststore SPI" of the user federation back to Always.',
  ...onlyChanges(
    level({
      kind: 'component',
      about: isDirectory,
      attributes: [ranked(['always', 'ldapsOnly', 'never'], ['config', 'useTruststoreSpi'])],
      newcomers: false,
    }),
  ),
};

const writable: Rule = {
  id: 'ldap-writable',
  title: 'Keycloak may write into a directory that it only read',
  why: 'Whoever administers Keycloak, or edits an account there, then changes what other systems read.',
  source: 'Keycloak Server Administration Guide, "LDAP storage mode"',
  severity: 'warn',
  remedy: 'Set "Edit mode" of the user federation back to READ_ONLY.',
  ...onlyChanges(
    level({
      kind: 'component',
      about: isDirectory,
      attributes: [ranked(['READ_ONLY', 'UNSYNCED', 'WRITABLE'], ['config', 'editMode'])],
      newcomers: false,
    }),
  ),
};

/** Mappers that give every user of a directory a role, or take all roles from it. */
const givenRoles = (objects: Objects): readonly Spot[] =>
  objectsOf(objects, 'component')
    .filter(({ name }) => name.startsWith('LDAPStorageMapper/'))
    .flatMap(({ key, object }) => {
      const role = roleOfText(objects, textOf(valueAt(object, ['config', 'role'])));
      const path = textOf(valueAt(object, ['config', 'group'])).replace(/^\//, '');
      const ofGroup = objectsOf(objects, 'group')
        .filter(({ name }) => path === name || path.startsWith(`${name}/`))
        .flatMap((group) => rolesOf(group.object));
      return administrativeIn(objects, [...(role === undefined ? [] : [role]), ...ofGroup]).map((value) => ({
        object: key,
        attribute: 'config',
        value,
      }));
    });

const administrators: Rule = {
  id: 'directory-makes-administrators',
  title: 'All users of a directory get a role that administers the realm',
  why: 'Whoever has an account in the directory can then change the realm or take over its users.',
  source:
    'Keycloak Server Administration Guide, "Hardcoded role mapper"; the counterpart of kcwarden ServiceAccountWithSensitiveRole (monitor)',
  severity: 'fail',
  remedy: 'Remove the mapper of the user federation.',
  ...gainedThrough(['component', 'realm', 'role', 'client-role', 'group'], givenRoles),
};

export const federationRules: readonly Rule[] = [unencrypted, passwordPolicy, certificates, writable, administrators];
