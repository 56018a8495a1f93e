import type { KeycloakPageOverride } from '@keycloak-release-gate/core';
import { fillAtOnce } from './at-once.ts';
import { clickOnly } from './click.ts';
import type { Failure, Stage, Step } from './journey.ts';
import { moreOf } from './more-of-failure.ts';
import { next } from './next.ts';
import type { Action, Deed, Progress, Route } from './next.ts';
import { classify, nameOf } from './page.ts';
import type { PageSummary } from './page.ts';
import type { Observer } from './observer.ts';
import { placeIn, placeOf } from './place.ts';
import { passedBy, seenOn, sentTo, withDeeds } from './progress.ts';
import { shownCertificate } from './shown-certificate.ts';
import { stopwatch } from './stopwatch.ts';
import type { Tab } from './tab.ts';

/**
 * Milliseconds until a page is looked at again, this long after something became of it: a look costs the browser and this process, and
 * what did not come at once is not there sooner for being asked for.
 */
const pauseAfter = (milliseconds: number): number => Math.min(longestPause, Math.max(40, milliseconds / 5));
const longestPause = 200;
/** What is nearly at its end is looked at again when it is: all before that would tell nothing. */
const pauseBefore = ({ again }: Extract<Action, { do: 'wait' }>, milliseconds: number): number =>
  again !== undefined && again <= longestPause ? again : pauseAfter(milliseconds);
/** Documents within one stage after which the browser is going round. */
const manyDocuments = 30;
/** Milliseconds for one click or input. */
const inputPatience = 5_000;

/** What may be typed and clicked. Secrets come as functions, so that they exist only while they are typed. */
export interface Hands {
  readonly username: string;
  readonly password: () => string;
  /**
   * The one-time code of now, or the first that is another one; undefined where no seed is declared, and where one more that is
   * refused could lock the account.
   */
  readonly code: (again: boolean) => Promise<string | undefined>;
  readonly start?: string;
  readonly broker?: string;
}

export interface Drive {
  readonly tab: Tab;
  readonly route: Route;
  readonly hands: Hands;
  readonly signal: AbortSignal;
  /** `on`: the document that something was done on. */
  readonly record: (step: Omit<Step, 'at'>, on?: number) => void;
  /** Takes a picture of the page as it is before anything is done on it. */
  readonly picture: (moment: string) => Promise<void>;
  readonly observer?: Observer;
}

/** Where the browser came to, or why it did not. */
export type Driven =
  | { readonly end: 'arrived' | 'arrived-at-provider' | 'landed'; readonly page: PageSummary; readonly progress: Progress }
  | { readonly end: 'failed'; readonly failure: Failure; readonly progress: Progress };

/**
 * Looks at the page, asks the table what to do, does it, and looks again; until the end of the stage or a failure.
 * Never throws for what a page does; an abort of the signal is thrown.
 */
