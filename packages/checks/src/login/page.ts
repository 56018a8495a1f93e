import type { KeycloakPageOverride } from '@keycloak-release-gate/core';

/**
 * What a page shows of its structure. Texts are left out but for the error and the title: they are themed and translated, and
 * judged by nobody.
 */
export interface PageSummary {
  /** The full address: kept in memory only, for it may carry a code. */
  readonly url: string;
  /** The status of the document, where an HTTP answer made it. */
  readonly status?: number;
  /** Counts the documents of this tab: an action is never repeated on the page that it was done on. */
  readonly document: number;
  /** Milliseconds since the browser last asked for or got a document. */
  readonly quiet: number;
  /** `body[data-page-id]`. */
  readonly pageId?: string;
  /** Names in the `<!-- template: X.ftl -->` comments of the theme keycloak.v2. */
  readonly templates: readonly string[];
  /** The ids of `knownIds` that are there and visible. */
  readonly ids: readonly string[];
  /** What the environment declares of a page like this; its fields then stand in `ids` by their usual names. */
  readonly declared?: KeycloakPageOverride;
  /** An input is marked as wrong. */
  readonly invalid: boolean;
  /** The origin that the login form is sent to. */
  readonly formOrigin?: string;
  readonly loggedIn: boolean;
  /** What is to be clicked first on the application's page is visible. */
  readonly start: boolean;
  /** The link to the declared identity provider is visible. */
  readonly broker: boolean;
  /** The names of selectors that are none. */
  readonly noSelectors?: readonly string[];
  /** The text of an error message. */
  readonly error?: string;
  /** The beginning of its title: kept in memory only, but for one of Keycloak's that is not known. */
  readonly title?: string;
}

/** The ids by which Keycloak's pages are known when they say nothing else of themselves. */
export const knownIds = [
  'username',
  'password',
  'kc-login',
  'kc-form-login',
  'kc-otp-login-form',
  'otp',
  'kc-oauth',
  'kc-logout-confirm',
  'kc-logout',
  'kc-error-message',
  'kc-info-message',
  'loginRestartLink',
  'continue',
] as const;

/** A page of Keycloak. */
export type KeycloakPage =
  | { readonly kind: 'credentials'; readonly username: boolean; readonly password: boolean }
  | { readonly kind: 'one-time-code' }
  | { readonly kind: 'consent' }
  | { readonly kind: 'logout-confirmation' }
  | { readonly kind: 'required-action'; readonly action: string }
  /** Keycloak wants proof of something that only a person has: a security key, a recovery code. */
  | { readonly kind: 'second-factor' }
  /** The user is in several organizations, or has several ways to log in, and has to choose. */
  | { readonly kind: 'choice' }
  /** A first login through an identity provider meets an account of the same name or address. */
  | { readonly kind: 'account-link' }
  /** Keycloak lets the browser tell other applications of the logout, in frames. */
  | { readonly kind: 'front-channel-logout' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'error' }
  | { readonly kind: 'info' }
  | { readonly kind: 'unknown' };

const byPageId: Readonly<Record<string, Exclude<KeycloakPage['kind'], 'required-action' | 'unknown'>>> = {
  'login-login': 'credentials',
  'login-login-username': 'credentials',
  'login-login-password': 'credentials',
  'login-login-otp': 'one-time-code',
  'login-login-oauth-grant': 'consent',
  'login-logout-confirm': 'logout-confirmation',
  'login-frontchannel-logout': 'front-channel-logout',
  'login-webauthn-authenticate': 'second-factor',
  'login-login-recovery-authn-code-input': 'second-factor',
  'login-select-organization': 'choice',
  'login-select-authenticator': 'choice',
  'login-login-idp-link-confirm': 'account-link',
  'login-login-idp-link-confirm-override': 'account-link',
  'login-login-idp-link-email': 'account-link',
  'login-login-page-expired': 'expired',
  'login-error': 'error',
  'login-info': 'info',
};

