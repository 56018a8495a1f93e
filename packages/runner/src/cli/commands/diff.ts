import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startLab } from '../../lab/start-lab.ts';
import { asExpected } from '../../diff/as-expected.ts';
import { environmentSide } from '../../diff/environment-side.ts';
import { jsonDiff } from '../../diff/json.ts';
import { markdownDiff } from '../../diff/markdown.ts';
import { diffOf, exitCodeOf } from '../../diff/model.ts';
import type { Diff } from '../../diff/model.ts';
import { toldOf } from '../../diff/places.ts';
import { realmPairs } from '../../diff/realm-pairs.ts';
import { sideOf } from '../../diff/side.ts';
import { terminalDiff } from '../../diff/terminal.ts';
import { terminalFor } from '../../report/terminal-writer.ts';
import { loadRelease } from '../../scenarios/load.ts';
import type { Variables } from '../../scenarios/resolve-environment.ts';
import { command } from '../command.ts';
import { labName } from '../flags.ts';
import type { FolderFlags } from '../flags.ts';

interface DiffFlags extends FolderFlags {
  readonly format: 'terminal' | 'html' | 'markdown' | 'json';
  readonly output?: string;
  readonly asExpected: boolean;
  readonly strict: boolean;
  readonly release?: string;
  readonly realm?: readonly string[];
  readonly lab?: string;
}

/**
 * `verify diff A B`: compares the admin configuration of two environments, snapshot files or runs. Exit code 0 where it is equal, 1
 * where it is not, 3 where something could not be compared, 2 where a side is none.
 */
export const diff = command(async (flags: DiffFlags, typedA: string, typedB: string) => {
  const folders = { scenarios: resolve(flags.scenarios), reports: resolve(flags.reports) };
  let variables: Variables = process.env;
  const start = startLab({ name: labName(flags), quiet: true });
  const read = (id: string) =>
    environmentSide(id, folders, async (choice) => {
      const known = await start(choice);
      variables = { ...variables, ...known };
      return known;
    });
  const a = await sideOf(typedA, 'A', folders, read);
  const b = await sideOf(typedB, 'B', folders, read, a);
  const pairs = realmPairs(a, b, flags.realm ?? []);
  const [toldA, toldB] = await Promise.all([a, b].map(async ({ environment }) => toldOf(folders.scenarios, environment, variables)));
  const release = flags.release === undefined ? undefined : (await loadRelease(folders.scenarios, flags.release)).value;
  const none = { places: {}, applications: [], realms: [] };
  const compared = diffOf({
    a,
    b,
    pairs,
    toldA: toldA ?? none,
    toldB: toldB ?? none,
    strict: flags.strict,
    ...(release === undefined ? {} : { release }),
  });
  const text = flags.asExpected ? asExpected(compared, toldB?.realms[0]) : await rendered(compared, flags);
  if (flags.output === undefined) process.stdout.write(text);
  else writeFileSync(resolve(flags.output), text);
  return exitCodeOf(compared);
});

async function rendered(compared: Diff, { format, output }: DiffFlags): Promise<string> {
  switch (format) {
    case 'json':
      return jsonDiff(compared);
    case 'markdown':
      return markdownDiff(compared);
    case 'html':
      return (await import('../../diff/html.ts')).htmlDiff(compared);
    case 'terminal':
      return terminalDiff(compared, terminalFor(output));
  }
}
