import { covers, nameOfAuthor, saidBy } from '@keycloak-release-gate/core';
import type { Confirmation } from '@keycloak-release-gate/core';
import { whyOtherSubstance } from './confirmed.ts';

interface Asked {
  readonly release: string;
  readonly environment: string | undefined;
  readonly author: string | undefined;
  /** The SHA-256 of what the release ships now, where it is told. */
  readonly substance?: string | undefined;
}

/**
 * Who says, for this release and at this time (ISO 8601), that undoing its destructive changes was tested: in words, or undefined where
 * nobody does. The author's own word does not count, nor does any where the author is not known.
 */
export function testedInverse(
  confirmations: readonly Confirmation[],
  { release, environment, author, substance }: Asked,
  now: string,
): string | undefined {
  if (author === undefined) return undefined;
  const said = confirmations.find(
    (each) =>
      each.type === 'tested inverse' &&
      each.release === release &&
      (each.environment ?? environment) === environment &&
      whyOtherSubstance(each, substance) === undefined &&
      nameOfAuthor(each, author) === undefined &&
      saidBy(each, now) &&
      covers(each, now),
  );
  return said && `${said.person} (${said.role}) says: ${said.statement}`;
}
