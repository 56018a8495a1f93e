import { diff } from '../../packages/checks/src/keycloak-config/diff/differences.ts';
import type { Difference } from '../../packages/checks/src/keycloak-config/diff/difference.ts';
import type { RealmConfiguration } from '../../packages/checks/src/keycloak-config/evidence.ts';
import type { launchBrowser } from '../../packages/checks/src/login/browser.ts';
import type { ConsolePage } from './pages.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Tab = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['newPage']>>;

/** What came of it that somebody opened a page and pressed "Save" without having changed anything. */
export interface Save {
  readonly page: string;
  /** `PUT /clients/‹id›: 204`. */
  readonly requests: readonly string[];
  readonly differences: readonly Difference[];
}

interface Console {
  /** Keycloak's address, without a slash at the end. */
  readonly url: string;
  readonly realm: string;
  readonly administrator: { readonly username: string; readonly password: string };
  readonly look: () => Promise<RealmConfiguration>;
}

/** Logs in to the real console, opens each page and presses each "Save" that can be pressed. */
export async function saveAll(browser: Browser, pages: readonly ConsolePage[], place: Console): Promise<readonly Save[]> {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 3_000 }, locale: 'en-US' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(30_000);
  await tab.goto(`${place.url}/admin/master/console/`);
  await tab.fill('#username', place.administrator.username);
  await tab.fill('#password', place.administrator.password);
  await tab.click('#kc-login');
  await tab.waitForSelector('nav');
  let before = await place.look();
  const saves: Save[] = [];
  for (const page of pages) {
    const requests = await savedOn(tab, page, place);
    process.stderr.write(`${page.title}: ${requests?.join(', ') ?? 'nothing to save'}\n`);
    // Where nothing was sent nothing can have changed.
    if (requests === undefined || requests.length === 0) continue;
    const now = await place.look();
    saves.push({ page: page.title, requests, differences: diff(before.objects, now.objects) });
    before = now;
  }
  await context.close();
  return saves;
}

/** The requests by which the page saved; undefined where this version has no such page, or nothing to save on it. */
async function savedOn(tab: Tab, { address, tabs = [] }: ConsolePage, { url, realm }: Console): Promise<readonly string[] | undefined> {
  const requests: string[] = [];
  // Otherwise only what stands behind the # would be another, and the page stay as it was left.
  await tab.goto('about:blank');
  await tab.goto(`${url}/admin/master/console/#/${realm}${address}`);
  const buttons = tab.getByRole('button', { name: /^Save$/ });
  if (!(await isThere(buttons.first()))) return undefined;
  await settled(tab);
  for (const name of tabs) {
    const inside = tab.getByRole('tab', { name, exact: true });
    if ((await inside.count()) === 0) return undefined;
    await inside.click();
    await settled(tab);
  }
  for (const button of await buttons.all()) {
    // A page may keep its button shut until something was changed.
    if (!(await button.isVisible()) || (await button.isDisabled())) continue;
    const [answer] = await Promise.all([
      tab.waitForResponse((response) => writes(response.request(), realm), { timeout: 15_000 }).catch(timedOut),
      button.click(),
    ]);
    if (!answer) continue;
    const request = answer.request();
    const path = new URL(request.url()).pathname
      .replace(`/admin/realms/${realm}`, '')
      .replaceAll(/\/[0-9A-Za-z_-]{22,36}(?=\/|$)/g, '/‹id›');
    requests.push(`${request.method()} ${path}: ${answer.status()}`);
    // Some pages save in several steps.
    await settled(tab);
  }
  return requests;
}

/** A page that goes on asking is looked at all the same. */
const settled = async (tab: Tab): Promise<void> => tab.waitForLoadState('networkidle', { timeout: 10_000 }).catch(timedOut);

type Response = Awaited<ReturnType<Tab['waitForResponse']>>;

const writes = (request: ReturnType<Response['request']>, realm: string): boolean =>
  ['PUT', 'POST', 'DELETE'].includes(request.method()) && new URL(request.url()).pathname.startsWith(`/admin/realms/${realm}`);

/** True as soon as it is, false where it does not come. */
const isThere = async (element: ReturnType<Tab['locator']>): Promise<boolean> =>
  element.waitFor({ timeout: 15_000 }).then(
    () => true,
    (error: unknown) => timedOut(error) ?? false,
  );

/** A page that does not save tells it by nothing at all. */
function timedOut(error: unknown): undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return undefined;
  throw error;
}
