import { client, role } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rollbackPlanDeclared } from './rollback-plan-declared.ts';
import type { RollbackFacts } from './rollback-facts.ts';
import type { RecordedPlan } from './rollback-plan.ts';
import { customLog, database, forecast, migratedTo, recordOf, rehearsal, rehearsed } from './sample-facts.ts';
import { schemaMark } from './schema-mark.ts';

const { check } = rollbackPlanDeclared;
const release = {
  release: '2026-11-upgrade',
  environment: 'acc',
  author: 'Ann Author',
  plan: 'B',
  reason: 'the schema is migrated',
  from: '26.4.0',
  to: '26.7.4',
};
const none: RecordedPlan = { kind: 'none' };
const judge = (words: object, plan: RecordedPlan = none) =>
  check.judge({ plan }, check.expects.parse({ ...release, ...words }), { now: '2026-11-23T21:10:00Z' });
const found = (words: object, plan: RecordedPlan = none): readonly string[] => {
  const { findings, gaps = [] } = judge(words, plan);
  return [...findings.map(({ code, message }) => `${code}: ${message}`), ...gaps.map(({ code, reason }) => `gap ${code}: ${reason}`)];
};
const read = (facts: RollbackFacts, now = database): RecordedPlan => ({
  kind: 'read',
  file: 'reports/acc/rollback-plans/2026-11-upgrade.json',
  record: recordOf(facts),
  schema: schemaMark(now),
  unread: [],
});
const patch = { plan: 'A', to: '26.4.2' };

describe('without a computed plan, what the versions imply', () => {
  test.each([
    ['24.0.5', '26.7.4', true, 'B: the major version rises, so that schema and realms are migrated'],
    ['26.4.0', '26.7.4', true, 'B: the minor version rises, so that schema and realms are migrated'],
    ['26.4.0', '26.4.2', true, 'B: the patch version rises, which may bring change sets, and plan A was not rehearsed for this pair'],
    ['26.7.4', '26.4.0', true, 'B: the version goes back, which Keycloak does not support on its own database'],
    ['26.7.4', '26.7.4', true, 'unknown: the Keycloak version stays the same, and what the image that is deployed migrates was not tried'],
    ['26.7.4', '26.7.4', false, 'A: nothing is deployed, and the Keycloak version stays the same'],
  ] as const)('%s → %s (deploys: %s) needs %s', (from, to, deploys, needed) => {
    const judgement = judge({ plan: 'A', from, to, deploys });
    expect(judgement.facts).toContainEqual({ name: 'needed rollback plan', value: needed });
    expect(judgement.findings.map(({ code }) => code)).toEqual(needed.startsWith('B') ? ['release/PLAN_TOO_WEAK'] : []);
    expect((judgement.gaps ?? []).map(({ code }) => code)).toEqual(needed.startsWith('unknown') ? ['release/PLAN_NOT_COMPUTED'] : []);
  });

  test('a new image of the same version, which nobody tried', () => {
    expect(judge({ plan: 'A', to: '26.4.0' }).gaps).toEqual([
      {
        code: 'release/PLAN_NOT_COMPUTED',
        subject: 'release/2026-11-upgrade',
        reason:
          'Whether plan A is enough was not computed: the Keycloak version stays the same, and what the image that is deployed migrates was not tried.',
        remedy: 'Compute it: verify plan-rollback --release 2026-11-upgrade --env acc; or declare plan B with its reason.',
      },
    ]);
    expect(found({ plan: 'B', to: '26.4.0' })).toEqual([]);
    expect(found({ plan: 'A', to: '26.4.0', changes: [role('auditor').isRemoved()] })).toHaveLength(1);
  });

  test('declared B', () => {
    const judgement = judge({});
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts).toEqual([
      { name: 'declared rollback plan', value: 'B: the schema is migrated' },
      { name: 'needed rollback plan', value: 'B: the minor version rises, so that schema and realms are migrated' },
    ]);
  });

  test('that nothing was tried is shown where the way back is', () =>
    expect(judge({}).exhibits).toMatchObject([
      {
        kind: 'sheet',
        topic: 'rollback',
        title: 'The rollback plan',
        sections: [
          {
            entries: [
              { label: 'declared', value: 'B: the schema is migrated' },
              { label: 'needed', value: 'B' },
              { label: 'why', value: 'the minor version rises, so that schema and realms are migrated' },
              {
                label: 'tried',
                value:
                  'nothing: the plan was not computed, and the versions alone tell. Compute it: verify plan-rollback --release 2026-11-upgrade --env acc',
              },
            ],
          },
        ],
      },
    ]));

  test('stronger than needed is no fault', () => expect(found({ to: '26.4.0' })).toEqual([]));

  test('declared A where B is needed', () =>
    expect(judge({ plan: 'A' }).findings).toEqual([
      {
        code: 'release/PLAN_TOO_WEAK',
        title: 'The rollback plan is weaker than this release needs',
        severity: 'fail',
        subject: 'release/2026-11-upgrade',
        message:
          'The release 2026-11-upgrade (26.4.0 → 26.7.4) declares rollback plan A, and needs plan B: the minor version rises, so that schema and realms are migrated.',
        remedy:
          'Declare plan B (restoring the database) with its reason, validate the backup and arrange the stand-by; or rehearse plan A for this very pair of versions on a restored copy: `verify plan-rollback`.',
        expected: 'B',
        actual: 'A',
      },
    ]));

  test.each([
    [
      'a version that is none',
      { plan: 'A', to: 'latest' },
      ['gap release/VERSION_UNREADABLE: "26.4.0" and "latest" are not both versions of Keycloak.'],
    ],
    ['no release', { release: undefined }, ['gap release/NO_RELEASE: Only a release has a rollback plan.']],
  ])('%s', (_name, words, expected) => expect(found(words)).toEqual(expected));
});

