import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BackupDirectory } from './directory.ts';
import { DrillRecord } from './drill-record.ts';
import recordedDrill from './fixtures/drill.json' with { type: 'json' };
import recordedDirectory from './fixtures/drilled-directory.json' with { type: 'json' };
import { backupRestorable } from './restorable.ts';

const { check } = backupRestorable;
const seen = BackupDirectory.parse(recordedDirectory);
const good = DrillRecord.parse(recordedDrill);
const { name } = good.backup;

const judge = (drills: readonly DrillRecord[], directory = seen, words: object = {}) =>
  check.judge(
    { seen: directory, tried: { drills, leftOut: 0 } },
    check.expects.parse({ database: 'keycloak', version: '26.7.4', ...words }),
    { now: '2026-11-28T07:00:00Z' },
  );
const codesOf = (...call: Parameters<typeof judge>): string[] => {
  const { findings, gaps = [] } = judge(...call);
  return [...findings.map(({ code }) => code), ...gaps.map(({ code }) => `? ${code}`)];
};
const ended = (problem: 'broken' | 'ended', at: string): DrillRecord => ({
  ...good,
  finishedAt: at,
  level: null,
  restored: null,
  failure: { stage: 'restore', problem, why: 'why' },
});

test('the newest backup was drilled', () => {
  const { findings, gaps, facts } = judge([good]);
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toContainEqual({ name: 'measured time to restore, at least', value: 1.28, unit: 's' });
});

describe('it is shown where the way back is, with the times that it took', () => {
  const shown = (drill: DrillRecord, words: object = {}): Record<string, Record<string, string>> => {
    const [exhibit] = judge([drill], seen, words).exhibits ?? [];
    if (exhibit?.kind !== 'sheet') throw new Error('It is no sheet.');
    expect(exhibit).toMatchObject({ topic: 'rollback', title: 'The backup, restored on trial' });
    return Object.fromEntries(
      exhibit.sections.map(({ title, entries }) => [title, Object.fromEntries(entries.map(({ label, value }) => [label, value]))]),
    );
  };

  test('to the database', () =>
    expect(shown(good, { withinSeconds: 60 })).toEqual({
      Backup: {
        name,
        'SHA-256': good.backup.sha256,
        size: `${good.backup.bytes} bytes`,
        taken: good.backup.takenAt.earliest,
        'Keycloak version in it': '26.7.4',
        'held against': 'its manifest',
      },
      Trial: { finished: good.finishedAt, on: 'restore-1', level: 'L4' },
      'Time to restore, as measured': {
        'fetch or unpack': '0.0 s',
        rows: '0.7 s',
        'indexes and constraints': '0.5 s',
        'start of Keycloak': 'not measured',
        together: 'at least 1.3 s',
        'the environment allows': '60 s',
        'look into what was restored, which a rollback does besides': expect.stringMatching(/^\d+\.\d s$/) as unknown,
      },
    }));

  test('with the start of Keycloak', () =>
    expect(shown({ ...good, seconds: { ...good.seconds, boot: 20 } })['Time to restore, as measured']).toMatchObject({
      'start of Keycloak': '20.0 s',
      together: '21.3 s',
    }));

  test('one that failed promises no time', () => {
    const { Trial: trial, 'Time to restore, as measured': time } = shown(ended('broken', good.finishedAt));
    expect(trial).toMatchObject({ level: 'not restored', ended: 'why' });
    expect(time).toMatchObject({ together: 'not measured to its end' });
  });
});

describe('no drill tells of it', () => {
  test('there is none', () => {
    expect(judge([]).gaps).toEqual([
      {
        code: 'backup/DRILL_MISSING',
        subject: `backup/${name}`,
        reason: `${name} (SHA-256 429ef0d6ec49…) has not been restored and looked into.`,
        remedy: 'Run `verify backup drill --env <environment>` on a machine that may hold its data, then run this again.',
      },
    ]);
  });

  test('it is of another file, be it of the same name', () => {
    expect(codesOf([{ ...good, backup: { ...good.backup, sha256: '0'.repeat(64) } }])).toEqual(['? backup/DRILL_MISSING']);
  });

  test('it was restored, and not looked into', () => {
    const [gap] = judge([{ ...good, level: 'L3', restored: null }]).gaps ?? [];
    expect(gap?.reason).toContain('its drill ended at L3');
  });

  test('there is no good backup', () => {
    expect(codesOf([good], { ...seen, dumps: [] })).toEqual(['? backup/DRILL_MISSING']);
  });
});

