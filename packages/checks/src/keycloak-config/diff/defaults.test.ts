import type { Json } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { recordedSaves } from '../fixtures/recorded-saves.ts';
import { recordedRealm } from '../fixtures/recorded-upgrades.ts';
import { isDefaultForAbsent, meansNothing } from './defaults.ts';
import type { Difference } from './difference.ts';

const saves = recordedSaves();
/** The realm that was saved, as it was before. */
const realmOf = (version: string) => recordedRealm(`rich-${version.replaceAll('.', '-')}`, `${version}-leaving`).objects;
const isNothing = (version: string, difference: Difference): boolean =>
  meansNothing(difference) || isDefaultForAbsent(difference, realmOf(version));

/** What saving really changes, whoever presses "Save": these lines show, and the admin events name who it was. */
const changes: readonly RegExp[] = [
  // The console writes NONE where Keycloak took KEY_ID: signatures of assertions then name no key.
  /^client\/\S+#attributes\.saml\.server\.signature\.keyinfo\.xmlSigKeyInfoKeyNameTransformer$/,
  // Client policies fill in what a client that they are about leaves open, as soon as it is saved.
  /^client\/payments#attributes\.(?:access\.token\.signed\.response\.alg|id\.token\.signed\.response\.alg|pkce\.code\.challenge\.method|request\.object\.signature\.alg|token\.endpoint\.auth\.signing\.alg|user\.info\.response\.signature\.alg)$/,
  // It puts a key for translations in the place of a name.
  /^user-profile#attributes\.department\.displayName$/,
  // Where nothing was set for a SAML provider, Keycloak does the opposite, or something that the console does not know.
  /^identity-provider\/ministry#config\.(?:allowCreate|attributeConsumingServiceIndex|postBindingLogout|sendIdTokenOnLogout|wantAssertionsSigned)$/,
  /^identity-provider-mapper\/partner:department#config\.allow\.nullable\.property$/,
  // Saving the attributes of an organization takes back that its domain was verified.
  /^organization\/ministry#domains\.ministry\.example\.verified$/,
];

describe('a page of the admin console that is saved without a change', () => {
  test('was recorded on real servers', () => {
    expect(saves.length).toBeGreaterThan(20);
    expect(saves.some(({ differences }) => differences.length > 0)).toBe(true);
  });
  test.each(saves.map(({ version, page, differences }) => [version, page, differences] as const))(
    '%s, %s',
    (version, _page, differences) => {
      const left = differences.filter((difference) => !isNothing(version, difference));
      expect(
        left.map(({ object, attribute = '' }) => `${object}#${attribute}`).filter((line) => !changes.some((each) => each.test(line))),
      ).toEqual([]);
    },
  );
});

describe('an edit on the same path', () => {
  const written = saves.flatMap(({ version, differences }) =>
    differences
      .filter((difference) => difference.kind === 'added' && isNothing(version, difference))
      .map((difference) => ({ version, difference })),
  );
  /** Something else of the same kind. */
  const other = (value: Json | undefined): Json => {
    if (value === 'true' || value === 'false') return value === 'true' ? 'false' : 'true';
    return Array.isArray(value) ? ['edited by hand'] : 'edited by hand';
  };
  test('still shows, to another value and from one', () => {
    expect(written.length).toBeGreaterThan(20);
    for (const { version, difference } of written) {
      const { object, attribute = '', after = null } = difference;
      const edited: Difference = { kind: 'added', object, attribute, after: other(after) };
      const changed: Difference = { kind: 'changed', object, attribute, before: other(after), after };
      expect([edited, changed].filter((each) => isNothing(version, each))).toEqual([]);
    }
  });
});

describe('what a mapper leaves unsaid hangs on the others', () => {
  const objects = (config: Readonly<Record<string, string>>, protocolMapper = 'oidc-usermodel-attribute-mapper') => ({
    'client/portal': { protocolMappers: { mail: { protocolMapper, config } } },
  });
  const added = (name: string, after: string): Difference => ({
    kind: 'added',
    object: 'client/portal',
    attribute: `protocolMappers.mail.config.${name}`,
    after,
  });
  test.each([
    ['introspection.token.claim', 'true', { 'access.token.claim': 'true' }, true],
    ['introspection.token.claim', 'true', { 'access.token.claim': 'false' }, false],
    ['introspection.token.claim', 'false', { 'access.token.claim': 'true' }, false],
    ['userinfo.token.claim', 'true', { 'id.token.claim': 'true' }, true],
    ['userinfo.token.claim', 'true', { 'access.token.claim': 'true' }, false],
    ['lightweight.claim', 'false', {}, true],
    ['access.token.claim', 'true', {}, false],
    ['claim.name', 'mail', {}, false],
  ])('%s: %s beside %o: %s', (name, value, config, means) =>
    expect(isDefaultForAbsent(added(name, value), objects(config), objects({ ...config, [name]: value }))).toBe(means),
  );
  test('of kinds of mappers with rules of their own nothing is known', () =>
    expect(isDefaultForAbsent(added('access.token.claim', 'false'), objects({}, 'oidc-audience-resolve-mapper'))).toBe(false));
});
