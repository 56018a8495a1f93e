import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { ConfigurationError, contentHash } from '@keycloak-release-gate/core';
import { MANIFEST } from './folder.ts';

/** Throws a ConfigurationError that names the first file of a record that is not as its list of hashes says. */
export function checkManifest(folder: string): void {
  const path = join(folder, MANIFEST);
  if (!existsSync(path))
    throw refused('MANIFEST_MISSING', `${MANIFEST} is missing, so that nobody can tell whether the record was edited.`, folder);
  const listed = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const [hash, name = ''] = line.split('  ');
    const file = join(folder, name);
    listed.add(name);
    if (isAbsolute(name) || name.split(sep).includes('..'))
      throw refused('RECORD_EDITED', `${MANIFEST} names a file outside: ${name}.`, folder);
    if (!existsSync(file)) throw refused('RECORD_EDITED', `${name} is missing from the record.`, folder);
    const actual = contentHash(readFileSync(file));
    if (actual !== hash)
      throw refused('RECORD_EDITED', `${name} does not have the hash that ${MANIFEST} gives: it is ${actual}, and not ${hash}.`, folder);
  }
  // A list with lines taken out would prove what it no longer names.
  const unlisted = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .find((name) => name !== MANIFEST && !listed.has(name));
  if (unlisted !== undefined) throw refused('RECORD_EDITED', `${unlisted} is not listed in ${MANIFEST}.`, folder);
}

const refused = (code: string, message: string, where: string): ConfigurationError =>
  new ConfigurationError([{ code, message, where, remedy: 'Use a record as it was written.' }]);
