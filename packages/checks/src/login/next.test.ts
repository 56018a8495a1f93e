import { describe, expect, it } from 'vitest';
import { next } from './next.ts';
import type { Progress, Route } from './next.ts';
import type { PageSummary } from './page.ts';
import { passedBy, seenOn, sentTo } from './progress.ts';
import { samplePage, sampleRoute } from './sample-way.ts';

const route: Route = { ...sampleRoute, applicationUrl: 'https://portal.example/start', landsOn: 'https://portal.example/signed-out' };
const { landsOn: _, ...anywhere } = route;
const brokered: Route = { ...route, broker: { depth: 'login', realm: 'partner' } };

const summary = (url: string, parts: Partial<PageSummary> = {}): PageSummary =>
  samplePage(url, { status: 200, document: 2, quiet: 1_000, ...parts });
const keycloak = (
  pageId: string | undefined,
  parts: Partial<PageSummary> = {},
  path = 'lab/login-actions/authenticate?client_id=portal',
): PageSummary => summary(`https://sso.example/realms/${path}`, { ...(pageId === undefined ? {} : { pageId }), ...parts });
const application = (parts: Partial<PageSummary> = {}, path = '/home'): PageSummary => summary(`https://portal.example${path}`, parts);

const form = ['username', 'password', 'kc-login', 'kc-form-login'];
const login: Progress = { stage: 'login', done: [] };
const typed: Progress = { stage: 'login', done: ['username', 'password'], actedOn: 1 };
const logout: Progress = { stage: 'logout', done: ['logout'], actedOn: 1 };

