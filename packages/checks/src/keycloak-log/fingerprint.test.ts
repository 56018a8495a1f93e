import { readdirSync } from 'node:fs';
import { createRedactor } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, templateOf } from './fingerprint.ts';
import { readLog, reduceLines } from './recorded-logs.ts';

const redactors = ['one', 'two'].map((salt) => createRedactor({ salt }));

describe('the template of a message', () => {
  it.each([
    ['Client "a \\" b" failed', 'Client ‹…› failed'],
    ['Failed for userId=0815-x, username=alice (realm=shop)', 'Failed for userId=‹…›, username=‹…› (realm=‹…›)'],
    ['Login of username: alice from 10.2.3.4 and fe80::1:2', 'Login of username: ‹…› from # and #'],
    [
      'TransactionReaper::check timeout for TX 0:ffffac150003:1d53c5e9:5ff0d6f2:14 in state  RUN',
      'TransactionReaper::check timeout for TX #:#:#:#:# in state RUN',
    ],
    ['Missing database index: idx on table', 'Missing database index: idx on table'],
    ['setting a.b-c=true, otherwise data may be lost', 'setting a.b-c=‹…›, otherwise data may be lost'],
  ])('%s', (message, template) => {
    expect(templateOf(message)).toBe(template);
  });
});

describe('a fingerprint', () => {
  it('is the same before and after redaction, in every run: waivers and baselines are compared by it', () => {
    const lines = [
      'Failed for userId=0815-x, username=alice, ip 10.2.3.4, sid: abc, mail alice@example.org, national number 85.07.30-033.28',
      'User with id a1b2c3d4-0000-4000-8000-00000000abcd of uid=alice,ou=people',
      'GET https://user:password@host/?code=abc&state=def of fe80::1',
      'Authorization: Bearer abc.def.ghi',
    ];
    for (const message of lines) {
      const fingerprint = fingerprintOf({ level: 'ERROR', logger: 'org.example.Thing', message, exceptions: ['java.io.IOException'] });
      for (const redactor of redactors) expect(redactor.text(fingerprint, true)).toBe(redactors[0]?.text(fingerprint, true));
    }
  });

  it.each(readdirSync(new URL('./fixtures/recorded/', import.meta.url)).filter((file) => file.endsWith('.txt')))('of %s, too', (file) => {
    const { messages } = reduceLines(readLog(`recorded/${file.slice(0, -'.txt'.length)}`));
    for (const { fingerprint } of messages) for (const redactor of redactors) expect(redactor.text(fingerprint, true)).toBe(fingerprint);
  });

  it('tells what the database failed at', () => {
    const prints = ['HHH000247: ErrorCode: 0, SQLState: 42P01', 'SQL Error: 0, SQLState: 23505', 'SQL Error: 12, SQLState: 3D000'].map(
      (message) => fingerprintOf({ level: 'WARN', logger: 'org.hibernate.Thing', message, exceptions: [] }),
    );
    expect(prints).toEqual([
      'WARN org.hibernate.Thing HHH000247 42P01',
      'WARN org.hibernate.Thing SQL Error: #, SQLState: 23505',
      'WARN org.hibernate.Thing SQL Error: #, SQLState: 3D000',
    ]);
  });

  it('is the same whether the log is text or JSON', () => {
    const fingerprints = (name: string): string[] =>
      reduceLines(readLog(`recorded/${name}`))
        .messages.map(({ fingerprint }) => fingerprint)
        .filter((fingerprint) => fingerprint.includes('org.keycloak.services') || fingerprint.includes('LogoutEndpoint'));
    for (const version of ['24.0.5', '25.0.6', '26.4.0', '26.7.4'])
      expect(fingerprints(`${version}-second-start-json`)).toEqual(fingerprints(`${version}-first-start`));
  });
});
