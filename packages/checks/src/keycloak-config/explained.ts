import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import type { Difference } from './diff.ts';

export interface Upgrade {
  readonly from: string;
  readonly to: string;
}

/** Why an upgrade makes a change by itself. */
interface Explanation {
  /** The release that began to make the change: it explains upgrades that cross it, and no other. */
  readonly since: readonly [major: number, minor: number];
  readonly why: string;
  /** True for just this change, from the value that it starts from to the value that it makes. */
  readonly fits: (difference: Difference) => boolean;
}

const seen = 'seen when the lab was upgraded from 26.4.0 to 26.7.4';

/** A field that the new server shows, with the value that it has where nothing was configured. */
const newField =
  (object: string | RegExp, attribute: string, value: Json): Explanation['fits'] =>
  (difference) =>
    matches(object, difference.object) &&
    difference.attribute === attribute &&
    difference.before === undefined &&
    canonicalJson(difference.after) === canonicalJson(value);

/**
 * Recorded by upgrading the lab's realms from 26.4.0 to 26.7.4, and given to 26.7 as a whole. Each says what was there before, so
 * that an edit by hand on the same path still shows.
 */
const explanations: readonly Explanation[] = [
  {
    since: [26, 7],
    why: `26.7 adds the client scope AuthnContextClassRef for SAML (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      object === 'client-scope/AuthnContextClassRef' &&
      attribute === undefined &&
      before === undefined &&
      isObject(after) &&
      after['protocol'] === 'saml',
  },
  {
    since: [26, 7],
    why: '26.7 gives the scope AuthnContextClassRef to every SAML client (Keycloak migration to 26.7)',
    fits: ({ object, attribute, before, after }) =>
      object.startsWith('client/') &&
      attribute === 'defaultClientScopes' &&
      onlyGained(isList(before) ? before : [], after, /^AuthnContextClassRef$/),
  },
  {
    since: [26, 7],
    why: `26.7 tells what an identity provider is used for (${seen})`,
    fits: newField(/^identity-provider\//, 'types', providerTypes()),
  },
  {
    since: [26, 7],
    why: `26.7 no longer shows this field of identity providers (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      object.startsWith('identity-provider/') && attribute === 'updateProfileFirstLoginMode' && before === 'on' && after === undefined,
  },
  { since: [26, 7], why: `a new setting of 26.7, at its default (${seen})`, fits: newField('realm', 'maxSecondaryAuthFailures', 0) },
  { since: [26, 7], why: `a new setting of 26.7, at its default (${seen})`, fits: newField('realm', 'scimApiEnabled', false) },
  {
    since: [26, 7],
    why: `a new setting of 26.7, at its default (${seen})`,
    fits: newField('realm', 'webAuthnPolicyPasswordlessResidentKey', 'required'),
  },
  {
    since: [26, 7],
    why: `a new setting of 26.7, at its default (${seen})`,
    fits: newField('realm', 'webAuthnPolicyResidentKey', 'not specified'),
  },
  {
    since: [26, 7],
    why: `26.7 puts CONFIGURE_TOTP and UPDATE_PASSWORD behind VERIFY_EMAIL (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      object === 'required-action-order' &&
      attribute === 'order' &&
      isList(before) &&
      isList(after) &&
      movedBehindVerifyEmail(before, after),
  },
  {
    since: [26, 7],
    why: `26.7 gives the scope AuthnContextClassRef to clients that are made later (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      object === 'scopes-of-new-clients' &&
      attribute === 'default' &&
      isList(before) &&
      onlyGained(before, after, /^AuthnContextClassRef$/),
  },
  {
    since: [26, 7],
    why: `26.7 adds the roles for organizations (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      organizationRole.test(object) &&
      attribute === undefined &&
      before === undefined &&
      isObject(after) &&
      canonicalJson(after['composites'] ?? []) === canonicalJson(ownComposites(object)),
  },
  {
    since: [26, 7],
    why: `26.7 gives the roles for organizations to the administrators of realms (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      (object === 'client-role/realm-management:realm-admin' || object === 'role/admin') &&
      attribute === 'composites' &&
      isList(before) &&
      onlyGained(before, after, organizationRole),
  },
  {
    since: [26, 7],
    why: `26.7 tells this by webAuthnPolicyPasswordlessResidentKey (${seen})`,
    fits: ({ object, attribute, before, after }) =>
      object === 'realm' && attribute === 'webAuthnPolicyPasswordlessRequireResidentKey' && before === 'Yes' && after === 'not specified',
  },
];

/** Of the clients by which realms are administered: each realm's own, and in realm master one for each realm. */
const organizationRole = /^client-role\/(?:realm-management|[^:]+-realm):(?:manage|query|view)-organizations$/;

/** Who may view organizations may also look for them. */
const ownComposites = (object: string): Json => (object.endsWith(':view-organizations') ? [object.replace(':view-', ':query-')] : []);

/** True where the list has all that it had, and beside it only members that fit. */
function onlyGained(before: readonly Json[], after: Json | undefined, fits: RegExp): boolean {
  if (!isList(after) || after.length === before.length) return false;
  const had = new Set(before);
  const gained = after.filter((item) => !had.has(item));
  return gained.length === after.length - before.length && gained.every((item) => typeof item === 'string' && fits.test(item));
}

/** In the order of the normalised list. */
function providerTypes(): Json {
  return ['CLIENT_ASSERTION', 'EXCHANGE_EXTERNAL_TOKEN', 'JWT_AUTHORIZATION_GRANT', 'TRUST_MATERIAL', 'USER_AUTHENTICATION'];
}

const moved = ['CONFIGURE_TOTP', 'UPDATE_PASSWORD'];

function movedBehindVerifyEmail(before: readonly Json[], after: readonly Json[]): boolean {
  const others = canonicalJson(without(before, moved)) === canonicalJson(without(after, moved));
  return others && before.length === after.length && moved.every((action) => after.indexOf(action) > after.indexOf('VERIFY_EMAIL'));
}

const without = (list: readonly Json[], names: readonly string[]): Json =>
  list.filter((item) => typeof item !== 'string' || !names.includes(item));
const matches = (pattern: string | RegExp, text: string): boolean => (typeof pattern === 'string' ? pattern === text : pattern.test(text));
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why this difference is the upgrade's own doing; undefined where it is not. */
export function explain(difference: Difference, upgrade: Upgrade | undefined): string | undefined {
  if (!upgrade) return undefined;
  const from = minorOf(upgrade.from);
  const to = minorOf(upgrade.to);
  return explanations.find(({ since, fits }) => from < order(since) && to >= order(since) && fits(difference))?.why;
}

const order = ([major, minor]: readonly [number, number]): number => major * 1000 + minor;

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return order([major, minor]);
}
