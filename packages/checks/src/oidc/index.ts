import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { serviceToken } from './service-token.ts';

export { discoveryAndKeys, serviceToken };
export { provider } from './provider.ts';

export const oidcChecks = [discoveryAndKeys, serviceToken] as const;
export const oidcCodes = codes;
