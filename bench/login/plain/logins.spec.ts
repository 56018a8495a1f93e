import { test } from '@playwright/test';
import { logInAndOut } from './clicks.ts';
import { given } from './given.ts';

for (const application of given) test(application.id, ({ page }) => logInAndOut(page, application));
