import { expect, test } from 'vitest';
import counted from './fixtures/since-backup.json' with { type: 'json' };
import { lostByRestore } from './lost-by-restore.ts';
import migrated from './fixtures/state-26.4.0-migrated-to-26.7.4.json' with { type: 'json' };
import { SinceBackup } from './since-backup.ts';
import type { DatabaseState } from './state.ts';

const judge = (seen: SinceBackup, state: DatabaseState = migrated) =>
  lostByRestore.check.judge({ seen, state }, {}, { now: '2026-11-28T06:00:00Z' });

test('what the restore is about to lose is told', () => {
  const { findings, gaps, facts } = judge(SinceBackup.parse(counted.afterPlanA));
  expect([...findings, ...(gaps ?? [])]).toEqual([]);
  expect(facts).toContainEqual({ name: 'restoring loses everything since', value: '2026-11-28T05:34:27.147Z' });
  expect(facts?.slice(-2)).toEqual([
    { name: 'schema version that is replaced', value: '26.7.4' },
    { name: "Keycloak's migration lock", value: 'free' },
  ]);
});

test('a lock that a migration left is told', () => {
  const locks = [{ id: 1, locked: true, grantedAt: '2026-11-28 05:46:00', by: 'keycloak-0 (10.1.2.3)' }];
  const lock = (state: DatabaseState) => judge(null, state).facts?.at(-1)?.value;
  expect(lock({ ...migrated, locks })).toBe('held by keycloak-0 (10.1.2.3) since 2026-11-28 05:46:00: it goes with the restore');
  expect(lock({ ...migrated, locks: null })).toBe('not told');
});

test('nothing was pinned', () => expect(judge(null).gaps?.map(({ code }) => code)).toEqual(['database/NOT_COUNTED']));
