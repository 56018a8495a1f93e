import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Problem, ScenariosOrigin } from '@keycloak-release-gate/core';
import { packagesFolder } from '../tool.ts';
import type { Variables } from './resolve-environment.ts';

const run = promisify(execFile);

/** Milliseconds for each question to Git: a repository on a slow disk has some, and one that hangs does not hold up the gate. */
const patience = 15_000;

/**
 * Which commit the scenarios are of, and which files differ from it: changed, new, ignored by Git, or hidden from its status. Where the gate's
 * own packages lie in the same repository, their source is looked at too. Where there is no repository (an image without history), the
 * variable SCENARIOS_COMMIT may tell the commit.
 * @param packages the folder of the gate's own packages
 */
export async function scenariosOrigin(scenarios: string, variables: Variables, packages = packagesFolder): Promise<ScenariosOrigin> {
  try {
    const places = ['.', ...(await sourcesBeside(scenarios, variables, packages))];
    const [commit, status, listed, staged] = await Promise.all([
      git(scenarios, variables, ['rev-parse', '--verify', 'HEAD']),
      git(scenarios, variables, [
        'status',
        '--porcelain=v1',
        '-z',
        '--no-renames',
        '--untracked-files=all',
        '--ignored=matching',
        '--ignore-submodules=none',
        '--',
        ...places,
      ]),
      git(scenarios, variables, ['ls-files', '-v', '-z', '--full-name', '--', ...places]),
      git(scenarios, variables, ['ls-files', '--stage', '-z', '--full-name', '--', ...places]),
    ]);
    const changed = [...new Set([...changedIn(status), ...hiddenIn(listed)])].toSorted();
    const links = linksIn(staged);
    return {
      commit: commit.trim(),
      dirty: changed.length > 0,
      ...(changed.length === 0 ? {} : { changed }),
      ...(links.length === 0 ? {} : { links }),
    };
  } catch (error) {
    const why = whyNot(error);
    const told = variables['SCENARIOS_COMMIT'];
    // Of a clone, Git alone tells: one that it cannot read now may be of any commit, and changed.
    if (told !== undefined && !isInClone(scenarios) && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(told))
      return { commit: told, dirty: false, source: `the variable SCENARIOS_COMMIT, as ${why}` };
    return { commit: 'unknown', source: why };
  }
}

/** Why a production gate is not run with these scenarios: nobody could tell afterwards by what it was judged. */
export function originProblems(scenarios: string, { commit, dirty, changed = [], links = [], source }: ScenariosOrigin): Problem[] {
  if (commit === 'unknown')
    return [
      {
        code: 'SCENARIOS_UNVERSIONED',
        message: `The environment is a production, and the commit of the scenarios is not known: ${source}.`,
        where: scenarios,
        remedy: source?.includes(DUBIOUS)
          ? 'Run the gate as the user whom the clone belongs to, or tell Git to trust it: git config --global --add safe.directory <the clone>.'
          : 'Keep the scenarios in a Git repository and run the gate in a clone of it; in an image without history set SCENARIOS_COMMIT to the commit, in full, that it was built from.',
      },
    ];
  const uncommitted = {
    code: 'SCENARIOS_UNCOMMITTED',
    message: `The environment is a production, and scenarios differ from the commit ${commit.slice(0, 12)}, or the source of the gate beside them does: ${some(changed)}.`,
    where: scenarios,
    remedy: 'Commit them, or take the changes back: what judges a production stands in the history.',
  };
  const linked = {
    code: 'SCENARIOS_LINKED',
    message: `The environment is a production, and among the scenarios are symbolic links or submodules, whose content is not of the commit ${commit.slice(0, 12)}: ${some(links)}.`,
    where: scenarios,
    remedy: 'Put the files themselves there.',
  };
  return [...(dirty === true || changed.length > 0 ? [uncommitted] : []), ...(links.length > 0 ? [linked] : [])];
}

const MOST_NAMED = 20;
const some = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;

async function git(folder: string, variables: Variables, words: readonly string[]): Promise<string> {
  // A hook, or a shell of another repository, leaves variables that would lead Git there.
  const env = Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('GIT_')));
  const { stdout } = await run(
    'git',
    ['--literal-pathspecs', '-C', folder, '--no-optional-locks', '-c', 'core.fsmonitor=false', ...words],
    {
      env: { ...env, LC_ALL: 'C' },
      timeout: patience,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return stdout;
}

/** The source of the gate's own packages, where they lie in the repository of the scenarios. */
async function sourcesBeside(scenarios: string, variables: Variables, packages: string): Promise<readonly string[]> {
  const topOf = (folder: string): Promise<string> => git(folder, variables, ['rev-parse', '--show-toplevel']);
  const top = await topOf(scenarios);
  // Not a repository, or not one that Git reads: then it is another one than that of the scenarios.
  if (!existsSync(packages) || top !== (await topOf(packages).catch(() => undefined))) return [];
  const folder = realpathSync(packages);
  return readdirSync(folder)
    .map((name) => join(folder, name, 'src'))
    .filter((source) => existsSync(source));
}

/** Whether a folder is in a clone, whatever Git says of it. */
function isInClone(folder: string): boolean {
  const start = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}

/** Symbolic links (mode 120000) and submodules (160000) of `git ls-files --stage -z`. */
const linksIn = (staged: string): string[] =>
  staged.split('\0').flatMap((entry) => (/^1[26]0000 /.test(entry) ? [entry.slice(entry.indexOf('\t') + 1)] : []));

/** The paths of `git status --porcelain -z`. Dependencies lie beside scenarios and are none. */
const changedIn = (status: string): string[] =>
  status
    .split('\0')
    .map((entry) => entry.slice(3))
    .filter((path) => path !== '' && !/(?:^|\/)node_modules(?:\/|$)/.test(path));

/** Files that Git was told to take for unchanged: `assume-unchanged` (a small letter) and `skip-worktree` (S). */
const hiddenIn = (listed: string): string[] => listed.split('\0').flatMap((entry) => (/^[a-zS] /.test(entry) ? [entry.slice(2)] : []));

/** What Git says of a clone that belongs to another user. */
const DUBIOUS = 'dubious ownership';

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'there is no program git';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : error.message;
  if (/not a git repository/i.test(said)) return 'the folder is in no Git repository';
  if (said.includes(DUBIOUS)) return `Git does not trust the folder, which belongs to another user: ${firstLine(said)}`;
  if (/Needed a single revision|unknown revision/i.test(said)) return 'the repository has no commit yet';
  return `Git failed: ${firstLine(said)}`;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
