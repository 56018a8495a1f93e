import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdicts } from '@keycloak-release-gate/core';
import { root } from '../purity/judging-modules.ts';
import { page, table } from './page.ts';

const verdictTable = (): string =>
  table(
    ['exit code', 'verdict', 'when'],
    Object.entries(verdicts).map(([kind, { exitCode, when }]) => [String(exitCode), kind, when]),
  );

/** The verdicts, and the exit code of each. */
export function exitCodeTable(): string {
  return page(
    'Exit codes',
    'Every run ends with one verdict. It is the last line on the terminal, it stands in `run.json`, and it is the exit code.',
    verdictTable(),
    'Only 0 opens the gate. 3 is not a softer 1: it says that nobody could look, so that nobody knows. Whoever wants to ship on a 3 first makes visible what could not be seen; the report says what that is and how.',
  );
}

/** README, with the same table between its two marks. */
export function readmeWithExitCodes(): string {
  const [opening, closing] = ['<!-- exit codes -->', '<!-- /exit codes -->'];
  const parts = readFileSync(join(root, 'README.md'), 'utf8').split(new RegExp(`(?<=${opening})[^]*(?=${closing})`));
  if (parts.length !== 2) throw new Error(`README.md has no place for the table of exit codes: ${opening} and ${closing}.`);
  return parts.join(`\n${verdictTable()}\n`);
}
