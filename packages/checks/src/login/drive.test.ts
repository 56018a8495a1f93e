import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { drive } from './drive.ts';
import type { Driven } from './drive.ts';
import type { Route } from './next.ts';
import type { PageSummary } from './page.ts';
import type { Tab } from './tab.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const route: Route = {
  publicUrl: 'https://sso.example',
  applicationUrl: 'https://portal.example/',
  realm: 'lab',
  clientId: 'portal',
  consent: false,
  start: false,
  confirmation: false,
  localLogout: false,
  singlePage: false,
};

const page = (url: string, parts: Partial<PageSummary> = {}): PageSummary => ({
  url,
  status: 200,
  document: 1,
  quiet: 5_000,
  templates: [],
  ids: [],
  invalid: false,
  loggedIn: false,
  start: false,
  broker: false,
  ...parts,
});

/** A tab that stays on this page, while time flies. */
function tabOn(shown: PageSummary | undefined, parts: Partial<Tab> = {}): Tab {
  return {
    page: { url: () => shown?.url ?? 'about:blank' } as unknown as Tab['page'],
    lookFor: () => undefined,
    summarize: () => Promise.resolve(shown),
    networkFailure: () => undefined,
    takeHops: () => [],
    documents: () => 0,
    watch: () => async (atMost) => void (await vi.advanceTimersByTimeAsync(atMost)),
    ...parts,
  };
}

const failureOf = (driven: Driven): unknown => (driven.end === 'failed' ? driven.failure : driven.end);

async function driven(tab: Tab, on: Route = route, stage: 'login' | 'logout' = 'login'): Promise<unknown> {
  return failureOf(
    await drive(
      {
        tab,
        route: on,
        hands: { username: 'robin', password: () => expect.fail('Nothing is typed.'), code: () => expect.fail('Nothing is typed.') },
        signal: new AbortController().signal,
        record: () => undefined,
        picture: () => Promise.resolve(),
      },
      { stage, done: [] },
    ),
  );
}

it('tells what is wrong with a page that it waited for in vain', async () => {
  const shown = page('https://other.example/auth?client_id=x&response_type=code');
  expect(await driven(tabOn(shown), { ...route, broker: { depth: 'redirect', host: 'idp.example' } })).toEqual({
    stage: 'login',
    code: 'IDP_FAIL',
    host: 'other.example',
    path: '/auth',
    status: 200,
    detail: 'the provider is declared at idp.example, and this is other.example',
  });
});
