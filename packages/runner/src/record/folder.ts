import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';

/** The folder of a run while it is written. Nothing is seen under its final name before it is whole. */
export interface RunFolder {
  /** Where it will be when it is finished. */
  readonly path: string;
  write(name: string, content: string | Uint8Array): void;
  append(name: string, line: string): void;
  evidence(sha256: string, content: string | Uint8Array): void;
  read(name: string): Buffer;
  /** Writes the list of hashes and moves the folder to its final name. */
  finish(): void;
  /** Removes all trace of it. */
  discard(): void;
}

/** `reports/<environment>/<suite>/<run>/`. */
export const createRunFolder = (reports: string, environment: string, suite: string, run: string): RunFolder =>
  createFolder(join(reports, environment, suite, run));

/** Where a folder is while it is written. What was killed leaves it behind. */
export const draftOf = (path: string): string => join(dirname(path), `.${basename(path)}.unfinished`);

/** A folder that is written under another name and sealed at its end; an earlier one of its name gives way to it then. */
export function createFolder(path: string): RunFolder {
  const parent = dirname(path);
  const draft = draftOf(path);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, 'evidence'), { recursive: true });
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(draft, name), content);
  return {
    path,
    write,
    append: (name, line) => appendFileSync(join(draft, name), `${line}\n`),
    evidence: (sha256, content) => {
      const name = join('evidence', sha256);
      if (!existsSync(join(draft, name))) write(name, content);
    },
    read: (name) => readFileSync(join(draft, name)),
    finish: () => {
      write(MANIFEST, manifestOf(draft));
      rmSync(path, { recursive: true, force: true });
      renameSync(draft, path);
    },
    discard: () => {
      rmSync(draft, { recursive: true, force: true });
      // Folders made for this run alone go with it.
      for (const folder of [parent, dirname(parent)])
        if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
    },
  };
}

/** The file that lists the SHA-256 of every other file, as `sha256sum` writes it. */
export const MANIFEST = 'manifest.sha256';

function manifestOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== MANIFEST)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => `${contentHash(readFileSync(file))}  ${file.slice(folder.length + 1)}\n`)
    .join('');
}
