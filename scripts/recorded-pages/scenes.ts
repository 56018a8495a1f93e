import type { Tab } from '../../packages/checks/src/login/tab.ts';
import type { AdminRequest } from '../../packages/lab/src/keycloak/admin-api.ts';
import { actions, forgive, nowhere, pagesRealm, password } from './realm.ts';

type Page = Tab['page'];

/** What a scene has to work with. */
export interface Set {
  readonly page: Page;
  readonly baseUrl: string;
  readonly locale: string;
  readonly request: AdminRequest;
}

/** The way to one of Keycloak's pages. */
export type Scene = (set: Set) => Promise<void>;

const open = async ({ page, baseUrl, locale }: Set, client = 'pages', more: Readonly<Record<string, string>> = {}): Promise<void> => {
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: nowhere,
    response_type: 'code',
    scope: 'openid',
    ui_locales: locale,
    ...more,
  });
  await page.goto(`${baseUrl}/realms/${pagesRealm}/protocol/openid-connect/auth?${query.toString()}`);
};

/** Clicks, and waits for the next document, or for the address that nothing answers at. */
async function submit(page: Page): Promise<void> {
  const arrived = page.waitForEvent('framenavigated', { timeout: 20_000 });
  // Deprecated only as a name, as in the journeys: the address that nothing answers at is not waited for.
  // oxlint-disable-next-line typescript/no-deprecated
  await page.locator('#kc-login').click({ noWaitAfter: true });
  await arrived;
  await page.waitForLoadState('domcontentloaded');
}

const logIn =
  (username: string, client = 'pages', word = password): Scene =>
  async (set) => {
    await open(set, client);
    await set.page.locator('#username').fill(username);
    await set.page.locator('#password').fill(word);
    await submit(set.page);
  };

const logout: Scene = async (set) => {
  await logIn('plain')(set);
  await set.page.goto(`${set.baseUrl}/realms/${pagesRealm}/protocol/openid-connect/logout?ui_locales=${set.locale}`);
};

/** Every page that is recorded, by the name that it is judged by. */
export const scenes: Readonly<Record<string, Scene>> = {
  login: (set) => open(set),
  'login, wrong password': async (set) => {
    await forgive(set.request);
    await logIn('mistypes', 'pages', 'Not the password 1')(set);
  },
  'login, locked user': async (set) => {
    for (let time = 0; time < 4; time += 1) await logIn('locked', 'pages', 'Not the password 1')(set);
    await logIn('locked')(set);
  },
  username: (set) => open(set, 'pages-username-first'),
  password: async (set) => {
    await open(set, 'pages-username-first');
    await set.page.locator('#username').fill('plain');
    await submit(set.page);
  },
  'one-time code': logIn('with-code'),
  'one-time code, wrong': async (set) => {
    await forgive(set.request);
    await logIn('with-code')(set);
    await set.page.locator('#otp').fill('000000');
    await submit(set.page);
  },
  ...Object.fromEntries(Object.keys(actions).map((name) => [name, logIn(name)])),
  consent: logIn('plain', 'pages-consent'),
  'logout confirmation': logout,
  'logged out': async (set) => {
    await logout(set);
    await set.page.locator('#kc-logout').click();
    await set.page.waitForLoadState('domcontentloaded');
  },
  'error, unknown client': (set) => open(set, 'nobody'),
  'error, redirect address': (set) => open(set, 'pages', { redirect_uri: 'http://127.0.0.1:9/elsewhere' }),
  'error, session limit': async (set) => {
    await logIn('plain', 'pages-session-limit')(set);
    await set.page.context().clearCookies();
    await logIn('plain', 'pages-session-limit')(set);
  },
  'login, stale address': async (set) => {
    await open(set);
    const action = String(await set.page.locator('#kc-form-login').getAttribute('action'));
    const stale = new URL(action);
    stale.searchParams.set('session_code', 'an-old-one');
    await set.page.goto(stale.href);
  },
  'page expired': async (set) => {
    await open(set);
    // What the browser's back button leads to: a form that the login has gone beyond.
    const action = String(await set.page.locator('#kc-form-login').getAttribute('action'));
    await set.page.locator('#username').fill('with-code');
    await set.page.locator('#password').fill(password);
    await submit(set.page);
    await set.page.goto(action);
  },
  'account link': async (set) => {
    await open(set, 'pages', { kc_idp_hint: 'partner' });
    await set.page.locator('#username').fill('linked');
    await set.page.locator('#password').fill(password);
    await submit(set.page);
  },
};

/** What is recorded in other languages than English: that nothing hangs on a text shows on these. */
export const inEveryLanguage: readonly string[] = [
  'login',
  'login, wrong password',
  'one-time code',
  'consent',
  'logout confirmation',
  'error, unknown client',
  'update-password',
];
