import type { KnownMessage } from './entry.ts';
import { recordedStarts, services, servicesLogger } from './sources.ts';

/** What Keycloak throws at a cookie, token or request object that it cannot read. */
const unreadable = [
  'com.fasterxml.jackson.core.JsonParseException',
  'java.lang.IllegalArgumentException',
  'java.lang.RuntimeException',
  'org.keycloak.common.VerificationException',
  'org.keycloak.jose.jwe.JWEException',
  'org.keycloak.jose.jws.JWSInputException',
];

/** What the server's HTTP layer throws where the other end of a request hung up; nothing else in Keycloak talks by these channels. */
const hungUp = [
  'io.netty.channel.StacklessClosedChannelException',
  'io.vertx.core.http.HttpClosedException',
  'java.nio.channels.ClosedChannelException',
];

/** What anybody can cause by a request that is not valid. */
export const users: readonly KnownMessage[] = [
  {
    kind: 'benign',
    numbers: services(
      '0018',
      '0020',
      '0022',
      '0042',
      '0043',
      '0044',
      '0045',
      '0067',
      '0068',
      '0071',
      '0072',
      '0073',
      '0074',
      '0091',
      '0092',
      '0093',
      '0094',
      '0095',
      '0097',
      '0105',
    ),
    exceptions: unreadable,
    why: 'A browser or client sent a request that is not valid; anybody can.',
    source: `${servicesLogger} (0018, 0020 and 0097 WARN, the others ERROR; 0091 WARN in 24, DEBUG since)`,
  },
  {
    kind: 'benign',
    numbers: services('0049', '0076', '0099', '0100', '0101', '0102', '0108'),
    why: 'Somebody tried to register a client, or to make the first user, and was refused.',
    source: `${servicesLogger} (0049 and 0076 ERROR, the others WARN)`,
  },
  {
    kind: 'benign',
    logger: 'org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor',
    template: /^Parameter .{0,40}not present or present multiple times/,
    why: 'A request to log in that is not whole; anybody can send one.',
    source: recordedStarts('24.0.5', '25.0.6', '26.4.0', '26.7.4'),
  },
  {
    kind: 'benign',
    logger: 'org.keycloak.protocol.oidc.endpoints.LogoutEndpoint',
    template: /^Client .{0,60}not found/,
    why: 'A request to log out that names a client that is not there; anybody can send one.',
    source: recordedStarts('24.0.5', '25.0.6', '26.4.0', '26.7.4'),
  },
  {
    kind: 'benign',
    logger: 'org.keycloak.services.error.KeycloakErrorHandler',
    template: /^Uncaught server error/,
    exceptions: hungUp,
    exceptionNeeded: true,
    why: 'A browser or client hung up before its request was read or answered, as whoever goes on to another page does.',
    source:
      'seen: 26.7.4, requests that were cut off; keycloak: KeycloakErrorHandler; reported by operators: keycloak#10892, keycloak#28444, keycloak#41997',
  },
];
