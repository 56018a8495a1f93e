import type { LoginCode } from './codes.ts';
import { classify, nameOf } from './page.ts';
import type { KeycloakPage, PageSummary } from './page.ts';
import { pathOf, placeOf } from './place.ts';
import type { Place } from './place.ts';

/** What is known of the way before it is gone. */
export interface Route {
  readonly publicUrl: string;
  readonly applicationUrl: string;
  readonly realm: string;
  readonly clientId: string;
  readonly consent: boolean;
  /** The application's page has something to click before it leads to Keycloak. */
  readonly start: boolean;
  readonly broker?: {
    readonly depth: 'redirect' | 'login';
    readonly realm?: string;
    /** Where the provider is to be reached, with its port if it has one. */
    readonly host?: string;
  };
  /** Keycloak's question whether to log out is expected. */
  readonly confirmation: boolean;
  /** The logout leaves Keycloak's session alone, so that the application may log the browser in again. */
  readonly localLogout: boolean;
  /** Its pages are made by a script, which static hosts also send with 403 or 404 for an address that is no file. */
  readonly singlePage: boolean;
  /** Where the logout is declared to land: an absolute address without query. */
  readonly landsOn?: string;
}

/** What was done on the way. */
export type Deed = 'start' | 'username' | 'password' | 'code' | 'code again' | 'consent' | 'broker' | 'logout' | 'confirm';

export interface Progress {
  readonly stage: 'login' | 'logout';
  readonly done: readonly Deed[];
  /** The document on which something was done last. */
  readonly actedOn?: number;
  /** Keycloak took what was typed. */
  readonly accepted?: boolean;
  /** Keycloak sent the browser to another identity provider, for this client; `asked`: it brought a request there that can be answered. */
  readonly provider?: { readonly asked: boolean; readonly client?: string };
  /** The browser has a session of Keycloak: a login goes by itself, and no password is typed. */
  readonly signedOn?: boolean;
}

/** What to do on a page. */
export type Action =
  /** `again`: milliseconds until it will be over if nothing comes. `detail`: of the failure that it then is. */
  | {
      readonly do: 'wait';
      readonly atMost: number;
      readonly otherwise: LoginCode | 'landed';
      readonly again?: number;
      readonly detail?: string;
    }
  | { readonly do: 'start' }
  | { readonly do: 'credentials'; readonly username: boolean; readonly password: boolean; readonly realm: string }
  /** `again`: the one of before was refused, and Keycloak takes none twice. */
  | { readonly do: 'code'; readonly realm: string; readonly again: boolean }
  | { readonly do: 'consent' }
  | { readonly do: 'broker' }
  | { readonly do: 'confirm' }
  /** Logged in. */
  | { readonly do: 'arrived' }
  /** At the other identity provider, beyond which the gate does not go. */
  | { readonly do: 'arrived-at-provider' }
  /** The logout came to its end. */
  | { readonly do: 'landed' }
  | { readonly do: 'fail'; readonly code: LoginCode; readonly detail?: string };

/** Milliseconds: for a page to come or to finish, and for an error page that may still send the browser on. */
const patience = { page: 20_000, error: 2_000 } as const;
/** Milliseconds of quiet after which a logout has come to its end, or a login that is followed no further. */
const quiet = {
  /** Anywhere, where no landing is declared. */
  anywhere: 400,
  /** Where it was declared to land. */
  declared: 100,
  /** Elsewhere than declared: a page in between may still send the browser on, by itself or with a script. */
  elsewhere: 3_000,
  /** On the page that it began on: many applications show nobody logged in before they leave the page. */
  unmoved: 2_000,
  /** Of a local one. */
  local: 1_000,
  /** On the page of another identity provider. */
  provider: 1_000,
} as const;

