import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whatWasExecuted } from './executed.ts';
import type { Traces } from './executed.ts';
import recorded from './fixtures/identities.json' with { type: 'json' };
import type { DatabaseIdentity } from './identity.ts';

const { before, afterPlanA, afterPlanB } = recorded;
const none: Traces = { newVersions: [], stillThere: 0, gone: 0, newestGone: false, raisesVersion: true };
const judge = (now: DatabaseIdentity, traces: Partial<Traces> = {}, old: DatabaseIdentity = before) =>
  whatWasExecuted(old, now, { ...none, ...traces });

const started = '2026-11-28T06:00:00.000Z';
/** The very same database on a server that was started again; so is one whose files were copied back. */
const again = (server: Partial<DatabaseIdentity['server']> = {}): DatabaseIdentity => ({
  ...before,
  server: { ...before.server, startedAt: started, ...server },
});

describe('restored', () => {
  test('from a dump, as it was recorded', () =>
    expect(judge(afterPlanB)).toEqual({ kind: 'restored', how: 'the database was made anew (number 19368, not 16386)' }));

  test('on another server', () =>
    expect(judge({ ...before, server: { ...before.server, systemIdentifier: '77' } })).toEqual({
      kind: 'restored',
      how: `it is on another server (system identifier 77, not ${before.server.systemIdentifier})`,
    }));

  test('by pg_restore --clean, which makes the tables anew', () =>
    expect(judge({ ...before, tables: before.tables.map(({ name, number }) => ({ name, number: number + 5_000 })) })).toEqual({
      kind: 'restored',
      how: 'all 9 tables that were looked at were made anew',
    }));

  test('the data alone, into tables that were emptied', () =>
    expect(judge({ ...before, versions: before.versions.map((row) => ({ ...row, writtenBy: '4711' })) })).toEqual({
      kind: 'restored',
      how: 'the tables were emptied and filled again',
    }));

  test.each<[string, DatabaseIdentity, Partial<Traces>, string]>([
    [
      'what came since the backup is gone',
      again(),
      { gone: 2, newestGone: true },
      "what came after the backup and before the release is gone (2 rows): the server's files are older ones",
    ],
    [
      'what came since the backup is gone, and a recovery began a time line',
      again({ timeline: 2 }),
      { gone: 1, raisesVersion: false },
      "what came after the backup and before the release is gone (one row): the server's files are older ones",
    ],
    ['the write-ahead log went back', again({ walBytes: 1_000 }), {}, "the server's write-ahead log went back: its files are older ones"],
    [
      'a recovery began a time line',
      again({ timeline: 2 }),
      {},
      'the server was recovered to a point in time (its time line 2 followed 1)',
    ],
  ])("the server's files: %s", (_name, now, traces, how) => expect(judge(now, traces)).toEqual({ kind: 'restored', how }));
});

describe('not restored', () => {
  test('plan A, as it was recorded', () => {
    expect(judge(afterPlanA, { newVersions: ['26.7.4'] })).toEqual({
      kind: 'not restored',
      why: 'the mark of Keycloak 26.7.4, which came since, is still in migration_model',
    });
    // Without the mark, somebody having removed it, the server that ran all the time tells.
    expect(judge(afterPlanA)).toEqual({
      kind: 'not restored',
      why: 'the database is the same, and its server has run all the time since before the release',
    });
  });

  test('what came since the backup is still there', () =>
    expect(judge(again(), { stillThere: 1 })).toEqual({
      kind: 'not restored',
      why: 'what came after the backup and before the release is still there (one row)',
    }));
});

describe('what cannot be told is not told', () => {
  test.each<[string, DatabaseIdentity, Partial<Traces>]>([
    ['a server that was started again, with nothing that came since', again(), {}],
    ['a time line that nothing can be held against', again({ timeline: 2 }), { raisesVersion: false }],
    ['rows that are gone, and may have been deleted', again(), { gone: 5 }],
    ['a recovery after which what came since the backup is there: to a later moment', again({ timeline: 2 }), { stillThere: 1 }],
    ['a log that went back, and the same', again({ walBytes: 1_000 }), { stillThere: 1 }],
    ['a time line that may not be read', again({ timeline: null, walBytes: null }), {}],
    [
      'some tables made anew',
      { ...before, tables: before.tables.map((table, index) => (index === 0 ? { ...table, number: 1 } : table)) },
      {},
    ],
    ['rows that may not be read', { ...again(), versions: null }, {}],
  ])('%s', (_name, now, traces) => expect(judge(now, traces).kind).toBe('unknown'));
});

test('a database of which nothing changed is never taken for a restored one, whatever else is known', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      fc.array(fc.constant('26.7.4'), { maxLength: 1 }),
      (gone, raisesVersion, newVersions) => {
        expect(judge(before, { gone, raisesVersion, newVersions }).kind).toBe('not restored');
      },
    ),
  );
});

test('what bears the mark of the new version in its old tables was not restored, however its server changed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.option(fc.nat()), fc.nat(), (timeline, walBytes, gone) => {
      const now = again({ timeline, walBytes });
      expect(judge(now, { newVersions: ['26.7.4'], gone }).kind).toBe('not restored');
    }),
  );
});

test('rows alone never tell that a database was restored', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.boolean(), fc.boolean(), (gone, stillThere, newestGone, raisesVersion) => {
      fc.pre(stillThere > 0 || !newestGone);
      expect(judge(again(), { gone, stillThere, newestGone, raisesVersion }).kind).not.toBe('restored');
    }),
  );
});
