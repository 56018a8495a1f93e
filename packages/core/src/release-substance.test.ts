import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedMembers, substanceHash, substanceOf } from './release-substance.ts';
import { Release } from './release.ts';
import type { ReleaseDefinition } from './release.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const release = (changes: Partial<ReleaseDefinition> = {}): Release =>
  Release.parse({
    id: '2026-11',
    title: 'Keycloak 26.7.4',
    description: 'The upgrade of November.',
    environments: ['test', 'acc', 'prod'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    image: `registry.example/keycloak:26.7.4@${digest('a')}`,
    imageDigests: [digest('b'), digest('c')],
    commit: '4f1c6a3d',
    expectedChanges: [
      { object: 'client/portal', attribute: 'redirectUris', why: 'It moves.' },
      { object: 'realm/sso', attribute: 'accessTokenLifespan', change: { op: 'becomes', value: 300 } },
    ],
    rollback: { plan: 'B', reason: 'The schema is migrated.' },
    impact: 'Everybody logs in again.',
    ...changes,
  });

const confirmation = fc.record({
  type: fc.constantFrom('board approval' as const, 'stand-by engineer' as const),
  release: fc.constant('2026-11'),
  person: fc.constantFrom('Jason Board', 'Dana'),
  role: fc.constantFrom('release board', 'DevOps'),
  statement: fc.constant('Yes.'),
  confirmedAt: fc.constant('2026-11-30T08:00:00Z'),
  validFrom: fc.constant('2026-11-30T08:00:00Z'),
  expiresAt: fc.constant('2026-12-30T08:00:00Z'),
});

/** What may change while a release is under way. */
const besides: fc.Arbitrary<Partial<ReleaseDefinition>> = fc.record(
  {
    status: fc.constantFrom('open' as const, 'closed' as const),
    title: fc.string(),
    description: fc.string(),
    impact: fc.string(),
    parties: fc.array(fc.string()),
    rollback: fc.record({ plan: fc.constantFrom('A' as const, 'B' as const), reason: fc.string() }),
    window: fc.constant({ from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' }),
    soakHours: fc.nat(48),
    author: fc.constant('Ann Author'),
    environments: fc.array(fc.constantFrom('test', 'acc', 'prod'), { minLength: 1 }),
    confirmations: fc.array(confirmation, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

/** What makes another release of it, by the member that is told to differ. */
const otherSubstance: fc.Arbitrary<readonly [string, object]> = fc.oneof(
  fc.constant(['id', { id: '2026-12' }] as const),
  fc.constantFrom('26.7.3', '26.7.5').map((to) => ['keycloak', { keycloak: { from: '26.4.0', to } }] as const),
  fc.constant(['image', { image: `registry.example/keycloak:26.7.4@${digest('d')}` }] as const),
  fc.constant(['image', { image: undefined }] as const),
  fc.constantFrom([], [digest('b')], [digest('b'), digest('e')]).map((imageDigests) => ['imageDigests', { imageDigests }] as const),
  fc.constantFrom(undefined, '4f1c6a3e').map((commit) => ['commit', { commit }] as const),
  fc.constant(['deploys', { deploys: false }] as const),
  fc
    .array(fc.record({ object: fc.constantFrom('client/portal', 'client/wiki', 'realm/sso') }), { maxLength: 3 })
    .map((expectedChanges) => ['expectedChanges', { expectedChanges }] as const),
);

it('does not depend on what may change while a release is under way', () => {
  fc.assert(
    fc.property(besides, (changes) => {
      expect(substanceHash(release(changes))).toBe(substanceHash(release()));
      expect(changedMembers(substanceOf(release(changes)), substanceOf(release()))).toEqual([]);
    }),
  );
});

it('differs wherever what is shipped differs, and tells the member', () => {
  fc.assert(
    fc.property(otherSubstance, besides, ([member, changes], more) => {
      // As it is read from a file: what is undefined is not there.
      const other = Release.parse(JSON.parse(JSON.stringify({ ...release(), ...more, ...changes })));
      expect(substanceHash(other)).not.toBe(substanceHash(release()));
      expect(changedMembers(substanceOf(other), substanceOf(release()))).toEqual([member]);
      expect(changedMembers(substanceOf(release()), substanceOf(other))).toEqual([member]);
    }),
  );
});

it('does not depend on the order or the reasons of announced changes, nor on how digests and commits are written', () => {
  const { expectedChanges, imageDigests } = release();
  const turned = release({
    expectedChanges: expectedChanges.toReversed().map((change) => ({ ...change, why: 'Said better.' })),
    imageDigests: [...imageDigests, ...imageDigests].toReversed(),
    commit: '4F1C6A3D',
  });
  expect(substanceHash(turned)).toBe(substanceHash(release()));
});
