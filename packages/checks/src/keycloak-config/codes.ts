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
  CHANGE_OTHERWISE: {
    title: 'A change happened otherwise than the release announces',
    severity: 'fail',
    remedy: 'Correct the value in the admin console, or correct the expectedChanges of the release: one of the two was not approved.',
  },
  CHANGE_UNKNOWN_OBJECT: {
    title: 'The release announces a change of something that does not exist',
    severity: 'fail',
    remedy: 'Correct the name in the expectedChanges of the release; `verify snapshot` lists what there is.',
  },
  CHANGE_UNVERIFIABLE: {
    title: 'A change is announced that nobody can see',
    severity: 'warn',
    remedy: 'Have it confirmed by who made it: Keycloak does not show this value, or the gate may not read it.',
  },
  AMBIGUOUS: {
    title: 'Several objects have one name',
    severity: 'warn',
    remedy: 'Give them different names: nobody can tell which of them is which.',
  },
  PROMOTED_UNSEEN: {
    title: 'Nobody can see what was proven in the environment before',
    severity: 'fail',
    remedy: 'Run post-deploy there and keep its record in reports/, or name a run or a snapshot: --promoted-from.',
  },
  PROMOTED_OTHER_RELEASE: {
    title: 'What was proven in the environment before is another release',
    severity: 'fail',
    remedy: 'Deploy this release there first and run post-deploy, or name the run of this release: --promoted-from.',
  },
  PROMOTED_OTHER_CHANGES: {
    title: 'The release announced something else when it was proven in the environment before',
    severity: 'fail',
    remedy: 'Prove the changed release there again: post-deploy with the expectedChanges as they are now.',
  },
  PROMOTED_UNPROVEN: {
    title: 'A change that the release announces is not in place in the environment before',
    severity: 'fail',
    remedy: 'Make the change there first and run post-deploy, or take it out of the expectedChanges of the release.',
  },
  PROMOTED_ALREADY_HERE: {
    title: 'A change that the release announces is here already',
    severity: 'warn',
    remedy: 'Ask who made it: post-deploy will find that it was there before.',
  },
  PROMOTED_ON_OTHER_GROUND: {
    title: 'What the release was tried on is configured otherwise than what it comes to',
    severity: 'warn',
    remedy: 'Ask whether the trial says anything about this: bring the two into line, or accept the difference with a waiver.',
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
  SECRET_RENEWED: {
    title: 'A secret was made anew, which the release does not announce',
    severity: 'fail',
    remedy: "Whoever has the old one is locked out: give the application the new one, and announce it in the release's expectedChanges.",
  },
  SECRET_PERHAPS_CHANGED: {
    title: 'Something was saved whose secret nobody can compare, and nothing else of it changed',
    severity: 'warn',
    remedy: 'Ask who saved it whether the secret is another one: Keycloak does not show it.',
  },
  ADMINISTRATOR_MADE: {
    title: 'Somebody was given the right to administer the realm',
    severity: 'warn',
    remedy: 'Ask who gave it, and whether it is meant to last: users are no part of a release.',
  },
  ASSIGNMENTS_LOST: {
    title: 'An object has lost everybody who hung on it',
    severity: 'fail',
    remedy:
      'Ask who changed it: most likely it was deleted and made anew. Give it to its users again, from a backup or whatever assigns it; or restore the database (rollback plan B).',
    doc: 'A warning where there were one or two, and of offline sessions',
  },
  CLAIM_LOST: {
    title: "An application's token has lost a claim",
    severity: 'fail',
    remedy: "Look at the mappers, scopes and roles of the application's client, and give the claim back.",
  },
  CLAIM_GAINED: {
    title: "An application's token has a claim that it did not have",
    severity: 'fail',
    remedy: "Look at the mappers and scopes of the application's client, and take the claim away.",
  },
  CLAIM_CHANGED: {
    title: "A claim in an application's token says something else",
    severity: 'fail',
    remedy: "Look at the roles, groups, mappers and scopes of the application's client.",
  },
  CLIENT_GONE: {
    title: 'The realm has no client of the application',
    severity: 'fail',
    remedy: 'Restore the client, or correct clientId and realm of the application in scenarios/applications.',
  },
  SAMPLE_USER_MISSING: {
    title: 'The realm has no user to look at the tokens for',
    severity: 'fail',
    remedy: 'Declare, as `user` of the application, a test user who is in its realm under that name; a back-end needs its service account.',
    final: true,
  },
  WEAKENED: {
    title: 'A change made the configuration weaker',
    severity: 'fail',
    remedy: "Undo it, or announce it in the release's expectedChanges; `docs/risk-rules.md` says why each rule is there.",
    doc: 'The subject names the rule behind its `#`',
  },
  WEAKENED_SLIGHTLY: {
    title: 'A change made the configuration a little weaker',
    severity: 'warn',
    remedy: "Undo it, or announce it in the release's expectedChanges; `docs/risk-rules.md` says why each rule is there.",
    doc: 'The subject names the rule behind its `#`',
  },
  WEAKENED_AS_ANNOUNCED: {
    title: 'The release makes the configuration weaker, as it announces',
    severity: 'warn',
    remedy: 'Make sure that whoever approved the release knows; nothing else is to be done.',
  },
  WEAKENED_BY_UPGRADE: {
    title: 'The upgrade makes the configuration weaker by itself',
    severity: 'info',
    remedy: "Read the upgrading guide of Keycloak's version: what it sets can be set otherwise.",
  },
  ALREADY_WEAK: {
    title: 'The configuration has a weak point',
    severity: 'warn',
    remedy: 'Mend it when time allows: `docs/risk-rules.md` says how, and why each rule is there.',
  },
  REALM_MISSING: {
    title: 'The realm does not exist',
    severity: 'fail',
    remedy: 'Correct keycloak.realms of the environment, or restore the realm.',
  },
  PROVIDER_GONE: {
    title: 'A provider that the server had before the release is gone',
    severity: 'fail',
    remedy: 'Build the image with the extension that brings it, in a version for this Keycloak; or take back whatever switches it off.',
  },
  THEME_GONE: {
    title: 'A theme that the server had before the release is gone',
    severity: 'fail',
    remedy: 'Build the image with the theme. Until then Keycloak shows its own pages in its place.',
  },
  FEATURE_GONE: {
    title: 'A feature that was on before the release is not on now',
    severity: 'fail',
    remedy: 'Build the image with it (`--features`), under the name that it has in this version.',
  },
  HASH_ALGORITHM_GONE: {
    title: 'The server can no longer check passwords that are hashed in a way that it knew',
    severity: 'fail',
    remedy: 'Build the image with the provider of that algorithm: whoever has such a password cannot log in.',
  },
  PROVIDER_MISSING: {
    title: 'The realm names a provider that the server does not have',
    severity: 'fail',
    remedy: 'Build the image with the extension that brings it, or take the name out of the realm.',
  },
  THEME_MISSING: {
    title: 'The realm names a theme that the server does not have',
    severity: 'fail',
    remedy: 'Build the image with the theme, or choose another: Keycloak shows its own pages in its place.',
  },
  UPGRADE_NOT_RECORDED: {
    title: 'Nobody recorded what an upgrade between these versions changes by itself',
    severity: 'fail',
    remedy:
      'Look at these changes, and announce those that the upgrade makes in the expectedChanges of the release: `verify diff --as-expected` writes the lines. `scripts/record-upgrades.ts` records other versions.',
    doc: 'Recorded are upgrades between 24.0, 25.0, 26.4 and 26.7',
  },
  SERVER_INFO_REDUCED: {
    title: 'The server does not tell what it is made of',
    severity: 'fail',
    remedy: 'Give the service account of the gate the role view-realm; the versions that are known tell it then.',
  },
  CREDENTIALS_REFUSED: {
    title: "The gate's service account was refused",
    severity: 'fail',
    remedy: 'Correct gate.admin of the environment: its realm, client and secret; the client needs the client-credentials grant.',
  },
  FORBIDDEN: { title: 'The gate may not read a part of the configuration', severity: 'fail', remedy: right },
  FILTERED: { title: 'A list came back without what is always in it', severity: 'fail', remedy: right },
  ROLES_TOO_WIDE: {
    title: "The gate's reader can do more than read",
    severity: 'warn',
    remedy: 'Take the role from its service account: `docs/adopting.md` lists those that it needs, and it needs no other.',
  },
  ROLES_UNTOLD: {
    title: 'Nobody tells which roles the reader has',
    severity: 'fail',
    remedy:
      'Give the client the default client scope `roles` and no lightweight access tokens, or its service account view-clients and view-users in its own realm.',
  },
  READER_OUT_OF_REACH: {
    title: 'The reader is a client of a realm from which it can have no role in this one',
    severity: 'fail',
    remedy: 'Make the reader a client of realm master, or declare an environment of its own for the realm.',
  },
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
