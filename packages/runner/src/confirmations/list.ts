import { whyNotConfirmed } from '@keycloak-release-gate/checks';
import { substanceHash } from '@keycloak-release-gate/core';
import type { Confirmation, Release } from '@keycloak-release-gate/core';
import { writer } from '../report/terminal-writer.ts';
import type { Terminal } from '../report/terminal-writer.ts';
import { cleanLine } from '../report/clean-text.ts';
import type { WrittenConfirmation } from './of-release.ts';

/** A confirmation, and whether it holds now. */
export interface ListedConfirmation {
  readonly confirmation: Confirmation;
  readonly where: string;
  readonly holds: boolean;
  /** Why it does not, if so: the end of a sentence about it. */
  readonly why?: string;
}

/** What a listing is made from. `pinned` gives the backup that would be restored in an environment. */
export interface Listing {
  readonly release: Release;
  readonly now: string;
  readonly pinned: (environment: string) => { readonly name: string; readonly sha256: string } | null;
}

/** Each confirmation of a release with whether it holds now, in the environment that it is for, else wherever the release goes. */
export const listConfirmations = (written: readonly WrittenConfirmation[], listing: Listing): ListedConfirmation[] =>
  written.map(({ confirmation, where }) => {
    const why = whyNot(confirmation, listing);
    return { confirmation, where, holds: why === undefined, ...(why === undefined ? {} : { why }) };
  });

function whyNot(confirmation: Confirmation, { release, now, pinned }: Listing): string | undefined {
  const { environments, author, id } = release;
  const { environment = environments.at(-1) ?? '', backup } = confirmation;
  if (confirmation.release === id && !environments.includes(environment)) return `it is for ${environment}, where the release does not go`;
  const pin = backup === undefined ? null : pinned(environment);
  const why = whyNotConfirmed(confirmation, { release: id, environment, author, substance: substanceHash(release), now, pin });
  if (why) return why.words;
  if (author === undefined) return `the release names no author, so nobody can tell whether ${confirmation.person} is another person`;
  if (backup !== undefined && !pin) return `it is for one backup alone, and no pre-release run in ${environment} has pinned one`;
  return undefined;
}

/** The listing for a terminal. */
export function terminalList(release: string, listed: readonly ListedConfirmation[], terminal: Terminal): string {
  const { paint, line } = writer(terminal);
  const holding = listed.filter(({ holds }) => holds).length;
  const count = listed.length === 1 ? '1 confirmation' : `${listed.length} confirmations`;
  return [
    paint(
      'bold',
      `${release}: ${listed.length === 0 ? 'nothing is confirmed' : `${count}, ${holding} of which ${holding === 1 ? 'holds' : 'hold'} now`}`,
    ),
    ...listed.flatMap(({ confirmation: each, where, holds, why }) => [
      '',
      line(2, cleanLine(`${each.type}${of(each)}: ${each.person} (${each.role})`), holds ? 'green' : 'red', holds ? '✓ ' : '✗ '),
      ...(why === undefined ? [] : [line(4, cleanLine(`It does not hold: ${why}.`), 'red')]),
      line(4, cleanLine(`"${each.statement}"`)),
      line(4, `from ${each.validFrom} to ${each.expiresAt}`, 'dim'),
      ...[
        each.confirmedBy === undefined ? '' : `written down by ${each.confirmedBy}`,
        each.gitUser === undefined ? '' : `git's user was ${each.gitUser}`,
        each.contact === undefined ? '' : `contact: ${each.contact}`,
        each.evidenceUrl ?? '',
        each.backup === undefined ? '' : `backup ${each.backup}`,
        where,
      ]
        .filter(Boolean)
        .map((text) => line(4, cleanLine(text), 'dim')),
    ]),
    '',
  ].join('\n');
}

const of = ({ environment, application }: Confirmation): string =>
  `${application === undefined ? '' : ` of ${application}`}${environment === undefined ? '' : ` for ${environment}`}`;