describe('several drills of it', () => {
  test('the newest that tells counts', () => {
    expect(codesOf([ended('broken', '2026-11-28T06:50:00Z'), good])).toEqual(['backup/RESTORE_FAILED']);
    expect(codesOf([good, ended('broken', '2026-11-28T06:00:00Z')])).toEqual([]);
  });

  const booted = (loggedIn: boolean | null): DrillRecord => ({
    ...good,
    level: 'L5',
    keycloak: { version: '26.7.4', ready: true, loggedIn, why: null },
  });
  const restoredOnly: DrillRecord = { ...good, level: 'L3', restored: null };

  test('a failure stands until a drill as thorough passes', () => {
    expect(codesOf([good, booted(false)])).toEqual(['backup/KEYCLOAK_NOT_UP']);
    expect(codesOf([booted(true), good, booted(false)])).toEqual([]);
    expect(codesOf([restoredOnly, ended('broken', '2026-11-28T06:00:00Z')])).toEqual(['? backup/DRILL_MISSING']);
  });

  test('an unfinished one refutes nothing, nor does one that could not try it', () => {
    expect(codesOf([ended('ended', '2026-11-28T06:50:00Z'), booted(false)])).toEqual(['backup/KEYCLOAK_NOT_UP']);
    expect(codesOf([booted(null), booted(false)])).toEqual(['backup/KEYCLOAK_NOT_UP']);
  });

  test('one that found another content stands against one that was only restored', () => {
    const lacking: DrillRecord = { ...good, ...(good.restored ? { restored: { ...good.restored, locksHeld: 1 } } : {}) };
    expect(codesOf([restoredOnly, lacking])).toEqual(['backup/LOCK_HELD']);
    expect(codesOf([good, lacking])).toEqual([]);
  });

  test('in any order, a failure is hidden only by a later pass of its level or a higher one', () => {
    const kinds = {
      'passes L3': [restoredOnly, 1, true],
      'passes L4': [good, 2, true],
      'passes L5': [booted(true), 3, true],
      'fails L3': [ended('broken', good.finishedAt), 1, false],
      'fails L5': [booted(false), 3, false],
    } as const;
    const names = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]));
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 5 }), (order) => {
        const drills = order.map((each) => kinds[each]);
        const stands = drills.some(
          ([, level, passes], at) => !passes && !drills.slice(0, at).some(([, later, better]) => better && later >= level),
        );
        const { findings } = judge(drills.map(([record]) => record));
        expect(findings.length > 0).toBe(stands);
      }),
    );
  });

  test('one that the machine broke off tells nothing beside one that came to its end', () => {
    expect(codesOf([ended('ended', '2026-11-28T06:50:00Z'), good])).toEqual([]);
    expect(codesOf([ended('ended', '2026-11-28T06:50:00Z')])).toEqual(['? backup/RESTORE_NOT_FINISHED']);
  });
});

test('it is held against the release and the environment', () => {
  expect(codesOf([good], seen, { version: '26.4.0' })).toEqual(['backup/WRONG_KEYCLOAK_VERSION']);
  expect(codesOf([good], seen, { withinSeconds: 1 })).toEqual(['backup/RTO_EXCEEDED']);
});

test('it is asked only where a backup would be restored', () => {
  const run = (plan: 'A' | 'B') => ({ release: { rollback: { plan, reason: '' } } }) as Parameters<typeof check.skip>[0];
  expect(check.skip(run('B'), undefined)).toBeUndefined();
  expect(check.skip(run('A'), undefined)).toBe('The rollback of this release restores no backup (plan A).');
  expect(check.skip({} as Parameters<typeof check.skip>[0], undefined)).toBe(
    'Only a release that is rolled back by restoring a backup needs it.',
  );
});
