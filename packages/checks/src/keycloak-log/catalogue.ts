import type { Code, CodeSeverity } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { isLogger } from './fingerprint.ts';
import type { Message } from './log-summary.ts';

/** An error or warning of Keycloak that is known, what it means, and where that is known from. */
export type KnownMessage = Match & {
  readonly why: string;
  /** Where this was seen or is written: a recorded start of these versions, an issue, or the source. */
  readonly source: string;
} & ({ readonly verdict: 'benign' } | { readonly verdict: 'bad'; readonly code: Code; readonly severity?: CodeSeverity });

/** All that is given must match. */
interface Match {
  /** The messages' own numbers. */
  readonly numbers?: readonly string[];
  /** The full name; logs may abbreviate it. */
  readonly logger?: string;
  /** In the message's template, where quoted values and numbers are left out. */
  readonly template?: RegExp;
}

const services = (...numbers: readonly string[]): readonly string[] => numbers.map((number) => `KC-SERVICES${number}`);
const servicesSource = 'keycloak: services/src/main/java/org/keycloak/services/ServicesLogger.java';
const recorded = 'recorded starts of 24.0.5, 26.4.0 and 26.7.4';

/** The first entry that matches counts, so what is bad stands before what is benign. */
const catalogue: readonly KnownMessage[] = [
  {
    verdict: 'bad',
    code: codes.MIGRATION_FAILED,
    template: /Error has occurred while updating the database|Failed to update database|Migration failed for changeset/,
    why: 'The schema could not be updated.',
    source: 'keycloak: QuarkusJpaUpdaterProvider; liquibase',
  },
  {
    verdict: 'bad',
    code: codes.MIGRATION_FAILED,
    numbers: services('0002'),
    why: 'The realms could not be migrated.',
    source: servicesSource,
  },
  {
    verdict: 'bad',
    code: codes.MIGRATION_LOCK,
    template: /Could not acquire change log lock within specified timeout/,
    why: 'Another node updates the schema, or one died while it did.',
    source: 'keycloak: CustomLockService, LiquibaseDBLockProvider',
  },
  {
    verdict: 'bad',
    code: codes.MIGRATION_LOCK,
    severity: 'warn',
    template: /Lock didn't yet acquired|Failed to create lock table/,
    why: 'Two nodes began the update at once, and this one tried again.',
    source: 'keycloak: CustomLockService, LiquibaseDBLockProvider',
  },
  {
    verdict: 'bad',
    code: codes.DATABASE_NOT_MIGRATED,
    template: /Database not (?:initialized|up-to-date), please/,
    why: 'The migration strategy is manual or validate, and nobody migrated.',
    source: 'keycloak: QuarkusJpaConnectionProviderFactory',
  },
  {
    verdict: 'bad',
    code: codes.DATABASE_NEWER,
    template: /^Possibly incorrect state of migration/,
    why: 'The database was migrated by a newer version than the one that runs.',
    source: 'recorded: 26.4.0 on a database of 26.7.4',
  },
  {
    verdict: 'bad',
    code: codes.MEMORY_EXHAUSTED,
    template: /java\.lang\.OutOfMemoryError/,
    why: 'Java has no memory left.',
    source: 'OpenJDK',
  },
  {
    verdict: 'bad',
    code: codes.CLUSTER_UNHEALTHY,
    template: /^Keycloak cluster health check: DOWN/,
    why: 'The node sees itself outside of its cluster.',
    source: 'keycloak: clustering health check',
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_FAILURE,
    numbers: services('0005', '0010', '0011', '0081', '0083', '0084'),
    why: 'An import, an account, a theme or an event listener is missing or failed.',
    source: servicesSource,
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_FAILURE,
    template: /^Event listeners .{0,80}registered, but provider not found/,
    why: 'A realm names an event listener whose extension is not installed: those events are lost.',
    source: 'recorded: 26.7.4; org.keycloak.events.EventBuilder',
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_WARNING,
    numbers: services('0013', '0026', '0029', '0089'),
    why: 'A login, a mail or a scheduled task failed for an inner reason.',
    source: servicesSource,
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_WARNING,
    template: /Missing database index|Following index should be created|index .{0,80}should be created manually/,
    why: 'An index was not made during the migration because its table is large: queries are slow until somebody makes it.',
    source: 'keycloak: DatabaseIndexChecker, CustomCreateIndexChange',
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_WARNING,
    template: /Hostname v# options .{0,200}still in use/,
    why: 'Options of the old hostname provider are ignored.',
    source: 'keycloak: HostnameV2 validation; printed at ERROR',
  },
  {
    verdict: 'bad',
    code: codes.SERVICE_WARNING,
    numbers: ['ARJUNA012117'],
    why: 'A transaction took longer than its timeout; a long migration does that.',
    source: 'narayana',
  },
  {
    verdict: 'benign',
    numbers: services(
      '0018',
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
      '0092',
      '0093',
      '0094',
      '0095',
      '0097',
      '0105',
    ),
    why: 'A browser or client sent a request that is not valid; anybody can.',
    source: servicesSource,
  },
  {
    verdict: 'benign',
    numbers: services('0047', '0104', '0110'),
    why: 'A notice to whoever maintains the configuration or the extensions.',
    source: servicesSource,
  },
  {
    verdict: 'benign',
    template: /^Deprecated features .{0,200}enabled by default|^(?:Preview|Experimental|Deprecated) features? enabled:/,
    why: 'Printed at each start by versions that enable such features by default.',
    source: recorded,
  },
  {
    verdict: 'benign',
    template: /^WARNING: The following used options or option values are DEPRECATED|^Stack .{0,40}is deprecated/,
    why: 'A notice for whoever maintains the options: they still work in this version.',
    source: 'recorded: 26.7.4 with the cache stack tcp',
  },
  {
    verdict: 'benign',
    logger: 'org.keycloak.models.WebAuthnPolicy',
    template: /is deprecated and will be removed/,
    why: 'A notice for whoever maintains the realm: it still works in this version.',
    source: 'recorded: 26.7.4, with a realm made by 26.4.0',
  },
  {
    verdict: 'benign',
    template: /failed sending graceful close to/,
    why: 'JGroups over TLS prints it at ERROR when a node joins or leaves; the view that follows tells whether it did.',
    source: 'recorded: 26.7.4, two nodes, both at the join and at the leave',
  },
  {
    verdict: 'benign',
    template: /\[Error Occurred After Shutdown\]$/,
    why: 'The node was already ending.',
    source: recorded,
  },
  {
    verdict: 'benign',
    logger: 'org.jgroups.protocols.TCP',
    template:
      /failed sending message to .{0,120}(?:Socket (?:is )?closed|Connection refused|Connection reset|Broken pipe|No route to host)/,
    why: 'A node left, and a last message to it was under way; the check of the cluster judges who is there.',
    source: 'recorded: 26.4.0, two nodes, at the leave; and at the join of two that started at once',
  },
  {
    verdict: 'benign',
    numbers: ['HHH90010101'],
    why: 'Hibernate ends a session whose caches it has not told of the end; it is printed now and then during logins that succeed.',
    source: 'recorded: 26.7.4, two nodes, during logins',
  },
  {
    verdict: 'benign',
    numbers: ['JGRP000006'],
    why: 'A connection was given up while a node left.',
    source: 'recorded: 26.4.0, two nodes, at the leave',
  },
  {
    verdict: 'benign',
    numbers: ['JGRP000015'],
    why: "The operating system's socket buffers are smaller than JGroups asks for.",
    source: recorded,
  },
  {
    verdict: 'benign',
    numbers: ['ISPN000569', 'ISPN000554'],
    why: 'A notice of Infinispan that belongs to how Keycloak uses it.',
    source: recorded,
  },
  {
    verdict: 'benign',
    numbers: ['SRHCK01001'],
    why: 'Printed once per probe while Keycloak starts.',
    source: recorded,
  },
  {
    verdict: 'benign',
    template: /enables XA but transaction recovery is not enabled/,
    why: 'Printed at each start of 24 and 25.',
    source: 'recorded: 24.0.5',
  },
  {
    verdict: 'benign',
    logger: 'io.quarkus.deployment.index.IndexWrapper',
    why: 'Printed while the server image is built, for classes that extensions name and do not need.',
    source: 'recorded: the build of 24.0.5',
  },
  {
    verdict: 'benign',
    template: /^Conflicting system property/,
    why: 'An option is given twice; the message says which one counts.',
    source: 'recorded: 26.4.0',
  },
  {
    verdict: 'benign',
    template: /work cache is not running, ignoring event/,
    why: 'The node was ending.',
    source: 'recorded: 26.4.0',
  },
  {
    verdict: 'benign',
    template: /^WARNING: With HTTPS not enabled/,
    why: 'Printed where TLS ends at a proxy that does not tell so.',
    source: 'recorded: 26.7.4',
  },
];

/** What is known of a message; undefined for one that is not known. */
export const lookUp = (message: Pick<Message, 'code' | 'logger' | 'template'>): KnownMessage | undefined =>
  catalogue.find(
    ({ numbers, logger, template }) =>
      (numbers === undefined || (message.code !== undefined && numbers.includes(message.code))) &&
      (logger === undefined || isLogger(message.logger, logger)) &&
      (template === undefined || template.test(message.template)),
  );
