import { codes } from './codes.ts';
import { everyClientCovered } from './coverage.ts';
import { loginAndLogout } from './login-and-logout.ts';

export { findChromium } from './browser.ts';
export { journey, takeJourney } from './journey-look.ts';
export type { Observer } from './observer.ts';
export type { OnPage } from './on-page.ts';
export { everyClientCovered, loginAndLogout };

export const loginChecks = [loginAndLogout, everyClientCovered] as const;
export const loginCodes = codes;
