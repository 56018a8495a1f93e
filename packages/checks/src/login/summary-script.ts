import type { KeycloakPageOverride } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { knownIds } from './page.ts';

/** The selectors of one application that the summary looks for. */
export interface Selectors {
  readonly loggedIn: string;
  readonly start?: string;
  readonly broker?: string;
  readonly pages: readonly KeycloakPageOverride[];
}

/** What the page answers to the script. */
export const Summarised = z.object({
  /** The document is not there as a whole: what is missing may only not have come yet. */
  loading: z.boolean(),
  pageId: z.string().optional(),
  templates: z.array(z.string()),
  ids: z.array(z.string()),
  /** The place among the declared pages. */
  declared: z.number().int().optional(),
  invalid: z.boolean(),
  formOrigin: z.string().optional(),
  loggedIn: z.boolean(),
  start: z.boolean(),
  broker: z.boolean(),
  noSelectors: z.array(z.string()),
  error: z.string().optional(),
  title: z.string().optional(),
});

/**
 * JavaScript for the page: reads its structure and changes nothing. It is text, because it runs in the browser and not
 * here; the selectors are put in as JSON.
 */
export const summaryScript = (selectors: Selectors): string => `(() => {
  const selectors = ${JSON.stringify(selectors)};
  const seen = (element) => element !== null && element.getClientRects().length > 0;
  const visible = (selector) => {
    if (selector === undefined) return false;
    try { return [...document.querySelectorAll(selector)].some(seen); } catch { return false; }
  };
  const index = selectors.pages.findIndex(({ when }) => visible(when));
  const declared = selectors.pages[index] ?? {};
  const fields = { username: declared.username, password: declared.password, otp: declared.code };
  const declaredIds = Object.keys(fields).filter((id) => visible(fields[id]));
  const field = declaredIds.map((id) => document.querySelector(fields[id])).find((element) => element?.form);
  const form = field?.form ?? document.querySelector('#kc-form-login, #kc-otp-login-form');
  const templates = [];
  if (document.body?.dataset.pageId === undefined) {
    const comments = document.createNodeIterator(document, NodeFilter.SHOW_COMMENT);
    for (let node = comments.nextNode(); node && templates.length < 5; node = comments.nextNode()) {
      const match = /^\\s*template: (\\S+\\.ftl)\\s*$/.exec(node.data);
      if (match) templates.push(match[1]);
    }
  }
  return JSON.stringify({
    // Until its own event has come: scripts that are deferred run after the document is read and before that, and a page that is
    // acted on before would count as a new one afterwards.
    loading: (performance.getEntriesByType('navigation')[0]?.domContentLoadedEventEnd ?? 1) === 0,
    pageId: document.body?.dataset.pageId,
    templates,
    ids: [...new Set([...declaredIds, ...${JSON.stringify(knownIds)}.filter((id) => seen(document.getElementById(id)))])],
    declared: index < 0 ? undefined : index,
    invalid: visible(declared.invalid) || document.querySelector('input[aria-invalid="true"], #input-error') !== null,
    formOrigin: form === null ? undefined : new URL(form.action, location.href).origin,
    loggedIn: visible(selectors.loggedIn),
    start: visible(selectors.start),
    broker: visible(selectors.broker),
    noSelectors: ['loggedIn', 'start'].filter((name) => {
      try { document.querySelector(selectors[name] ?? 'html'); return false; } catch { return true; }
    }),
    error: document.querySelector('#kc-error-message')?.innerText.trim().split('\\n')[0].slice(0, 200),
    title: document.title.slice(0, 200),
  });
})()`;
