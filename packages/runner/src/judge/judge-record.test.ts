import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Waiver } from '@keycloak-release-gate/core';
import { afterAll, describe, expect, it } from 'vitest';
import { releaseOf, rules, writeRun } from '../../test/release-records.ts';
import { readRun } from '../record/read.ts';
import { judgeRecord } from './judge-record.ts';

const scratch = mkdtempSync(join(tmpdir(), 'judge-record-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const { record, read } = readRun(writeRun(scratch, { suite: 'post-deploy', number: 1, saw: 'bad' }));
const [found] = record.results.flatMap(({ findings }) => findings);
const waiver = {
  code: found?.code ?? '',
  subject: found?.subject ?? '',
  owner: 'Olga Owner',
  reason: 'R',
  expires: '2026-12-31T18:00:00Z',
};
const judged = (waivers: Waiver[], changes: Partial<typeof record> = {}) =>
  judgeRecord({ ...record, waivers, ...changes }, read, rules.checks, rules.codes);

it('judges by the waivers of others than the author', () => {
  expect(judged([waiver]).verdict.kind).toBe('pass');
});

it('takes no waiver of the author of the release, and says so', () => {
  const own = { ...waiver, owner: 'author ANN' };
  const { verdict, notices, results } = judged([own]);
  expect(verdict.kind).toBe('fail');
  expect(results.flatMap(({ findings }) => findings)).not.toMatchObject([{ waiver: expect.anything() as unknown }]);
  expect(notices).toEqual([
    `The waiver of ${own.code} for ${own.subject} (owner: author ANN) was ignored: its owner is the author of the release.`,
  ]);
  // Where nobody is known to be the author, nobody else can be told from it.
  expect(judged([own], { release: releaseOf({ author: undefined }) }).verdict.kind).toBe('pass');
});

it('says that a waiver of what nobody can accept was ignored', () => {
  expect(judged([{ ...waiver, code: 'release/STAND_BY_MISSING' }]).notices).toEqual([
    `The waiver of release/STAND_BY_MISSING for ${waiver.subject} (owner: Olga Owner) was ignored: nobody can accept this.`,
  ]);
});

describe('a run that was merged of parts', () => {
  const [oldest, newest] = ['2026-11-23T20:10:00.000Z', '2026-11-23T23:10:00.000Z'] as const;
  const part = { name: 'cluster', startedAt: oldest, finishedAt: oldest, by: 'robin', host: 'here', command: 'verify', manifest: 'a' };
  const run = { ...record.run, startedAt: oldest, parts: [{ ...part, name: 'outside', startedAt: newest }, part] };

  it('is judged for the time of its newest part: what ended while parts were collected holds no longer', () => {
    const during = { ...waiver, expires: '2026-11-23T22:00:00.000Z' };
    expect(judged([during]).verdict.kind).toBe('pass');
    const { verdict, notices } = judged([during], { run });
    expect(verdict.kind).toBe('fail');
    expect(notices.join()).toContain('expired on 2026-11-23T22:00:00.000Z and was ignored');
    expect(judged([{ ...waiver, expires: '2026-11-23T23:11:00.000Z' }], { run }).verdict.kind).toBe('pass');
  });

  it('tells a judge of both', () => {
    const told: unknown[] = [];
    const checks = new Map(
      [...rules.checks].map(([id, check]) => [
        id,
        { ...check, judge: (...[, , context]: Parameters<typeof check.judge>) => (told.push(context), { findings: [] }) },
      ]),
    );
    judgeRecord({ ...record, run }, read, checks, rules.codes);
    judgeRecord(record, read, checks, rules.codes);
    const { startedAt } = record.run;
    expect(told).toEqual([
      { now: newest, began: oldest },
      { now: startedAt, began: startedAt },
    ]);
  });
});
