import { resolve } from 'node:path';
import { terminalFor } from '../../report/terminal-writer.ts';
import { matrixOf } from '../../policy/matrix-of-scenarios.ts';
import { exitCodeOf } from '../../policy/matrix.ts';
import { markdownPolicy } from '../../policy/markdown.ts';
import { terminalPolicy } from '../../policy/terminal.ts';
import { command } from '../command.ts';

interface Flags {
  readonly scenarios: string;
  readonly markdown: boolean;
  readonly json: boolean;
}

/** `verify policy`: the traceability matrix. Exit code 0 where each sentence is accounted for, 1 where one is not. */
export const policy = command(async (flags: Flags) => {
  const matrix = await matrixOf(resolve(flags.scenarios));
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(matrix, null, 2)}\n`
      : flags.markdown
        ? `${markdownPolicy(matrix)}\n`
        : terminalPolicy(matrix, terminalFor(undefined)),
  );
  return exitCodeOf(matrix);
});
