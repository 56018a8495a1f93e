import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';

/** One hash over the scenarios' TypeScript files, their names and their content. */
export function scenariosHash(scenarios: string): string {
  const files = readdirSync(scenarios, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(scenarios, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split(sep).includes('node_modules'))
    .toSorted();
  return contentHash(files.map((name) => `${contentHash(readFileSync(join(scenarios, name)))}  ${name}\n`).join(''));
}
