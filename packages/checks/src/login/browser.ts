import { access, constants } from 'node:fs/promises';
import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Browser } from 'playwright-core';
import { machineVariables } from '../machine-variables.ts';
import { proxyWithPassword } from '../ways/browser-proxy.ts';
import { variablesFor } from './browser-home.ts';

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
  return firstOf(named === undefined ? places : [named]);
}

/** The browser of an environment on this machine: the one that it names, else one that is installed. One with a window for `headed`. */
export async function findBrowser({ chromium }: Pick<Environment, 'chromium'>, headed = false): Promise<string | undefined> {
  return headed && chromium === undefined ? firstOf(places.filter((each) => !each.includes('headless'))) : findChromium(chromium);
}

async function firstOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
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

/** How a browser is started. */
export interface Start {
  /** With a window. */
  readonly headed?: boolean | undefined;
  /** A home folder with certificate authorities of the gate's choice in it. */
  readonly home?: string | undefined;
}

/** The run's browser of this path, started when first asked for. It is closed at the run's end. */
export const sharedBrowser = (executablePath: string, shared: CollectContext<unknown>['shared'], start: Start = {}): Promise<Browser> =>
  shared(
    `browser/${executablePath}${start.home === undefined ? '' : `/${start.home}`}`,
    () => launchBrowser(executablePath, start),
    (browser) => browser.close(),
  );

/** Starts a browser. Rejects when it does not answer in time. */
export async function launchBrowser(executablePath: string, { headed = false, home }: Start = {}): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const variables = machineVariables();
  const through = proxyWithPassword(variables);
  return chromium.launch({
    executablePath,
    headless: !headed,
    ...(through === undefined ? {} : { proxy: through.proxy }),
    ...(home === undefined ? {} : { env: variablesFor(home, variables) }),
    timeout: patience,
    args: [...launchArguments(headed), ...(through?.arguments ?? [])],
    // Playwright would close the browser and end the program: the gate first ends its sessions, and writes what it saw.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
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
