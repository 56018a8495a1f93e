import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { originProblems, scenariosOrigin } from './origin.ts';

let place: string;
let scenarios: string;
const variables = { PATH: process.env['PATH'], HOME: '/nonexistent' };
const git = (...words: string[]): string =>
  execFileSync('git', ['-C', place, '-c', 'user.name=Robin', '-c', 'user.email=robin@example.org', ...words], { encoding: 'utf8' }).trim();

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'origin-'));
  scenarios = join(place, 'scenarios');
  mkdirSync(join(scenarios, 'environments'), { recursive: true });
  writeFileSync(join(scenarios, 'environments/prod.ts'), 'export default 1;\n');
  writeFileSync(join(place, 'README.md'), 'Ours\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
});
afterEach(() => rmSync(place, { recursive: true }));

it('is the commit, clean, whatever lies beside the scenarios', async () => {
  writeFileSync(join(place, 'README.md'), 'Ours, edited\n');
  const commit = git('rev-parse', 'HEAD');
  const origin = await scenariosOrigin(scenarios, { ...variables, GIT_DIR: '/elsewhere' });
  expect(origin).toEqual({ commit, dirty: false });
  expect(originProblems(scenarios, origin)).toEqual([]);
});

it('names what differs: changed, removed, new, ignored by Git, and hidden from its status; not dependencies', async () => {
  for (const name of ['removed', 'assumed', 'skipped']) writeFileSync(join(scenarios, `${name}.ts`), '');
  git('add', '.');
  git('commit', '--quiet', '--message', 'More');
  writeFileSync(join(place, '.gitignore'), '*.local.ts\nnode_modules\n');
  writeFileSync(join(scenarios, 'environments/prod.ts'), 'export default 2;\n');
  writeFileSync(join(scenarios, 'new “file”.ts'), '');
  writeFileSync(join(scenarios, 'mine.local.ts'), '');
  mkdirSync(join(scenarios, 'node_modules/zod'), { recursive: true });
  writeFileSync(join(scenarios, 'node_modules/zod/index.js'), '');
  rmSync(join(scenarios, 'removed.ts'));
  git('update-index', '--assume-unchanged', 'scenarios/assumed.ts');
  git('update-index', '--skip-worktree', 'scenarios/skipped.ts');
  const origin = await scenariosOrigin(scenarios, variables);
  const changed = ['assumed.ts', 'environments/prod.ts', 'mine.local.ts', 'new “file”.ts', 'removed.ts', 'skipped.ts'];
  expect(origin).toEqual({ commit: git('rev-parse', 'HEAD'), dirty: true, changed: changed.map((name) => `scenarios/${name}`) });
  const [problem] = originProblems(scenarios, origin);
  expect(problem?.code).toBe('SCENARIOS_UNCOMMITTED');
  for (const name of changed) expect(problem?.message).toContain(`scenarios/${name}`);
});

it('is unknown, and says why, without a repository, a commit or Git; a variable may tell it then, and only then', async () => {
  rmSync(join(place, '.git'), { recursive: true });
  const commit = 'a'.repeat(40);
  expect(await scenariosOrigin(scenarios, variables)).toEqual({ commit: 'unknown', source: 'the folder is in no Git repository' });
  expect(await scenariosOrigin(scenarios, { ...variables, SCENARIOS_COMMIT: commit })).toEqual({
    commit,
    dirty: false,
    source: 'the variable SCENARIOS_COMMIT, as the folder is in no Git repository',
  });
  expect((await scenariosOrigin(scenarios, { ...variables, SCENARIOS_COMMIT: 'main' })).commit).toBe('unknown');
  expect(await scenariosOrigin(scenarios, { PATH: '/nonexistent' })).toEqual({ commit: 'unknown', source: 'there is no program git' });
  git('init', '--quiet');
  const origin = await scenariosOrigin(scenarios, variables);
  expect(origin).toEqual({ commit: 'unknown', source: 'the repository has no commit yet' });
  expect(originProblems(scenarios, origin).map(({ code }) => code)).toEqual(['SCENARIOS_UNVERSIONED']);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Again');
  expect((await scenariosOrigin(scenarios, { ...variables, SCENARIOS_COMMIT: commit })).commit).toBe(git('rev-parse', 'HEAD'));
});

