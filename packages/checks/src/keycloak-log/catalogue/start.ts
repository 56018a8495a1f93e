import { codes } from '../codes.ts';
import type { KnownMessage } from './entry.ts';
import { recordedStarts } from './sources.ts';

/** What Quarkus and Keycloak's launcher say while they build and start the server, and what Java says when it ends. */
export const start: readonly KnownMessage[] = [
  {
    kind: 'bad',
    code: codes.MEMORY_EXHAUSTED,
    ofThisStart: true,
    refutedBy: 'running process',
    template: /^Terminating due to java\.lang\.OutOfMemoryError/,
    why: 'Java had no memory left, and ended for it.',
    source: 'OpenJDK, with -XX:+ExitOnOutOfMemoryError, which kc.sh sets',
  },
  {
    kind: 'bad',
    code: codes.MEMORY_EXHAUSTED,
    ofThisStart: true,
    template: /java\.lang\.OutOfMemoryError/,
    why: 'Java has no memory left.',
    source: 'OpenJDK: java.lang.OutOfMemoryError',
  },
  {
    kind: 'bad',
    code: codes.MEMORY_EXHAUSTED,
    ofThisStart: true,
    exception: 'java.lang.OutOfMemoryError',
    why: 'Java had no memory left for what failed.',
    source: 'OpenJDK: java.lang.OutOfMemoryError',
  },
  {
    kind: 'bad',
    code: codes.START_FAILED,
    ofThisStart: true,
    refutedBy: 'finished start',
    template: /^(?:ERROR: )?Failed to (?:start server in \(\w+\) mode|start quarkus|run 'build' command|run ‹…› command)/,
    why: 'Keycloak gave up starting.',
    source: 'keycloak: ExecutionExceptionHandler, Build; in the recorded logs without a database the reducer keeps it apart',
  },
  {
    kind: 'bad',
    code: codes.SERVICE_WARNING,
    template: /Hostname v# options .{0,200}still in use/,
    why: 'Options of the old hostname provider are ignored.',
    source: 'keycloak: HostnameV2PropertyMappers; printed at ERROR, in newer versions as a bare line',
  },
  {
    kind: 'benign',
    template:
      /^Changes detected in configuration\. Updating the server image|^Updating the configuration and installing your custom providers|^Quarkus augmentation completed/,
    why: 'The server image is built anew, as after each change of what it is built with.',
    source:
      'keycloak: org.keycloak.quarkus.runtime.cli.Picocli, Build; quarkus: io.quarkus.deployment.QuarkusAugmentor; printed at INFO or bare',
  },
  {
    kind: 'benign',
    template: /^Deprecated features .{0,200}enabled by default|^(?:Preview|Experimental|Deprecated) features? enabled:/,
    why: 'Printed at each start of versions that enable such features by default.',
    source: recordedStarts('26.7.4'),
  },
  {
    kind: 'benign',
    template: /^WARNING: The following used (?:run time )?options or option values are DEPRECATED|^Stack .{0,40}is deprecated/,
    why: 'A notice for whoever maintains the options: they still work in this version.',
    source: 'seen: 26.7.4 with the cache stack tcp; keycloak: PropertyMapperParameterConsumer, Picocli',
  },
  {
    kind: 'benign',
    logger: 'org.keycloak.models.WebAuthnPolicy',
    template: /is deprecated and will be removed/,
    why: 'A notice for whoever maintains the realm: it still works in this version.',
    source: 'seen: 26.7.4, with a realm made by 26.4.0; keycloak: org.keycloak.models.WebAuthnPolicy',
  },
  {
    kind: 'benign',
    logger: 'io.quarkus.agroal.runtime.DataSources',
    template: /enables XA but transaction recovery is not enabled/,
    versions: '<25',
    why: 'Printed at each start of 24.',
    source: recordedStarts('24.0.5'),
  },
  {
    kind: 'benign',
    logger: 'io.quarkus.deployment.index.IndexWrapper',
    why: 'Printed while the server image is built, for classes that extensions name and do not need.',
    source: 'seen: the build of 24.0.5; quarkus: io.quarkus.deployment.index.IndexWrapper',
  },
  {
    kind: 'benign',
    template: /^Conflicting system property/,
    versions: '>=26',
    why: 'An option is given twice; the message says which one counts.',
    source: 'keycloak: org.keycloak.spi.infinispan.impl.embedded.JGroupsConfigurator (WARN)',
  },
  {
    kind: 'benign',
    template: /^WARNING: (?:Likely misconfiguration detected\. )?With HTTPS not enabled/,
    why: 'Printed where TLS ends at a proxy that does not tell so.',
    source: recordedStarts('26.7.4'),
  },
  {
    kind: 'benign',
    numbers: ['SRHCK01001'],
    why: 'Printed once per probe while Keycloak starts.',
    source: 'quarkus: io.smallrye.health; recorded at INFO by 26.7.4',
  },
  {
    kind: 'benign',
    template: /\[Error Occurred After Shutdown\](?:$|: )/,
    exceptions: 'any',
    onlyIn: 'ended run',
    why: 'The node was already ending.',
    source: 'quarkus: io.quarkus.runtime.logging.LogCleanupFilter; recorded by 26.7.4 of a message that another entry knows',
  },
];
