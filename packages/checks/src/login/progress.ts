import type { Deed, Progress, Route } from './next.ts';
import { classify } from './page.ts';
import type { PageSummary } from './page.ts';
import { isAuthenticationRequest, pathOf, placeOf } from './place.ts';
import type { Place } from './place.ts';

/** The way with what a page shows of it: that Keycloak took what was typed, where it goes on to what comes after that. Pure. */
export function seenOn(page: PageSummary, progress: Progress, route: Route): Progress {
  return progress.done.some(isTyped) && showsAcceptance(page, progress, route) ? { ...progress, accepted: true } : progress;
}

/** What Keycloak judges, and may refuse. */
const isTyped = (deed: Deed): boolean => ['password', 'code', 'code again'].includes(deed);

function showsAcceptance(page: PageSummary, { done }: Progress, route: Route): boolean {
  const place = placeOf(page.url, route);
  if (isBeyond(place, page.url, route)) return true;
  if (place.in !== 'keycloak') return false;
  const { kind } = classify(page);
  // Whoever is asked for a code gave the right password; whether the code was right is shown by what comes after it.
  return kind === 'one-time-code' ? !done.includes('code') : ['consent', 'required-action', 'second-factor'].includes(kind);
}

/** The way with what was done on a document. A code that was typed may be refused, as the password before it. Pure. */
export const withDeeds = (progress: Progress, deeds: readonly Deed[], document: number): Progress => ({
  ...progress,
  done: [...progress.done, ...deeds],
  actedOn: document,
  ...(deeds.some(isTyped) ? { accepted: false } : {}),
});

/** The way of a browser that was sent on at this address. `posted`: a page sent an authentication request there. Pure. */
export const passedBy = (url: string, posted: boolean, progress: Progress, route: Route): Progress =>
  route.broker !== undefined && placeOf(url, route).in === 'elsewhere' && (posted || isAuthenticationRequest(url))
    ? { ...progress, askedProvider: true }
    : progress;

/** The way of a browser that was sent to an address which does not come to its end: Keycloak sends nobody to the application before it took what was typed. Pure. */
export const sentTo = (url: string, progress: Progress, route: Route): Progress =>
  progress.done.some(isTyped) && isBeyond(placeOf(url, route), url, route) ? { ...progress, accepted: true } : progress;

const isBeyond = (place: Place, url: string, route: Route): boolean => place.in === 'application' || isBackFromProvider(place, url, route);

/** Another identity provider, where the password was typed, sends nobody back before it took it. What is typed here comes later. */
function isBackFromProvider(place: Place, url: string, { realm, broker }: Route): boolean {
  if (broker?.realm === undefined || broker.realm === realm || place.in !== 'keycloak' || place.realm !== realm) return false;
  return place.route === 'broker' || pathOf(url).endsWith('/login-actions/first-broker-login');
}
