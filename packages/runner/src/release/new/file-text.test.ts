import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { literal, releaseFileText } from './file-text.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom("'); process.exit(7); ('", '`${process.exit(7)}`', '\u2028\u2029\r\n\t\\', '\u202Egnp.exe', '*/ //', '\uD800', '"\''),
);

it('writes any text as a literal of that text, on one line and without anything unseen', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(runInNewContext(literal(text))).toBe(text);
      expect(literal(text)).not.toMatch(/[\p{C}\u2028\u2029]/u);
    }),
  );
});

it('reads as a person would have written it', () => {
  expect(
    releaseFileText({
      id: '2026-11',
      title: "November's upgrade",
      description: 'Upgrade of Keycloak.',
      environments: ['test', 'acc'],
      keycloak: { from: '26.4.0', to: '26.7.4' },
      image: 'registry.example/keycloak:26.7.4',
      deploys: true,
      rollback: { plan: 'B', reason: 'It migrates.' },
      impact: 'All log in again.',
      parties: ['Portal team'],
      window: { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' },
      soakHours: 2,
      author: 'Ann Author',
    }),
  ).toBe(`import { defineRelease } from '@keycloak-release-gate/core';

export default defineRelease({
  id: '2026-11',
  title: "November's upgrade",
  description: 'Upgrade of Keycloak.',
  environments: ['test', 'acc'],
  keycloak: { from: '26.4.0', to: '26.7.4' },
  image: 'registry.example/keycloak:26.7.4',
  rollback: { plan: 'B', reason: 'It migrates.' },
  impact: 'All log in again.',
  parties: ['Portal team'],
  window: { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' },
  soakHours: 2,
  author: 'Ann Author',
});
`);
});
