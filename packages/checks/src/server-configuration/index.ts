import { serverConfigurationAsBeforeRelease } from './as-before-release.ts';
import { serverConfigurationAsReleased } from './as-released.ts';
import { codes } from './codes.ts';
import { serverConfigurationReadable } from './readable.ts';

export { serverConfigurationAsBeforeRelease, serverConfigurationAsReleased, serverConfigurationReadable };
export { serverConfiguration } from '../kubernetes/server-configuration/collector.ts';
export { isOfServer, ServerConfiguration } from '../kubernetes/server-configuration/evidence.ts';
export { compareServers, readServerValue, serverChangesOf } from './comparison.ts';
export { deployedImageOf, explainedByDeploy } from './deployed-image.ts';

export const serverConfigurationChecks = [
  serverConfigurationReadable,
  serverConfigurationAsReleased,
  serverConfigurationAsBeforeRelease,
] as const;
export const serverConfigurationCodes = codes;
