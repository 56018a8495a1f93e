import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookAtCertificate } from '../oidc/look-at-certificate.ts';
import { drive } from './drive.ts';
import type { Driven } from './drive.ts';
import type { Route } from './next.ts';
import type { PageSummary } from './page.ts';
import { samplePage, sampleRoute } from './sample-way.ts';
import type { Tab } from './tab.ts';

vi.mock('../oidc/look-at-certificate.ts');
const look = vi.mocked(lookAtCertificate);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const route = sampleRoute;

const page = (url: string, parts: Partial<PageSummary> = {}): PageSummary => samplePage(url, { status: 200, quiet: 5_000, ...parts });

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

const failureOf = (came: Driven): unknown => (came.end === 'failed' ? came.failure : came.end);

async function driven(tab: Tab, on: Route = route, signal = new AbortController().signal): Promise<unknown> {
  return failureOf(
    await drive(
      {
        tab,
        route: on,
        hands: { username: 'robin', password: () => expect.fail('Nothing is typed.'), code: () => expect.fail('Nothing is typed.') },
        signal,
        record: () => undefined,
        picture: () => Promise.resolve(),
      },
      { stage: 'login', done: [] },
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

describe('a refused request', () => {
  const request =
    'https://sso.example/realms/lab/protocol/openid-connect/auth?client_id=portal&redirect_uri=https%3A%2F%2Fportal.example%2Fnew&state=s';
  const asked = { returnTo: 'https://portal.example/new', clientId: 'portal' };

  it('is told of by the address of the page', async () => {
    const shown = page(request, { status: 400, pageId: 'login-error', error: 'Invalid parameter: redirect_uri' });
    expect(await driven(tabOn(shown))).toEqual({
      stage: 'login',
      code: 'OP_REFUSED',
      host: 'sso.example',
      path: '/realms/lab/protocol/openid-connect/auth',
      status: 400,
      pageId: 'login-error',
      detail: 'Invalid parameter: redirect_uri',
      asked,
    });
  });

  it('is told of by the redirect before it, even one that comes while the page is asked', async () => {
    const shown = page('https://sso.example/realms/lab/protocol/openid-connect/refused', { status: 400, pageId: 'login-error' });
    let asking = false;
    const hops = [{ url: request, status: 302 }];
    const tab = tabOn(shown, {
      summarize: () => {
        asking = true;
        return Promise.resolve(shown);
      },
      takeHops: () => (asking ? hops.splice(0) : []),
    });
    expect(await driven(tab)).toMatchObject({ code: 'OP_REFUSED', asked });
  });
});

describe('a certificate that the browser does not trust', () => {
  const broken = { code: 'TLS', url: 'https://portal.example/callback?code=secret', cause: 'net::ERR_CERT_DATE_INVALID' } as const;
  const failed = { stage: 'login', code: 'TLS', host: 'portal.example', path: '/callback', detail: broken.cause };
  const tab = tabOn(undefined, { networkFailure: () => broken });
  const shown = {
    trusted: 'CERT_HAS_EXPIRED',
    nameFits: true,
    names: ['portal.example', 'www.portal.example'],
    chain: [
      { subject: 'portal.example', validTo: '2026-11-01T00:00:00.000Z' },
      { subject: 'An authority', validTo: '2030-01-01T00:00:00.000Z' },
    ],
    protocol: 'TLSv1.3',
  };

  it('is looked at, and nothing but the host is asked for', async () => {
    look.mockResolvedValueOnce(shown);
    expect(await driven(tab)).toEqual({ ...failed, certificate: { names: shown.names, validTo: '2026-11-01T00:00:00.000Z' } });
    expect(look.mock.lastCall?.[0]).toBe('https://portal.example');
  });

  it('without names is told by its subject, and with many by the first of them', async () => {
    look.mockResolvedValueOnce({ ...shown, names: [] });
    expect(await driven(tab)).toMatchObject({ certificate: { names: ['portal.example'] } });
    look.mockResolvedValueOnce({ ...shown, names: Array.from({ length: 90 }, () => 'x'.repeat(300)) });
    expect(await driven(tab)).toMatchObject({ certificate: { names: Array.from({ length: 5 }, () => 'x'.repeat(100)) } });
  });

  it.each<[string, () => unknown]>([
    ['gives no answer', () => look.mockResolvedValueOnce({ why: 'ECONNRESET' })],
    ['cannot be read', () => look.mockRejectedValueOnce(new Error('the answer never came'))],
    ['shows none', () => look.mockResolvedValueOnce({ ...shown, chain: [] })],
  ])('is the failure all the same where the host %s', async (_why, answer) => {
    answer();
    expect(await driven(tab)).toEqual(failed);
  });

  it('is waited for no longer than five seconds, and not after an abort', async () => {
    const limit = new AbortController();
    const within = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    // As a host that accepts and never answers.
    look.mockImplementation(async (_address, signal) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      throw signal.reason;
    });
    const waiting = driven(tab);
    await vi.advanceTimersByTimeAsync(1);
    limit.abort(new Error('it took too long'));
    expect(await waiting).toEqual(failed);
    expect(within).toHaveBeenCalledExactlyOnceWith(5_000);
    within.mockReturnValue(new AbortController().signal);
    const run = new AbortController();
    const interrupted = driven(tab, route, run.signal);
    await vi.advanceTimersByTimeAsync(1);
    run.abort(new Error('interrupted'));
    await expect(interrupted).rejects.toThrow('interrupted');
    vi.restoreAllMocks();
  });

  it('is not looked at where something else is wrong', async () => {
    look.mockClear();
    const refused = { code: 'NET', url: broken.url, cause: 'net::ERR_CONNECTION_REFUSED' } as const;
    expect(await driven(tabOn(undefined, { networkFailure: () => refused }))).toEqual({ ...failed, code: 'NET', detail: refused.cause });
    expect(look).not.toHaveBeenCalled();
  });
});
