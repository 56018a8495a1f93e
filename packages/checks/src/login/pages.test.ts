import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classify } from './page.ts';
import type { KeycloakPage, PageSummary } from './page.ts';

// What was seen of real pages: `node scripts/record-pages.ts` records them again.
const folder = join(import.meta.dirname, 'pages');
const files = readdirSync(folder);

const Recorded = z.object({
  url: z.string(),
  status: z.number(),
  pageId: z.string().optional(),
  templates: z.array(z.string()),
  ids: z.array(z.string()),
  invalid: z.boolean(),
  formOrigin: z.string().optional(),
  loggedIn: z.boolean(),
  start: z.boolean(),
  broker: z.boolean(),
  noSelectors: z.array(z.string()),
});

const login: KeycloakPage = { kind: 'credentials', username: true, password: true };
const action = (name: string): KeycloakPage => ({ kind: 'required-action', action: name });
/** What each page is, by the name that it was recorded under, and whether it says that what was typed is wrong. */
const known: Readonly<Record<string, readonly [page: KeycloakPage, invalid: boolean]>> = {
  login: [login, false],
  'login, wrong password': [login, true],
  'login, locked user': [login, true],
  'login, stale address': [login, false],
  username: [{ kind: 'credentials', username: true, password: false }, false],
  password: [{ kind: 'credentials', username: false, password: true }, false],
  'one-time code': [{ kind: 'one-time-code' }, false],
  'one-time code, wrong': [{ kind: 'one-time-code' }, true],
  'update-password': [action('UPDATE_PASSWORD'), false],
  'config-totp': [action('CONFIGURE_TOTP'), false],
  'update-profile': [action('UPDATE_PROFILE'), false],
  terms: [action('TERMS_AND_CONDITIONS'), false],
  'webauthn-register': [action('webauthn-register'), false],
  consent: [{ kind: 'consent' }, false],
  'logout confirmation': [{ kind: 'logout-confirmation' }, false],
  'logged out': [{ kind: 'info' }, false],
  'error, unknown client': [{ kind: 'error' }, false],
  'error, redirect address': [{ kind: 'error' }, false],
  'error, session limit': [{ kind: 'error' }, false],
  'page expired': [{ kind: 'expired' }, false],
  'account link': [{ kind: 'account-link' }, false],
};

const read = (file: string): [name: string, page: z.infer<typeof Recorded>][] =>
  Object.entries(z.record(z.string(), Recorded).parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));

/** As the tab would give it. */
const summary = ({ pageId, formOrigin, ...page }: z.infer<typeof Recorded>): PageSummary => ({
  ...page,
  document: 1,
  quiet: 0,
  ...(pageId === undefined ? {} : { pageId }),
  ...(formOrigin === undefined ? {} : { formOrigin }),
});

describe.each(files)('%s', (file) => {
  it.each(read(file))('%s', (name, page) => {
    const [kind, invalid] = known[name.replace(/ \(\w\w\)$/, '')] ?? expect.fail(`"${name}" is judged nowhere.`);
    expect(classify(summary(page))).toEqual(kind);
    expect(page.invalid).toBe(invalid);
    // What is typed goes to Keycloak.
    if (kind.kind === 'credentials' || kind.kind === 'one-time-code') expect(page.formOrigin).toBe('https://sso.example');
  });

  it('is in four languages where a text could mislead', () => {
    const names = read(file).map(([name]) => name);
    expect(names.filter((name) => / \((?:nl|fr|de)\)$/.test(name))).toHaveLength(21);
  });
});

it('is of three major versions, and of both themes', () => {
  expect(new Set(files.map((file) => file.split('.')[0]))).toEqual(new Set(['24', '25', '26']));
  expect(files.filter((file) => file.includes('-keycloak.v2.json')).length).toBeGreaterThan(0);
});

it.each(files)('%s is told by its parts alone, where pages have no names of their own', (file) => {
  for (const [name, page] of read(file)) {
    const { pageId: _, ...nameless } = summary(page);
    const kind = classify({ ...nameless, templates: [] }).kind;
    const [expected] = known[name.replace(/ \(\w\w\)$/, '')] ?? expect.fail(name);
    expect([name, kind]).toEqual([name, expected.kind]);
  }
});
