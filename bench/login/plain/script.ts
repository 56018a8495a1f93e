// A script with Playwright as a library: the same clicks, in the first of the applications.
import { chromium } from 'playwright-core';
import { launchOptions, logInAndOut } from './clicks.ts';
import { given } from './given.ts';

const [application] = given;
if (application === undefined) throw new Error('There is no application.');
const browser = await chromium.launch(launchOptions);
await logInAndOut(await browser.newPage(), application);
await browser.close();
