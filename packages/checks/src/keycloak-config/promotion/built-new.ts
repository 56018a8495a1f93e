import type { Json } from '@keycloak-release-gate/core';
import type { Difference, Objects } from '../diff/difference.ts';
import { isList, isObject } from '../diff/same.ts';
import { turned } from '../diff/turned.ts';
import { membersOf } from '../diff/words.ts';
import { explain } from '../explained.ts';
import { isBuiltFlow, isBuiltObject } from './built-in.ts';

interface Sides {
  readonly before: Objects;
  readonly now: Objects;
}

/**
 * Tells which lines come of one realm having been built on an older version than the other: upgrades leave much as it was built. A
 * line that says so is explained only where the realms themselves show that they were, and only from just the value that the older
 * version builds to just the one that the newer builds.
 */
export function builtNewNote({ before, now }: Sides): (difference: Difference) => string | undefined {
  const [first, second] = [birthmark(before), birthmark(now)];
  if (first === undefined || second === undefined || first === second) return () => undefined;
  const words = (why: string): string => `one realm was upgraded, the other built new: ${why}`;
  return (difference) => {
    const line = first < second ? difference : turned(difference);
    const sides = first < second ? { before, now } : { before: now, now: before };
    const built = marks.find((mark) => mark.fits(line, sides));
    if (built) return words(built.why);
    // An upgrade may also have given the older one what newer ones are built without.
    const ofUpgrade = explain(line, allUpgrades, sides) ?? explain(turned(line), allUpgrades, { before: sides.now, now: sides.before });
    return ofUpgrade === undefined ? undefined : words(ofUpgrade);
  };
}

const allUpgrades = { from: '1.0', to: '999.0' };

/**
 * How new the version is that the realm was built on, by what no upgrade changes and nobody edits: the descriptions of built-in flows
 * (recorded: realms of 24.0.5, 25.0.6, 26.4.0 and 26.7.4, each upgraded to 26.7.4). Undefined where they are not there.
 */
function birthmark(objects: Objects): number | undefined {
  const description = (flow: string): string | undefined => {
    const object = objects[`flow/${flow}`];
    const text = isObject(object) ? object['description'] : undefined;
    return typeof text === 'string' ? text : undefined;
  };
  const [browser, options] = [description('browser'), description('Account verification options')];
  if (browser === undefined || options === undefined) return undefined;
  return (browser.startsWith('Browser') ? 1 : 0) + (options.includes('verify') ? 1 : 0);
}

/** A line from the older realm to the newer one. */
interface Mark {
  readonly why: string;
  readonly fits: (line: Difference, sides: Sides) => boolean;
}

const client = /^client\//;
const only = (before: Json | undefined, after: Json | undefined, scope: string): boolean => {
  const { added, removed } = membersOf(isList(before) ? before : [], isList(after) ? after : []);
  return removed.length === 0 && added.length > 0 && added.every((item) => item === scope);
};
const textAt = (object: Json | undefined, name: string): Json | undefined => (isObject(object) ? object[name] : undefined);

/** Scopes that a realm built new gives to clients, and upgrades give to none. */
const scope = (name: string, attribute: string, of: (object: Json | undefined) => boolean, why: string): Mark => ({
  why,
  fits: ({ object, attribute: at, before, after }, { now }) =>
    (client.test(object) && at === attribute && of(now[object]) && only(before, after, name)) ||
    (object === 'scopes-of-new-clients' && `${at}ClientScopes` === attribute && only(before, after, name)),
});
const isSaml = (object: Json | undefined): boolean => textAt(object, 'protocol') === 'saml';

/** The mappers that versions before 25 gave to clients with a service account; newer ones have the scope service_account for it. */
const serviceAccountMappers = ['Client Host', 'Client ID', 'Client IP Address'];

const marks: readonly Mark[] = [
  { why: '26 builds other flows for a second factor, and flows for organizations', fits: isBuiltFlow },
  { why: '26 builds it into new realms', fits: isBuiltObject },
  scope('organization', 'optionalClientScopes', (object) => !isSaml(object), '26 gives new realms the scope organization'),
  scope('saml_organization', 'defaultClientScopes', isSaml, '26 gives new realms the scope saml_organization'),
  scope(
    'service_account',
    'defaultClientScopes',
    (object) => textAt(object, 'serviceAccountsEnabled') === true,
    'since 26.1 a service account gets the scope service_account when it is made',
  ),
  {
    why: 'since 26.1 a service account has a scope for what it had mappers for',
    fits: ({ object, attribute = '', after, before }, { before: old }) =>
      client.test(object) &&
      after === undefined &&
      textAt(old[object], 'serviceAccountsEnabled') === true &&
      serviceAccountMappers.some((name) => attribute === `protocolMappers.${name}`) &&
      textAt(before, 'protocolMapper') === 'oidc-usersessionmodel-note-mapper',
  },
  {
    why: 'since 25 a client that is built gets the scope basic, also one that only carries tokens',
    fits: ({ object, attribute, before, after }, { now }) =>
      client.test(object) &&
      attribute === 'defaultClientScopes' &&
      textAt(now[object], 'bearerOnly') === true &&
      only(before, after, 'basic'),
  },
  {
    why: 'another wording of the same description',
    fits: ({ object, attribute, before, after }) =>
      object.startsWith('flow/') &&
      attribute === 'description' &&
      typeof before === 'string' &&
      typeof after === 'string' &&
      before.toLowerCase().replaceAll('verity', 'verify') === after.toLowerCase().replaceAll('verity', 'verify'),
  },
  {
    why: 'newer versions tell a setting of a provider only where somebody set it',
    fits: ({ object, attribute = '', before, after }) =>
      object.startsWith('identity-provider/') &&
      after === undefined &&
      before === false &&
      ['addReadTokenRoleOnCreate', 'storeToken', 'trustEmail', 'authenticateByDefault'].includes(attribute),
  },
];