describe('a release that only changes the configuration', () => {
  const configuration = { plan: 'A', to: '26.4.0', deploys: false };
  const deletes = { ...configuration, changes: [role('auditor').isRemoved(), client('portal').redirectUris.adds('https://x/*')] };
  const refused =
    'release/DESTRUCTIVE_CHANGE: The release 2026-11-upgrade (26.4.0 → 26.4.0) declares rollback plan A, and 1 change of the configuration cannot be undone without a backup: role/auditor is removed: who has it goes with it.';
  const inverse: Confirmation = {
    type: 'tested inverse',
    release: '2026-11-upgrade',
    person: 'Ada Admin',
    role: 'administrator',
    statement: 'I made the role anew in test, with its members from the list of before.',
    confirmedAt: '2026-11-22T08:00:00Z',
    validFrom: '2026-11-22T08:00:00Z',
    expiresAt: '2026-12-01T00:00:00Z',
  };
  test('that can be undone', () => expect(found({ ...configuration, changes: [role('auditor').isAdded()] })).toEqual([]));
  test('that cannot', () => expect(found(deletes)).toEqual([refused]));
  test('that cannot, with plan B', () => expect(found({ ...deletes, plan: 'B' })).toEqual([]));
  test('that cannot, with an inverse that somebody tested', () => expect(found({ ...deletes, confirmations: [inverse] })).toEqual([]));
  test.each<[string, Partial<Confirmation> | undefined, object]>([
    ['the author', { person: ' ann AUTHOR' }, {}],
    ['another release', { release: '2026-10' }, {}],
    ['another environment', { environment: 'prod' }, {}],
    ['the release as it was', { substance: 'b'.repeat(64) }, { substance: 'c'.repeat(64) }],
    ['another matter', { type: 'logs reviewed' }, {}],
    ['no longer', { expiresAt: '2026-11-23T21:10:00Z' }, {}],
    ['later', { confirmedAt: '2026-11-23T21:10:01Z' }, {}],
    ['an unknown author', {}, { author: undefined }],
  ])('the inverse was confirmed by or for %s, which does not count', (_name, change, words) =>
    expect(found({ ...deletes, confirmations: [{ ...inverse, ...change }], ...words })).toEqual([refused]),
  );
  test('and deploys an upgrade is too weak twice', () =>
    expect(judge({ ...deletes, to: '26.7.4', deploys: true }).findings.map(({ code }) => code)).toEqual([
      'release/PLAN_TOO_WEAK',
      'release/DESTRUCTIVE_CHANGE',
    ]));

  test('with a plan that was computed before the change was announced', () => {
    const before = read({ ...rehearsed, to: '26.4.0', deploys: false, forecast: null, rehearsal: null });
    expect(found(configuration, before)).toEqual([]);
    expect(found(deletes, before)).toEqual([refused]);
    expect(found({ ...deletes, confirmations: [inverse] }, before)).toEqual([]);
  });
  test.each([
    ['nothing was seen elsewhere', undefined, true],
    ['it was tried before', [], false],
  ])('what was not seen is told with a plan that was computed when %s', (_name, seenElsewhere, blind) => {
    const facts = { ...rehearsed, to: '26.4.0', deploys: false, forecast: null, rehearsal: null };
    const { exhibits = [] } = judge(configuration, read({ ...facts, ...(seenElsewhere ? { seenElsewhere } : {}) }));
    const table = exhibits.find(({ kind }) => kind === 'table');
    const said = table?.kind === 'table' ? table.rows.find(([rule]) => rule === 'destructive configuration')?.[2] : undefined;
    expect(said?.includes('is not known before the deploy')).toBe(blind);
  });
  test('and deleted something where it was tried before', () => {
    const seen = read({
      ...rehearsed,
      to: '26.4.0',
      deploys: false,
      forecast: null,
      rehearsal: null,
      seenElsewhere: [{ kind: 'removed', object: 'group/staff', before: {} }],
    });
    expect(found(configuration, seen)).toEqual([
      'release/DESTRUCTIVE_CHANGE: The release 2026-11-upgrade (26.4.0 → 26.4.0) declares rollback plan A, and 1 change of the configuration cannot be undone without a backup: Where it was tried before, group/staff was removed: its members go with it.',
    ]);
    expect(found({ ...configuration, confirmations: [inverse] }, seen)).toEqual([]);
  });
  test('and deleted something where it was tried before, whose inverse was tested when the plan was computed and no longer is', () => {
    const { testedInverse: _none, ...facts } = {
      ...rehearsed,
      testedInverse: undefined,
      to: '26.4.0',
      deploys: false,
      forecast: null,
      rehearsal: null,
    };
    const seen = read({
      ...facts,
      testedInverse: 'Ada Admin says so',
      seenElsewhere: [{ kind: 'removed', object: 'group/staff', before: {} }],
    });
    expect(found({ ...configuration, confirmations: [inverse] }, seen)).toEqual([]);
    expect(found(configuration, seen)).toEqual([
      expect.stringMatching(
        /^release\/DESTRUCTIVE_CHANGE: .* the inverse was tested: Ada Admin says so; that no longer counts: Where it was tried before, group\/staff was removed/,
      ) as string,
    ]);
  });
});

