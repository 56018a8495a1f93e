import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { drillFacts, judgeDrill } from './drill-findings.ts';
import type { DrillExpected } from './drill-findings.ts';
import { DrillRecord, measuredRestore, restoreInWords } from './drill-record.ts';
import type { RestoredFacts } from './drill-record.ts';
import recorded from './fixtures/drill.json' with { type: 'json' };

const good = DrillRecord.parse(recorded);
const { restored, manifest } = good;
if (!restored || !manifest) throw new Error('The recorded drill looked into the backup, which has a manifest.');
const { name } = good.backup;

const codesOf = (record: DrillRecord, expected: DrillExpected = { version: '26.7.4', database: 'keycloak' }): string[] => {
  const { findings, gaps } = judgeDrill(record, expected);
  return [...findings.map(({ code }) => code), ...gaps.map(({ code }) => `? ${code}`)];
};
const holding = (change: Partial<RestoredFacts>): DrillRecord => ({ ...good, restored: { ...restored, ...change } });
const log = restored.changeLogs.filter(({ table }) => table === 'databasechangelog');

test('a good drill as recorded', () => {
  expect(judgeDrill(good, { version: '26.7.4', database: 'keycloak', withinSeconds: 60 })).toEqual({ findings: [], gaps: [] });
  expect(drillFacts(good)).toEqual([
    { name: 'restored backup', value: 'keycloak-2026-11-28T06-28-14.225Z.dump' },
    { name: 'SHA-256', value: '429ef0d6ec4934a988f2a20546c17f6998c3851b684182df347a567e7e37cbcc' },
    { name: 'drill', value: 'L4, on restore-1, 2026-11-28T06:28:24.225Z' },
    { name: 'fetch or unpack', value: 0, unit: 's' },
    { name: 'restore of the rows', value: 0.73, unit: 's' },
    { name: 'indexes and constraints', value: 0.55, unit: 's' },
    { name: 'start of Keycloak', value: 'not measured' },
    { name: 'measured time to restore, at least', value: 1.28, unit: 's' },
    { name: 'Keycloak version in it', value: '26.7.4' },
    { name: 'held against', value: 'its manifest: 100 tables' },
  ]);
});

test('the time to restore is what is done before Keycloak serves, and not the making of the scratch server', () => {
  expect(measuredRestore({ seconds: { fetch: 1, server: 90, restore: 2, index: 4, look: 90, boot: 8 } })).toBe(15);
});

test('without the start of Keycloak it is the least that it takes', () => {
  const measured = { fetch: 1, server: 90, restore: 2, index: 4, look: 90 };
  expect(restoreInWords({ seconds: { ...measured, boot: 8 } })).toBe('15.0 s');
  expect(restoreInWords({ seconds: { ...measured, boot: null } })).toBe('at least 7.0 s');
  const booted = drillFacts({ ...good, level: 'L5', seconds: { ...measured, boot: 8 } });
  expect(booted).toContainEqual({ name: 'measured time to restore', value: 15, unit: 's' });
  expect(booted).toContainEqual({ name: 'start of Keycloak', value: 8, unit: 's' });
});

test('an index that a broken-off build has left behind is not dumped, and not missed', () => {
  const left = { ...manifest, indexes: { total: restored.indexes.total + 1, invalid: 1 } };
  expect(judgeDrill({ ...good, manifest: left }, {})).toEqual({ findings: [], gaps: [] });
  const less = { ...good, manifest: left, restored: { ...restored, indexes: { total: restored.indexes.total - 1, invalid: 0 } } };
  expect(codesOf(less)).toEqual(['backup/CONSTRAINT_MISSING']);
});

