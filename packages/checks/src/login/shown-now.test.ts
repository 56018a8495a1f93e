import { expect, it } from 'vitest';
import type { Driven } from './drive.ts';
import type { PageSummary } from './page.ts';
import { samplePage } from './sample-way.ts';
import { shownNow } from './shown-now.ts';
import type { Landed } from './shown-now.ts';

const page = (document: number, loggedIn: boolean): PageSummary =>
  samplePage('https://portal.example/signed-out', { document, quiet: 100, noSelectors: [], loggedIn });
const progress = { stage: 'logout', done: ['logout'] } as const;
const landed = (loggedIn: boolean): Landed => ({ end: 'landed', page: page(3, loggedIn), progress });
const failed: Driven = { end: 'failed', failure: { stage: 'logout', code: 'NET' }, progress };

it.each<[string, boolean, number, PageSummary | undefined, Driven, { readonly shown: boolean; readonly over: boolean }]>([
  ['nobody, as it landed', false, 3, page(3, false), failed, { shown: false, over: true }],
  ['somebody, whom the page learnt of only then', false, 3, page(3, true), failed, { shown: true, over: true }],
  ['nobody, whom the page forgot only then', true, 3, page(3, false), failed, { shown: false, over: true }],
  ['what it showed, where it no longer answers', true, 3, undefined, failed, { shown: true, over: true }],
  ['somebody, on the page that it went on to', false, 4, page(4, false), landed(true), { shown: true, over: false }],
  ['nobody on that page, whose session may be another', true, 4, page(4, true), landed(false), { shown: false, over: false }],
  ['what it showed, where that page never came', false, 4, undefined, failed, { shown: false, over: false }],
])('shows %s', async (_whom, atLanding, documents, now, moved, { shown, over }) => {
  const session = { over: true };
  const tab = { documents: () => documents, summarize: () => Promise.resolve(now) };
  const went: unknown[] = [];
  const go = (from: unknown): Promise<Driven> => {
    went.push(from);
    return Promise.resolve(moved);
  };
  expect(await shownNow(landed(atLanding), tab, go, session)).toBe(shown);
  expect(session.over).toBe(over);
  expect(went).toEqual(documents === 3 ? [] : [progress]);
});
