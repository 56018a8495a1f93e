import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './verify.ts';

/** One place in a scenario where other words are to stand. */
export interface ScenarioChange {
  /** Below `scenarios/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Runs `use` with a copy of the repository's scenarios in which these things are different, and removes the copy again. */
export async function withChangedScenarios<T>(
  changes: ScenarioChange | readonly ScenarioChange[],
  use: (scenarios: string) => Promise<T>,
): Promise<T> {
  // Within the repository, where the packages that scenarios import are found.
  const folder = join(repository, `.scratch-${process.pid}`);
  const scenarios = join(folder, 'scenarios');
  try {
    cpSync(join(repository, 'scenarios'), scenarios, { recursive: true });
    for (const { file, from, to } of [changes].flat()) {
      const text = readFileSync(join(scenarios, file), 'utf8');
      if (!text.includes(from)) throw new Error(`scenarios/${file} does not say "${from}".`);
      writeFileSync(
        join(scenarios, file),
        text.replace(from, () => to),
      );
    }
    return await use(scenarios);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same, with scenarios that stand in a history of their own, as a production asks for. */
export const withCommittedScenarios = <T>(changes: readonly ScenarioChange[], use: (scenarios: string) => Promise<T>): Promise<T> =>
  withChangedScenarios(changes, (scenarios) => {
    for (const words of ['init --quiet', 'add --all', 'commit --quiet --message Scenarios'])
      execFileSync('git', ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.org', ...words.split(' ')], { cwd: scenarios });
    return use(scenarios);
  });