const fail = (code: LoginCode, detail?: string): Action => ({ do: 'fail', code, ...(detail === undefined ? {} : { detail }) });
const wait = (otherwise: LoginCode | 'landed', atMost: number = patience.page, detail?: string): Action => ({
  do: 'wait',
  atMost,
  otherwise,
  ...(detail === undefined ? {} : { detail }),
});

/** The one table of the journey: what to do on this page, given what was done before. Pure. */
export function next(page: PageSummary, progress: Progress, route: Route): Action {
  const place = placeOf(page.url, route);
  const [none] = page.noSelectors ?? [];
  if (none !== undefined) return fail('SELECTOR_INVALID', none);
  return progress.stage === 'login' ? nextOfLogin(page, place, progress, route) : nextOfLogout(page, place, progress, route);
}

function nextOfLogin(page: PageSummary, place: Place, progress: Progress, route: Route): Action {
  if (page.document === progress.actedOn)
    // A page that never comes to its end is not yet a new one: the application has sent it, all the same.
    return wait(place.in === 'keycloak' ? 'UNKNOWN_PAGE' : progress.done.includes('password') ? 'LOGGEDIN_MISSING' : 'START_MISSING');
  switch (place.in) {
    case 'nowhere':
      return wait('NET');
    case 'application':
      return inApplication(page, progress, route);
    case 'elsewhere':
      return elsewhere(page, progress, route);
    case 'keycloak':
      return blockedBeforeKeycloak(page) ?? inRealm(page, place, progress, route);
  }
}

function inApplication(page: PageSummary, { done, signedOn = false }: Progress, route: Route): Action {
  const credentialsGiven = done.includes('password');
  if (page.loggedIn) {
    if (!credentialsGiven && !signedOn) return fail('LOGIN_NOT_ASKED');
    // An error page within the layout of the site has its link to log out, too.
    return isErrorOf(route, page) ? wait('APP_CALLBACK', patience.error) : { do: 'arrived' };
  }
  if (credentialsGiven) return isErrorOf(route, page) ? wait('APP_CALLBACK', patience.error) : wait('LOGGEDIN_MISSING');
  // A 403 can be the healthy sign-in page: what is to be clicked counts for more than the status.
  if (route.start && page.start && !done.includes('start')) return { do: 'start' };
  return isErrorOf(route, page) ? wait('APP_ERROR', patience.error) : wait('START_MISSING');
}

function elsewhere(page: PageSummary, { provider }: Progress, { broker, clientId }: Route): Action {
  if (!broker) return wait('UNKNOWN_PAGE');
  const other = otherHost(page.url, broker.host);
  if (isErrorOfProvider(page)) return wait('IDP_FAIL', patience.error, other);
  // A page on the way may still send the browser on.
  if (other !== undefined) return wait('IDP_FAIL', patience.page, other);
  if (!provider?.asked) return wait('IDP_FAIL');
  return forOther(provider, clientId) ?? (broker.depth === 'redirect' ? arrivedAtProvider(page) : wait('IDP_FAIL'));
}

/** The client that Keycloak sent the browser to the provider for is another one. */
const forOther = ({ client }: NonNullable<Progress['provider']>, clientId: string): Action | undefined =>
  client === undefined || client === clientId ? undefined : fail('CLIENT_MISMATCH', `client ${client}`);

/** A page that a script sends on, to an error for instance, is not yet where the browser came to. */
const arrivedAtProvider = ({ quiet: sofar }: PageSummary): Action =>
  sofar >= quiet.provider
    ? { do: 'arrived-at-provider' }
    : { do: 'wait', atMost: patience.page, otherwise: 'IDP_FAIL', again: quiet.provider - sofar };

/** Which other host than the declared one a page is on, in words. */
function otherHost(url: string, declared: string | undefined): string | undefined {
  if (declared === undefined) return undefined;
  const { protocol, host } = new URL(url);
  // As the browser writes it: without the port that goes without saying.
  return new URL(`${protocol}//${declared}`).host === host ? undefined : `the provider is declared at ${declared}, and this is ${host}`;
}

