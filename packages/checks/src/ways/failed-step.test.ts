import { describe, expect, it } from 'vitest';
import { failedStep, failedStepOfBrowser } from './failed-step.ts';

/** An error as Node 24 throws it: what `fetch` says, and what it comes of. */
const coded = (code: string, message: string, cause?: unknown): Error => Object.assign(new Error(message, { cause }), { code });
const ofFetch = (cause: unknown): Error => new TypeError('fetch failed', { cause });

describe('the step that failed', () => {
  it.each([
    [ofFetch(coded('ENOTFOUND', 'getaddrinfo ENOTFOUND sso.example')), false, 'name unknown', 'getaddrinfo ENOTFOUND sso.example'],
    [ofFetch(coded('ENOTFOUND', 'getaddrinfo ENOTFOUND proxy')), true, 'proxy unreached', 'getaddrinfo ENOTFOUND proxy'],
    [ofFetch(coded('EAI_AGAIN', 'getaddrinfo EAI_AGAIN a')), false, 'name unknown', 'getaddrinfo EAI_AGAIN a'],
    [coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9'), false, 'no connection', 'connect ECONNREFUSED 127.0.0.1:9'],
    [coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9'), true, 'proxy unreached', 'connect ECONNREFUSED 127.0.0.1:9'],
    // It was spoken to, so that it was not the proxy that could not be reached.
    [coded('ECONNRESET', 'read ECONNRESET'), true, 'no connection', 'read ECONNRESET'],
    [new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:9')]), false, 'no connection', 'connect ECONNREFUSED ::1:9'],
    [ofFetch(new Error('bad port')), false, 'no connection', 'bad port'],
    [
      coded(
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        'unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca',
      ),
      true,
      'untrusted',
      'unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    ],
    [
      coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      false,
      'untrusted',
      'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
    ],
    [coded('CERT_HAS_EXPIRED', 'certificate has expired'), false, 'TLS failed', 'certificate has expired (CERT_HAS_EXPIRED)'],
    [
      coded(
        'ERR_SSL_WRONG_VERSION_NUMBER',
        '40AD71D9B57F0000:error:0A00010B:SSL routines:tls_validate:wrong version number:../deps/tlsany.c:77:\n',
      ),
      false,
      'TLS failed',
      'SSL routines:tls_validate:wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)',
    ],
    [new Error('The server does not support SSL connections'), false, 'TLS failed', 'The server does not support SSL connections'],
    [
      coded('ERR_TLS_CERT_ALTNAME_INVALID', 'Host: a. is not there'),
      false,
      'wrong name',
      'Host: a. is not there (ERR_TLS_CERT_ALTNAME_INVALID)',
    ],
    [
      ofFetch(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      false,
      'no answer',
      'The operation was aborted due to timeout',
    ],
    [new Error('timeout expired'), false, 'no answer', 'timeout expired'],
    [new Error('Proxy timeout'), true, 'no answer', 'Proxy timeout'],
    ['nothing', false, 'no connection', 'nothing'],
  ] as const)('of %s, proxied: %s', (error, proxied, step, said) => {
    expect(failedStep(error, proxied)).toEqual({ step, said });
  });

  it.each([
    ofFetch(
      Object.assign(new DOMException('Request was cancelled.'), { cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling') }),
    ),
    coded('ERR_PROXY_TUNNEL', 'Failed to establish tunnel to sso.example:443 via http://127.0.0.1:1: HTTP/1.1 407 No'),
    new Error('Bad response: 407'),
  ])('of a proxy that refuses: %s', (error) => {
    expect(failedStep(error, true)).toMatchObject({ step: 'proxy refused', status: 407 });
  });

  it.each([
    ['page.goto: net::ERR_NAME_NOT_RESOLVED at https://a/', 'name unknown'],
    ['page.goto: net::ERR_CONNECTION_REFUSED at https://a/', 'no connection'],
    ['page.goto: net::ERR_PROXY_CONNECTION_FAILED at https://a/', 'proxy unreached'],
    ['page.goto: net::ERR_TUNNEL_CONNECTION_FAILED at https://a/', 'proxy refused'],
    ['page.goto: net::ERR_CERT_AUTHORITY_INVALID at https://a/', 'untrusted'],
    ['page.goto: net::ERR_CERT_COMMON_NAME_INVALID at https://a/', 'wrong name'],
    ['page.goto: net::ERR_CERT_DATE_INVALID at https://a/', 'TLS failed'],
    ['page.goto: net::ERR_SSL_PROTOCOL_ERROR at https://a/', 'TLS failed'],
    ['page.goto: net::ERR_CONNECTION_TIMED_OUT at https://a/', 'no answer'],
    ['page.goto: Timeout 8000ms exceeded.', 'no answer'],
  ])('of the browser: %s', (message, step) => {
    expect(failedStepOfBrowser(message).step).toBe(step);
  });
});
