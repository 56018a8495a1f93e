import { verdicts } from '@keycloak-release-gate/core';
import { page, table } from './page.ts';

/** The verdicts, and the exit code of each. */
export function exitCodeTable(): string {
  return page(
    'Exit codes',
    'Every run ends with one verdict. It is the last line on the terminal, it stands in `run.json`, and it is the exit code.',
    table(
      ['exit code', 'verdict', 'when'],
      Object.entries(verdicts).map(([kind, { exitCode, when }]) => [String(exitCode), kind, when]),
    ),
    'Only 0 opens the gate. 3 is not a softer 1: it says that nobody could look, so that nobody knows. Whoever wants to ship on a 3 first makes visible what could not be seen; the report says what that is and how.',
  );
}
