import { access, constants } from 'node:fs/promises';
import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Browser } from 'playwright-core';

/** Where distributions put it; the headless shell first: it starts in a quarter of the time, and needs half of it per login. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Milliseconds to start. */
const patience = 30_000;

/** The path of a Chromium on this machine: the one that is named, else where one is usually installed, else undefined. */
export async function findChromium(named?: string): Promise<string | undefined> {
  for (const path of named === undefined ? places : [named]) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** One that can be looked at; the headless shell has no window. */
async function findWithWindow(named: string | undefined): Promise<string | undefined> {
  for (const path of named === undefined ? places.filter((each) => !each.includes('headless')) : [named]) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

/** What Chromium is started with. */
export const launchArguments = (headed: boolean): string[] => [
  // Chromium's sandbox refuses to start as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  ...(headed ? [] : withoutWindow),
];

/** Pages are judged by structure. Interception would keep images and fonts away too, but takes the cache with it. */
const withoutWindow: readonly string[] = [
  // One process less to start and to talk to; a crash while painting then takes the browser with it, which is told. Tried on Linux only.
  ...(process.platform === 'linux' ? ['--in-process-gpu'] : []),
  '--disable-remote-fonts',
  // The last switch of a name counts alone: those after the first are Playwright's own, without which pages are told that there is no mouse.
  '--blink-settings=imagesEnabled=false,primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

/** What the start of a browser needs to know. */
type StartedFrom = Pick<CollectContext<unknown>, 'shared'> & { readonly run: { readonly environment: Pick<Environment, 'chromium'> } };

/** The run's one browser, or undefined when this machine has none. It is closed at the run's end. */
export async function sharedBrowser({ run, shared }: StartedFrom, headed = false): Promise<Browser | undefined> {
  const executablePath = headed ? await findWithWindow(run.environment.chromium) : await findChromium(run.environment.chromium);
  if (executablePath === undefined) return undefined;
  return shared(
    'browser',
    async () => {
      const { chromium } = await import('playwright-core');
      return chromium.launch({
        executablePath,
        headless: !headed,
        timeout: patience,
        args: launchArguments(headed),
        // Playwright would close the browser and end the program: the gate first ends its sessions, and writes what it saw.
        handleSIGINT: false,
        handleSIGTERM: false,
      });
    },
    (browser) => browser.close(),
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
