import type { BrowserLogin } from '@keycloak-release-gate/core';
import type { Page } from 'playwright-core';
import { clickOnly } from './click.ts';
import type { LoginCode } from './codes.ts';
import type { Failure } from './journey.ts';
import { placeIn } from './place.ts';
import type { Tab } from './tab.ts';

/** Milliseconds until an address must answer at all. */
export const openPatience = 20_000;

/** Milliseconds until a page that shows that one is logged in shows who. */
const userPatience = 5_000;

/** Opens an address. Why it did not open is seen by the tab, but where nothing comes at all. */
export async function openAddress(tab: Tab, url: string): Promise<'opened' | 'no answer'> {
  try {
    await tab.page.goto(url, { waitUntil: 'commit', timeout: openPatience });
    return 'opened';
  } catch (error) {
    // Playwright's error quotes the address, and is not passed on.
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'opened';
  }
}

/** Waits until the page shows who is logged in. A failure where it shows somebody else, or nobody: whom, is not told. */
export async function assertUser(
  tab: Tab,
  { loggedInAs }: Pick<BrowserLogin, 'loggedInAs'>,
  username: string,
): Promise<Failure | undefined> {
  if (loggedInAs === undefined) return undefined;
  // The whole name: robin is not robin2.
  const name = new RegExp(`(?<![\\w@.+-])${RegExp.escape(loggedInAs.text ?? username)}(?![\\w@+-])`, 'i');
  try {
    await tab.page.locator(loggedInAs.selector).filter({ hasText: name, visible: true }).first().waitFor({ timeout: userPatience });
    return undefined;
  } catch {
    return failureAt(tab, 'login', 'USER_NOT_SHOWN');
  }
}

/** Begins the application's own logout. Why it could not, if so. */
export async function leave(tab: Tab, { logout, steps }: BrowserLogin, url: string): Promise<Failure | undefined> {
  if (steps?.logout !== undefined) return undefined;
  if (logout.click === undefined) {
    await openAddress(tab, new URL(logout.open ?? '/logout', url).href);
    return undefined;
  }
  const clicked = await clickOnly(tab.page, logout.click);
  if (clicked === 'clicked') return undefined;
  return clicked === 'several'
    ? failureAt(tab, 'logout', 'SELECTOR_AMBIGUOUS', `${logout.click} for: logout`)
    : failureAt(tab, 'logout', 'LOGOUT_MISSING');
}

/** Runs a step of the scenario's own. What it throws may quote the page, and is told by its kind only. */
export const ownSteps =
  ({ steps }: BrowserLogin, tab: Tab) =>
  async (name: keyof NonNullable<BrowserLogin['steps']>, code: LoginCode, stage: Failure['stage']): Promise<Failure | undefined> => {
    const step = steps?.[name] as ((page: Page) => Promise<void>) | undefined;
    try {
      await step?.(tab.page);
      return undefined;
    } catch (error) {
      return failureAt(
        tab,
        stage,
        code,
        `the step "${name}" of the application threw ${error instanceof Error ? error.name : 'something'}`,
      );
    }
  };

function failureAt(tab: Tab, stage: Failure['stage'], code: LoginCode, detail?: string): Failure {
  return { stage, code, ...placeIn(tab.page.url()), ...(detail === undefined ? {} : { detail }) };
}
