import { pathToFileURL } from 'node:url';
import { findChromium, launchBrowser } from '@keycloak-release-gate/checks/browser';

/**
 * Prints a page on A4 with the browser of this machine: the one at `named`, else one that is installed. Returns undefined where there is
 * none; rejects where it cannot be started.
 */
export async function printedPage(file: string, named: string | undefined): Promise<Uint8Array | undefined> {
  const path = await findChromium(named);
  if (path === undefined) return undefined;
  const browser = await launchBrowser(path);
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  } finally {
    await browser.close();
  }
}
