import { configurationAsBeforeRelease } from './as-before-release.ts';
import { configurationAsReleased } from './as-released.ts';
import { codes } from './codes.ts';
import { configurationReadable } from './readable.ts';

export { configurationAsBeforeRelease, configurationAsReleased, configurationReadable };
export { realmConfiguration } from './realm-configuration.ts';

export const keycloakConfigChecks = [configurationReadable, configurationAsReleased, configurationAsBeforeRelease] as const;
export const keycloakConfigCodes = codes;
