import { createHash } from 'node:crypto';
import type { Cookie } from 'playwright-core';
import { boundedText } from '../oidc/bounded-text.ts';
import { cookieHeader } from './cookies.ts';
import type { Access } from './journey.ts';
import { pathOf } from './place.ts';

/** Milliseconds for one answer. */
const patience = 10_000;
/** Characters of a body that are enough for its shape. */
const enough = 200_000;
/** Redirects within the application that are followed. */
const maxHops = 5;

/**
 * What the application answers at this address to these cookies, and to nothing else of the browser. Redirects within the
 * application are followed, one that leaves it is not. Undefined when there is no answer.
 */
export async function accessWith(
  cookies: readonly Cookie[],
  url: string,
  userAgent: string,
  signal: AbortSignal,
): Promise<Access | undefined> {
  let at = new URL(url);
  const { origin } = at;
  for (let hop = 0; hop <= maxHops; hop += 1) {
    const answer = await get(at.href, cookieHeader(cookies, at.href), userAgent, signal);
    if (answer === undefined) return undefined;
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) {
      return { status: answer.status, inApplication: true, path: pathOf(at.href), shape: shapeOf(await boundedText(answer, enough)) };
    }
    await answer.body?.cancel();
    const target = new URL(location, at);
    if (target.origin !== origin) return { status: answer.status, inApplication: false, path: pathOf(at.href), shape: shapeOf('') };
    at = target;
  }
  return { status: 310, inApplication: true, path: pathOf(at.href), shape: shapeOf('') };
}

async function get(url: string, cookie: string, userAgent: string, signal: AbortSignal): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html,application/xhtml+xml', 'user-agent': userAgent, ...(cookie === '' ? {} : { cookie }) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    // fetch throws a TypeError for every network error, and a DOMException when the time is up.
    if (error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}

/** The elements of a page in their order: the same for two answers that differ in texts, tokens and times only. */
export function shapeOf(body: string): string {
  const names = body.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '<$1>').match(/<\/?[a-z][a-z0-9-]*/gi) ?? [];
  const shape = names.length > 0 ? names.join('').toLowerCase() : body;
  return createHash('sha256').update(shape).digest('hex').slice(0, 16);
}
