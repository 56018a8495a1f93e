import { describe, expect, it } from 'vitest';
import { reduceLines } from '../recorded-logs.ts';
import { catalogue, lookUp } from './index.ts';

const verdict = (logger: string, text: string, ...trace: readonly string[]): string => {
  const [message] = reduceLines([`2026-11-23 21:22:00,000 ERROR [${logger}] (main) ${text}`, ...trace]).messages;
  if (!message) throw new Error('An error is a message.');
  return lookUp(message, '26.7.4')?.kind ?? 'not known';
};
const SERVICES = 'org.keycloak.services';
const HANDLER = 'org.keycloak.services.error.KeycloakErrorHandler';
const TCP = 'org.jgroups.protocols.TCP';

describe('an error that is known to be benign', () => {
  it.each([
    [SERVICES, 'KC-SERVICES0097: Invalid request: java.lang.RuntimeException: Failed to verify signature'],
    [SERVICES, 'KC-SERVICES0067: failed to parse RestartLoginCookie: org.keycloak.jose.jws.JWSInputException: no'],
    [TCP, 'JGRP000006: 127.0.0.1:7800: failed accepting connection from peer x: java.net.SocketException: Socket is closed'],
    [TCP, '10.0.0.1:7800: failed sending message to 10.0.0.2:7800: java.net.ConnectException: Connection refused'],
    [TCP, '10.0.0.1:7800: failed handling message'],
    [TCP, 'JGRP000034: a-1: failure sending message to b-2: javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake'],
    ['org.example.Any', 'Something failed [Error Occurred After Shutdown]: java.lang.IllegalStateException: closed'],
  ])('%s: %s: is excused with what it comes with', (logger, text) => {
    expect(verdict(logger, text)).toBe('benign');
  });

  it.each(['io.vertx.core.http.HttpClosedException: Connection was closed', 'java.nio.channels.ClosedChannelException'])(
    'is excused where a client hung up: %s',
    (root) => {
      const text = `Uncaught server error: java.io.IOException: ${root}`;
      expect(verdict(HANDLER, text, '\tat a.B.c(B.java:1)', `Caused by: ${root}`)).toBe('benign');
    },
  );

  it.each([
    [SERVICES, 'KC-SERVICES0097: Invalid request: java.lang.NullPointerException: realm'],
    [SERVICES, 'KC-SERVICES0093: Invalid parameter value for: scope: org.hibernate.exception.SQLGrammarException: no'],
    [TCP, 'JGRP000006: 127.0.0.1:7800: failed accepting connection from peer x: javax.net.ssl.SSLHandshakeException: certificate_unknown'],
    [TCP, '10.0.0.1:7800: failed sending graceful close to 10.0.0.2:7800: java.lang.NoSuchMethodError: close'],
    [TCP, '10.0.0.1:7800: failed handling message: java.lang.NoSuchMethodError: read'],
    [TCP, 'JGRP000034: a-1: failure sending message to b-2: javax.net.ssl.SSLHandshakeException: PKIX path validation failed'],
    [HANDLER, 'Uncaught server error: java.io.IOException: No space left on device'],
    [HANDLER, 'Uncaught server error'],
    ['org.keycloak.common.Profile', 'Deprecated features a:v1 enabled by default: java.lang.IllegalStateException: no'],
  ])('%s: %s: is not excused with another exception, or with none where it needs one', (logger, text) => {
    expect(verdict(logger, text)).toBe('not known');
  });

  it('is not excused with another exception at the root', () => {
    const root = 'Caused by: org.postgresql.util.PSQLException: ERROR: relation "realm" does not exist';
    expect(verdict(SERVICES, 'KC-SERVICES0097: Invalid request: java.lang.RuntimeException: no', '\tat a.B.c(B.java:1)', root)).toBe(
      'not known',
    );
  });

  it('is excused with no exception, whichever it is', () => {
    const excuses = catalogue.filter((entry) => entry.kind === 'benign' && entry.exceptions !== 'any');
    const swallowed = excuses.flatMap(({ numbers, logger = 'org.example.Any', template }) =>
      [numbers?.[0] ?? '', template?.source ?? ''].map((text) => ({ logger, text })),
    );
    for (const { logger, text } of swallowed) {
      const message = { logger, template: text, ...(text === '' ? {} : { code: text }), exception: 'org.example.BrokenException' };
      expect(lookUp(message, undefined)?.kind ?? 'not known').not.toBe('benign');
    }
  });
});