/** An answer by which a provider refuses the request. What is declared of Keycloak's pages says nothing of a provider's. */
function isErrorOfProvider({ declared: _keycloaks, ...page }: PageSummary): boolean {
  return isError(page) || ['error', 'expired'].includes(classify(page).kind);
}

/** An answer that is not Keycloak's own. */
function blockedBeforeKeycloak(page: PageSummary): Action | undefined {
  const { status = 200 } = page;
  if (classify(page).kind !== 'unknown') return undefined;
  if (status >= 500) return fail('OP_5XX');
  return status === 403 || status === 429 ? fail('WAF_BLOCKED') : undefined;
}

function inRealm(page: PageSummary, place: Extract<Place, { in: 'keycloak' }>, progress: Progress, route: Route): Action {
  const atProvider = route.broker?.realm !== undefined && place.realm === route.broker.realm;
  if (place.realm !== route.realm && !atProvider) return fail('CLIENT_MISMATCH', `realm ${place.realm}`);
  const other = atProvider ? otherHost(page.url, route.broker?.host) : undefined;
  if (other !== undefined) return fail('IDP_FAIL', other);
  if (atProvider && !progress.done.includes('password')) {
    // The application itself went there, past its own realm.
    if (!progress.provider?.asked) return fail('CLIENT_MISMATCH', `realm ${place.realm}`);
    const mismatch = forOther(progress.provider, route.clientId);
    if (mismatch) return mismatch;
  }
  if (atProvider && route.broker?.depth === 'redirect') return isErrorOfProvider(page) ? fail('IDP_FAIL') : arrivedAtProvider(page);
  const clientId = new URL(page.url).searchParams.get('client_id');
  if (!atProvider && clientId !== null && clientId !== route.clientId) return fail('CLIENT_MISMATCH', `client ${clientId}`);
  const kind = classify(page);
  switch (kind.kind) {
    case 'credentials':
      return atCredentials(page, kind, { atProvider, realm: place.realm }, progress, route);
    case 'one-time-code':
      return atCode(page, place.realm, progress);
    case 'consent':
      return route.consent ? { do: 'consent' } : fail('CONSENT');
    case 'required-action':
      return fail('REQUIRED_ACTION', kind.action);
    case 'expired':
      return fail('EXPIRED');
    case 'error':
      return fail(errorCode(page, place, atProvider));
    case 'second-factor':
      return fail('SECOND_FACTOR', nameOf(page));
    case 'choice':
      return fail('UNKNOWN_PAGE', `${nameOf(page) ?? 'a choice'}: the test user has to choose`);
    case 'account-link':
      return fail('IDP_FAIL', 'an account of the same name or address is there, and is not linked');
    case 'logout-confirmation':
    case 'info':
      return fail('UNKNOWN_PAGE');
    // The application may log out what was left in the browser, before it logs in.
    case 'front-channel-logout':
    case 'unknown':
      return wait('UNKNOWN_PAGE');
  }
}

/** A code that was typed as it ran out is refused: one more may be tried, on this page, where no password is asked for. */
function atCode(page: PageSummary, realm: string, { done }: Progress): Action {
  if (!done.includes('code')) return { do: 'code', realm, again: false };
  if (!page.invalid) return fail('EXPIRED');
  return done.includes('code again') ? fail('OTP_REJECTED') : { do: 'code', realm, again: true };
}

function atCredentials(
  page: PageSummary,
  kind: Extract<KeycloakPage, { kind: 'credentials' }>,
  { atProvider, realm }: { readonly atProvider: boolean; readonly realm: string },
  { done, signedOn = false }: Progress,
  { broker }: Route,
): Action {
  if (signedOn) return fail('UNKNOWN_PAGE', 'Keycloak asks for a login, although the browser has a session');
  if (broker && !atProvider) {
    if (done.includes('broker') || done.includes('password') || !page.broker) return fail('IDP_FAIL');
    return { do: 'broker' };
  }
  if (done.includes('password')) return fail(page.invalid ? 'BAD_CREDENTIALS' : 'EXPIRED');
  // A page that asks for the name again after it was given refuses it.
  if (kind.username && !kind.password && done.includes('username')) return fail('BAD_CREDENTIALS');
  return kind.username || kind.password
    ? { do: 'credentials', username: kind.username, password: kind.password, realm }
    : wait('UNKNOWN_PAGE');
}

