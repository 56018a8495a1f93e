import { readFileSync } from 'node:fs';
import type { Earlier } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { howLong } from './how-long.ts';
import { Journey } from './journey.ts';

const read = (name: string): Journey =>
  Journey.parse(JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')));

/** A recorded journey, with the times that are taken of it by now. */
function timed(name: string, times: object): Journey {
  const journey = read(name);
  const attempts = journey.attempts.map((attempt) => ({ ...attempt, milliseconds: { ...attempt.milliseconds, ...times } }));
  return Journey.parse({ ...journey, attempts });
}

const last = (evidence: Journey): Earlier<Journey> => ({
  run: '01M854M8HJMQYJY33CKWGG64FW',
  suite: 'health',
  at: '2026-11-22T21:00:00.123Z',
  evidence,
});

const now = { prepare: 500, login: 1_764, peers: 900, witness: 120, logout: 272, proofs: 80, cleanUp: 4, total: 2_952 };

describe('how long a journey took', () => {
  it('is told for each step, against the last run', () => {
    const then = { ...now, prepare: 400, login: 1_800, witness: 150, proofs: 80, total: 2_700 };
    expect(howLong(timed('healthy', now), last(timed('healthy', then)))).toEqual([
      {
        kind: 'table',
        title: 'How long it took',
        note: 'The last run is 01M854M8HJMQYJY33CKWGG64FW (health), 2026-11-22T21:00:00Z.',
        columns: ['Step', 'ms', 'Last run', 'Difference'],
        rows: [
          ['Getting ready', '500', '400', '+100'],
          // The page came 1308 ms after the beginning, the credentials were given 1546 ms after it.
          ["Opened to Keycloak's login page", '808', '908', '-100'],
          ['Giving the credentials', '238', '238', '0'],
          ['Credentials to logged in', '718', '654', '+64'],
          ['Single sign-on to the others', '900', '900', '0'],
          ["The gate's witness", '120', '150', '-30'],
          ['Logout to its landing', '272', '272', '0'],
          ['Proofs', '80', '80', '0'],
          ['Cleaning up', '4', '4', '0'],
          ['In all', '2952', '2700', '+252'],
        ],
      },
    ]);
  });

  it('is told alone where there is no earlier run', () => {
    const [table] = howLong(timed('healthy', { prepare: 500 }), undefined);
    expect(table).toMatchObject({ note: 'There is no earlier run to compare it with.', columns: ['Step', 'ms'] });
    expect(table?.kind === 'table' && table.rows.every((row) => row.length === 2)).toBe(true);
  });

  it('is told as far as a record of before tells it', () => {
    const [table] = howLong(timed('healthy', now), last(read('healthy')));
    expect(table?.kind === 'table' && table.rows.filter(([, , there]) => there !== '')).toEqual([
      ['Giving the credentials', '238', '238', '0'],
      ['Logout to its landing', '272', '272', '0'],
      ['In all', '2952', '2952', '0'],
    ]);
  });

  it('compares no whole with what stopped early', () => {
    const [table] = howLong(timed('healthy', now), last(timed('password-wrong', { prepare: 500, cleanUp: 90 })));
    expect(table).toMatchObject({ note: expect.stringMatching(/Z\. It did not come to its end there\.$/) as string });
    expect(table?.kind === 'table' && table.rows.at(-1)).toEqual(['In all', '2952', '', '']);
    expect(howLong(timed('password-wrong', { prepare: 500 }), undefined)[0]).toMatchObject({
      rows: [
        ['Getting ready', '500'],
        ["Opened to Keycloak's login page", expect.any(String)],
        ['Giving the credentials', expect.any(String)],
      ],
    });
  });

  it('is nothing where nothing was done', () => {
    expect(howLong(read('user-disabled'), last(timed('healthy', now)))).toEqual([]);
  });

  it('is that of the second try where there was one', () => {
    const [first] = read('application-down').attempts;
    const [second] = timed('healthy', now).attempts;
    const attempts = [first, second].filter((attempt) => attempt !== undefined);
    expect(howLong({ application: 'express', attempts }, undefined)[0]).toMatchObject({ title: 'How long it took (try 2)' });
  });
});
