import { Release, substanceHash } from '@keycloak-release-gate/core';
import type { Confirmation, RunContext } from '@keycloak-release-gate/core';

/** When the gate looks. */
export const now = '2026-11-30T17:30:00Z';
/** The backup that would be restored. */
export const pin = { name: 'nightly.dump', sha256: 'a'.repeat(64) };

/** A confirmation of this type that holds: by somebody else than the author, for the release, now. */
export const confirmationOf = (type: Confirmation['type'], more: Partial<Confirmation> = {}): Confirmation => ({
  type,
  release: '2026-11-upgrade',
  person: 'Jason Board',
  role: 'release board',
  statement: 'Said so.',
  confirmedAt: '2026-11-30T08:00:00Z',
  validFrom: '2026-11-30T08:00:00Z',
  expiresAt: '2026-11-30T22:00:00Z',
  ...more,
});

/** What a check of a confirmation is told of the release. */
export const toldOf = (confirmations: readonly Confirmation[], more: object = {}): object => ({
  release: '2026-11-upgrade',
  author: 'Ann Author',
  environment: 'prod',
  confirmations,
  ...more,
});

/** The release that these confirmations are of. */
export const upgrade = (more: object = {}): Release =>
  Release.parse({
    id: '2026-11-upgrade',
    title: 'R',
    description: 'D',
    environments: ['test', 'acc', 'prod'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    rollback: { plan: 'B', reason: 'It migrates.' },
    impact: 'I',
    author: 'Ann Author',
    ...more,
  });
/** The SHA-256 of what it ships. */
export const substance = substanceHash(upgrade());

/** A run of a release, as far as these checks ask. */
export const runOf = (production: boolean, confirmations: readonly Confirmation[] = [], more: object = {}): RunContext => ({
  suite: 'pre-release',
  environment: { id: 'prod', production } as RunContext['environment'],
  release: upgrade({ confirmations }),
  ...more,
});
