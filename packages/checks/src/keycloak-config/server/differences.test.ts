import { expect, it } from 'vitest';
import { serverDifferences } from './differences.ts';
import type { Server } from './evidence.ts';
import { versionOfServer } from './version.ts';

const made = (themes: readonly string[], listeners: readonly string[] = []): Server => ({
  providers: { eventsListener: [...listeners] },
  themes: { login: [...themes] },
  features: {},
});
const parts = (...call: Parameters<typeof serverDifferences>): unknown =>
  serverDifferences(...call).map(({ part, kind, why }) => [part, kind, why]);

it('tells what either lacks; without two versions nothing explains it', () => {
  const [a, b] = [made(['base'], ['siem']), made(['company'])];
  expect(parts({ server: a }, { server: b })).toEqual([
    ['provider/eventsListener/siem', 'gone', undefined],
    ['theme/login/base', 'gone', undefined],
    ['theme/login/company', 'new', undefined],
  ]);
});

it('knows in both directions what Keycloak dropped itself, and what a newer version may bring', () => {
  const [old, newer] = [
    { server: made(['base'], ['siem']), version: '26.4.0' },
    { server: made(['company']), version: '26.7.4' },
  ];
  const dropped = 'it is only built upon, and no longer offered';
  const brought = 'the newer version may bring it';
  expect(parts(old, newer)).toEqual([
    ['provider/eventsListener/siem', 'gone', undefined],
    ['theme/login/base', 'gone', dropped],
    ['theme/login/company', 'new', brought],
  ]);
  expect(parts(newer, old)).toEqual([
    ['provider/eventsListener/siem', 'new', undefined],
    ['theme/login/base', 'new', dropped],
    ['theme/login/company', 'gone', brought],
  ]);
});

it('takes the version from who is nearest to what runs', () => {
  const server = { ...made([]), version: '26.7.4' };
  const workload = { object: { image: 'registry.example/keycloak:26.4.0' } } as never;
  const at = '2026-11-27T08:00:00.000Z';
  const database = { database: 'keycloak', migrations: [{ version: '26.9.0', updatedAt: at }] } as never;
  expect(versionOfServer({ server, workload, database })).toEqual({ value: '26.7.4', from: 'the server' });
  expect(versionOfServer({ server: made([]), workload, database })).toEqual({ value: '26.4.0', from: "the tag of the workload's image" });
  expect(versionOfServer({ server: made([]), database })).toEqual({ value: '26.9.0', from: "the database's schema" });
  expect(versionOfServer({ server: made([]) })).toBeUndefined();
});
