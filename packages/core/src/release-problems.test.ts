import { expect, it } from 'vitest';
import { releaseProblems } from './release-problems.ts';
import { Release } from './release.ts';
import type { ReleaseDefinition } from './release.ts';

const problems = (changes: Partial<ReleaseDefinition>): readonly string[] =>
  releaseProblems(
    Release.parse({
      id: 'r',
      title: 'R',
      description: 'R',
      environments: ['test', 'acc'],
      keycloak: { from: '26.4.0', to: '26.7.4' },
      rollback: { plan: 'A', reason: 'R' },
      impact: 'none',
      ...changes,
    }),
  ).map(({ code, message }) => `${code} ${message}`);

const confirmation = {
  type: 'stand-by engineer',
  release: 'r',
  person: 'Dana',
  role: 'DevOps',
  statement: 'I am.',
  confirmedAt: '2026-11-30T08:00:00Z',
  validFrom: '2026-11-30T09:00:00Z',
  expiresAt: '2026-11-30T10:00:00+01:00',
} as const;

const waiver = { code: 'backup/OLD', subject: 'b', owner: 'Olga Owner', reason: 'R', expires: '2026-12-31T18:00:00+01:00' };

it('has nothing against a sound release, nor against one that keeps the version', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ keycloak: { from: '26.7.4', to: '26.7.4' } })).toEqual([]);
  expect(problems({ keycloak: { from: '26.4', to: '26.4.0.redhat-00001' } })).toEqual([]);
  expect(problems({ window: { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T17:30:00Z' } })).toEqual([]);
});

it('has nothing against the waivers of a closed release, which is history', () => {
  const waivers = [
    { ...waiver, code: 'release/CONFIRMATION_MISSING' },
    { ...waiver, owner: 'Ann Author' },
  ];
  expect(problems({ status: 'closed', author: 'Ann Author', waivers })).toEqual([]);
});

it.each<[string, Partial<ReleaseDefinition>, string[]]>([
  [
    'versions that are none',
    { keycloak: { from: 'old', to: '26' } },
    ['VERSION_MALFORMED keycloak.from: "old" is no version of Keycloak.', 'VERSION_MALFORMED keycloak.to: "26" is no version of Keycloak.'],
  ],
  [
    'a way back',
    { keycloak: { from: '26.7.4', to: '26.4.0' } },
    ['VERSIONS_REVERSED keycloak: the release leads from 26.7.4 back to 26.4.0.'],
  ],
  ['an environment twice', { environments: ['test', 'acc', 'test'] }, ['ENVIRONMENT_TWICE environments: "test" stands there twice.']],
  [
    'a window that ends before it begins, by their offsets',
    { window: { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T18:30:00+02:00' } },
    ['WINDOW_REVERSED window: it ends at 2026-11-30T18:30:00+02:00, and begins only at 2026-11-30T18:00:00+01:00.'],
  ],
  [
    'waivers of what nobody can accept',
    {
      waivers: [
        { ...waiver, code: 'release/BOARD_APPROVAL_UNREADABLE' },
        { ...waiver, code: 'release/RECORD_EDITED' },
        { ...waiver, code: 'gap/NOT_SETTLED' },
      ],
    },
    [
      'NOT_WAIVABLE The waiver of release/BOARD_APPROVAL_UNREADABLE (owner: Olga Owner) accepts what nobody can.',
      'NOT_WAIVABLE The waiver of release/RECORD_EDITED (owner: Olga Owner) accepts what nobody can.',
      'NOT_WAIVABLE The waiver of gap/NOT_SETTLED (owner: Olga Owner) accepts what nobody can.',
    ],
  ],
  [
    'a waiver by the author, however the name is written',
    { author: 'Ann Author', waivers: [waiver, { ...waiver, owner: 'author, ANN' }] },
    ['WAIVED_BY_AUTHOR The waiver of backup/OLD is owned by author, ANN, the author of the release.'],
  ],
  [
    'a stand-by that is never valid',
    { confirmations: [confirmation] },
    [
      'CONFIRMATION_NEVER_VALID confirmations.0: the stand-by engineer by Dana expires at 2026-11-30T10:00:00+01:00, and is valid only from 2026-11-30T09:00:00Z on.',
    ],
  ],
])('tells %s', (_what, changes, expected) => expect(problems(changes)).toEqual(expected));
