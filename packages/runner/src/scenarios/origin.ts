import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Problem, ScenariosOrigin } from '@keycloak-release-gate/core';
import type { Variables } from './resolve-environment.ts';

const run = promisify(execFile);

/** Milliseconds for each question to Git: a repository on a slow disk has some, and one that hangs does not hold up the gate. */
const patience = 15_000;

/**
 * Which commit the scenarios are of, and which files differ from it: changed, new, ignored by Git, or hidden from its status. Where Git
 * cannot tell (an image without history), the variable SCENARIOS_COMMIT may.
 */
export async function scenariosOrigin(scenarios: string, variables: Variables): Promise<ScenariosOrigin> {
  try {
    const [commit, status, listed] = await Promise.all([
      git(scenarios, variables, ['rev-parse', '--verify', 'HEAD']),
      git(scenarios, variables, [
        'status',
        '--porcelain=v1',
        '-z',
        '--no-renames',
        '--untracked-files=all',
        '--ignored=matching',
        '--',
        '.',
      ]),
      git(scenarios, variables, ['ls-files', '-v', '-z', '--full-name', '--', '.']),
    ]);
    const changed = [...new Set([...changedIn(status), ...hiddenIn(listed)])].toSorted();
    return { commit: commit.trim(), dirty: changed.length > 0, ...(changed.length === 0 ? {} : { changed }) };
  } catch (error) {
    const why = whyNot(error);
    const told = variables['SCENARIOS_COMMIT'];
    if (told !== undefined && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(told))
      return { commit: told, dirty: false, source: `the variable SCENARIOS_COMMIT, as ${why}` };
    return { commit: 'unknown', source: why };
  }
}

/** Why a production gate is not run with these scenarios: nobody could tell afterwards by what it was judged. */
export function originProblems(scenarios: string, { commit, changed = [], source }: ScenariosOrigin): Problem[] {
  if (commit === 'unknown')
    return [
      {
        code: 'SCENARIOS_UNVERSIONED',
        message: `The environment is a production, and the commit of the scenarios is not known: ${source}.`,
        where: scenarios,
        remedy:
          'Keep the scenarios in a Git repository and run the gate in a clone of it; in an image without history set SCENARIOS_COMMIT to the commit, in full, that it was built from.',
      },
    ];
  if (changed.length === 0) return [];
  return [
    {
      code: 'SCENARIOS_UNCOMMITTED',
      message: `The environment is a production, and scenarios differ from the commit ${commit.slice(0, 12)}: ${some(changed)}.`,
      where: scenarios,
      remedy: 'Commit them, or take the changes back: what judges a production stands in the history.',
    },
  ];
}

const MOST_NAMED = 20;
const some = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;

async function git(folder: string, variables: Variables, words: readonly string[]): Promise<string> {
  // A hook, or a shell of another repository, leaves variables that would lead Git there.
  const env = Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('GIT_')));
  const { stdout } = await run('git', ['-C', folder, '--no-optional-locks', '-c', 'core.fsmonitor=false', ...words], {
    env: { ...env, LC_ALL: 'C' },
    timeout: patience,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The paths of `git status --porcelain -z`. Dependencies lie beside scenarios and are none. */
const changedIn = (status: string): string[] =>
  status
    .split('\0')
    .map((entry) => entry.slice(3))
    .filter((path) => path !== '' && !/(?:^|\/)node_modules(?:\/|$)/.test(path));

/** Files that Git was told to take for unchanged: `assume-unchanged` (a small letter) and `skip-worktree` (S). */
const hiddenIn = (listed: string): string[] => listed.split('\0').flatMap((entry) => (/^[a-zS] /.test(entry) ? [entry.slice(2)] : []));

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'there is no program git';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : error.message;
  if (/not a git repository/i.test(said)) return 'the folder is in no Git repository';
  if (/dubious ownership/i.test(said)) return 'Git does not trust the folder, which belongs to another user (`safe.directory`)';
  if (/Needed a single revision|unknown revision/i.test(said)) return 'the repository has no commit yet';
  return `Git failed: ${said.trim().split('\n')[0] ?? ''}`;
}
