import type { RunContext } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import counted from './fixtures/since-backup.json' with { type: 'json' };
import { lostByRollback } from './lost-by-rollback.ts';
import { SinceBackup } from './since-backup.ts';

const { check } = lostByRollback;
const judge = (seen: SinceBackup) => check.judge({ seen }, {}, { now: '2026-11-28T06:00:00Z' });
const seen = SinceBackup.parse(counted.beforeRelease);
if (!seen) throw new Error('The recorded database has a backup.');
const undated = 'roles given and taken, group memberships, attributes of users, links with providers, and all configuration';

test('what came since the backup is told, and finds nothing', () => {
  const { findings, gaps, facts, exhibits } = judge(seen);
  expect(findings).toEqual([]);
  expect(gaps).toEqual([]);
  expect(facts).toEqual([
    { name: 'restoring loses everything since', value: '2026-11-28T05:34:27.147Z' },
    { name: 'users created since', value: 0 },
    { name: 'credentials set or changed since', value: 0 },
    { name: 'consents given or changed since', value: 0 },
    { name: 'offline sessions begun since', value: 0 },
    { name: 'user events since', value: 156 },
    { name: 'admin events since', value: 0 },
    { name: 'lost too, and without a date', value: undated },
  ]);
  expect(exhibits).toMatchObject([
    { kind: 'table', topic: 'rollback', rows: expect.arrayContaining([['user events', '156']]) as unknown },
    {
      kind: 'timeline',
      topic: 'rollback',
      events: [
        { at: '2026-11-28T05:34:27.147Z', label: 'keycloak-2026-11-28T05-34-27.147Z.dump was taken' },
        { at: '2026-11-28T05:34:27.147Z', until: '2026-11-28T05:45:54.119Z', label: '156 user events' },
        { at: '2026-11-28T05:45:54.119Z', label: 'counted' },
      ],
    },
  ]);
});

test('what was not counted is a gap, and no number', () => {
  const { credentials: _left, ...counts } = seen.rows.counts;
  const reason =
    "Counting the credentials set or changed in credential took longer than the database is asked to work for the gate, or waited for somebody's lock.";
  const notCounted = [{ code: 'database/NOT_COUNTED', subject: 'table/public.credential', reason, remedy: '' }];
  const { gaps, facts, exhibits } = judge({ ...seen, rows: { ...seen.rows, counts, notCounted } });
  expect(gaps).toEqual(notCounted);
  expect(facts?.map(({ name }) => name)).not.toContain('credentials set or changed since');
  expect(exhibits?.[0]).toMatchObject({ rows: expect.arrayContaining([['credentials set or changed', 'not counted']]) as unknown });
});

test('without a backup there is nothing to count from', () =>
  expect(judge(null).gaps?.map(({ code, reason }) => [code, reason])).toEqual([
    ['database/NOT_COUNTED', 'There is no backup that was read to its end and hashed, so nobody knows from when on.'],
  ]));

test('plan A loses nothing', () => {
  const run = (plan: 'A' | 'B'): RunContext => ({
    suite: 'pre-release',
    environment: {} as RunContext['environment'],
    release: { rollback: { plan, reason: '' } } as NonNullable<RunContext['release']>,
  });
  expect(check.skip(run('A'), undefined)).toBe('Rollback plan A restores nothing, and so loses nothing.');
  expect(check.skip(run('B'), undefined)).toBeUndefined();
});