/** Pages that want something of the user before they let them in, when the address does not say so. */
const requiredActions: Readonly<Record<string, string>> = {
  'login-login-update-password': 'UPDATE_PASSWORD',
  'login-login-config-totp': 'CONFIGURE_TOTP',
  'login-login-update-profile': 'UPDATE_PROFILE',
  'login-update-user-profile': 'UPDATE_PROFILE',
  'login-idp-review-user-profile': 'UPDATE_PROFILE',
  'login-login-verify-email': 'VERIFY_EMAIL',
  'login-terms': 'TERMS_AND_CONDITIONS',
  'login-webauthn-register': 'webauthn-register',
  'login-update-email': 'UPDATE_EMAIL',
  'login-login-recovery-authn-code-config': 'CONFIGURE_RECOVERY_AUTHN_CODES',
  'login-delete-account-confirm': 'delete_account',
  'login-link-idp-action': 'idp_link',
};

const byDeclaration: Readonly<Record<KeycloakPageOverride['page'], Exclude<KeycloakPage['kind'], 'unknown'>>> = {
  login: 'credentials',
  'one-time-code': 'one-time-code',
  consent: 'consent',
  'logout-confirmation': 'logout-confirmation',
  'required-action': 'required-action',
  expired: 'expired',
  error: 'error',
  info: 'info',
};

/** What page of Keycloak this is: as the environment declares it, by its own id, then its template, then the ids of its parts; never by its text. */
export function classify(page: PageSummary): KeycloakPage {
  const declared = page.declared && byDeclaration[page.declared.page];
  if (declared === 'required-action') return { kind: declared, action: requiredAction(page) ?? 'unknown' };
  const kind = declared ?? kindByName(page) ?? kindByParts(page.ids) ?? kindByAddress(page.url);
  // The consent page is a required action by its address, and has a name of its own.
  const action = kind === 'consent' || kind === 'error' ? undefined : requiredAction(page);
  if (action !== undefined) return { kind: 'required-action', action };
  if (kind === 'required-action') return { kind: 'unknown' };
  if (kind === 'credentials') return { kind, username: page.ids.includes('username'), password: page.ids.includes('password') };
  return { kind: kind ?? 'unknown' };
}

/** The name that a page gives itself, in the form of `data-page-id`. */
export const nameOf = ({ pageId, templates }: Pick<PageSummary, 'pageId' | 'templates'>): string | undefined =>
  pageId ?? (templates[0] === undefined ? undefined : `login-${templates[0].replace(/\.ftl$/, '')}`);

function kindByName(page: PageSummary): (typeof byPageId)[string] | undefined {
  const name = nameOf(page);
  return name === undefined ? undefined : byPageId[name];
}

function kindByParts(ids: readonly string[]): (typeof byPageId)[string] | undefined {
  const has = (id: (typeof knownIds)[number]): boolean => ids.includes(id);
  if (has('kc-otp-login-form') || has('otp')) return 'one-time-code';
  if (has('kc-oauth')) return 'consent';
  if (has('kc-logout-confirm') || has('kc-logout')) return 'logout-confirmation';
  if (has('kc-error-message')) return 'error';
  if (has('loginRestartLink')) return 'expired';
  if (has('username') || has('password')) return 'credentials';
  return has('kc-info-message') ? 'info' : undefined;
}

/** What only its address tells of: pages of older themes that have no parts of their own names. */
function kindByAddress(url: string): KeycloakPage['kind'] | undefined {
  return URL.canParse(url) && new URL(url).pathname.endsWith('/login-actions/first-broker-login') ? 'account-link' : undefined;
}

function requiredAction(page: PageSummary): string | undefined {
  const name = nameOf(page);
  if (name !== undefined && requiredActions[name] !== undefined) return requiredActions[name];
  if (!URL.canParse(page.url)) return undefined;
  const url = new URL(page.url);
  return url.pathname.endsWith('/login-actions/required-action') ? (url.searchParams.get('execution') ?? 'unknown') : undefined;
}
