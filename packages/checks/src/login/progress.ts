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

/** An address that the browser was at, or was sent on from. */
interface Passed {
  readonly url: string;
  /** A page sent an authentication request there: the address of that page. */
  readonly postedFrom?: string;
}

/**
 * The way of a browser that passed by this address, as far as it leads to another identity provider: only whom Keycloak sent there has arrived
 * at it. Pure.
 */
export function passedBy({ url, postedFrom }: Passed, progress: Progress, route: Route): Progress {
  const place = placeOf(url, route);
  if (route.broker === undefined || place.in === 'nowhere') return progress;
  if (isAtProvider(place, route)) {
    const sent = progress.provider ?? sentBy(postedFrom, route);
    const isAsked = postedFrom !== undefined || isAuthenticationRequest(url);
    return sent !== undefined && isAsked ? { ...progress, provider: { ...sent, asked: true } } : progress;
  }
  const { provider: _before, ...rest } = progress;
  const sent = sentBy(url, route);
  return sent === undefined ? rest : { ...rest, provider: sent };
}

const isAtProvider = (place: Place, { broker, realm }: Route): boolean =>
  place.in === 'elsewhere' || (place.in === 'keycloak' && place.realm === broker?.realm && place.realm !== realm);

/** Where Keycloak sends browsers to a provider, and for which client. */
function sentBy(url: string | undefined, route: Route): Progress['provider'] {
  if (url === undefined) return undefined;
  const place = placeOf(url, route);
  if (place.in !== 'keycloak' || place.realm !== route.realm || !/\/broker\/[^/]+\/login$/.test(pathOf(url))) return undefined;
  const client = new URL(url).searchParams.get('client_id');
  return { asked: false, ...(client === null ? {} : { client }) };
}

/** The way of a browser that was sent to an address which does not come to its end: Keycloak sends nobody to the application before it took what was typed. Pure. */
export const sentTo = (url: string, progress: Progress, route: Route): Progress =>
  progress.done.some(isTyped) && isBeyond(placeOf(url, route), url, route) ? { ...progress, accepted: true } : progress;

const isBeyond = (place: Place, url: string, route: Route): boolean => place.in === 'application' || isBackFromProvider(place, url, route);

/** Another identity provider, where the password was typed, sends nobody back before it took it. What is typed here comes later. */
function isBackFromProvider(place: Place, url: string, { realm, broker }: Route): boolean {
  if (broker?.realm === undefined || broker.realm === realm || place.in !== 'keycloak' || place.realm !== realm) return false;
  return place.route === 'broker' || pathOf(url).endsWith('/login-actions/first-broker-login');
}
