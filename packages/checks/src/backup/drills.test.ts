import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectContext } from '@keycloak-release-gate/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupDrills } from './drills.ts';
import recorded from './fixtures/drill.json' with { type: 'json' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const look = (drills: string | undefined) => {
  const run = { records: drills === undefined ? undefined : { drills, rollbackPlan: '' } };
  return backupDrills.collect({}, { run, signal: new AbortController().signal } as unknown as CollectContext<Record<never, never>>);
};

test('the records are read, newest first, and what is none is told', async () => {
  writeFileSync(join(folder, '2026-11-28T06-00-00.000Z-a.json'), JSON.stringify(recorded));
  writeFileSync(join(folder, '2026-11-29T06-00-00.000Z-b.json'), JSON.stringify({ ...recorded, host: 'newer' }));
  writeFileSync(join(folder, '2026-11-30T06-00-00.000Z-c.json'), '{"half');
  writeFileSync(join(folder, '2026-11-30T07-00-00.000Z-d.json'), '{"format":"another"}');
  writeFileSync(join(folder, '2026-11-30T08-00-00.000Z-e.json.unfinished'), '');
  const { value, gaps = [] } = await look(folder);
  expect(value?.drills.map(({ host }) => host)).toEqual(['newer', 'restore-1']);
  expect(gaps.map(({ code, subject, reason }) => [code, subject, reason.slice(reason.indexOf(': '))])).toEqual([
    ['backup/DRILL_UNREADABLE', 'drill/2026-11-30T07-00-00.000Z-d.json', ': it is no record of a drill (format).'],
    ['backup/DRILL_UNREADABLE', 'drill/2026-11-30T06-00-00.000Z-c.json', ': it is not JSON.'],
  ]);
});

test('where none was made, there is none', async () => {
  expect(await look(join(folder, 'none'))).toEqual({ value: { drills: [], leftOut: 0 }, gaps: [] });
  expect(await look(undefined)).toEqual({ value: { drills: [], leftOut: 0 } });
});
