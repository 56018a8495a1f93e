import type { CollectContext } from '@keycloak-release-gate/core';
import type { Attempt } from './journey.ts';
import type { Tab } from './tab.ts';

/** A picture of the page, with every input masked. Undefined where none could be taken, which is never a reason to fail. */
export async function takePicture(
  tab: Tab,
  application: string,
  moment: string,
  { attach, signal }: CollectContext<unknown>,
): Promise<Attempt['pictures'][number] | undefined> {
  try {
    const content = await tab.page.screenshot({ type: 'jpeg', quality: 70, mask: [tab.page.locator('input')], timeout: 5_000 });
    return { moment, sha256: attach({ name: `${application}-${moment.replaceAll(' ', '-')}.jpg`, mediaType: 'image/jpeg', content }) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}
