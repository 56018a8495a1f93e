import type { LoginCode } from './codes.ts';
import type { Failure, Stage } from './journey.ts';
import type { Route } from './next.ts';
import type { PageSummary } from './page.ts';
import { placeOf } from './place.ts';

/** Characters that are kept of an address or a client, and of a title. */
const longest = { address: 200, title: 80 } as const;

interface Failed {
  readonly page: Pick<PageSummary, 'url' | 'title'>;
  /** The addresses that sent the browser on to this page, in their order. */
  readonly led: readonly string[];
  readonly stage: Stage;
  readonly code: LoginCode;
}

/** What a page that ends an attempt, and the way to it, tell people of the cause. It is gone once the browser is. Pure. */
export function moreOf({ page, led, stage, code }: Failed, route: Route): Pick<Failure, 'asked' | 'title'> {
  const parameter = returnParameter(stage, code);
  const asked = parameter === undefined ? undefined : askedIn([page.url, ...led.toReversed()], parameter, route);
  const title = code === 'UNKNOWN_PAGE' && isAtKeycloak(page.url, route) ? bounded(oneLine(page.title ?? ''), longest.title) : '';
  return { ...(asked === undefined ? {} : { asked }), ...(title === '' ? {} : { title }) };
}

/** Where the address to come back to stands in a request that Keycloak refuses so. */
function returnParameter(stage: Stage, code: LoginCode): string | undefined {
  if (code === 'POST_LOGOUT_URI') return 'post_logout_redirect_uri';
  return code === 'OP_REFUSED' && stage === 'login' ? 'redirect_uri' : undefined;
}

/** Of a request, only these two: the others are `state`, `nonce` and hints. */
function askedIn(addresses: readonly string[], parameter: string, route: Route): Failure['asked'] {
  for (const address of addresses) {
    const place = placeOf(address, route);
    if (place.in !== 'keycloak' || place.realm !== route.realm) continue;
    const { searchParams } = new URL(address);
    const returnTo = searchParams.get(parameter)?.replace(/[?#].*$/s, '');
    if (!returnTo) continue;
    const clientId = searchParams.get('client_id');
    return { returnTo: bounded(returnTo, longest.address), ...(clientId === null ? {} : { clientId: bounded(clientId, longest.address) }) };
  }
  return undefined;
}

/** Pages of applications show people's names in their titles. */
const isAtKeycloak = (url: string, route: Route): boolean =>
  URL.canParse(url) && new URL(url).origin === new URL(route.publicUrl).origin && placeOf(url, route).in !== 'application';

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

function bounded(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
