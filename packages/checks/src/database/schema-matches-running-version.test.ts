import type { LeftByRollback } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
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

describe('after a rollback by plan A that was rehearsed as harmless', () => {
  // Equal change sets: the version alone is ahead.
  const before: DatabaseState = old;
  const newer = { version: '26.4.2', updatedAt: '2026-11-24T10:00:00.000Z' };
  const ahead: DatabaseState = {
    ...before,
    server: { ...before.server, systemIdentifier: '7' },
    migrations: [newer, ...(before.migrations ?? [])],
  };
  const left: LeftByRollback = {
    run: '01KAT7Q4M8ZC3V5N2XJ9RWBH10',
    version: '26.4.0',
    database: ahead.database,
    systemIdentifier: '7',
    migrations: ahead.migrations ?? [],
    changeLogs: (ahead.changeLogs ?? []).map(({ table, hash }) => ({ table, hash })),
  };
  const judged = (state: DatabaseState, image = 'keycloak:26.4.0', expected: object = { left }) =>
    check.judge({ state, workload: workload(image) }, check.expects.parse(expected), { now: '2026-11-24T21:10:00Z' });

  test('the very schema that it left is no finding', () => {
    const { findings, facts } = judged(ahead);
    expect(findings).toEqual([]);
    expect(facts).toContainEqual({ name: 'rolled back by plan A, by the run', value: left.run });
  });

  const others: readonly (readonly [title: string, state: DatabaseState, image?: string])[] = [
    ['another version runs', ahead, 'keycloak:26.3.0'],
    [
      'another version has migrated since',
      { ...ahead, migrations: [{ version: '26.4.3', updatedAt: '2026-11-24T12:00:00.000Z' }, ...(ahead.migrations ?? [])] },
    ],
    [
      'the same version has migrated it at another time',
      { ...ahead, migrations: [{ ...newer, updatedAt: '2026-11-24T11:00:00.000Z' }, ...(before.migrations ?? [])] },
    ],
    ['a change set came since', { ...ahead, changeLogs: (ahead.changeLogs ?? []).map((log) => ({ ...log, hash: 'other' })) }],
    [
      'a custom change log came since',
      { ...ahead, changeLogs: [...(ahead.changeLogs ?? []), { table: 'databasechangelog_x', count: 0, hash: 'x', changeSets: [] }] },
    ],
    ['it is another server', { ...ahead, server: { ...ahead.server, systemIdentifier: '8' } }],
    ['nobody knows which server it is', { ...ahead, server: { ...ahead.server, systemIdentifier: null } }],
    ['the change log could not be read', { ...ahead, changeLogs: null }],
  ];
  test.each(others.map((each) => [each[0], each] as const))('it is ahead where %s', (_title, [, state, image]) =>
    expect(judged(state, image).findings.map(({ code }) => code)).toEqual(['database/SCHEMA_AHEAD']),
  );

  test('nothing explains it without a rollback', () =>
    expect(judged(ahead, 'keycloak:26.4.0', {}).findings.map(({ code }) => code)).toEqual(['database/SCHEMA_AHEAD']));
});
