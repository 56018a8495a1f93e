import { defineCodes } from '@keycloak-release-gate/core';

const right = 'Give the service account of the gate the role that is named, of the client realm-management.';

/** What can be wrong with a realm's configuration, or could not be seen of it. */
export const codes = defineCodes('keycloak-config', {
  UNEXPECTED_CHANGE: {
    title: 'The configuration changed in a way that the release does not announce',
    severity: 'fail',
    remedy: 'Ask who changed it: undo it, or add it to the expectedChanges of the release.',
  },
  CHANGE_MISSING: {
    title: 'A change that the release announces did not happen',
    severity: 'fail',
    remedy: 'Make the change in the admin console, or take it out of the expectedChanges of the release.',
  },
  NOT_AS_BEFORE: {
    title: 'The configuration is not what it was before the release',
    severity: 'fail',
    remedy: 'Restore what differs: in the admin console, or with the database (rollback plan B).',
  },
  RECREATED: {
    title: 'An object has the same name and another id: it was deleted and made anew',
    severity: 'fail',
    remedy: 'What hung on the old one (role mappings, consents, sessions) is gone: restore the database (rollback plan B).',
  },
  REALM_MISSING: {
    title: 'The realm does not exist',
    severity: 'fail',
    remedy: 'Correct keycloak.realms of the environment, or restore the realm.',
  },
  CREDENTIALS_REFUSED: {
    title: "The gate's service account was refused",
    severity: 'fail',
    remedy: 'Correct gate.admin of the environment: its realm, client and secret; the client needs the client-credentials grant.',
  },
  FORBIDDEN: { title: 'The gate may not read a part of the configuration', severity: 'fail', remedy: right },
  FILTERED: { title: 'A list came back without what is always in it', severity: 'fail', remedy: right },
  UNREACHABLE: {
    title: 'The admin API cannot be reached',
    severity: 'fail',
    remedy: 'Look at the address (keycloak.adminUrl), the network and the proxy.',
  },
  NOT_KEYCLOAK: {
    title: 'Something else than the admin API answered',
    severity: 'fail',
    remedy: 'Look at keycloak.adminUrl: /admin is often closed at the public address.',
  },
  SERVER_ERROR: { title: 'The admin API answered with an error', severity: 'fail', remedy: "Look at Keycloak's log." },
});
