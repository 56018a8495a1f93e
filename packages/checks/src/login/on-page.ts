import type { Page } from 'playwright-core';
import { z } from 'zod';
import { countAtOnce } from './at-once.ts';
import { inTime } from './in-time.ts';

const OnPageShape = z.object({
  title: z.string(),
  inputs: z.array(z.object({ selector: z.string(), type: z.string() })),
  clickable: z.array(z.object({ selector: z.string(), text: z.string() })),
});

/** What a person sees on a page that can be typed into or clicked, with a selector that fits each alone. Nothing that was typed. */
export type OnPage = z.infer<typeof OnPageShape>;

const most = 12;

// Text, because it runs in the browser.
const script = `(() => {
  const seen = (element) => element.getClientRects().length > 0;
  const alone = (selector) => document.querySelectorAll(selector).length === 1;
  const selectorOf = (element) => {
    const tag = element.tagName.toLowerCase();
    const quoted = (name) => JSON.stringify(element.getAttribute(name) ?? '');
    const tries = [
      ...(element.id ? ['#' + CSS.escape(element.id)] : []),
      ...['data-testid', 'data-test', 'name', 'href', 'aria-label', 'type', 'value'].filter((name) => element.getAttribute(name) && !/[?&](?:code|state|token)=/.test(element.getAttribute(name)))
        .filter((name) => name !== 'value' || element.type === 'submit' || element.type === 'button')
        .map((name) => tag + '[' + name + '=' + quoted(name) + ']'),
      ...[...element.classList].map((name) => tag + '.' + CSS.escape(name)),
      tag,
    ];
    const found = tries.find(alone);
    if (found) return found;
    const parent = element.parentElement;
    const place = parent ? [...parent.children].indexOf(element) + 1 : 1;
    const under = parent?.id ? '#' + CSS.escape(parent.id) + ' > ' : '';
    return under + tag + ':nth-child(' + place + ')';
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen).slice(0, ${most});
  return JSON.stringify({
    title: document.title.slice(0, 100),
    inputs: all('input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea').map((element) => ({ selector: selectorOf(element), type: element.type ?? 'text' })),
    clickable: all('a[href], button, input[type=submit], input[type=button], [role=button]').map((element) => ({
      selector: selectorOf(element),
      text: (element.innerText || (element.type === 'submit' || element.type === 'button' ? element.value : '') || element.getAttribute('aria-label') || '').trim().replace(/\\s+/g, ' ').slice(0, 40),
    })),
  });
})()`;

/** What is on the page. A page that cannot be asked has nothing on it. */
export async function onPage(page: Page): Promise<OnPage> {
  try {
    return OnPageShape.parse(JSON.parse(String(await inTime(page.evaluate(script)))));
  } catch (error) {
    if (error instanceof Error) return { title: '', inputs: [], clickable: [] };
    throw error;
  }
}

/** How many elements that are visible fit a selector of Playwright; undefined where it is none, and where the page does not answer. */
export async function visibleOf(page: Page, selector: string): Promise<number | undefined> {
  try {
    return (await countAtOnce(page, selector)) ?? (await inTime(page.locator(selector).filter({ visible: true }).count()));
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
