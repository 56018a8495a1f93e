import { certificateSound } from './certificate.ts';
import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { protocol } from './protocol.ts';
import { serviceToken } from './service-token.ts';
import { webOriginAllowed } from './web-origin.ts';

export { certificateSound, discoveryAndKeys, protocol, serviceToken, webOriginAllowed };
export { provider } from './provider.ts';

export const oidcChecks = [certificateSound, discoveryAndKeys, protocol, webOriginAllowed, serviceToken] as const;
export const oidcCodes = codes;