describe('what is restored', () => {
  it.each<[string, DrillRecord, string[]]>([
    ['no Keycloak at all', holding({ keycloakVersion: null }), ['backup/NOT_KEYCLOAK']],
    ['no change sets', holding({ changeLogs: [] }), ['backup/NOT_KEYCLOAK']],
    ['another version', holding({ keycloakVersion: '26.7.3' }), ['backup/WRONG_KEYCLOAK_VERSION']],
    ['a lock', holding({ locksHeld: 1 }), ['backup/LOCK_HELD']],
    ['a failed change set', holding({ changeLogs: log.map((each) => ({ ...each, failed: 1 })) }), ['backup/CHANGE_SET_FAILED']],
    ['other change sets, as many', holding({ changeLogs: log.map((each) => ({ ...each, hash: '0' })) }), ['backup/CHANGE_SETS_DIFFER']],
    ['a realm less', holding({ realms: ['master', 'lab'] }), ['backup/COUNT_MISMATCH']],
    ['a constraint less', holding({ constraints: { total: 197, notValidated: 0 } }), ['backup/CONSTRAINT_MISSING']],
    ['a constraint that is not validated', holding({ constraints: { total: 198, notValidated: 1 } }), ['backup/CONSTRAINT_MISSING']],
    ['an index less', holding({ indexes: { total: 245, invalid: 0 } }), ['backup/CONSTRAINT_MISSING']],
    ['an invalid index', holding({ indexes: { total: 246, invalid: 1 } }), ['backup/CONSTRAINT_MISSING']],
    ['another database', { ...good, backup: { ...good.backup, database: 'wiki' } }, ['backup/WRONG_DATABASE']],
    ['another file than the manifest is of', { ...good, backup: { ...good.backup, sha256: '0'.repeat(64) } }, ['backup/HASH_MISMATCH']],
  ])('%s', (_title, record, codes) => expect(codesOf(record)).toEqual(codes));

  it('is counted with no tolerance, in every table', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(manifest.counts)),
        fc.integer({ min: -1000, max: 1000 }).filter((more) => more !== 0),
        (table, more) => {
          const counts = { ...restored.counts, [table]: Math.max(0, (restored.counts[table] ?? 0) + more) };
          fc.pre(counts[table] !== restored.counts[table]);
          const { findings } = judgeDrill(holding({ counts }), {});
          expect(findings).toHaveLength(1);
          expect(findings[0]).toMatchObject({
            code: 'backup/COUNT_MISMATCH',
            subject: `backup/${name}/${table}`,
            expected: manifest.counts[table],
            actual: counts[table],
          });
        },
      ),
    );
  });

  it('is told with what was seen, and the limit', () => {
    const { findings } = judgeDrill(holding({ constraints: { total: 197, notValidated: 0 } }), {});
    expect(findings).toEqual([
      {
        code: 'backup/CONSTRAINT_MISSING',
        title: 'A constraint or an index of the restored backup is missing',
        severity: 'fail',
        subject: `backup/${name}/constraints`,
        message: `${name}, restored, has 197 constraints; there were 198 when it was taken.`,
        remedy:
          'Find out whether the database itself lacks it, or the backup: Keycloak would write what it must not. Then have a new backup taken, and drill that one.',
        expected: 198,
        actual: 197,
      },
    ]);
  });
});

describe('with a manifest that was counted in the dump itself', () => {
  const own: DrillRecord = { ...good, manifest: { ...manifest, countedIn: 'dump' } };
  it('is not told to be as it was when it was taken', () => {
    expect(drillFacts(own)).toContainEqual({
      name: 'held against',
      value: 'what was counted in the dump itself: 100 tables; what was missing from the beginning, that does not tell',
    });
    const fewer = { ...own, restored: { ...restored, counts: { ...restored.counts, credential: 1 } } };
    expect(judgeDrill(fewer, {}).findings.map(({ message }) => message)).toEqual([
      `${name}, restored, has 1 rows of credential; ${restored.counts['credential']} were counted in the dump itself, later.`,
    ]);
  });
});

