import { expect, test } from 'vitest';
import { cataloguedBackupsFresh } from './catalogue-fresh.ts';
import { newestBackups } from './sources/backup.ts';
import { parseListed } from './sources/listed.ts';

const { check } = cataloguedBackupsFresh;
const listed = parseListed(
  JSON.stringify({
    format: 'keycloak-release-gate/backups',
    version: 1,
    backups: [
      { id: '20261127', kind: 'logical', state: 'complete', dbName: 'keycloak', startedAt: '2026-11-27T02:10:00Z' },
      { id: '20261128', kind: 'logical', state: 'complete', dbName: 'keycloak', startedAt: '2026-11-28T02:10:00Z' },
    ],
  }),
);
if (typeof listed === 'string') throw new Error(listed);
const seen = { source: 'the catalogue', ...newestBackups(listed), live: null };
const judge = (now: string) => check.judge({ seen, live: undefined }, check.expects.parse({ database: 'keycloak' }), { now });

test('a fresh one passes', () => {
  const { findings, gaps, facts } = judge('2026-11-28T06:00:00Z');
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toContainEqual({ name: 'newest sound backup', value: '20261128' });
});

test('an old one is told', () =>
  expect(judge('2026-11-29T06:00:00Z').findings).toMatchObject([{ code: 'backup/STALE', severity: 'fail' }]));
