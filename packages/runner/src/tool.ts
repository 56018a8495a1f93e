import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentHash } from '@keycloak-release-gate/core';
import type { RunRecord } from '@keycloak-release-gate/core';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

/** The name and version of the gate. */
export const tool = { name: 'keycloak-release-gate', version: manifest.version };

/** The folder that the gate's packages lie in. */
export const packagesFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The packages that decide what is seen and how it is judged. */
const judging = ['core', 'checks', 'runner'];

let hashed: { readonly rules: string | undefined } | undefined;

/** The tool as it stands in a record: with the hash of its rules, as two commits of the gate may have one version. */
export function toolOfRecord(): RunRecord['tool'] {
  hashed ??= { rules: rulesHash(packagesFolder) };
  const { rules } = hashed;
  return { ...tool, ...(rules === undefined ? {} : { rules }) };
}

/**
 * SHA-256 over the paths and contents of the files that decide what is seen and how it is judged: the source of these packages, without tests.
 * @returns undefined where they cannot be read
 */
export function rulesHash(packages: string): string | undefined {
  try {
    const files = judging
      .flatMap((name) => sourcesIn(join(packages, name, 'src')))
      .map((file) => ({ file, name: relative(packages, file) }));
    if (files.length === 0) return undefined;
    const lines = files
      .map(({ file, name }) => ({ name: name.split(sep).join('/'), content: contentHash(readFileSync(file)) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, content }) => `${content}  ${name}\n`);
    return contentHash(lines.join(''));
  } catch {
    // Nobody can say by which rules it judges; a record that does not tell is never held against another one.
    return undefined;
  }
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((entry) => entry.isFile() && !relative(folder, entry.parentPath).split(sep).includes('fixtures'))
    .map((entry) => join(entry.parentPath, entry.name));