describe('at the login', () => {
  it.each<[string, PageSummary, Progress, Route, object]>([
    [
      'types into the login page',
      keycloak('login-login', { ids: form }),
      login,
      route,
      { do: 'credentials', username: true, password: true, realm: 'lab' },
    ],
    [
      'does not take an error page for an arrival, whatever it shows',
      application({ loggedIn: true, status: 500 }),
      typed,
      route,
      { do: 'wait', atMost: 2_000, otherwise: 'APP_CALLBACK' },
    ],
    [
      'takes the page of a static host for one, whatever its status, where a script makes the pages',
      application({ loggedIn: true, status: 404 }),
      typed,
      { ...route, singlePage: true },
      { do: 'arrived' },
    ],
    [
      'waits as long for the script of such a page as for any',
      application({ status: 404 }),
      typed,
      { ...route, singlePage: true },
      { do: 'wait', atMost: 20_000, otherwise: 'LOGGEDIN_MISSING' },
    ],
    [
      'but no error of the server',
      application({ loggedIn: true, status: 503 }),
      typed,
      { ...route, singlePage: true },
      { do: 'wait', atMost: 2_000, otherwise: 'APP_CALLBACK' },
    ],
    [
      'types the name first',
      keycloak('login-login-username', { ids: ['username'] }),
      login,
      route,
      { do: 'credentials', username: true, password: false, realm: 'lab' },
    ],
    [
      'then the password',
      keycloak('login-login-password', { ids: ['password'] }),
      { ...login, done: ['username'] },
      route,
      { do: 'credentials', username: false, password: true, realm: 'lab' },
    ],
    [
      'takes a refused name as refused',
      keycloak('login-login-username', { ids: ['username'], invalid: true }),
      { ...login, done: ['username'] },
      route,
      { do: 'fail', code: 'BAD_CREDENTIALS' },
    ],
    [
      'never types a password twice',
      keycloak('login-login', { ids: form, invalid: true }),
      typed,
      route,
      { do: 'fail', code: 'BAD_CREDENTIALS' },
    ],
    ['knows a page that came back without an error', keycloak('login-login', { ids: form }), typed, route, { do: 'fail', code: 'EXPIRED' }],
    [
      'never types in another realm',
      keycloak('login-login', { ids: form }, 'master/login-actions/authenticate'),
      login,
      route,
      { do: 'fail', code: 'CLIENT_MISMATCH', detail: 'realm master' },
    ],
    [
      'never types for another client',
      keycloak('login-login', { ids: form }, 'lab/protocol/openid-connect/auth?client_id=wiki'),
      login,
      route,
      { do: 'fail', code: 'CLIENT_MISMATCH', detail: 'client wiki' },
    ],
    [
      'never types on a page of the application',
      application({ ids: form }),
      login,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'START_MISSING' },
    ],
    ['gives a one-time code', keycloak('login-login-otp', { ids: ['otp'] }), typed, route, { do: 'code', realm: 'lab', again: false }],
    [
      'gives another one where that is refused: it may just have run out',
      keycloak('login-login-otp', { ids: ['otp'], invalid: true }),
      { ...typed, done: [...typed.done, 'code'] },
      route,
      { do: 'code', realm: 'lab', again: true },
    ],
    [
      'and no third one',
      keycloak('login-login-otp', { ids: ['otp'], invalid: true }),
      { ...typed, done: [...typed.done, 'code', 'code again'] },
      route,
      { do: 'fail', code: 'OTP_REJECTED' },
    ],
    [
      'gives consent where it is declared',
      keycloak('login-login-oauth-grant', { ids: ['kc-oauth', 'kc-login'] }),
      typed,
      { ...route, consent: true },
      { do: 'consent' },
    ],
    [
      'and nowhere else',
      keycloak('login-login-oauth-grant', { ids: ['kc-oauth', 'kc-login'] }),
      typed,
      route,
      { do: 'fail', code: 'CONSENT' },
    ],
    [
      'has no security key',
      keycloak('login-webauthn-authenticate'),
      typed,
      route,
      { do: 'fail', code: 'SECOND_FACTOR', detail: 'login-webauthn-authenticate' },
    ],
    [
      'chooses nothing for the user',
      keycloak('login-select-organization'),
      login,
      route,
      { do: 'fail', code: 'UNKNOWN_PAGE', detail: 'login-select-organization: the test user has to choose' },
    ],
    [
      'links no accounts',
      keycloak('login-login-idp-link-confirm'),
      typed,
      brokered,
      { do: 'fail', code: 'IDP_FAIL', detail: 'an account of the same name or address is there, and is not linked' },
    ],
    [
      'takes no required action',
      keycloak('login-login-update-password', {}, 'lab/login-actions/required-action?execution=UPDATE_PASSWORD'),
      typed,
      route,
      { do: 'fail', code: 'REQUIRED_ACTION', detail: 'UPDATE_PASSWORD' },
    ],
    [
      'knows an unknown required action by its address',
      keycloak('login-own-theme', {}, 'lab/login-actions/required-action?execution=OURS'),
      typed,
      route,
      { do: 'fail', code: 'REQUIRED_ACTION', detail: 'OURS' },
    ],
    [
      'reads an error page by its address',
      keycloak('login-error', { status: 400 }, 'lab/protocol/openid-connect/auth?client_id=portal'),
      login,
      route,
      { do: 'fail', code: 'OP_REFUSED' },
    ],
    ['reads a lost cookie', keycloak('login-error', { status: 400 }), login, route, { do: 'fail', code: 'COOKIE_NOT_FOUND' }],
    ['reads too many sessions', keycloak('login-error', { status: 403 }), login, route, { do: 'fail', code: 'TOO_MANY_SESSIONS' }],
    ['reads an error of Keycloak', keycloak('login-error', { status: 500 }), login, route, { do: 'fail', code: 'OP_5XX' }],
    ['knows the error page of a proxy', keycloak(undefined, { status: 503 }), login, route, { do: 'fail', code: 'OP_5XX' }],
    ['knows the block page of a firewall', keycloak(undefined, { status: 403 }), login, route, { do: 'fail', code: 'WAF_BLOCKED' }],
    [
      'waits on a page of another theme, and names it',
      keycloak('login-own-theme'),
      login,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'UNKNOWN_PAGE' },
    ],
    ['arrives', application({ loggedIn: true }), typed, route, { do: 'arrived' }],
    ['does not believe an arrival without a login', application({ loggedIn: true }), login, route, { do: 'fail', code: 'LOGIN_NOT_ASKED' }],
    [
      'clicks what is to be clicked first, on a 403 too',
      application({ start: true, status: 403 }),
      login,
      { ...route, start: true },
      { do: 'start' },
    ],
    [
      'clicks it once',
      application({ start: true, document: 3 }),
      { ...login, done: ['start'], actedOn: 2 },
      { ...route, start: true },
      { do: 'wait', atMost: 20_000, otherwise: 'START_MISSING' },
    ],
    [
      'does not blame the way to Keycloak when the application never ends the page after the login',
      application({ document: 1 }),
      typed,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'LOGGEDIN_MISSING' },
    ],
    [
      'does nothing twice on one document',
      keycloak('login-login', { ids: form, document: 1 }),
      typed,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'UNKNOWN_PAGE' },
    ],
    [
      'gives a broken callback a moment',
      application({ status: 500 }, '/callback'),
      typed,
      route,
      { do: 'wait', atMost: 2_000, otherwise: 'APP_CALLBACK' },
    ],
    [
      'gives a broken application a moment',
      application({ status: 502 }),
      login,
      route,
      { do: 'wait', atMost: 2_000, otherwise: 'APP_ERROR' },
    ],
    [
      'is in by single sign-on, where there is a session',
      application({ loggedIn: true }),
      { ...login, signedOn: true },
      route,
      { do: 'arrived' },
    ],
    [
      'types nothing on a way that goes by single sign-on',
      keycloak('login-login', { ids: form }),
      { ...login, signedOn: true },
      route,
      { do: 'fail', code: 'UNKNOWN_PAGE', detail: 'Keycloak asks for a login, although the browser has a session' },
    ],
    ['gives a slow application its time', application(), typed, route, { do: 'wait', atMost: 20_000, otherwise: 'LOGGEDIN_MISSING' }],
  ])('%s', (_name, page, progress, way, action) => {
    expect(next(page, progress, way)).toEqual(action);
  });
});