export async function drive({ tab, route, hands, signal, record, picture, observer }: Drive, begin: Progress): Promise<Driven> {
  let progress = begin;
  /** When something was last done, and when the page was first seen or that was done, whichever is later. */
  let acted = stopwatch();
  let since = acted;
  let document = -1;
  const first = tab.documents();
  /** The redirects since the last document, those that led to it, and of each address before whether it was elsewhere than at the application. */
  let recent: string[] = [];
  let led: readonly string[] = [];
  const away: boolean[] = [];
  const { stage } = progress;
  const failedOn = (page: PageSummary, code: Failure['code'], detail?: string): Driven => ({
    end: 'failed',
    failure: { ...failureOn(page, stage, code, detail), ...moreOf({ page, led, stage, code }, route) },
    progress,
  });
  const takeHops = (): void => {
    for (const { status, ...passed } of tab.takeHops()) {
      progress = passedBy(passed, progress, route);
      if (status === undefined) continue;
      const { url } = passed;
      recent.push(url);
      record({ stage, page: 'redirect', ...placeIn(url), status });
    }
  };
  for (;;) {
    signal.throwIfAborted();
    takeHops();
    const broken = tab.networkFailure();
    if (broken) {
      const certificate = broken.code === 'TLS' ? await shownCertificate(broken.url, signal) : undefined;
      const code = networkCodeOf(broken, route, recent);
      return {
        end: 'failed',
        failure: { stage, code, ...placeIn(broken.url), detail: broken.cause, ...(certificate === undefined ? {} : { certificate }) },
        progress: sentTo(broken.url, progress, route),
      };
    }
    // What becomes of the page while it is asked is not waited for again.
    const changed = tab.watch();
    const seen = await tab.summarize();
    if (seen === undefined) {
      if (stopwatch() - since > 20_000)
        return {
          end: 'failed',
          failure: {
            stage,
            code: unfinishedCode(tab.page.url(), progress, route),
            ...placeIn(tab.page.url()),
            detail: 'the page never came to its end',
          },
          progress: sentTo(tab.page.url(), progress, route),
        };
      await changed(pauseAfter(stopwatch() - since));
      continue;
    }
    // What was quiet before the last thing that was done tells nothing of what comes of it.
    const page = { ...seen, quiet: Math.min(seen.quiet, stopwatch() - acted) };
    if (page.document !== document) {
      // It may have come since, and by way of others.
      takeHops();
      away.push(...[...recent, page.url].map((url) => placeOf(url, route).in !== 'application'));
      if (page.document - first > manyDocuments) {
        // Round and round between two, or one page again and again.
        const looping = stage === 'logout' || away.slice(-manyDocuments / 2).includes(true);
        return failedOn(page, looping ? 'APP_LOOP' : 'LOGGEDIN_MISSING');
      }
      led = recent;
      recent = [];
      document = page.document;
      since = stopwatch();
      record({ stage, page: pageLabel(page, route), ...placeIn(page.url), ...(page.status === undefined ? {} : { status: page.status }) });
    }
    progress = seenOn(page, passedBy(page, progress, route), route);
    const action = next(page, progress, route);
    switch (action.do) {
      case 'arrived':
      case 'arrived-at-provider':
      case 'landed':
        return { end: action.do, page, progress };
      case 'fail':
        return failedOn(page, action.code, action.detail);
      case 'wait':
        if (stopwatch() - since > action.atMost) {
          if (action.otherwise === 'landed') return { end: 'landed', page, progress };
          return failedOn(page, action.otherwise, action.detail);
        }
        await changed(pauseBefore(action, stopwatch() - since));
        break;
      default: {
        await picture(pageLabel(page, route));
        await observer?.before({ ...placeIn(page.url), page: pageLabel(page, route), will: action.do });
        const done = await act(action, page, tab, route, hands);
        if ('refused' in done) return failedOn(page, done.refused.code, done.refused.detail);
        record({ stage, page: pageLabel(page, route), ...placeIn(page.url), did: done.deeds.join(', ') }, page.document);
        progress = withDeeds(progress, done.deeds, page.document);
        acted = stopwatch();
        since = acted;
      }
    }
  }
}

type Act = Extract<Action, { do: 'start' | 'credentials' | 'code' | 'consent' | 'broker' | 'confirm' }>;
type Done = { readonly deeds: readonly Deed[] } | { readonly refused: Pick<Failure, 'code' | 'detail'> };

