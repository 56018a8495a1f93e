import { codes } from '../codes.ts';
import type { KnownMessage } from './entry.ts';
import { recordedStarts } from './sources.ts';

/** What Java throws where the other end of a connection is gone. */
const connectionLost = [
  'java.io.EOFException',
  'java.io.IOException',
  'java.net.ConnectException',
  'java.net.NoRouteToHostException',
  'java.net.SocketException',
  'javax.net.ssl.SSLException',
];

/** Infinispan and JGroups. Whether the pods are one cluster is judged by their views, not here. */
export const cluster: readonly KnownMessage[] = [
  {
    kind: 'bad',
    code: codes.CLUSTER_UNHEALTHY,
    ofThisStart: true,
    refutedBy: 'finished start',
    template: /^Keycloak cluster health check: DOWN/,
    why: 'The node sees itself outside of its cluster. From 26.4 on it is not ready then.',
    source: 'keycloak: KeycloakClusterReadyHealthCheck; reported by operators of 26.4',
  },
  {
    kind: 'bad',
    code: codes.CLUSTER_UNHEALTHY,
    severity: 'warn',
    ofThisStart: true,
    versions: '>=26.4',
    template: /^Unable to check the cluster health because no coordinator has been found/,
    why: 'No node in the table jgroups_ping leads the cluster: the nodes are not ready until one does.',
    source: 'keycloak: JdbcPingClusterHealthImpl (WARN)',
  },
  {
    kind: 'benign',
    logger: 'org.jgroups.protocols.TCP',
    template: /failed sending graceful close to/,
    exceptions: connectionLost,
    why: 'JGroups over TLS prints it at ERROR when a node joins or leaves; the view that follows tells whether it did.',
    source: recordedStarts('26.7.4'),
  },
  {
    kind: 'benign',
    logger: 'org.jgroups.protocols.TCP',
    // In JSON the exception stands beside the message.
    template: /^(?:.{1,60}: )?failed handling message(?:$|: .{0,80}(?:Stream closed|Socket (?:is )?closed|Connection reset))/,
    exceptions: connectionLost,
    why: 'A node left while a message of it was being read; the check of the cluster judges who is there.',
    source: recordedStarts('26.4.0'),
  },
  {
    kind: 'benign',
    logger: 'org.jgroups.protocols.TCP',
    numbers: ['JGRP000034'],
    template: /failure sending message to .{0,120}Remote host terminated the handshake/,
    exceptions: ['javax.net.ssl.SSLHandshakeException'],
    why: 'Two nodes opened a connection to each other at once and one of the two was given up; the check of the cluster judges who is there.',
    source: 'seen: 26.4.0 and 26.7.4, two nodes that started at once on a busy machine; jgroups: TcpConnection, TlsHelper',
  },
  {
    kind: 'benign',
    logger: 'org.jgroups.protocols.TCP',
    template:
      /failed sending message to .{0,120}(?:Socket (?:is )?closed|Connection refused|Connection reset|Broken pipe|No route to host)/,
    exceptions: connectionLost,
    why: 'A node left, and a last message to it was under way; the check of the cluster judges who is there.',
    source: recordedStarts('26.4.0'),
  },
  {
    kind: 'benign',
    numbers: ['JGRP000006'],
    exceptions: connectionLost,
    why: 'A connection was given up while a node left.',
    source: recordedStarts('26.4.0'),
  },
  {
    kind: 'benign',
    numbers: ['JGRP000032'],
    why: 'A message to a node whose address is not known was dropped: it is gone, or has only begun. The check of the cluster judges who is there.',
    source: 'seen: 26.7.4, after a node was killed; keycloak: KEYCLOAK_JDBC_PING2, which speaks of it at starts side by side',
  },
  {
    kind: 'benign',
    numbers: ['JGRP000015'],
    why: "The operating system's socket buffers are smaller than JGroups asks for.",
    source: recordedStarts('24.0.5'),
  },
  {
    kind: 'benign',
    numbers: ['JGRP000014'],
    versions: '<26',
    why: 'An option of the JGroups that 25 brings itself, which that JGroups ignores.',
    source: recordedStarts('25.0.6'),
  },
  {
    kind: 'benign',
    numbers: ['ISPN000569', 'ISPN000554'],
    why: 'A notice of Infinispan that belongs to how Keycloak uses it.',
    source: recordedStarts('24.0.5'),
  },
  {
    kind: 'benign',
    numbers: ['ISPN000078', 'ISPN000079', 'ISPN000094', 'ISPN000556', 'ISPN000974', 'ISPN100000', 'ISPN100002', 'ISPN100009', 'ISPN100010'],
    why: 'A cluster that starts, gains or loses a member says so.',
    source: 'infinispan: org.infinispan.util.logging.Log; recorded at INFO by 24.0.5, 25.0.6, 26.4.0 and 26.7.4',
  },
  {
    kind: 'benign',
    template: /^work cache is not running, ignoring event/,
    onlyIn: 'ended run',
    why: 'The node was ending.',
    source: 'seen: 26.4.0 at a stop; keycloak: org.keycloak.cluster.infinispan.InfinispanClusterProviderFactory (WARN)',
  },
];
