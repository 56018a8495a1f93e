import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import { databaseState, realmConfiguration, server, serverConfiguration, versionOfServer, workload } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { RecordedLook, RunRecord } from '@keycloak-release-gate/core';
import { readRun } from '../record/read.ts';
import { configurationOf } from './configuration.ts';
import type { Side } from './side.ts';

/** What is compared: of anything else a run may have missed what it likes. */
const compared: ReadonlySet<string> = new Set([realmConfiguration.id, serverConfiguration.id, server.id]);

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
  const made = seenBy(server, record, read);
  const deployed = seenBy(serverConfiguration, record, read);
  const version = versionOfServer({
    server: made,
    workload: seenBy(workload, record, read),
    database: seenBy(databaseState, record, read),
  })?.value;
  return {
    name: `the run ${record.run.id} (${record.suite.id}) of "${record.environment.id}"`,
    environment: record.environment.id,
    identity: record.run.id,
    ...(version === undefined ? {} : { version }),
    ...(made === undefined ? {} : { server: made }),
    ...(deployed === undefined ? {} : { serverConfiguration: deployed }),
    at: revisions[0]?.startedAt ?? record.run.startedAt,
    realms: Object.fromEntries(seen.map((configuration) => [configuration.realm, configuration])),
    ...(record.release === undefined ? {} : { release: record.release, verdict: record.verdict.kind, before: beforeIn(looks, read) }),
    gaps: Object.values(record.looks)
      .filter(({ collector }) => compared.has(collector))
      .flatMap(({ revisions: taken }) => taken.at(-1)?.gaps ?? []),
  };
}

/** What the run saw of one collector, at last; undefined where it did not look, or another version of the gate did. */
function seenBy<E>(
  { id, version, evidence }: { readonly id: string; readonly version: number; readonly evidence: { parse(data: unknown): E } },
  { looks }: RunRecord,
  read: (sha256: string) => unknown,
): E | undefined {
  const look = Object.values(looks).find((each) => each.collector === id && each.version === version);
  const hash = look?.revisions.findLast((revision) => revision.evidence !== undefined)?.evidence;
  return hash === undefined ? undefined : evidence.parse(read(hash));
}

/** The realms as they were before the release, as far as the run compared with that. */
const beforeIn = (looks: readonly RecordedLook[], read: (sha256: string) => unknown): Readonly<Record<string, RealmConfiguration>> =>
  Object.fromEntries(
    looks.flatMap(({ baseline }) => {
      const evidence = baseline?.revision.evidence;
      const configuration = evidence === undefined ? undefined : configurationOf(read(evidence));
      return configuration === undefined ? [] : [[configuration.realm, configuration]];
    }),
  );
