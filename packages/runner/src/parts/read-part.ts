import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigurationError, contentHash } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { MANIFEST } from '../record/folder.ts';
import { checkManifest } from '../record/manifest.ts';
import { Part, PART_SCHEMA } from './part.ts';

/** A part as it lies on disk, unchanged since it was collected. */
export interface StoredPart {
  readonly folder: string;
  readonly document: Part;
  /** SHA-256 of the list of its files' hashes. */
  readonly manifest: string;
  readonly bytes: (sha256: string) => Uint8Array;
  /** The lines of its journal. */
  readonly journal: () => readonly string[];
}

/**
 * Reads the parts in these folders: each is one, or holds some, as an artefact that was downloaded does. Throws a ConfigurationError with
 * all that is none, was edited, or is of another format.
 */
export function readParts(paths: readonly string[]): readonly StoredPart[] {
  const problems: Problem[] = [];
  const parts = paths.flatMap((path) => {
    const folders = partFolders(path);
    if (folders.length === 0)
      problems.push({
        code: 'PART_NOT_FOUND',
        message: `There is no part in ${path}: part.json is missing.`,
        where: path,
        remedy: 'Name the folders that `verify collect` wrote, or the one that they are in.',
      });
    return folders.flatMap((folder) => {
      try {
        return [readPart(folder)];
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    });
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return parts;
}

/** A download gives every artefact a folder of its own, so they may lie two levels down. */
function partFolders(path: string, depth = 2): string[] {
  if (existsSync(join(path, 'part.json'))) return [path];
  if (depth === 0 || !existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(path, name))
    .toSorted()
    .flatMap((folder) => partFolders(folder, depth - 1));
}

function readPart(folder: string): StoredPart {
  checkManifest(folder);
  const file = join(folder, 'part.json');
  const refused = (code: string, message: string, remedy: string): ConfigurationError =>
    new ConfigurationError([{ code, message, where: file, remedy }]);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused(
      'PART_MALFORMED',
      `part.json is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Collect the part again.',
    );
  }
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? data.schema : undefined;
  if (schema !== PART_SCHEMA)
    throw refused(
      'PART_SCHEMA',
      `The part's format is ${JSON.stringify(schema)}; this version reads ${PART_SCHEMA}.`,
      'Collect and merge with one version of the gate.',
    );
  const parsed = Part.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refused('PART_MALFORMED', `part.json is no part: ${issue?.path.join('.')}: ${issue?.message}`, 'Collect the part again.');
  }
  return {
    folder,
    document: parsed.data,
    manifest: contentHash(readFileSync(join(folder, MANIFEST))),
    bytes: (sha256) => readFileSync(join(folder, 'evidence', basename(sha256))),
    journal: () => readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n').filter(Boolean),
  };
}