describe('the computed plan', () => {
  test('A, as a rehearsal found', () => {
    const judgement = judge(patch, read(rehearsed));
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps).toEqual([]);
    expect(judgement.facts).toEqual([
      { name: 'declared rollback plan', value: 'A: the schema is migrated' },
      { name: 'computed rollback plan', value: 'A: the release leaves nothing behind that the old version does not know' },
      { name: 'computed', value: '2026-11-23T20:00:00.000Z, on gate-1' },
      { name: 'tried on a copy of', value: 'keycloak.dump' },
      { name: 'the new version was ready on the copy after', value: 13, unit: 's' },
    ]);
    expect(judgement.exhibits).toMatchObject([
      { kind: 'sheet', topic: 'rollback', title: 'The rollback plan' },
      { kind: 'table', topic: 'rollback', title: 'How the rollback plan was computed' },
      { kind: 'sheet', topic: 'rollback', title: 'The rehearsal of plan A: 26.4.0 on what 26.4.2 leaves' },
    ]);
  });
  test.each(['A', 'B'])('a migration that takes longer than the probes let it is told with plan %s', (plan) => {
    const recorded = read(rehearsed);
    if (recorded.kind !== 'read') throw new Error('unreachable');
    const within = (seconds: number | null): RecordedPlan => ({
      ...recorded,
      record: { ...recorded.record, probeBudget: { seconds, from: 'startup probe: every second, 12 times' } },
    });
    expect(judge({ ...patch, plan }, within(12)).findings).toMatchObject([{ severity: 'warn' }]);
    expect(found({ ...patch, plan }, within(12))).toEqual([
      'release/MIGRATION_OUTLASTS_PROBES: Keycloak 26.4.2 needed 13 s on a restored copy until it was ready, and the probes let a pod start for 12 s (startup probe: every second, 12 times).',
    ]);
    expect(found({ ...patch, plan }, within(12.5))).toEqual([]);
    expect(found({ ...patch, plan }, within(null))).toEqual([]);
  });
  test('B', () =>
    expect(found(patch, read({ ...rehearsed, rehearsal: null, notTried: 'This machine may not restore.' }))).toEqual([
      'release/PLAN_TOO_WEAK: The release 2026-11-upgrade (26.4.0 → 26.4.2) declares rollback plan A, and needs plan B: the patch version rises, and plan A was not rehearsed for this pair (computed 2026-11-23T20:00:00.000Z).',
    ]));
  test('indeterminate', () => {
    const unsure = { ...rehearsed, to: '26.4.0', forecast: null, rehearsal: null };
    expect(found({ plan: 'A', to: '26.4.0' }, read(unsure))).toEqual([
      'release/PLAN_TOO_WEAK: The release 2026-11-upgrade (26.4.0 → 26.4.0) declares rollback plan A, and nobody could tell whether that is enough, which counts as plan B: the new version was not tried on a copy of this database (computed 2026-11-23T20:00:00.000Z).',
    ]);
    expect(found({ plan: 'B', to: '26.4.0' }, read(unsure))).toEqual([]);
  });

  const record = recordOf(rehearsed);
  test.each<[string, object, RecordedPlan, string]>([
    ['of another release', { release: '2026-12' }, read(rehearsed), 'The plan was computed for the release 2026-11-upgrade.'],
    ['of another environment', { environment: 'prod' }, read(rehearsed), 'The plan was computed for the environment acc.'],
    [
      'of another pair',
      { to: '26.4.3' },
      read(rehearsed),
      'The plan was computed for 26.4.0 → 26.4.2, and the release says 26.4.0 → 26.4.3.',
    ],
    [
      'of another image',
      { image: 'keycloak:x' },
      read(rehearsed),
      'The plan was computed for the image that nobody named, and the release names keycloak:x.',
    ],
    ['of a deploy', { deploys: false }, read(rehearsed), 'The plan was computed for a release that deploys.'],
    [
      'of an older schema',
      {},
      read(rehearsed, { ...database, migrations: migratedTo('26.4.1') }),
      `The plan was computed when the schema was at 26.4.0 (since ${database.migrations?.[0]?.updatedAt ?? ''}); now it is at 26.4.1 (since 2026-11-28T05:00:00.000Z).`,
    ],
    [
      'of other change sets',
      {},
      read(rehearsed, { ...database, changeLogs: [...(database.changeLogs ?? []), customLog('one')] }),
      'The plan was computed with other change sets in databasechangelog_audit.',
    ],
    [
      'of more change logs',
      {},
      read({ ...rehearsed, database: { ...database, changeLogs: [...(database.changeLogs ?? []), customLog('one')] } }),
      'The plan was computed with other change sets in databasechangelog_audit.',
    ],
    [
      'of another database',
      {},
      read(rehearsed, { ...database, database: 'other' }),
      'The plan was computed for the database "keycloak", and this is "other".',
    ],
    [
      'of another server',
      {},
      read(rehearsed, { ...database, server: { ...database.server, systemIdentifier: '1' } }),
      `The plan was computed on the database server ${database.server.systemIdentifier ?? ''}, and this is 1.`,
    ],
    [
      'of a database that cannot be read now',
      {},
      { kind: 'read', file: 'x', record, schema: null, unread: ['No connection.'] },
      'Whether the database is still as it was when the plan was computed cannot be told: No connection.',
    ],
  ])('%s does not count', (_name, words, plan, reason) => {
    expect(found({ ...patch, ...words }, plan)).toEqual([`gap release/PLAN_OUTDATED: ${reason}`]);
    expect(found({ ...patch, ...words, plan: 'B' }, plan)).toEqual([]);
  });
  test('that cannot be read is none', () => {
    const judgement = judge(patch, { kind: 'unreadable', file: 'x.json', why: 'Unexpected end' });
    expect(judgement.gaps).toEqual([
      {
        code: 'release/PLAN_UNREADABLE',
        subject: 'release/2026-11-upgrade',
        reason: 'x.json: Unexpected end',
        remedy: 'Compute it again: verify plan-rollback --release 2026-11-upgrade --env acc',
      },
    ]);
    expect(judgement.findings).toEqual([]);
  });
});

test('plan A passes without a gap only where the computed plan is A, whatever was found', () => {
  const state = fc.constantFrom(database, { ...database, migrating: 1 }, { ...database, changeLogs: null });
  const facts = fc.record({
    database: state,
    forecast: fc.constantFrom(null, forecast, {
      ...forecast,
      changeSets: [{ table: 'databasechangelog', id: 'x', author: 'y', filename: 'z' }],
    }),
    rehearsal: fc.constantFrom(null, rehearsal, { ...rehearsal, oldBooted: false }, { ...rehearsal, to: '26.4.9' }),
    announced: fc.constantFrom([], [role('auditor').isRemoved()]),
  });
  fc.assert(
    fc.property(facts, fc.constantFrom('A', 'B'), (some, plan) => {
      const recorded = read({ ...rehearsed, ...some });
      const clean = found({ ...patch, plan, changes: some.announced }, recorded).length === 0;
      const isA = recorded.kind === 'read' && recorded.record.plan === 'A';
      expect(clean).toBe(plan === 'B' || isA);
    }),
  );
});
