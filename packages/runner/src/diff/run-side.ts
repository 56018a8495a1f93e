import { realmConfiguration, server } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { readRun } from '../record/read.ts';
import { configurationOf } from './configuration.ts';
import type { Side } from './side.ts';

/** What a recorded run saw of the configuration. Throws a ConfigurationError where it saw none, or its record cannot be trusted. */
export function runSide(path: string): Side {
  const { record, read, folder } = readRun(path);
  const refused = (code: string, message: string, remedy: string): ConfigurationError =>
    new ConfigurationError([{ code, message, where: folder, remedy }]);
  const looks = Object.values(record.looks).filter(({ collector }) => collector === realmConfiguration.id);
  if (looks.length === 0)
    throw refused(
      'RUN_WITHOUT_CONFIGURATION',
      `The run ${record.run.id} did not look at the configuration.`,
      'Name a run of pre-release, post-deploy or post-rollback.',
    );
  if (looks.some(({ version }) => version !== realmConfiguration.version))
    throw refused(
      'RUN_OF_ANOTHER_VERSION',
      `The run ${record.run.id} holds the configuration as another version of the gate reads it.`,
      'Take the run again, or use the version of the gate that wrote it.',
    );
  const revisions = looks.flatMap(({ revisions: taken }) => taken.findLast(({ evidence }) => evidence !== undefined) ?? []);
  const seen = revisions.flatMap(({ evidence }) => (evidence === undefined ? [] : [configurationOf(read(evidence))]));
  // A run whose suite did not look at the server says nothing of it.
  const ofServer = Object.values(record.looks)
    .find(({ collector, version }) => collector === server.id && version === server.version)
    ?.revisions.findLast(({ evidence }) => evidence !== undefined)?.evidence;
  const made = ofServer === undefined ? undefined : server.evidence.parse(read(ofServer));
  return {
    name: `the run ${record.run.id} (${record.suite.id}) of "${record.environment.id}"`,
    environment: record.environment.id,
    at: revisions[0]?.startedAt ?? record.run.startedAt,
    ...(made?.version === undefined ? {} : { version: made.version }),
    ...(made === undefined ? {} : { server: made }),
    realms: Object.fromEntries(seen.map((configuration) => [configuration.realm, configuration])),
    gaps: looks.flatMap(({ revisions: taken }) => taken.at(-1)?.gaps ?? []),
  };
}
