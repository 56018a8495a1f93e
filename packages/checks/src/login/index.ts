import { codes } from './codes.ts';
import { loginAndLogout } from './login-and-logout.ts';

export { findChromium } from './browser.ts';
export { journey } from './journey-look.ts';
export { loginAndLogout };

export const loginChecks = [loginAndLogout] as const;
export const loginCodes = codes;
