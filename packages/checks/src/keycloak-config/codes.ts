import { defineCodes } from '@keycloak-release-gate/core';

export const codes = defineCodes('keycloak-config', {
  UNEXPECTED_CHANGE: {
    title: 'The configuration changed in a way that the release does not announce',
    severity: 'fail',
    remedy:
      'Find out who changed it (admin events, realm settings → Events). Undo it, or add it to the expected changes of the release with a reason.',
    doc: 'The configuration before and after the deploy is compared object by object. What an upgrade of Keycloak changes by itself is known and named; everything else must be announced by the release.',
  },
  EXPECTED_CHANGE_MISSING: {
    title: 'A change that the release announces has not been made',
    severity: 'fail',
    remedy:
      'Make the change in the admin console, or correct the release: an announced change that is not there was forgotten, or was made in another realm.',
  },
  NOT_AS_BEFORE: {
    title: 'The configuration is not what it was before the release',
    severity: 'fail',
    remedy:
      'Restore the old configuration: redo what is missing, undo what is left of the release. After plan B, check that the right backup was restored.',
  },
  RECREATED: {
    title: 'An object was deleted and made again',
    severity: 'fail',
    remedy: 'It has the same name and another id: whoever was assigned to it is not any more. Restore it from the backup, or assign anew.',
  },
  REALM_MISSING: {
    title: 'The realm does not exist',
    severity: 'fail',
    remedy: 'Check the name of the realm in the environment file; if it is right, the realm was deleted or the wrong database is used.',
  },

  // What could not be seen.
  UNREACHABLE: {
    title: 'The admin API could not be reached',
    severity: 'fail',
    remedy: 'Check `keycloak.adminUrl` in the environment file, and that this machine may reach it: /admin is often not public.',
  },
  CREDENTIALS_REFUSED: {
    title: "Keycloak refused the gate's client",
    severity: 'fail',
    remedy:
      'Check realm, client id and secret of `gate.admin` in the environment file, and that the client is enabled and has a service account.',
  },
  NOT_ALLOWED: {
    title: "The gate's client may not read this",
    severity: 'fail',
    remedy:
      'Give its service account the role that is named: realm → Clients → the gate’s client → Service account roles → realm-management.',
  },
  SERVER_ERROR: {
    title: 'The admin API answered with an error',
    severity: 'fail',
    remedy: 'Look in the log of the Keycloak pods; run it again once Keycloak is ready.',
  },
  NOT_THE_ADMIN_API: {
    title: 'Something else than the admin API answered',
    severity: 'fail',
    remedy: 'A proxy or a login page stands before /admin: name an address in `keycloak.adminUrl` where the admin API itself answers.',
  },
  LIST_SUSPECT: {
    title: 'A list came back without what must be in it',
    severity: 'fail',
    remedy:
      "The gate's client lacks a role, so that Keycloak leaves out what it may not see: give its service account view-clients and view-realm.",
  },
  NAME_AMBIGUOUS: {
    title: 'Two objects have the same name',
    severity: 'fail',
    remedy: 'Rename one of them: by name they cannot be told apart.',
  },
  SECRET_NOT_COMPARABLE: {
    title: 'Whether a secret changed cannot be seen',
    severity: 'fail',
    remedy: 'Look in the admin events whether it was rotated.',
  },
  NO_RELEASE: {
    title: 'No release was named',
    severity: 'fail',
    remedy: 'Name it with --release: its expected changes are what the configuration is compared with.',
  },
});
