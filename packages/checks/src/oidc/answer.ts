import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { asGate } from '../as-gate.ts';
import { boundedText } from './bounded-text.ts';
import { codes } from './codes.ts';
import { lookAgain, patience } from './look-again.ts';

/** Characters that are read of one answer; a discovery document has about 8,000. */
const maxCharacters = 512_000;

/** JSON, or Keycloak's own "no such realm", or why nothing could be seen. */
export type Answer = { readonly json: unknown } | { readonly missing: true } | { readonly gap: Gap };

/** Gets a JSON document of Keycloak, at a second try where nobody answers. Throws only when the signal aborts. */
export const getJson = async (url: string, subject: string, signal: AbortSignal): Promise<Answer> =>
  lookAgain(async () => getOnce(url, subject, signal), signal);

async function getOnce(url: string, subject: string, signal: AbortSignal): Promise<Answer> {
  const at = `${new URL(url).host}${new URL(url).pathname}`;
  try {
    const response = await fetch(url, {
      headers: { ...asGate, accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    const json = parsed(await boundedText(response, maxCharacters));
    if (response.ok && json !== undefined) return { json };
    // Keycloak says so itself, in JSON; a 404 of a proxy is a page.
    if (response.status === 404 && isErrorObject(json)) return { missing: true };
    const reason = `${at} answered HTTP ${response.status}${json === undefined ? ' and no JSON' : ''}.`;
    if (response.status >= 500) return { gap: gap(codes.SERVER_ERROR, { subject, reason }) };
    return { gap: gap(response.status === 403 || response.status === 429 ? codes.BLOCKED : codes.NOT_KEYCLOAK, { subject, reason }) };
  } catch (error) {
    signal.throwIfAborted();
    return { gap: networkGap(error, at, subject) };
  }
}

/** A network error as a gap. Errors of another kind are thrown again. */
export function networkGap(error: unknown, at: string, subject: string): Gap {
  if (error instanceof DOMException) return gap(codes.NO_ANSWER, { subject, reason: `${at} gave no answer within ${patience / 1000} s.` });
  if (!(error instanceof TypeError)) throw error;
  // fetch says only "fetch failed"; the cause has the name.
  const code = causeCode(error);
  const reason = `${at}: ${code}.`;
  return /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|SSL/.test(code)
    ? gap(codes.CERTIFICATE, { subject, reason })
    : gap(codes.NO_ANSWER, { subject, reason });
}

function causeCode(error: Error): string {
  // That a proxy refused is said one further down: before it stands only that the request was cancelled.
  const cause = error.cause instanceof DOMException && error.cause.cause instanceof Error ? error.cause.cause : error.cause;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isErrorObject = (json: unknown): boolean => typeof json === 'object' && json !== null && 'error' in json;
