import type { Application, BrowserLogin, CollectContext } from '@keycloak-release-gate/core';
import { addressOf } from './next.ts';
import type { Route } from './next.ts';
import type { Selectors } from './summary-script.ts';

/** What the table of the journey has to know of an application. */
export function routeOf(
  { url, realm, clientId }: { readonly url: string; readonly realm: string; readonly clientId: string },
  login: BrowserLogin,
  publicUrl: string,
): Route {
  const { broker, logout } = login;
  return {
    publicUrl,
    applicationUrl: url,
    realm,
    clientId,
    consent: login.consent,
    start: login.start !== undefined,
    ...(broker === undefined ? {} : { broker: providerOf(broker) }),
    confirmation: logout.confirmation,
    localLogout: logout.ends === 'application',
    singlePage: login.localSession === 'none',
    ...(logout.landsOn === undefined ? {} : { landsOn: addressOf(new URL(logout.landsOn, url).href) }),
  };
}

const providerOf = ({ depth, realm, host }: NonNullable<BrowserLogin['broker']>): NonNullable<Route['broker']> => ({
  depth,
  ...(realm === undefined ? {} : { realm }),
  ...(host === undefined ? {} : { host }),
});

/** What the browser looks for on an application's pages. */
export const soughtIn = (login: BrowserLogin, { run }: CollectContext<unknown>): Selectors => ({
  loggedIn: login.loggedIn,
  pages: run.environment.keycloak.pages,
  ...(login.start === undefined ? {} : { start: login.start.click }),
  ...(login.broker === undefined ? {} : { broker: brokerLink(login.broker) }),
});

/** The realms in which the browser may have a session: the application's, and that of the identity provider where it goes so far. */
export const realmsOf = ({ realm }: Pick<Application, 'realm'>, { broker }: BrowserLogin): readonly string[] => [
  realm,
  ...(broker?.depth === 'login' && broker.realm !== undefined ? [broker.realm] : []),
];

/** The link to the identity provider on Keycloak's login page, as a CSS selector. */
export const brokerLink = ({ alias, click }: NonNullable<BrowserLogin['broker']>): string =>
  click ?? `[id=${JSON.stringify(`social-${alias}`)}]`;