describe('at another identity provider', () => {
  const there = { ...login, provider: { asked: true } };
  const atPartner = (parts: Partial<Omit<PageSummary, 'pageId'>> & { readonly pageId?: string | undefined }): PageSummary => {
    const { pageId, ...rest } = { pageId: 'login-login', ...parts };
    return keycloak(pageId, rest, 'partner/protocol/openid-connect/auth?client_id=broker');
  };
  const asked = 'https://idp.example/auth?client_id=x&response_type=code';
  const stopsAtPartner: Route = { ...route, broker: { depth: 'redirect', realm: 'partner' } };
  const stopsAt = (host: string): Route => ({ ...route, broker: { depth: 'redirect', host } });
  it.each<[string, PageSummary, Progress, Route, object]>([
    ['is sent there from the login page', keycloak('login-login', { ids: form, broker: true }), login, brokered, { do: 'broker' }],
    ['misses the link to it', keycloak('login-login', { ids: form }), login, brokered, { do: 'fail', code: 'IDP_FAIL' }],
    [
      'does not come back to the login page',
      keycloak('login-login', { ids: form, broker: true }),
      { ...login, done: ['broker'] },
      brokered,
      { do: 'fail', code: 'IDP_FAIL' },
    ],
    ['logs in there', atPartner({ ids: form }), there, brokered, { do: 'credentials', username: true, password: true, realm: 'partner' }],
    [
      'stops there, where that is declared',
      atPartner({ ids: form }),
      there,
      { ...route, broker: { depth: 'redirect', realm: 'partner' } },
      { do: 'arrived-at-provider' },
    ],
    [
      'stops at a foreign host',
      summary('https://idp.example/auth?client_id=x&response_type=code'),
      there,
      { ...route, broker: { depth: 'redirect' } },
      { do: 'arrived-at-provider' },
    ],
    [
      'stops where the provider sent the browser on within it',
      summary('https://idp.example/welcome'),
      { ...login, provider: { asked: true } },
      { ...route, broker: { depth: 'redirect' } },
      { do: 'arrived-at-provider' },
    ],
    [
      'does not take any page there for it',
      summary('https://idp.example/oops'),
      login,
      { ...route, broker: { depth: 'redirect' } },
      { do: 'wait', atMost: 20_000, otherwise: 'IDP_FAIL' },
    ],
    ['stops at no error of that realm', atPartner({ status: 400 }), there, stopsAtPartner, { do: 'fail', code: 'IDP_FAIL' }],
    [
      'stops at no error page of it, whatever the status',
      atPartner({ pageId: 'login-error' }),
      there,
      stopsAtPartner,
      { do: 'fail', code: 'IDP_FAIL' },
    ],
    [
      'stops at no login page of it that expired',
      atPartner({ pageId: 'login-login-page-expired' }),
      there,
      stopsAtPartner,
      { do: 'fail', code: 'IDP_FAIL' },
    ],
    [
      'takes what stands before that realm for that',
      atPartner({ pageId: undefined, status: 503 }),
      there,
      stopsAtPartner,
      { do: 'fail', code: 'OP_5XX' },
    ],
    [
      'takes a page that is none of it for a failure',
      atPartner({ pageId: undefined, status: 404 }),
      there,
      stopsAtPartner,
      { do: 'fail', code: 'IDP_FAIL' },
    ],
    [
      'stops at no error page of a foreign host, either',
      summary(asked, { pageId: 'login-error' }),
      login,
      { ...route, broker: { depth: 'redirect' } },
      { do: 'wait', atMost: 2_000, otherwise: 'IDP_FAIL' },
    ],
    [
      'stops at no error of a foreign host',
      summary(asked, { status: 400 }),
      login,
      { ...route, broker: { depth: 'redirect' } },
      { do: 'wait', atMost: 2_000, otherwise: 'IDP_FAIL' },
    ],
    ['stops at the declared host', summary(asked), there, stopsAt('idp.example'), { do: 'arrived-at-provider' }],
    ['stops there with its port', summary(asked), there, stopsAt('idp.example:443'), { do: 'arrived-at-provider' }],
    [
      'stops at no other host',
      summary(asked),
      login,
      stopsAt('login.example'),
      { do: 'wait', atMost: 20_000, otherwise: 'IDP_FAIL', detail: 'the provider is declared at login.example, and this is idp.example' },
    ],
    [
      'tells the other host of an error, too',
      summary(asked, { status: 500 }),
      login,
      stopsAt('login.example'),
      { do: 'wait', atMost: 2_000, otherwise: 'IDP_FAIL', detail: 'the provider is declared at login.example, and this is idp.example' },
    ],
    [
      'stops at no other port',
      summary(asked),
      login,
      stopsAt('idp.example:8443'),
      {
        do: 'wait',
        atMost: 20_000,
        otherwise: 'IDP_FAIL',
        detail: 'the provider is declared at idp.example:8443, and this is idp.example',
      },
    ],
    [
      'logs in at the declared host',
      atPartner({ ids: form }),
      there,
      { ...route, broker: { depth: 'login', realm: 'partner', host: 'sso.example' } },
      { do: 'credentials', username: true, password: true, realm: 'partner' },
    ],
    [
      'types nothing where it is declared elsewhere',
      atPartner({ ids: form }),
      login,
      { ...route, broker: { depth: 'login', realm: 'partner', host: 'idp.example' } },
      { do: 'fail', code: 'IDP_FAIL', detail: 'the provider is declared at idp.example, and this is sso.example' },
    ],
    [
      'comes to a realm that is declared elsewhere, and no further',
      atPartner({ ids: form }),
      login,
      { ...route, broker: { depth: 'redirect', realm: 'partner', host: 'idp.example' } },
      { do: 'fail', code: 'IDP_FAIL', detail: 'the provider is declared at idp.example, and this is sso.example' },
    ],
    [
      'logs in at no other host',
      summary(asked),
      login,
      { ...route, broker: { depth: 'login', realm: 'partner', host: 'sso.example' } },
      { do: 'wait', atMost: 20_000, otherwise: 'IDP_FAIL', detail: 'the provider is declared at sso.example, and this is idp.example' },
    ],
    [
      "does not take Keycloak's own login page for the provider's",
      keycloak('login-login', { ids: form, broker: true }),
      login,
      { ...route, broker: { depth: 'redirect', host: 'idp.example' } },
      { do: 'broker' },
    ],
    [
      'reads its failure, whatever the status',
      keycloak('login-error', { status: 502 }, 'lab/broker/partner/endpoint'),
      typed,
      brokered,
      { do: 'fail', code: 'IDP_FAIL' },
    ],
    [
      'does not know a foreign host that nobody declared',
      summary('https://elsewhere.example/'),
      login,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'UNKNOWN_PAGE' },
    ],
  ])('%s', (_name, page, progress, way, action) => {
    expect(next(page, progress, way)).toEqual(action);
  });
});

