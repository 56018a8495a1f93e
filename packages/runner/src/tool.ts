import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

/** The name and version that stand in every record. */
export const tool = { name: 'keycloak-release-gate', version: manifest.version };