/** What Keycloak's error page means, as far as its address and status tell. */
function errorCode({ status = 200 }: PageSummary, { route }: Extract<Place, { in: 'keycloak' }>, atProvider: boolean): LoginCode {
  // Before the status: a provider that gives Keycloak no token makes it answer 502.
  if (route === 'broker' || atProvider) return 'IDP_FAIL';
  if (status >= 500) return 'OP_5XX';
  if (route === 'login-actions') return status === 403 ? 'TOO_MANY_SESSIONS' : 'COOKIE_NOT_FOUND';
  return 'OP_REFUSED';
}

function nextOfLogout(page: PageSummary, place: Place, { done, actedOn }: Progress, route: Route): Action {
  if (place.in === 'keycloak') {
    const kind = classify(page).kind;
    if (kind === 'logout-confirmation') {
      if (page.document === actedOn) return wait('UNKNOWN_PAGE');
      if (route.confirmation && !done.includes('confirm')) return { do: 'confirm' };
      return fail(isLegacyLogout(page.url) ? 'LOGOUT_LEGACY' : 'LOGOUT_CONFIRM');
    }
    if (kind === 'error')
      return fail(page.status !== undefined && page.status >= 500 ? 'OP_5XX' : place.route === 'logout' ? 'POST_LOGOUT_URI' : 'OP_REFUSED');
    if (kind === 'front-channel-logout') return atFrontChannelLogout(page, route);
    const blocked = blockedBeforeKeycloak(page);
    if (blocked) return blocked;
    if (kind === 'unknown') return wait('UNKNOWN_PAGE');
    return settled(page, route.landsOn === undefined ? quiet.anywhere : quiet.elsewhere);
  }
  if (place.in === 'nowhere') return wait('NET');
  // A logout without a new page: the application shows by itself that nobody is logged in any more.
  if (page.document === actedOn) return page.loggedIn ? wait('landed') : settled(page, quiet.unmoved);
  if (route.localLogout) return settled(page, quiet.local);
  // A page that still shows the user may be one from before.
  if (route.landsOn === undefined) return settled(page, page.loggedIn ? quiet.elsewhere : quiet.anywhere);
  return settled(page, addressOf(page.url) === route.landsOn ? quiet.declared : quiet.elsewhere);
}

/** Frames that never finish keep the browser from going on. Where it is to go nowhere, this page is the last one. */
function atFrontChannelLogout(page: PageSummary, { landsOn }: Route): Action {
  return landsOn === undefined && !page.ids.includes('continue')
    ? settled(page, quiet.unmoved)
    : wait('SLO_NOT_PROPAGATED', patience.page / 2);
}

/** Keycloak before 18 took `redirect_uri`; since then it asks the user, and does not send them back. */
function isLegacyLogout(url: string): boolean {
  const { searchParams } = new URL(url);
  return searchParams.has('redirect_uri') && !searchParams.has('post_logout_redirect_uri');
}

const settled = (page: PageSummary, atLeast: number): Action =>
  page.quiet >= atLeast ? { do: 'landed' } : { do: 'wait', atMost: patience.page, otherwise: 'landed', again: atLeast - page.quiet };

const isErrorOf = ({ singlePage }: Route, { status = 200 }: PageSummary): boolean => status >= (singlePage ? 500 : 400);

const isError = ({ status = 200 }: PageSummary): boolean => status >= 400;

/** Origin and path of an address. */
export const addressOf = (url: string): string => `${new URL(url).origin}${pathOf(url)}`;
