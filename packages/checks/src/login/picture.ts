import type { CollectContext } from '@keycloak-release-gate/core';
import type { Attempt } from './journey.ts';
import type { Tab } from './tab.ts';
import type { AttemptSettings, Log } from './way.ts';

/** Milliseconds: a page whose fonts do not come is not waited for. */
const patience = 2_000;

/** Pictures of one attempt. */
const mostPictures = 12;

/** Takes pictures of the way, with every input masked, and before anything is typed. */
export const photographer =
  ({ application, context }: AttemptSettings, log: Log, tab: Tab) =>
  async (moment: string): Promise<void> => {
    if (log.pictures.length >= mostPictures) return;
    const at = Date.now() - log.began;
    const taken = await takePicture(tab, application.id, moment, context);
    if (taken) log.pictures.push({ ...taken, at });
  };

/** A picture of the page. Undefined where none could be taken, which is never a reason to fail. */
async function takePicture(
  tab: Tab,
  application: string,
  moment: string,
  { attach, signal }: CollectContext<unknown>,
): Promise<Attempt['pictures'][number] | undefined> {
  try {
    const content = await tab.page.screenshot({ type: 'jpeg', quality: 50, mask: [tab.page.locator('input')], timeout: patience });
    return { moment, sha256: attach({ name: `${application}-${moment.replaceAll(' ', '-')}.jpg`, mediaType: 'image/jpeg', content }) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}
