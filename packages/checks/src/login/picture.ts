import type { CollectContext } from '@keycloak-release-gate/core';
import type { Attempt } from './journey.ts';
import type { Tab } from './tab.ts';

/** Milliseconds: a page whose fonts do not come is not waited for. */
const patience = 2_000;

/** A picture of the page, with every input masked. Undefined where none could be taken, which is never a reason to fail. */
export async function takePicture(
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
