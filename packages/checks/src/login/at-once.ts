import type { Page } from 'playwright-core';
import { inTime } from './in-time.ts';

/**
 * Clicks with the mouse what is there at once: the only visible match of a CSS selector, enabled, at rest, and with nothing over it. False
 * where any of this is not so, and nothing was clicked: Playwright then waits for it as long as it takes. What is there needs neither
 * its 350 kB of script in each document nor two painted frames, which are a seventh of a whole login.
 */
export async function clickAtOnce(page: Page, selector: string): Promise<boolean> {
  const at = await inTime(page.evaluate<Point | null>(`(${aim})(${JSON.stringify(selector)})`));
  if (at === undefined || at === null) return false;
  // Sent, it is not sent again, however long the page takes to answer.
  await inTime(page.mouse.click(at.x, at.y));
  return !(await missed(page));
}

/** Types into the only visible match of a CSS selector that takes text, and false where it is not there at once. */
export async function fillAtOnce(page: Page, selector: string, text: string): Promise<boolean> {
  if ((await inTime(page.evaluate<boolean>(`(${focus})(${JSON.stringify(selector)})`))) !== true) return false;
  await inTime(page.keyboard.insertText(text));
  return true;
}

/** How many visible elements match a CSS selector; undefined where only Playwright can tell. */
export async function countAtOnce(page: Page, selector: string): Promise<number | undefined> {
  try {
    return (await inTime(page.evaluate<number | null>(`(${count})(${JSON.stringify(selector)})`))) ?? undefined;
  } catch (error) {
    // The page went on meanwhile.
    if (page.isClosed() || !(error instanceof Error)) throw error;
    return undefined;
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether something else had come to the place by then, and was kept from being clicked. A page that is gone was clicked on. */
async function missed(page: Page): Promise<boolean> {
  try {
    return (await inTime(page.evaluate<boolean>(`window[${guard}]?.() ?? false`))) === true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

// What follows is text, because it runs in the browser.

const guard = `Symbol.for('release-gate-guard')`;

/**
 * All visible matches, as Playwright would have them. Its selectors see into open shadow roots and through boxes that are none, and have
 * words of their own, which CSS overlooks within `:is()`: where there are any, only Playwright can tell.
 */
const visible = `(selector) => {
  try {
    if (/:(is|where)[(]/.test(selector) || [...document.querySelectorAll('*')].some((element) => element.shadowRoot)) return null;
    const matches = [...document.querySelectorAll(selector)];
    if (matches.some((element) => getComputedStyle(element).display === 'contents')) return null;
    return matches.filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
    });
  } catch { return null; }
}`;

const count = `(selector) => (${visible})(selector)?.length ?? null`;

const only = `(selector) => {
  const [element, another] = (${visible})(selector) ?? [];
  return element && !another && !element.disabled && element.closest('[aria-disabled=true], fieldset:disabled') === null ? element : null;
}`;

/** The middle of the element; until the click is over, no other element at that place gets it. */
const aim = `(selector) => {
  const element = (${only})(selector);
  if (element === null || document.getAnimations().length > 0) return null;
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getClientRects()[0];
  const at = { x: x + width / 2, y: y + height / 2 };
  const over = document.elementFromPoint(at.x, at.y);
  if (width === 0 || height === 0 || over === null || !element.contains(over)) return null;
  const types = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  let wasMissed = false;
  const keep = (event) => {
    if (event.composedPath().includes(element)) return;
    wasMissed = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of types) window.addEventListener(type, keep, { capture: true });
  window[${guard}] = () => {
    for (const type of types) window.removeEventListener(type, keep, { capture: true });
    delete window[${guard}];
    return wasMissed;
  };
  return at;
}`;

const focus = `(selector) => {
  const element = (${only})(selector);
  if (!(element instanceof HTMLInputElement) || element.readOnly || !['text', 'password', 'email', 'tel'].includes(element.type)) return false;
  element.focus();
  element.select();
  return document.activeElement === element;
}`;
