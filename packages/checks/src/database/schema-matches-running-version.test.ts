import { expect, test } from 'vitest';
import type { Workload } from '../kubernetes/workload-evidence.ts';
import old from './fixtures/state-26.4.0.json' with { type: 'json' };
import migrated from './fixtures/state-26.4.0-migrated-to-26.7.4.json' with { type: 'json' };
import { schemaMatchesRunningVersion } from './schema-matches-running-version.ts';
import type { DatabaseState } from './state.ts';

const { check } = schemaMatchesRunningVersion;

const workload = (image: string): Workload => ({
  kind: 'Deployment',
  namespace: 'sso',
  name: 'keycloak',
  container: 'keycloak',
  object: {
    created: '2026-11-01T00:00:00Z',
    generation: 1,
    observedGeneration: 1,
    paused: false,
    strategy: 'Recreate',
    partition: 0,
    image,
    replicas: { wanted: 2, existing: 2, updated: 2, ready: 2, available: 2 },
    conditions: [],
  },
  revisions: [],
  pods: [],
  events: [],
  eventsLeftOut: 0,
});

const judge = (state: DatabaseState, image: string) =>
  check.judge({ state, workload: workload(image) }, {}, { now: '2026-11-23T21:10:00Z' });

test('the image that runs is of the schema’s version', () => expect(judge(migrated, 'keycloak:26.7.4').findings).toEqual([]));

test('an old image on a newer schema', () =>
  expect(judge(migrated, 'keycloak:26.4.0').findings).toMatchObject([
    { code: 'database/SCHEMA_AHEAD', expected: '26.4.0', actual: '26.7.4' },
  ]));

test('a new image that has not migrated', () =>
  expect(judge(old, 'keycloak:26.7.4').findings).toMatchObject([{ code: 'database/SCHEMA_BEHIND', expected: '26.7.4', actual: '26.4.0' }]));

test('a tag without a version cannot be compared', () => {
  const judgement = judge(old, 'registry.example/keycloak:latest');
  expect(judgement.findings).toEqual([]);
  expect(judgement.gaps).toMatchObject([
    { code: 'database/VERSION_UNKNOWN', reason: 'The tag of the image registry.example/keycloak:latest tells no Keycloak version.' },
  ]);
});

test('of a replica it is told that the rest is not to be seen', () =>
  expect(judge({ ...migrated, server: { ...migrated.server, inRecovery: true } }, 'keycloak:26.7.4')).toMatchObject({
    findings: [],
    gaps: [{ code: 'database/READ_FROM_REPLICA', subject: `database/${migrated.database}` }],
  }));
