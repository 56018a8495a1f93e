import { gap } from '@keycloak-release-gate/core';
import type { Code, Gap } from '@keycloak-release-gate/core';
import { accessCodes } from './access-codes.ts';
import { wordsOfExpiry } from './credential-expiry.ts';
import type { CredentialExpiry } from './credential-expiry.ts';
import { additionFor } from './rights.ts';

/** Thrown inside a collector where the API could not be read; it carries the gap that the collector returns. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly gap: Gap;

  constructor(gapSeen: Gap, options?: ErrorOptions) {
    super(gapSeen.reason, options);
    this.gap = gapSeen;
  }
}

/** What was asked of the API, for the message and for the rule that is missing. */
export interface Request {
  readonly verb: 'get' | 'list' | 'create';
  readonly group: string;
  readonly resource: string;
  /** Undefined for what is in no namespace. */
  readonly namespace?: string;
  readonly name?: string;
}

const describe = ({ verb, resource, namespace, name }: Request): string =>
  `${verb} ${resource}${name === undefined ? '' : ` ${name}`}${namespace === undefined ? '' : ` in the namespace ${namespace}`}`;

const failure = (code: Code, request: Request, reason: string, extra: { remedy?: string; cause?: unknown } = {}): ApiFailure =>
  new ApiFailure(
    gap(code, {
      subject: ['kubernetes', ...(request.namespace === undefined ? [] : [request.namespace]), request.resource].join('/'),
      reason,
      ...(extra.remedy === undefined ? {} : { remedy: extra.remedy }),
    }),
    { cause: extra.cause },
  );

/** What an answer that is not the wanted object means: 401, 403, a proxy's page, a server's error. `text` is the start of its body. */
export function failureOfAnswer(
  request: Request,
  status: number,
  contentType: string,
  text: string,
  expiry?: CredentialExpiry,
): ApiFailure {
  const message = messageOf(text);
  if (status === 401) {
    const reason = `401 on ${describe(request)}${said(message)}`;
    const ended = wordsOfExpiry(expiry, new Date());
    return failure(accessCodes.UNAUTHORIZED, request, ended === '' ? reason : `${reason.replace(/\.$/, '')}. ${ended}`);
  }
  // Who is not known at all is let in as nobody, and then has no right: it is the credential that is wrong.
  if (status === 403 && message?.includes('"system:anonymous"'))
    return failure(
      accessCodes.UNAUTHORIZED,
      request,
      `The API server does not know the credential: 403 on ${describe(request)}${said(message)}`,
    );
  if (status === 403 && message !== undefined) {
    return failure(accessCodes.FORBIDDEN, request, `403 on ${describe(request)}${said(message)}`, {
      remedy: additionFor({ ...request, scope: request.namespace === undefined ? 'cluster' : 'namespace' }),
    });
  }
  if (message === undefined) {
    const what = /html/i.test(contentType) || /^\s*</.test(text) ? 'a web page' : contentType || 'a body without a type';
    // Load balancers answer 502 to 504 with a page of their own: the way is right, but the API is not there.
    return [502, 503, 504].includes(status)
      ? failure(accessCodes.API_UNREACHABLE, request, `${status} with ${what}, not the API's own answer, on ${describe(request)}.`)
      : failure(accessCodes.NOT_KUBERNETES, request, `${status} with ${what} instead of JSON on ${describe(request)}.`);
  }
  return failure(accessCodes.API_ERROR, request, `${status} on ${describe(request)}${said(message)}`);
}

/** An answer of status 200 that cannot be what was asked for. */
export const failureOfShape = (request: Request, problem: string): ApiFailure =>
  failure(accessCodes.NOT_KUBERNETES, request, `The answer to ${describe(request)} is not what the Kubernetes API gives: ${problem}.`);

/** What a connection that failed means: no way there, no trust, no answer in time. */
export function failureOfConnection(request: Request, server: string, error: unknown, seconds: number): ApiFailure {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'TIMEOUT') return failure(accessCodes.API_TIMED_OUT, request, `No answer within ${seconds} s to ${describe(request)}.`);
  if (isCertificateProblem(code, message))
    return failure(accessCodes.API_CERTIFICATE_REFUSED, request, `${server}: ${message} (${code}).`, { cause: error });
  return failure(accessCodes.API_UNREACHABLE, request, `${server}: ${message}${code === '' ? '' : ` (${code})`}.`, { cause: error });
}

const isCertificateProblem = (code: string, message: string): boolean =>
  /CERT|SELF_SIGNED|ERR_TLS|ERR_OSSL|UNABLE_TO_|EPROTO|ERR_SSL|WRONG_VERSION/.test(code) || /certificate|SSL routines/i.test(message);

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // With several addresses of one host, Node gives one error for each try.
  return error instanceof AggregateError && error.errors.length > 0 ? codeOf(error.errors[0]) : '';
}

const said = (message: string | undefined): string => (message === undefined || message === '' ? '.' : `: ${message}`);

/** The message of a Kubernetes Status object; undefined for anything else. */
function messageOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('kind' in body) || body.kind !== 'Status') return undefined;
    return 'message' in body && typeof body.message === 'string' ? body.message.slice(0, 500) : '';
  } catch {
    // Not JSON, so not the API: the caller says so.
    return undefined;
  }
}
