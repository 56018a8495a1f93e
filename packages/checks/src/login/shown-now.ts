import type { Driven } from './drive.ts';
import type { Progress } from './next.ts';
import type { Tab } from './tab.ts';
import type { Session } from './way.ts';

/** Where a logout came to its end. */
export type Landed = Exclude<Driven, { readonly end: 'failed' }>;

/**
 * Whether the page shows somebody logged in by now, after all was tried: it may learn who one is, or go on, only after it has landed. Where
 * it went on, there may be another session than the one that was proven to be over.
 */
export async function shownNow(
  { page, progress }: Landed,
  tab: Pick<Tab, 'documents' | 'summarize'>,
  go: (progress: Progress) => Promise<Driven>,
  session: Pick<Session, 'over'>,
): Promise<boolean> {
  if (tab.documents() === page.document) return (await tab.summarize())?.loggedIn ?? page.loggedIn;
  session.over = false;
  const moved = await go(progress);
  return moved.end === 'failed' ? page.loggedIn : moved.page.loggedIn;
}
