import { describe, expect, it } from 'vitest';
import { codeOf, templateOf } from '../fingerprint.ts';
import { catalogue, lookUp } from './index.ts';

const judged = (message: string, version: string, logger = 'org.example.Any') => {
  const code = codeOf(message);
  const known = lookUp({ logger, template: templateOf(message), ...(code === undefined ? {} : { code }) }, version);
  if (known?.kind !== 'bad') return known?.kind ?? 'not known';
  return `${known.severity ?? known.code.severity} ${known.code.code.replace('keycloak-log/', '')}`;
};

describe('what every release engineer knows of the log', () => {
  it.each([
    // Benign during an upgrade.
    ['Changes detected in configuration. Updating the server image.', 'benign'],
    ['Updating the configuration and installing your custom providers, if any. Please wait.', 'benign'],
    ['Quarkus augmentation completed in 9876ms', 'benign'],
    ['Updating database. Using changelog META-INF/jpa-changelog-master.xml', 'benign'],
    ['UPDATE SUMMARY', 'benign'],
    ['Migrating older model to 26.4.3', 'benign'],
    ['migrated realm shop to 25.0.0', 'benign'],
    ['ISPN000078: Starting JGroups channel `ISPN`', 'benign'],
    ['ISPN000079: Channel `ISPN` local address is `a`', 'benign'],
    ["ISPN000556: Starting user marshaller 'x'", 'benign'],
    ['ISPN000094: Received new cluster view for channel ISPN: [a|0] (1) [a]', 'benign'],
    ['ISPN000974: Virtual threads support: disabled', 'benign'],
    ['ISPN000569: Unable to persist Infinispan internal caches as no global state enabled', 'benign'],
    ['[Context=work] ISPN100000: Node a joined the cluster', 'benign'],
    ['[Context=work] ISPN100002: Starting rebalance', 'benign'],
    ['[Context=work] ISPN100009: Advancing to rebalance phase', 'benign'],
    ['[Context=work] ISPN100010: Finished rebalance', 'benign'],
    ['SRHCK01001: Reporting health down status: {"status":"DOWN"}', 'benign'],
    ['KC-SERVICES0001: Loading config from x', 'benign'],
    ['KC-SERVICES0003: Not importing realm a from b.  It already exists.', 'benign'],
    ['KC-SERVICES0004: Imported realm a from b.', 'benign'],
    ["KC-SERVICES0009: Added user 'admin' to realm 'master'", 'benign'],
    ['KC-SERVICES0049: Client registration was refused', 'benign'],
    ['KC-SERVICES0050: Initializing master realm', 'benign'],
    ['KC-SERVICES0077: Created temporary admin user with username admin', 'benign'],
    // Failures.
    ['Failed to start server in (production) mode', 'fail START_FAILED'],
    ["Failed to run 'build' command.", 'fail START_FAILED'],
    ['Error has occurred while updating the database', 'fail MIGRATION_FAILED'],
    ['Failed to update database', 'fail MIGRATION_FAILED'],
    ['Database not initialized, please enable database initialization', 'fail DATABASE_NOT_MIGRATED'],
    ['Database not up-to-date, please migrate database with keycloak-database-update.sql', 'fail DATABASE_NOT_MIGRATED'],
    ['KC-SERVICES0002: Failed to migrate datamodel', 'fail MIGRATION_FAILED'],
    ['KC-SERVICES0005: Unable to import realm a from b.', 'fail SERVICE_FAILURE'],
    ["KC-SERVICES0010: Failed to add user 'a' to realm 'b': user with username exists", 'fail SERVICE_FAILURE'],
    ["KC-SERVICES0011: Failed to add user 'a' to realm 'b'", 'fail SERVICE_FAILURE'],
    ["KC-SERVICES0081: Message bundle not found for language code 'en'", 'fail SERVICE_FAILURE'],
    ["KC-SERVICES0083: Event listener 'x' registered, but provider not found", 'fail SERVICE_FAILURE'],
    ['KC-SERVICES0084: Failed to save event', 'fail SERVICE_FAILURE'],
    ['Could not acquire change log lock within specified timeout 900 seconds', 'fail MIGRATION_LOCK'],
    ['java.lang.OutOfMemoryError: Java heap space', 'fail MEMORY_EXHAUSTED'],
    ['Keycloak cluster health check: DOWN', 'fail CLUSTER_UNHEALTHY'],
    // Warnings.
    ["Lock didn't yet acquired. Will possibly retry to acquire lock. Details: x", 'warn MIGRATION_LOCK'],
    ['Failed to create lock table. Maybe other transaction created in the meantime.', 'warn MIGRATION_LOCK'],
    ['KC-SERVICES0013: Failed authentication', 'warn SERVICE_WARNING'],
    ['KC-SERVICES0026: Failed to send password reset email', 'warn SERVICE_WARNING'],
    ['KC-SERVICES0029: Failed to send email', 'warn SERVICE_WARNING'],
    ['KC-SERVICES0089: Failed to run scheduled task X', 'warn SERVICE_WARNING'],
    ['Missing database index: X on table Y. Create the index manually', 'warn SERVICE_WARNING'],
    ['Following index should be created: CREATE INDEX x', 'warn SERVICE_WARNING'],
    ['Hostname v1 options [proxy] are still in use, please review your configuration', 'warn SERVICE_WARNING'],
    ['ARJUNA012117: TransactionReaper::check processing TX 0:1 in state RUN', 'warn SERVICE_WARNING'],
    // Noise at ERROR or WARN.
    ['127.0.0.1:7800: failed sending graceful close to 127.0.0.2:7800: Broken pipe', 'benign', 'org.jgroups.protocols.TCP'],
    ['Something failed [Error Occurred After Shutdown]', 'benign'],
    ['Deprecated features a:v1, b:v1 enabled by default. Check the upgrading guide.', 'benign'],
    ['JGRP000015: the receive buffer of socket MulticastSocket was set to 20MB', 'benign'],
  ])('%s: %s', (message, verdict, logger = 'org.example.Any') => {
    expect(judged(message, '26.7.4', logger)).toBe(verdict);
  });

  it('excuses no error for words in its middle, which whoever sends a request may have put there', () => {
    const excuses = catalogue.filter((entry) => entry.kind === 'benign' && entry.onlyIn === undefined);
    expect(excuses.filter(({ numbers, logger, template }) => !numbers && !logger && !template?.source.startsWith('^'))).toEqual([]);
  });

  it('differs by version', () => {
    const transactions = 'Datasource <default> enables XA but transaction recovery is not enabled.';
    const sources = 'io.quarkus.agroal.runtime.DataSources';
    expect([judged(transactions, '24.0.5', sources), judged(transactions, '26.7.4', sources)]).toEqual(['benign', 'not known']);
    const coordinator = 'Unable to check the cluster health because no coordinator has been found.';
    expect([judged(coordinator, '25.0.6'), judged(coordinator, '26.4.0')]).toEqual(['not known', 'warn CLUSTER_UNHEALTHY']);
  });
});
