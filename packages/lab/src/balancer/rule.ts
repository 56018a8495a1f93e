import type { OutgoingHttpHeaders } from 'node:http';

/** What a proxy does with some of the requests beside sending them on. */
export interface BalancerRule {
  /** Parts that all stand in the path and query of the requests that it is about: `client_id=lab-express`. */
  readonly about: readonly string[];
  /** Only requests of this method; without it, all. */
  readonly method?: string;
  /** For how many of them; without it, for all. */
  readonly times?: number;
  readonly does:
    /** Answers by itself, with a page, or with what is of another type. */
    | { readonly kind: 'answer'; readonly status: number; readonly page: string; readonly type?: string }
    /** Ends the connection without an answer. */
    | { readonly kind: 'hang-up' }
    /** Sends the browser to another address. */
    | { readonly kind: 'redirect'; readonly to: string }
    /** Sends the request on, and keeps the answer back for so many milliseconds. */
    | { readonly kind: 'hold'; readonly milliseconds: number }
    /** Sends the request on, and ends the connection when the answer is there. */
    | { readonly kind: 'swallow' }
    /** Takes these cookies from what Keycloak sets. */
    | { readonly kind: 'drop-cookies'; readonly names: readonly string[] }
    /** Takes a header from what it sends on. */
    | { readonly kind: 'drop-header'; readonly name: string }
    /** Gives the first good answer to everybody, as a cache that does not look again. */
    | { readonly kind: 'keep' };
}

/** The headers without those that set one of the cookies. */
export function withoutCookies(headers: OutgoingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  const set = headers['set-cookie'];
  if (!Array.isArray(set)) return headers;
  return { ...headers, 'set-cookie': set.filter((cookie) => !names.some((name) => cookie.startsWith(`${name}=`))) };
}

/** True for so large a share of the numbers from 0 on, evenly spread: 0.3 gives the fourth, the seventh, the tenth… */
export const isAmong = (share: number, number: number): boolean => Math.floor((number + 1) * share) > Math.floor(number * share);