describe('without a manifest', () => {
  const bare: DrillRecord = { ...good, manifest: null };
  it('a sound database is good, and it is told that nothing was compared', () => {
    expect(codesOf(bare)).toEqual([]);
    expect(drillFacts(bare)).toContainEqual({
      name: 'held against',
      value: 'nothing: it has no manifest, and no live database of its version could be read',
    });
  });
  it('is held against the live database, to which an index may have been added since', () => {
    const live = { missingConstraints: ['credential.fk_1'], missingIndexes: ['idx_new'] };
    expect(judgeDrill({ ...bare, live }, {}).findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'backup/CONSTRAINT_MISSING',
        'fail',
        `${name}, restored, lacks the constraint credential.fk_1, which the live database of the same version has.`,
      ],
      ['backup/CONSTRAINT_MISSING', 'warn', `${name}, restored, lacks the index idx_new, which the live database of the same version has.`],
    ]);
    expect(drillFacts({ ...bare, live })).toContainEqual({ name: 'held against', value: 'the keys and indexes of the live database' });
    // What was counted in the snapshot itself is the better witness.
    expect(codesOf({ ...good, live })).toEqual([]);
  });
  it('what no sound database has is found', () => {
    const record = { ...bare, restored: { ...restored, constraints: { total: 1, notValidated: 2 }, indexes: { total: 1, invalid: 3 } } };
    expect(codesOf(record)).toEqual(['backup/CONSTRAINT_MISSING', 'backup/CONSTRAINT_MISSING']);
  });
});

describe('a drill that did not come to its end', () => {
  const broken = (failure: Partial<NonNullable<DrillRecord['failure']>>): DrillRecord => ({
    ...good,
    level: null,
    restored: null,
    failure: { stage: 'restore', problem: 'broken', why: 'why', ...failure },
  });
  it.each<[string, DrillRecord, string[]]>([
    ['at the rows', broken({}), ['backup/RESTORE_FAILED']],
    ['at a foreign key', broken({ stage: 'index' }), ['backup/RESTORE_FAILED']],
    ['while Keycloak started', broken({ stage: 'boot' }), ['backup/KEYCLOAK_NOT_UP']],
    ['for programs that are too old', broken({ problem: 'tool too old' }), ['? backup/TOOL_TOO_OLD']],
    ['for want of an extension', broken({ problem: 'not here' }), ['? backup/NEEDED_FOR_RESTORE']],
    ['for want of room', broken({ problem: 'no space' }), ['? backup/RESTORE_NOT_FINISHED']],
    ['because it was ended', broken({ problem: 'ended' }), ['? backup/RESTORE_NOT_FINISHED']],
    ['because counting took too long', broken({ stage: 'look', problem: 'ended' }), ['? backup/RESTORE_NOT_FINISHED']],
  ])('%s', (_title, record, codes) => expect(codesOf(record)).toEqual(codes));

  it('says how far it came', () => {
    const why = 'canceling statement due to statement timeout';
    expect(judgeDrill(broken({ stage: 'look', problem: 'ended', why }), {}).gaps[0]?.reason).toBe(
      `${name} was restored, and could not be looked into: ${why}.`,
    );
  });
});

test('the old Keycloak on it', () => {
  const on = (ready: boolean, loggedIn: boolean | null): DrillRecord => ({
    ...good,
    keycloak: { version: '26.7.4', ready, loggedIn, why: null },
  });
  expect(codesOf(on(true, true))).toEqual([]);
  expect(codesOf(on(true, null))).toEqual(['? backup/KEYCLOAK_NOT_UP']);
  expect(codesOf(on(true, false))).toEqual(['backup/KEYCLOAK_NOT_UP']);
  expect(codesOf(on(false, null))).toEqual(['backup/KEYCLOAK_NOT_UP']);
});

test('a restore that takes longer than was promised', () => {
  expect(codesOf(good, { withinSeconds: 1.3 })).toEqual([]);
  expect(judgeDrill(good, { withinSeconds: 1.2 }).findings.map(({ code, message }) => [code, message])).toEqual([
    ['backup/RTO_EXCEEDED', `Restoring ${name} took at least 1.3 s; the environment allows 1.2 s.`],
  ]);
});
