import type { BrowserContext, Page, Request, Response } from 'playwright-core';
import type { LoginCode } from './codes.ts';
import { inTime } from './in-time.ts';
import type { PageSummary } from './page.ts';
import { stopwatch } from './stopwatch.ts';
import { Summarised, summaryScript } from './summary-script.ts';
import type { Selectors } from './summary-script.ts';

/** A document that the browser asked for and did not get. */
export interface NetworkFailure {
  readonly code: LoginCode;
  /** The address that failed, which need not be the one that was opened first. */
  readonly url: string;
  /** The browser's name of the cause: `net::ERR_CONNECTION_REFUSED`. */
  readonly cause: string;
}

/** An answer that sent the browser on; or, without a status, an authentication request (SAML) that the page at `postedFrom` sent. */
export interface Hop {
  readonly url: string;
  readonly status?: number;
  readonly postedFrom?: string;
}

/** One tab, and what is remembered of its documents. */
export interface Tab {
  readonly page: Page;
  /** From now on, looks for these: the browser goes on to another application. */
  lookFor(selectors: Selectors): void;
  /** Undefined while there is no document that can be asked. */
  summarize(): Promise<PageSummary | undefined>;
  networkFailure(): NetworkFailure | undefined;
  /** The redirects since the last call. */
  takeHops(): readonly Hop[];
  /** The number of the newest document. */
  documents(): number;
  /**
   * Watches from this call on. What is returned resolves when something became of a document since then, and at the latest after so many
   * milliseconds: pages also change by themselves.
   */
  watch(): (atMost: number) => Promise<void>;
}

/** Opens a tab that answers every dialog with yes: some applications ask before they let go of a page. */
export async function openTab(context: BrowserContext, selectors: Selectors): Promise<Tab> {
  const page = await context.newPage();
  let sought = { selectors, script: summaryScript(selectors) };
  let documents = 0;
  let busySince = stopwatch();
  let status: number | undefined;
  let failure: NetworkFailure | undefined;
  let hops: Hop[] = [];
  let change = Promise.withResolvers<void>();

  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers();
  };
  const isDocument = (request: Request): boolean => request.isNavigationRequest() && request.frame() === page.mainFrame();
  page.on('request', (request) => {
    if (!isDocument(request)) return;
    busySince = stopwatch();
    if (request.method() === 'POST' && request.postData()?.includes('SAMLRequest=') === true)
      hops.push({ url: request.url(), postedFrom: page.url() });
  });
  page.on('response', (response: Response) => {
    if (!isDocument(response.request())) return;
    busySince = stopwatch();
    if (response.status() >= 300 && response.status() < 400) hops.push({ url: response.url(), status: response.status() });
    else status = response.status();
  });
  page.on('requestfailed', (request) => {
    if (!isDocument(request)) return;
    const cause = request.failure()?.errorText ?? 'unknown';
    // Given up because the page went elsewhere in the meantime.
    if (cause === 'net::ERR_ABORTED') return;
    failure = { code: networkCode(cause), url: request.url(), cause };
    changed();
  });
  page.on('domcontentloaded', () => {
    documents += 1;
    busySince = stopwatch();
    changed();
  });
  page.on('dialog', (dialog) => void dialog.accept().catch(() => page.isClosed()));

  return {
    page,
    lookFor: (others) => {
      // What another application did not answer is none of this one.
      failure = undefined;
      sought = { selectors: others, script: summaryScript(others) };
    },
    networkFailure: () => failure,
    documents: () => documents,
    watch: () => {
      const { promise } = change;
      return async (atMost) => {
        const timer = setTimeout(changed, atMost);
        await promise;
        clearTimeout(timer);
      };
    },
    takeHops: () => {
      const taken = hops;
      hops = [];
      return taken;
    },
    summarize: async () => {
      const document = documents;
      const answer = await ask(page, sought.script, sought.selectors);
      // A document that came meanwhile makes the answer one about the page before.
      if (answer === undefined || document === 0 || document !== documents) return undefined;
      return { ...answer, url: page.url(), ...(status === undefined ? {} : { status }), document, quiet: stopwatch() - busySince };
    },
  };
}

type Answer = Omit<PageSummary, 'url' | 'status' | 'document' | 'quiet'>;

async function ask(page: Page, script: string, { pages }: Selectors): Promise<Answer | undefined> {
  try {
    const answer = await inTime(page.evaluate<string>(script));
    if (answer === undefined) return undefined;
    const { loading, pageId, formOrigin, error, title, declared: index, ...rest } = Summarised.parse(JSON.parse(answer));
    // Half a page is easily taken for another one: a consent page without its parts has the address of a required action.
    if (loading) return undefined;
    const declared = index === undefined ? undefined : pages[index];
    return {
      ...rest,
      ...(declared === undefined ? {} : { declared }),
      ...(pageId === undefined ? {} : { pageId }),
      ...(formOrigin === undefined ? {} : { formOrigin }),
      ...(error === undefined ? {} : { error }),
      ...(title === undefined ? {} : { title }),
    };
  } catch (error) {
    // The document went away while it was asked: there will be another one to ask.
    if (page.isClosed() || !(error instanceof Error)) throw error;
    return undefined;
  }
}

/** The code of one of Chromium's network errors. */
function networkCode(cause: string): LoginCode {
  if (/ERR_NAME_|ERR_DNS_/.test(cause)) return 'DNS';
  if (/ERR_CERT_|ERR_SSL_|ERR_BAD_SSL/.test(cause)) return 'TLS';
  return cause.includes('ERR_TOO_MANY_REDIRECTS') ? 'APP_LOOP' : 'NET';
}
