import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseState } from '@keycloak-release-gate/checks';
import type { DatabaseState } from '@keycloak-release-gate/checks';
import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import type { RunRecord } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { createRunFolder } from '../src/record/folder.ts';
import { findLeftByRollback } from '../src/verify/left-by-rollback.ts';
import { place } from './run-program.ts';
import { sampleRecord } from './sample-record.ts';

const sample = sampleRecord();
const [result] = sample.results;
const { release } = sample;
if (!result || !release) throw new Error('unreachable');
const passed = { ...result, outcome: { kind: 'pass' as const }, findings: [], gaps: [] };
const upgrade = { ...release, keycloak: { from: '26.4.0', to: '26.4.2' } };

const state: DatabaseState = {
  server: { version: '15', systemIdentifier: '7', inRecovery: false, now: '2026-11-23T20:00:00.000Z', clockAheadBy: 0 },
  database: 'keycloak',
  schema: 'public',
  migrations: [{ version: '26.4.2', updatedAt: '2026-11-23T19:00:00.000Z' }],
  changeLogs: [{ table: 'databasechangelog', count: 1, hash: 'h', changeSets: [] }],
  locks: [],
  migrating: 0,
};

interface Ran {
  readonly suite?: string;
  readonly executed?: string;
  readonly rehearsed?: boolean;
  readonly more?: (record: RunRecord) => RunRecord;
  readonly saw?: DatabaseState;
}

/** Writes the records of runs, each after the one before it, and returns what the newest rollback left. */
function found(runs: readonly Ran[], harm: (folder: string) => void = () => undefined) {
  const reports = mkdtempSync(join(place, 'reports-'));
  for (const [index, ran] of runs.entries()) {
    const { suite = 'post-rollback', executed = 'A: it is the same', rehearsed = true, more = (record) => record, saw = state } = ran;
    const id = `01KAT7Q4M8ZC3V5N2XJ9RWBH${String(10 + index)}`;
    const folder = createRunFolder(reports, 'acc', suite, id);
    const evidence = canonicalJson(saw);
    folder.evidence(contentHash(evidence), evidence);
    const record: RunRecord = {
      ...sample,
      environment: { ...sample.environment, id: 'acc' },
      release: upgrade,
      suite: { id: suite, title: suite },
      run: { ...sample.run, id },
      looks: {
        'database/state': {
          collector: databaseState.id,
          version: 1,
          title: 'The database',
          params: {},
          settles: false,
          revisions: [{ round: 0, startedAt: '2026-11-23T20:00:00.000Z', milliseconds: 1, evidence: contentHash(evidence), gaps: [] }],
        },
      },
      results: [
        { ...passed, id: 'database/executed-plan', facts: [{ name: 'executed plan', value: executed }] },
        { ...passed, id: 'database/schema-matches-version', facts: rehearsed ? [{ name: 'rehearsed', value: 'x' }] : [] },
      ],
      verdict: { kind: 'pass', exitCode: 0, reasons: [] },
    };
    folder.write('run.json', canonicalJson(more(record)));
    folder.finish();
    harm(folder.path);
  }
  return findLeftByRollback('acc', reports);
}

const failed = (record: RunRecord): RunRecord => ({ ...record, verdict: { kind: 'fail', exitCode: 1, reasons: [] } });

test('the schema that a harmless plan A left is known', () =>
  expect(found([{ suite: 'post-deploy' }, {}])).toEqual({
    run: '01KAT7Q4M8ZC3V5N2XJ9RWBH11',
    version: '26.4.0',
    database: 'keycloak',
    systemIdentifier: '7',
    migrations: state.migrations,
    changeLogs: [{ table: 'databasechangelog', hash: 'h' }],
  }));

test.each<[string, readonly Ran[]]>([
  ['there was no rollback', [{ suite: 'post-deploy' }]],
  ['the database was restored', [{ executed: 'B: it was restored' }]],
  ['nobody knows what was executed', [{ executed: 'not known: x' }]],
  ['it was not rehearsed', [{ rehearsed: false }]],
  ['the rollback failed', [{ more: failed }]],
  ['the newest rollback failed', [{}, { more: failed }]],
  ['a part of it was looked at', [{ more: (record) => ({ ...record, run: { ...record.run, partial: '--only database' } }) }]],
  ['it was interrupted', [{ more: (record) => ({ ...record, run: { ...record.run, interrupted: 'SIGINT' } }) }]],
  ['it is of another environment', [{ more: (record) => ({ ...record, environment: { ...record.environment, id: 'test' } }) }]],
  ['something was deployed since', [{}, { suite: 'post-deploy' }]],
  ['the change logs were not read', [{ saw: { ...state, changeLogs: null } }]],
  ['nobody knew which server it was', [{ saw: { ...state, server: { ...state.server, systemIdentifier: null } } }]],
])('nothing is where %s', (_title, runs) => expect(found(runs)).toBeUndefined());

test('nothing is where the record was edited', () =>
  expect(found([{}], (folder) => writeFileSync(join(folder, 'run.json'), '{}'))).toBeUndefined());