async function act(action: Act, page: PageSummary, tab: Tab, route: Route, hands: Hands): Promise<Done> {
  // What the environment declares of this page; without it, Keycloak's own themes are taken for granted.
  const fields: Partial<KeycloakPageOverride> = page.declared ?? {};
  switch (action.do) {
    case 'start':
      return click(tab, hands.start ?? '', ['start']);
    case 'broker':
      return click(tab, hands.broker ?? '', ['broker']);
    case 'consent':
      return click(tab, fields.submit ?? '#kc-oauth #kc-login', ['consent']);
    case 'confirm':
      return click(tab, fields.submit ?? '#kc-logout', ['confirm']);
    case 'credentials': {
      if (!mayTypeHere(page, tab, route, action.realm))
        return { refused: { code: 'UNKNOWN_PAGE', detail: 'the form does not belong to Keycloak; nothing was typed' } };
      if (action.username && !(await type(tab, fields.username ?? '#username', hands.username))) return stuck;
      if (action.password && !(await type(tab, fields.password ?? '#password', hands.password()))) return stuck;
      return click(tab, fields.submit ?? '#kc-login', [
        ...(action.username ? (['username'] as const) : []),
        ...(action.password ? (['password'] as const) : []),
      ]);
    }
    case 'code': {
      if (!mayTypeHere(page, tab, route, action.realm))
        return { refused: { code: 'UNKNOWN_PAGE', detail: 'the form does not belong to Keycloak; nothing was typed' } };
      const code = await hands.code(action.again);
      if (code === undefined) return { refused: { code: action.again ? 'OTP_REJECTED' : 'OTP_SEED' } };
      return (await type(tab, fields.code ?? '#otp', code))
        ? click(tab, fields.submit ?? '#kc-login', [action.again ? 'code again' : 'code'])
        : stuck;
    }
  }
}

const stuck: Done = { refused: { code: 'UNKNOWN_PAGE', detail: 'the page took no input' } };

/** A secret goes into Keycloak's own form, in the realm it belongs to, and nowhere else. */
function mayTypeHere(page: PageSummary, tab: Tab, route: Route, realm: string): boolean {
  const place = placeOf(tab.page.url(), route);
  return place.in === 'keycloak' && place.realm === realm && page.formOrigin === new URL(route.publicUrl).origin;
}

// Playwright's errors quote what was typed: they are never passed on.
async function type(tab: Tab, selector: string, text: string): Promise<boolean> {
  try {
    if (!(await fillAtOnce(tab.page, selector, text))) await tab.page.locator(selector).fill(text, { timeout: inputPatience });
    return true;
  } catch {
    return false;
  }
}

async function click(tab: Tab, selector: string, deeds: readonly Deed[]): Promise<Done> {
  switch (await clickOnly(tab.page, selector)) {
    case 'clicked':
      return { deeds };
    case 'several':
      return { refused: { code: 'SELECTOR_AMBIGUOUS', detail: `${selector} for: ${deeds.join(', ')}` } };
    case 'nothing':
      return { refused: { code: 'UNKNOWN_PAGE', detail: `nothing could be clicked for: ${deeds.join(', ')}` } };
  }
}

/** A failure, with where it was and what stood there. */
export function failureOn(page: PageSummary, stage: Stage, code: Failure['code'], detail: string | undefined = page.error): Failure {
  const name = nameOf(page);
  return {
    stage,
    code,
    ...placeIn(page.url),
    ...(page.status === undefined ? {} : { status: page.status }),
    ...(name === undefined ? {} : { pageId: name }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/**
 * What a network error means here. A host that stands for neither Keycloak nor the application is the other identity provider's;
 * and where the browser went round within Keycloak alone, it is Keycloak that waits for a cookie.
 */
function networkCodeOf(
  { code, url }: { readonly code: Failure['code']; readonly url: string },
  route: Route,
  hops: readonly string[],
): Failure['code'] {
  if (code === 'APP_LOOP') return hops.slice(-5).every((hop) => placeOf(hop, route).in === 'keycloak') ? 'COOKIE_NOT_FOUND' : code;
  return route.broker && placeOf(url, route).in === 'elsewhere' ? 'IDP_FAIL' : code;
}

/** A page that never comes to its end: after the login it is the application's own, else nothing was seen of it. */
const unfinishedCode = (url: string, { stage, done }: Progress, route: Route): Failure['code'] =>
  stage === 'login' && done.includes('password') && placeOf(url, route).in === 'application' ? 'LOGGEDIN_MISSING' : 'NET';

function pageLabel(page: PageSummary, route: Route): string {
  const place = placeOf(page.url, route);
  if (place.in !== 'keycloak') return place.in;
  return `keycloak ${classify(page).kind}`;
}
