import { relative } from 'node:path';
import type { Confirmation, Release } from '@keycloak-release-gate/core';
import { confirmationsFile, readConfirmations } from './file.ts';

/** A confirmation, and where it is written. */
export interface WrittenConfirmation {
  readonly confirmation: Confirmation;
  readonly where: string;
}

/** All confirmations of a release: those of its file, and those that were added to it. Throws a ConfigurationError where these were edited. */
export function confirmationsOf(scenarios: string, release: Release, file: string): readonly WrittenConfirmation[] {
  const added = relative(process.cwd(), confirmationsFile(scenarios, release.id));
  return [
    ...release.confirmations.map((confirmation) => ({ confirmation, where: file })),
    ...readConfirmations(scenarios, release.id).map(({ line, confirmation }) => ({ confirmation, where: `${added}:${line}` })),
  ];
}

/** The release with all its confirmations. How persons are reached stays in the scenarios: what a run records and shows is seen by more. */
export const withConfirmations = (scenarios: string, release: Release, file: string): Release => ({
  ...release,
  confirmations: confirmationsOf(scenarios, release, file).map(({ confirmation: { contact: _contact, ...rest } }) => rest),
});