it('whoever is asked for a security key gave the right password', () => {
  const keyAsked = keycloak('login-webauthn-authenticate');
  expect(seenOn(keyAsked, typed, route).accepted).toBe(true);
  // Before a password was typed there is none that could have been accepted.
  expect(seenOn(keyAsked, login, route).accepted).toBeUndefined();
});

describe('who comes back from the identity provider where the password was typed', () => {
  const back = (path: string) => seenOn(keycloak('login-error', { status: 502 }, path), typed, brokered).accepted;

  it('was accepted there', () => {
    expect(back('lab/broker/partner/endpoint')).toBe(true);
    expect(back('lab/login-actions/first-broker-login')).toBe(true);
    expect(sentTo('https://sso.example/realms/lab/broker/partner/endpoint?code=x', typed, brokered).accepted).toBe(true);
  });

  it('was not, while still there', () => {
    expect(back('partner/login-actions/authenticate')).toBeUndefined();
    expect(sentTo('https://sso.example/realms/partner/login-actions/authenticate', typed, brokered).accepted).toBeUndefined();
  });

  it('tells nothing of a login without one', () => {
    expect(seenOn(keycloak('login-error', {}, 'lab/login-actions/authenticate'), typed, route).accepted).toBeUndefined();
  });
});

describe('at the logout', () => {
  const atLogout = (pageId: string, parts: Partial<PageSummary> = {}, query = ''): PageSummary =>
    keycloak(pageId, parts, `lab/protocol/openid-connect/logout${query}`);
  it.each<[string, PageSummary, Progress, Route, object]>([
    ['lands', application({}, '/signed-out'), logout, route, { do: 'landed' }],
    ['is quick where it was declared to land', application({ quiet: 200 }, '/signed-out'), logout, route, { do: 'landed' }],
    [
      'waits elsewhere until it is quiet',
      application({ quiet: 200 }, '/'),
      logout,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'landed', again: 2_800 },
    ],
    [
      'waits longer where the application may log in again',
      application({ quiet: 900 }, '/signed-out'),
      logout,
      { ...route, localLogout: true },
      { do: 'wait', atMost: 20_000, otherwise: 'landed', again: 100 },
    ],
    [
      'waits for a page that still shows the user',
      application({ document: 1, loggedIn: true }),
      logout,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'landed' },
    ],
    ['needs no new page', application({ document: 1, quiet: 2_000 }), logout, route, { do: 'landed' }],
    [
      'gives a page that no longer shows the user the time to leave',
      application({ document: 1 }, '/signed-out'),
      logout,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'landed', again: 1_000 },
    ],
    ['may land on the login page', keycloak('login-login', { ids: form }), logout, anywhere, { do: 'landed' }],
    [
      'is not over at a page in between, where another is declared',
      application({ quiet: 2_900 }, '/one-moment'),
      logout,
      route,
      { do: 'wait', atMost: 20_000, otherwise: 'landed', again: 100 },
    ],
    [
      'waits where a page still shows the user, and no landing is declared',
      application({ loggedIn: true }),
      logout,
      anywhere,
      { do: 'wait', atMost: 20_000, otherwise: 'landed', again: 2_000 },
    ],
    ['is over there when nothing follows', application({ quiet: 3_000 }, '/one-moment'), logout, route, { do: 'landed' }],
    [
      'waits for frames that tell other applications, where it is to go on afterwards',
      atLogout('login-frontchannel-logout', { quiet: 5_000 }),
      logout,
      route,
      { do: 'wait', atMost: 10_000, otherwise: 'SLO_NOT_PROPAGATED' },
    ],
    [
      'waits for them where the page has a link to go on',
      atLogout('login-frontchannel-logout', { quiet: 5_000, ids: ['continue'] }),
      logout,
      anywhere,
      { do: 'wait', atMost: 10_000, otherwise: 'SLO_NOT_PROPAGATED' },
    ],
    [
      'ends with them where it is to go nowhere',
      atLogout('login-frontchannel-logout', { quiet: 5_000 }),
      logout,
      anywhere,
      { do: 'landed' },
    ],
    ['agrees where that is declared', atLogout('login-logout-confirm'), logout, { ...route, confirmation: true }, { do: 'confirm' }],
    ['agrees nowhere else', atLogout('login-logout-confirm'), logout, route, { do: 'fail', code: 'LOGOUT_CONFIRM' }],
    [
      'agrees once',
      atLogout('login-logout-confirm', { document: 3 }),
      { ...logout, done: ['logout', 'confirm'], actedOn: 2 },
      { ...route, confirmation: true },
      { do: 'fail', code: 'LOGOUT_CONFIRM' },
    ],
    [
      'knows the call of old adapters',
      atLogout('login-logout-confirm', {}, '?redirect_uri=https%3A%2F%2Fportal.example%2F'),
      logout,
      route,
      { do: 'fail', code: 'LOGOUT_LEGACY' },
    ],
    [
      'reads a refused address to return to',
      atLogout('login-error', { status: 400 }),
      logout,
      route,
      { do: 'fail', code: 'POST_LOGOUT_URI' },
    ],
  ])('%s', (_name, page, progress, way, action) => {
    expect(next(page, progress, way)).toEqual(action);
  });
});

