import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { asBefore } from '../cli/commands/run.ts';
import { readResumable } from './resumable.ts';

const folder = mkdtempSync(join(tmpdir(), 'resumable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('goes on with the places of records that were named, where no others are', () => {
  const started = { at: '2026-11-23T20:00:00.000Z', type: 'run-started', run: 'r', suite: 'pre-release', environment: 'prod' };
  const plan = { hash: 'h', of: {} };
  writeFileSync(join(folder, 'events.jsonl'), `${JSON.stringify({ ...started, plan, records: ['git:gate-records'] })}\n{"at":`);
  const before = readResumable(folder, folder);
  expect(before.records).toEqual(['git:gate-records']);
  const flags = { scenarios: 'scenarios', reports: 'reports', json: false };
  expect(asBefore(flags, before)).toMatchObject({ env: 'prod', suite: 'pre-release', records: ['git:gate-records'] });
  expect(asBefore({ ...flags, records: ['there'] }, before).records).toEqual(['there']);
  expect(asBefore(flags, { environment: 'prod', suite: 'pre-release' })).not.toHaveProperty('records');
});
