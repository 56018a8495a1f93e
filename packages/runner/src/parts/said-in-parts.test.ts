import type { CollectedRecord, Confirmation } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { saidInParts } from './said-in-parts.ts';

const by = (person: string): Confirmation => ({
  type: 'board approval',
  release: 'r',
  person,
  role: 'board',
  statement: 'Yes.',
  confirmedAt: '2026-11-30T08:00:00Z',
  validFrom: '2026-11-30T08:00:00Z',
  expiresAt: '2026-12-30T08:00:00Z',
});
const checkOf = (expected: object, key = 'release/board-approval'): CollectedRecord['plan']['checks'][number] => ({
  key,
  id: key,
  title: key,
  why: 'a test',
  severity: 'blocker',
  expected: JSON.parse(JSON.stringify(expected)) as Record<string, string>,
  reads: {},
  needs: [],
});
const part = (expected: object) => ({ plan: { steps: [], checks: [checkOf(expected)] } });
/** What the check is told of parts, newest first. */
const told = (...parts: readonly object[]) => {
  const { checks, brought } = saidInParts(parts.map(part));
  return { expected: checks[0]?.expected, brought: brought.map(({ person }) => person) };
};
const read = (...people: readonly string[]) => ({ release: 'r', confirmations: people.map(by), unread: [] });
const unread = (why: string, ...people: readonly string[]) => ({ ...read(...people), unread: [why] });

describe('what people confirmed', () => {
  it('is what the newest part was told, where that read all places: what was taken back since stays so', () => {
    expect(told(read('Jeroen'), read('Jason'))).toEqual({ expected: read('Jeroen'), brought: [] });
    expect(told(read(), unread('The calendar.', 'Jason'))).toEqual({ expected: read(), brought: [] });
  });

  it('is also what an older part was told, where the newest could not read a place, each once', () => {
    expect(told(unread('Not asked for.', 'Jeroen'), read('Jason', 'Jeroen'))).toEqual({
      expected: read('Jeroen', 'Jason'),
      brought: ['Jason'],
    });
  });

  it('is unread where no part could read it', () => {
    expect(told(unread('Not asked for.'), unread('No answer.'))).toEqual({ expected: unread('Not asked for.'), brought: [] });
    expect(told(unread('Not asked for.'), unread('No calendar.', 'Jason'))).toMatchObject({ expected: { unread: ['Not asked for.'] } });
  });

  it('is not older than the first part that read it', () => {
    expect(told(unread('Not asked for.'), read('Jason'), read('Jeroen'))).toEqual({ expected: read('Jason'), brought: ['Jason'] });
  });

  it('is not what was said before doubt came up', () => {
    const rejected = { ...unread('It was rejected.'), doubted: true };
    expect(told(rejected, read('Jason'))).toEqual({ expected: rejected, brought: [] });
    expect(told(unread('Not asked for.'), rejected, read('Jason'))).toEqual({ expected: rejected, brought: [] });
  });

  it('is read of records of before, too, whose one reason is a text', () => {
    expect(told({ ...read(), unread: 'Not asked for.' }, read('Jason'))).toEqual({ expected: read('Jason'), brought: ['Jason'] });
  });
});

it('a yes starts the deploy where it does so in any part', () => {
  expect(told({ release: 'r' }, { release: 'r', startsDeploy: true }).expected).toEqual({ release: 'r', startsDeploy: true });
  expect(told({ release: 'r' }, { release: 'r' }).expected).toEqual({ release: 'r' });
});

it('checks that ask for nothing of it stay as they are in the newest part', () => {
  const [newest, older] = [checkOf({ limit: 2 }, 'a/b'), checkOf({ limit: 1 }, 'a/b')];
  const plan = { steps: [], checks: [newest] };
  expect(saidInParts([{ plan }, { plan: { steps: [], checks: [older] } }])).toEqual({ checks: [newest], brought: [] });
});