describe('the way to a provider', () => {
  const broker = 'https://sso.example/realms/lab/broker/partner/login';
  const sent = { ...login, provider: { asked: false, client: 'portal' } };
  const arrived = { ...login, provider: { asked: true, client: 'portal' } };
  const there = 'https://idp.example/sso';
  const asking = `${there}?client_id=x&response_type=code`;
  const followed: Route = { ...route, broker: { depth: 'redirect' } };

  it.each<[string, { readonly url: string; readonly postedFrom?: string }, Progress, Route, Progress['provider']]>([
    ['begins where Keycloak sends browsers there', { url: `${broker}?client_id=portal&session_code=x` }, login, followed, sent.provider],
    ['begins at none of another realm', { url: broker.replace('/lab/', '/other/') }, login, followed, undefined],
    ['begins not where Keycloak is come back to', { url: broker.replace('/login', '/endpoint') }, login, followed, undefined],
    ['leads on by a request in an address', { url: asking }, sent, followed, arrived.provider],
    ['leads on by one of SAML', { url: `${there}?SAMLRequest=x` }, sent, followed, arrived.provider],
    ['leads on by one that a page of Keycloak posts', { url: there, postedFrom: broker }, login, followed, { asked: true }],
    [
      'leads on by one to the realm of a provider',
      { url: asking.replace('idp.example/sso', 'sso.example/realms/partner/auth') },
      sent,
      brokered,
      arrived.provider,
    ],
    ['leads on by no other address', { url: there }, sent, followed, sent.provider],
    ['stays one within the provider', { url: 'https://login.idp.example/' }, arrived, followed, arrived.provider],
    ['is none past Keycloak', { url: asking }, login, followed, undefined],
    ['is none by what another page posts', { url: there, postedFrom: 'https://portal.example/' }, login, followed, undefined],
    [
      'ends at Keycloak',
      { url: 'https://sso.example/realms/lab/protocol/openid-connect/auth?client_id=portal&response_type=code' },
      arrived,
      followed,
      undefined,
    ],
    ['ends at the application', { url: 'https://portal.example/' }, arrived, followed, undefined],
    ['is none where there is no provider', { url: broker }, login, route, undefined],
  ])('%s', (_name, passed, progress, way, provider) => {
    expect(passedBy(passed, progress, way).provider).toEqual(provider);
  });

  it.each<[string, PageSummary, Progress, Route, object]>([
    [
      'is not over before the page is quiet',
      summary(there, { quiet: 400 }),
      arrived,
      followed,
      { do: 'wait', atMost: 20_000, otherwise: 'IDP_FAIL', again: 600 },
    ],
    [
      'is one of another client',
      summary(there),
      { ...login, provider: { asked: true, client: 'other' } },
      followed,
      { do: 'fail', code: 'CLIENT_MISMATCH', detail: 'client other' },
    ],
    [
      'is none past Keycloak, whatever page is there',
      summary(asking),
      login,
      followed,
      { do: 'wait', atMost: 20_000, otherwise: 'IDP_FAIL' },
    ],
    [
      'is none of an application that goes to the realm of the provider',
      summary('https://sso.example/realms/partner/protocol/openid-connect/auth', { pageId: 'login-login', ids: form }),
      login,
      brokered,
      { do: 'fail', code: 'CLIENT_MISMATCH', detail: 'realm partner' },
    ],
    [
      'is judged by nothing that is declared of Keycloak',
      summary(there, { declared: { page: 'error', when: '.error' } }),
      arrived,
      followed,
      { do: 'arrived-at-provider' },
    ],
  ])('%s', (_name, page, progress, way, action) => {
    expect(next(page, progress, way)).toEqual(action);
  });
});
