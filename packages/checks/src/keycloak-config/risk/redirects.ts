import { allowsAnyHost, allowsAnyPath, hasOwnScheme, isPlain, originOf } from './addresses.ts';
import type { Objects, Rule } from './rule.ts';
import { gained, members } from './spots.ts';
import { objectsOf, textsOf, valueAt } from './values.ts';
import type { Path } from './values.ts';

const redirectUris: Path = ['redirectUris'];
const afterLogout: Path = ['attributes', 'post.logout.redirect.uris'];

const redirects = (fits: (uri: string) => boolean, options: { readonly newcomers?: boolean } = {}) =>
  gained(
    ['client'],
    members('client', redirectUris, (uri) => fits(uri)),
    options,
  );

const anyHost: Rule = {
  id: 'redirect-to-any-host',
  title: 'A client sends its users, with their codes or tokens, to any host',
  why: "A link that begins at Keycloak's own login page then ends at an attacker's, with the code in it.",
  source:
    'kcwarden ClientMustNotUseGlobalWildcardURI, ClientHasErroneouslyConfiguredWildcardURI; keycloak-config-verifyer KC-REDIR-001; RFC 9700 section 4.1',
  severity: 'fail',
  remedy: 'Take the address out of "Valid redirect URIs" and enter those of the application.',
  ...redirects(allowsAnyHost),
};

const anyPath: Rule = {
  id: 'redirect-to-any-path',
  title: 'A client sends its users to any page of a host',
  why: 'Any open redirect, or any page of somebody else on that host, then gets the codes.',
  source: 'kcwarden ClientShouldNotUseWildcardRedirectURI; keycloak-config-verifyer KC-REDIR-001; RFC 9700 section 4.1',
  severity: 'warn',
  remedy: 'Enter the full address in "Valid redirect URIs".',
  ...redirects(allowsAnyPath, { newcomers: false }),
};

const plainRedirect: Rule = {
  id: 'redirect-over-plain-http',
  title: 'A client sends its users, with their codes, over an unencrypted connection',
  why: 'Whoever is on the way reads the code.',
  source: 'kcwarden ClientMustNotUseUnencryptedNonlocalRedirectUri; keycloak-config-verifyer KC-REDIR-002; RFC 9700 section 2.6',
  severity: 'fail',
  remedy: 'Enter the address with https in "Valid redirect URIs".',
  transport: true,
  ...redirects(isPlain),
};

const ownScheme: Rule = {
  id: 'redirect-to-own-scheme',
  title: "A client sends its users' codes to whatever program claims a scheme",
  why: 'Any program on the device may register the same scheme.',
  source: 'kcwarden ClientUsesCustomRedirectUriScheme; RFC 8252 section 8.6',
  severity: 'warn',
  remedy: 'Use an https address that the application has claimed.',
  ...redirects(hasOwnScheme),
};

/** Every origin that some client of the realm names somewhere. */
function knownOrigins(objects: Objects): ReadonlySet<string> {
  const paths: readonly Path[] = [redirectUris, ['webOrigins'], ['rootUrl'], ['baseUrl'], ['adminUrl'], afterLogout];
  return new Set(
    objectsOf(objects, 'client').flatMap(({ object }) =>
      paths.flatMap((path) => textsOf(valueAt(object, path)).flatMap((uri) => originOf(uri) ?? [])),
    ),
  );
}

const newOrigin: Rule = {
  id: 'redirect-to-new-origin',
  title: 'A client sends its users to a host that no client of the realm named before',
  why: 'Somebody should know that host.',
  source: 'RFC 9700 section 4.1',
  severity: 'info',
  remedy: 'Ask whose host it is.',
  kinds: ['client'],
  worse: (before, after) => {
    const known = knownOrigins(before);
    return members('client', redirectUris, (uri) => {
      const origin = originOf(uri);
      return origin !== undefined && !known.has(origin);
    })(after)
      .filter(({ object }) => before[object] !== undefined)
      .map(({ value, ...spot }) => ({ ...spot, ...(value === undefined ? {} : { after: value }) }));
  },
  already: () => [],
};

const anyWebOrigin: Rule = {
  id: 'web-origin-any',
  title: 'Scripts of any site may use the tokens endpoint of a client',
  why: "A page of an attacker can then read in the user's browser what only the application should.",
  source: 'kcwarden ClientWebOriginsMustNotUseWildcard; OWASP HTML5 Security Cheat Sheet, "Cross Origin Resource Sharing"',
  severity: 'fail',
  remedy: 'Enter the origins of the application in "Web origins", or + for those of its redirect URIs.',
  ...gained(
    ['client'],
    members('client', ['webOrigins'], (origin) => allowsAnyHost(origin)),
  ),
};

const anyLogoutHost: Rule = {
  id: 'logout-to-any-host',
  title: 'A client sends its users to any host after the logout',
  why: "A link that begins at Keycloak then ends at an attacker's copy of the login page.",
  source:
    'kcwarden ClientHasUndefinedBaseDomainAndSchemaInPostLogoutRedirectUri; CWE-601; OpenID Connect RP-Initiated Logout 1.0 section 3',
  severity: 'warn',
  remedy: 'Enter the addresses of the application in "Valid post logout redirect URIs", or + for its redirect URIs.',
  ...gained(
    ['client'],
    members('client', afterLogout, (uri) => allowsAnyHost(uri)),
  ),
};

export const redirectRules: readonly Rule[] = [anyHost, anyPath, plainRedirect, ownScheme, newOrigin, anyWebOrigin, anyLogoutHost];
