import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectContext, RunContext } from '@keycloak-release-gate/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rollbackPlan } from './rollback-plan.ts';
import { recordOf, rehearsed } from './sample-facts.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-plan-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The look at a file of this content, in an environment that names no database. */
async function look(content: string | undefined) {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  if (content !== undefined) writeFileSync(file, content);
  const run: RunContext = {
    suite: 'pre-release',
    environment: {} as RunContext['environment'],
    records: { drills: folder, rollbackPlan: file },
  };
  const { value, gaps } = await rollbackPlan.collect({}, { run, signal: new AbortController().signal } as CollectContext<
    Record<never, never>
  >);
  return { value: value && 'file' in value ? { ...value, file: 'the file' } : value, gaps };
}

test('there is none', async () => expect(await look(undefined)).toEqual({ value: { kind: 'none' } }));

test('a record, and a database that cannot be read now', async () =>
  expect(await look(JSON.stringify(recordOf(rehearsed)))).toEqual({
    value: { kind: 'read', file: 'the file', record: recordOf(rehearsed), schema: null, unread: ['The environment has no `database`.'] },
  }));

const record = recordOf(rehearsed);
test.each([
  ['cut', JSON.stringify(record).slice(0, 100), /^Unterminated string in JSON/],
  ['empty', '', /^Unexpected end of JSON input/],
  ['of another kind', '{"format":"keycloak-release-gate/backup","version":1}', /^format: /],
  ['of a later version', JSON.stringify({ ...record, version: 2 }), /^version: /],
  ['without a rule', JSON.stringify({ ...record, rules: record.rules.slice(1) }), /^rules: not every rule is there, in its order$/],
  ['without any rule', JSON.stringify({ ...record, rules: [] }), /^rules: not every rule is there, in its order$/],
  ['no record at all', '[]', /^the file: /],
])('one that is %s is none', async (_name, content, why) =>
  expect(await look(content)).toMatchObject({ value: { kind: 'unreadable', why: expect.stringMatching(why) as unknown } }),
);
