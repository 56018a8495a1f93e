import { expect, test } from 'vitest';
import { serverConfigurationReadable } from './readable.ts';
import { deployed } from './recorded.ts';

const { check } = serverConfigurationReadable;
const judge = (now: typeof deployed) => check.judge({ now }, {}, { now: '2026-11-27T12:00:00Z' });

test('it is counted by kind', () =>
  expect(judge(deployed)).toEqual({
    findings: [],
    facts: [
      { name: 'container objects', value: 1 },
      { name: 'config-map objects', value: 1 },
      { name: 'service objects', value: 1 },
      { name: 'ingress objects', value: 1 },
    ],
  }));

test('a secret in plain text is told', () =>
  expect(
    judge({ ...deployed, plainSecrets: [{ object: 'config-map/options', attribute: 'entries.db.password' }] }).findings.map(
      ({ severity, subject }) => `${severity} ${subject}`,
    ),
  ).toEqual(['warn server/config-map/options#entries.db.password']));

test('a workload that is not there', () =>
  expect(judge({ ...deployed, exists: false, objects: {} }).findings.map(({ code }) => code)).toEqual([
    'server-configuration/WORKLOAD_MISSING',
  ]));