it('is unknown where Git cannot read a clone, whatever the variable says, and tells what Git said', async () => {
  const told = { ...variables, SCENARIOS_COMMIT: 'a'.repeat(40) };
  writeFileSync(join(place, '.git/HEAD'), '');
  expect((await scenariosOrigin(scenarios, told)).commit).toBe('unknown');
  writeFileSync(join(place, '.git/HEAD'), 'ref: refs/heads/none\n');
  expect(await scenariosOrigin(scenarios, told)).toEqual({ commit: 'unknown', source: 'the repository has no commit yet' });
  expect((await scenariosOrigin(scenarios, { ...told, PATH: '/nonexistent' })).commit).toBe('unknown');
});

it('tells of a clone of another user how Git is made to read it', async () => {
  // A Git that refuses, as the true one does where the clone belongs to somebody else.
  const folder = mkdtempSync(join(tmpdir(), 'git-'));
  const said = "fatal: detected dubious ownership in repository at '/clone'";
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "${said}" >&2\nexit 128\n`, { mode: 0o755 });
  const origin = await scenariosOrigin(scenarios, { PATH: `${folder}:/bin:/usr/bin`, SCENARIOS_COMMIT: 'a'.repeat(40) });
  rmSync(folder, { recursive: true });
  expect(origin).toEqual({ commit: 'unknown', source: `Git does not trust the folder, which belongs to another user: ${said}` });
  expect(originProblems(scenarios, origin)[0]?.remedy).toContain('git config --global --add safe.directory');
});

it('names symbolic links and submodules, and a submodule that was changed though Git was told not to look', async () => {
  symlinkSync('../../elsewhere.ts', join(scenarios, 'environments/linked.ts'));
  const inner = join(scenarios, 'shared');
  mkdirSync(inner);
  const within = (...words: string[]): string => git('-C', inner, ...words);
  within('init', '--quiet');
  writeFileSync(join(inner, 'rules.ts'), '');
  within('add', '.');
  within('commit', '--quiet', '--message', 'Inner');
  git('add', 'scenarios/environments');
  git('update-index', '--add', '--cacheinfo', `160000,${within('rev-parse', 'HEAD')},scenarios/shared`);
  git('commit', '--quiet', '--message', 'Links');
  const commit = git('rev-parse', 'HEAD');
  const links = ['scenarios/environments/linked.ts', 'scenarios/shared'];
  const origin = await scenariosOrigin(scenarios, variables);
  expect(origin).toEqual({ commit, dirty: false, links });
  const [problem, ...more] = originProblems(scenarios, origin);
  expect([problem?.code, ...more]).toEqual(['SCENARIOS_LINKED']);
  for (const name of links) expect(problem?.message).toContain(name);
  git('config', 'diff.ignoreSubmodules', 'all');
  writeFileSync(join(inner, 'rules.ts'), '// Edited\n');
  expect(await scenariosOrigin(scenarios, variables)).toEqual({ commit, dirty: true, changed: ['scenarios/shared'], links });
});

it("covers the source of the gate's own packages where they lie in the same repository, and there alone", async () => {
  const packages = join(place, 'packages');
  mkdirSync(join(packages, 'checks/src'), { recursive: true });
  mkdirSync(join(packages, 'checks/test'), { recursive: true });
  for (const name of ['src', 'test']) writeFileSync(join(packages, 'checks', name, 'one.ts'), '');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Packages');
  for (const name of ['src', 'test']) writeFileSync(join(packages, 'checks', name, 'one.ts'), '// Edited\n');
  const changed = async (): Promise<readonly string[] | undefined> => (await scenariosOrigin(scenarios, variables, packages)).changed;
  expect(await changed()).toEqual(['packages/checks/src/one.ts']);
  renameSync(packages, join(place, 'gate'));
  mkdirSync(packages);
  execFileSync('git', ['-C', packages, 'init', '--quiet']);
  mkdirSync(join(packages, 'checks/src'), { recursive: true });
  writeFileSync(join(packages, 'checks/src/one.ts'), '');
  expect(await changed()).toBeUndefined();
});
