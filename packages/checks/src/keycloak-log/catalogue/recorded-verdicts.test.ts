import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLog, reduceLines } from '../recorded-logs.ts';
import { catalogue, lookUp } from './index.ts';

const fixtures = new URL('../fixtures/', import.meta.url);
const textsIn = (folder: string): string[] =>
  readdirSync(new URL(folder, fixtures))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => `${folder}${file.slice(0, -'.txt'.length)}`);

/** Starts, upgrades, joins and stops that went well; and those that were made to fail, or are of a rollback without restore. */
const recorded = [...textsIn('./'), ...textsIn('./recorded/')].map((name) => name.slice(2)).toSorted();
const failed = ['26.4.0-on-a-database-of-26.7'];
const isHealthy = (name: string): boolean => !failed.includes(name) && !/-without-|-unknown-|-other-build-/.test(name);

const verdicts = recorded.flatMap((name) => {
  const { messages, banner } = reduceLines(readLog(name));
  return messages.map((message) => ({
    name,
    fingerprint: message.fingerprint,
    entry: lookUp(message, banner?.version),
    verdict: lookUp(message, banner?.version)?.kind ?? 'not known',
  }));
});

it('gives every warning and error of every recorded log its verdict', async () => {
  const table = verdicts.map(({ name, fingerprint, verdict }) => `${name} | ${verdict} | ${fingerprint}\n`).join('');
  await expect(table).toMatchFileSnapshot('../fixtures/verdicts.snap');
});

it('knows all that is logged by a start, upgrade or stop that went well, and none of it is bad', () => {
  expect(verdicts.filter(({ name, verdict }) => isHealthy(name) && verdict !== 'benign')).toEqual([]);
});

it('has been held against the starts and upgrades of four versions', () => {
  expect(recorded.filter((name) => name.startsWith('recorded/'))).toEqual([
    'recorded/24.0.5-first-of-two-nodes',
    'recorded/24.0.5-first-start',
    'recorded/24.0.5-second-of-two-nodes',
    'recorded/24.0.5-second-start-json',
    'recorded/25.0.6-first-of-two-nodes',
    'recorded/25.0.6-first-start',
    'recorded/25.0.6-on-a-database-of-24.0.5',
    'recorded/25.0.6-second-of-two-nodes',
    'recorded/25.0.6-second-start-json',
    'recorded/26.4.0-first-of-two-nodes',
    'recorded/26.4.0-first-start',
    'recorded/26.4.0-on-a-database-of-25.0.6',
    'recorded/26.4.0-second-of-two-nodes',
    'recorded/26.4.0-second-start-json',
    'recorded/26.7.4-first-of-two-nodes',
    'recorded/26.7.4-first-start',
    'recorded/26.7.4-on-a-database-of-26.4.0',
    'recorded/26.7.4-second-of-two-nodes',
    'recorded/26.7.4-second-start-json',
  ]);
});

it('says of each entry that no recorded log holds where else it is known from', () => {
  const hit = new Set(verdicts.map(({ entry }) => entry));
  const unseen = catalogue.filter((entry) => !hit.has(entry));
  // Whoever sees one of these in a log: record it.
  expect(unseen.filter(({ source }) => source.startsWith('recorded')).map(({ why }) => why)).toEqual([]);
  for (const { source } of unseen) expect(source).toMatch(/(?:keycloak|quarkus|narayana|hibernate-orm|infinispan|jgroups): \S+|OpenJDK/);
});

it('claims of no entry that it was recorded in a version that has no such line', () => {
  const claims = catalogue.flatMap((entry) =>
    (/^recorded: ([\d., ]+)$/.exec(entry.source)?.[1] ?? '')
      .split(', ')
      .filter((version) => version !== '')
      .map((version) => ({ entry, version })),
  );
  expect(claims.filter(({ entry, version }) => !verdicts.some((each) => each.entry === entry && each.name.includes(version)))).toEqual([]);
});
