import { codes } from './codes.ts';
import { everyClientCovered } from './coverage.ts';
import { loginAndLogout } from './login-and-logout.ts';
import { testUser } from './test-user.ts';

export { findChromium } from './browser.ts';
export { journey, takeJourney } from './journey-look.ts';
export type { Observer } from './observer.ts';
export type { OnPage } from './on-page.ts';
export { testUsers } from './test-users.ts';
export type { TestUser } from './test-users.ts';
export { everyClientCovered, loginAndLogout, testUser };

export const loginChecks = [testUser, loginAndLogout, everyClientCovered] as const;
export const loginCodes = codes;
