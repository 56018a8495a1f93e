import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { PlaceOfRuns } from './run-index.ts';

/** Folders to read runs from. What was unpacked for it goes again when it is disposed of. */
export interface OpenPlaces extends Disposable {
  readonly places: readonly PlaceOfRuns[];
}

/**
 * Places of run records as they are named on a command line: a folder, or `git:<ref>` and `git:<ref>:<path>` for the tree of a commit or
 * branch of this repository, which is unpacked by `git archive`. Throws a ConfigurationError with all that are none.
 */
export async function openPlaces(named: readonly string[]): Promise<OpenPlaces> {
  const unpacked: string[] = [];
  const dispose = (): void => {
    for (const folder of unpacked) rmSync(folder, { recursive: true, force: true });
  };
  const opened = await Promise.allSettled(
    named.map(async (name): Promise<PlaceOfRuns> => {
      if (!name.startsWith('git:')) return { folder: folderOf(name), name };
      const folder = mkdtempSync(join(tmpdir(), 'gate-records-'));
      unpacked.push(folder);
      await unpack(name, folder);
      return { folder, name };
    }),
  );
  const problems = opened.flatMap((each) => {
    if (each.status === 'fulfilled') return [];
    if (each.reason instanceof ConfigurationError) return each.reason.problems;
    dispose();
    throw each.reason;
  });
  if (problems.length > 0) {
    dispose();
    throw new ConfigurationError(problems);
  }
  return { places: opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])), [Symbol.dispose]: dispose };
}

function folderOf(name: string): string {
  const folder = resolve(name);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw refused(`There is no folder ${name}.`, 'Name a folder with runs, or `git:<branch>:<path>`.');
}

/** A ref cannot be taken for an option, and neither can it be told from its path but by a colon. */
const gitPlace = /^git:(?<ref>[A-Za-z0-9_][\w./@{}^~+-]*)(?::(?<path>[^:\n]*))?$/;

async function unpack(name: string, folder: string): Promise<void> {
  const { ref, path = '' } = gitPlace.exec(name)?.groups ?? {};
  if (ref === undefined) throw refused(`"${name}" names no commit or branch.`, 'Write `git:<branch>`, or `git:<branch>:<path>`.');
  const tree = `${ref}:${path.replace(/^\/+|\/+$/g, '')}`;
  const git = spawn('git', ['archive', '--format=tar', tree], { stdio: ['ignore', 'pipe', 'pipe'] });
  const tar = spawn('tar', ['-x', '-f', '-', '-C', folder], { stdio: ['pipe', 'ignore', 'pipe'] });
  git.stdout.pipe(tar.stdin);
  // Where one of them ends early, the other is told by its own end.
  tar.stdin.on('error', () => undefined);
  const said = await Promise.all([ended(git, 'git'), ended(tar, 'tar')]);
  const [first] = said.flatMap((each) => each ?? []);
  if (first !== undefined)
    throw refused(`"${name}" cannot be read: ${first}`, 'Fetch the branch first (`git fetch origin <branch>`), and name it as git does.');
}

/** What the program says of its failure; undefined where it ended well. */
async function ended(child: ReturnType<typeof spawn>, name: string): Promise<string | undefined> {
  const said = child.stderr ? text(child.stderr) : Promise.resolve('');
  return new Promise((resolveWith) => {
    child.on('error', () => resolveWith(`the program ${name} cannot be started`));
    child.on('close', (code) => {
      if (code === 0) resolveWith(undefined);
      else void said.then((words) => resolveWith(words.trim().split('\n')[0] || `${name} ended with ${code}`));
    });
  });
}

const refused = (message: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code: 'RECORDS_UNREADABLE', message, where: '--records', remedy }]);
