import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { databaseState } from '@keycloak-release-gate/checks';
import type { DatabaseState } from '@keycloak-release-gate/checks';
import { canonicalJson, contentHash, defineSuite, step } from '@keycloak-release-gate/core';
import type { Deploy, RunRecord } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { planSuite } from '../src/plan/plan.ts';
import type { Plan } from '../src/plan/plan.ts';
import { createRunFolder } from '../src/record/folder.ts';
import { findBaseline } from '../src/verify/baseline.ts';
import { place } from './run-program.ts';
import { sampleRecord } from './sample-record.ts';
import { goodWhenGood, look, runContext } from './synthetic.ts';

const { release: sampled, run } = sampleRecord();
if (!sampled) throw new Error('unreachable');
const upgrade = { ...sampled, keycloak: { from: '26.4.0', to: '26.7.4' } };
const newImage = { ...sampled, keycloak: { from: '26.4.0', to: '26.4.0' } };

const databaseOf = (version: string, systemIdentifier = '7'): DatabaseState => ({
  server: { version: '15', systemIdentifier, inRecovery: false, now: '2026-11-23T20:00:00.000Z', clockAheadBy: 0 },
  database: 'keycloak',
  schema: 'public',
  migrations: [{ version, updatedAt: '2026-11-23T19:00:00.000Z' }],
  changeLogs: [],
  locks: [],
  migrating: 0,
});

interface Ran {
  readonly suite: string;
  readonly saw?: DatabaseState;
  readonly partial?: string;
  readonly failed?: boolean;
  /** ISO 8601; of each run that of its place by default. */
  readonly startedAt?: string;
}

const idOf = (index: number): string => `01KAT7Q4M8ZC3V5N2XJ9RWBH${String(10 + index)}`;
const timeOf = (index: number): string => `2026-11-23T20:${String(10 + index)}:00.000Z`;

/** Writes the records of runs, each after the one before it, and returns which of them is found, and why others were not. */
function found(runs: readonly Ran[], release = upgrade, deploy?: Deploy): { readonly index: number; readonly passedOver: string[] } {
  const reports = mkdtempSync(join(place, 'reports-'));
  for (const [index, ran] of runs.entries()) written(reports, ran, index, release);
  const passedOver: string[] = [];
  const baseline = findBaseline(planOf(release, deploy), reports, undefined, (why) => passedOver.push(why));
  return { index: runs.findIndex((_ran, index) => idOf(index) === baseline?.record.run.id), passedOver };
}

function written(reports: string, { suite, saw, partial, failed, startedAt }: Ran, index: number, release: RunRecord['release']): string {
  const id = idOf(index);
  const folder = createRunFolder(reports, 'acc', suite, id);
  const evidence = saw && canonicalJson(saw);
  const sha256 = evidence === undefined ? undefined : contentHash(evidence);
  if (evidence !== undefined && sha256 !== undefined) folder.evidence(sha256, evidence);
  const record: RunRecord = {
    ...sampleRecord(),
    release,
    suite: { id: suite, title: suite },
    run: { ...run, id, startedAt: startedAt ?? timeOf(index), ...(partial === undefined ? {} : { partial }) },
    looks:
      sha256 === undefined
        ? {}
        : {
            'database/state': {
              collector: databaseState.id,
              version: 1,
              title: 'The database',
              params: {},
              settles: false,
              revisions: [{ round: 0, startedAt: timeOf(index), milliseconds: 1, evidence: sha256, gaps: [] }],
            },
          },
    verdict: { kind: failed === true ? 'fail' : 'pass', exitCode: failed === true ? 1 : 0, reasons: [] },
  };
  folder.write('run.json', canonicalJson(record));
  folder.finish();
  return folder.path;
}

function planOf(release: RunRecord['release'], deploy: Deploy | undefined): Plan {
  const check = goodWhenGood(
    'a/first',
    look('look/first', () => ({ value: { value: 'good' } })),
  );
  return planSuite(
    defineSuite({
      id: 'synthetic',
      title: 'Synthetic',
      needsRelease: false,
      steps: () => [step({ id: 'a/b', sentence: 'One' }, [check()])],
    }),
    { ...runContext({ id: 'acc' }), ...(release ? { release } : {}), ...(deploy ? { deploy } : {}) },
  );
}

const before: Ran = { suite: 'pre-release' };
const after: Ran = { suite: 'post-deploy' };
const [old, migrated] = [databaseOf('26.4.0'), databaseOf('26.7.4')];

describe('the newest pre-release run is the state before the release', () => {
  it.each<[string, readonly Ran[]]>([
    ['where post-deploy never ran', [before, before]],
    ['where post-deploy ran after it', [before, before, after]],
    ['where a part of post-deploy ran before it', [before, { ...after, partial: '--only login' }, before]],
    ['where the release was rolled back in between', [before, after, { suite: 'post-rollback' }, before]],
    ['where it saw the schema of the old version', [before, after, { ...before, saw: old }]],
    ['where post-deploy was of another database', [before, { ...after, saw: databaseOf('26.7.4', '8') }, { ...before, saw: migrated }]],
  ])('%s', (_name, runs) =>
    expect(found(runs)).toEqual({ index: runs.findLastIndex(({ suite }) => suite === 'pre-release'), passedOver: [] }),
  );

  it('where the deploy is known to have begun later', () =>
    expect(found([before, before], newImage, { at: timeOf(2), source: 'as given by --since' })).toEqual({ index: 1, passedOver: [] }));
});

describe('a pre-release run of after the deploy is passed over, and told', () => {
  it.each<[string, readonly Ran[], typeof upgrade]>([
    ['where it saw nothing of the database', [before, after, before], upgrade],
    ['where it saw the new schema', [before, { ...after, saw: migrated }, { ...before, saw: migrated }], upgrade],
    ['where the rollback was not one', [before, after, { suite: 'post-rollback', failed: true }, { ...before, saw: migrated }], upgrade],
    ['where the release was deployed again', [before, after, { suite: 'post-rollback' }, after, { ...before, saw: migrated }], upgrade],
    ['where the version stays the same', [before, after, { ...before, saw: old }], newImage],
  ])('%s', (_name, runs, release) => {
    const last = runs.length - 1;
    const deployed = runs.findLastIndex(({ suite }) => suite === 'post-deploy');
    expect(found(runs, release)).toEqual({
      index: 0,
      passedOver: [
        `The pre-release run ${idOf(last)} is not taken for the state before the release: post-deploy had run before it (${idOf(deployed)}); if nothing was deployed by then, name it with --baseline.`,
      ],
    });
  });

  it('where the deploy is known to have begun before it', () =>
    expect(found([before, before], upgrade, { at: timeOf(1), source: 'as given by --since' })).toEqual({
      index: 0,
      passedOver: [
        `The pre-release run ${idOf(1)} is not taken for the state before the release: it began after the deploy (${timeOf(1)}, as given by --since).`,
      ],
    }));

  it('and there is none where no other is left', () => {
    const only = found([after, { ...before, saw: migrated }]);
    expect(only.index).toBe(-1);
    expect(only.passedOver).toHaveLength(1);
  });

  it('and refused where it is named', () => {
    const reports = mkdtempSync(join(place, 'reports-'));
    const named = written(reports, before, 1, upgrade);
    const plan = planOf(upgrade, { at: timeOf(0), source: 'as given by --since' });
    expect(() => findBaseline(plan, reports, named)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: 'BASELINE_UNFIT' }) as unknown] }),
    );
    expect(findBaseline(planOf(upgrade, undefined), reports, named)?.record.run.id).toBe(idOf(1));
  });
});
