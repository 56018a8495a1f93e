import { join } from 'node:path';
import { jarEntries, jarEntry } from './jar-entry.ts';
import type { KeycloakHome } from './home.ts';

/** Formats of Liquibase in which a change log may give itself another name (`logicalFilePath`). */
const namesItself = /\.(?:xml|ya?ml|json)$/i;

/** Which of these files of change sets, as Liquibase writes them down, no jar in the home's `providers` holds or names. */
export async function changeLogFilesMissing(
  { folder, providers }: Pick<KeycloakHome, 'folder' | 'providers'>,
  files: readonly string[],
): Promise<readonly string[]> {
  let missing = files;
  for (const name of providers.filter((provider) => provider.endsWith('.jar'))) {
    if (missing.length === 0) break;
    const jar = join(folder, 'providers', name);
    // What cannot be read holds nothing that is known.
    const entries = await jarEntries(jar).catch((): readonly string[] => []);
    missing = missing.filter((file) => !entries.includes(inJar(file)));
    if (missing.length === 0) break;
    const texts = await Promise.all(
      entries.filter((entry) => namesItself.test(entry)).map((entry) => jarEntry(jar, entry).catch(() => undefined)),
    );
    missing = missing.filter((file) => texts.every((text) => text?.includes(file) !== true));
  }
  return missing;
}

/** `classpath:/META-INF/audit.xml` → `META-INF/audit.xml`. */
const inJar = (file: string): string => file.replace(/^classpath:/, '').replace(/^\/+/, '');
