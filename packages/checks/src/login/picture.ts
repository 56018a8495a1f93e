import type { CollectContext } from '@keycloak-release-gate/core';
import type { CDPSession, Page } from 'playwright-core';
import { inTime } from './in-time.ts';
import type { Attempt } from './journey.ts';
import { stopwatch } from './stopwatch.ts';
import type { Tab } from './tab.ts';
import type { AttemptSettings, Log } from './way.ts';

/** Milliseconds: a page that is too busy to be painted is not waited for. */
const patience = 2_000;
/** Of the way itself a frame of a film strip is enough; of where it ended every word is to be read. */
const scaleOf = (moment: string): number => (moment === 'failed' ? 1 : 0.5);

/** Pictures of one attempt. */
const mostPictures = 12;

/** Takes pictures of the way, with every input masked, and before anything is typed. None for who watches: nothing is kept. */
export const photographer =
  ({ application, context, observer }: AttemptSettings, log: Log, tab: Tab) =>
  async (moment: string): Promise<void> => {
    if (observer !== undefined || log.pictures.length >= mostPictures) return;
    const at = stopwatch() - log.began;
    const taken = await takePicture(tab.page, application.id, moment, context);
    if (taken) log.pictures.push({ ...taken, at });
  };

/** A picture of the page. Undefined where none could be taken, which is never a reason to fail. */
export async function takePicture(
  page: Page,
  application: string,
  moment: string,
  { attach, signal }: Pick<CollectContext<unknown>, 'attach' | 'signal'>,
): Promise<Attempt['pictures'][number] | undefined> {
  try {
    const content = await inTime(photograph(page, scaleOf(moment)), patience);
    if (content === undefined) return undefined;
    return { moment, sha256: attach({ name: `${application}-${moment.replaceAll(' ', '-')}.jpg`, mediaType: 'image/jpeg', content }) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

/**
 * A JPEG of what the window shows, with a box over every input. Asked of the browser itself: Playwright's own screenshot waits for fonts and
 * takes three times the processor's time, which is a fifth of a whole login.
 */
async function photograph(page: Page, scale: number): Promise<Buffer> {
  const browser = await devtoolsOf(page);
  const clip = { x: 0, y: 0, ...(page.viewportSize() ?? { width: 1280, height: 720 }), scale };
  const { result } = await browser.send('Runtime.evaluate', { expression: coverInputs, returnByValue: true });
  if (result.value !== true) throw new Error('The inputs of the page could not be covered.');
  try {
    const { data } = await browser.send('Page.captureScreenshot', { format: 'jpeg', quality: 60, optimizeForSpeed: true, clip });
    return Buffer.from(data, 'base64');
  } finally {
    await browser.send('Runtime.evaluate', { expression: uncoverInputs });
  }
}

/** One line to the browser for each tab: it ends with it. */
const devtools = new WeakMap<Page, Promise<CDPSession>>();

function devtoolsOf(page: Page): Promise<CDPSession> {
  const open = devtools.get(page) ?? page.context().newCDPSession(page);
  devtools.set(page, open);
  return open;
}

const coverId = 'release-gate-cover';

/** In the page: lays a box over each input, those within open shadow roots too. */
const coverInputs = `(() => {
  const cover = document.createElement('div');
  cover.id = '${coverId}';
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (!element.matches('input, textarea')) continue;
      const { left, top, width, height } = element.getBoundingClientRect();
      const box = document.createElement('div');
      Object.assign(box.style, { position: 'fixed', zIndex: '2147483647', pointerEvents: 'none', left: left + 'px', top: top + 'px', width: width + 'px', height: height + 'px', background: '#c8c' });
      cover.append(box);
    }
  document.documentElement.append(cover);
  return true;
})()`;

const uncoverInputs = `document.getElementById('${coverId}')?.remove()`;
