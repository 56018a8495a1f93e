import type { Failure, Step } from './journey.ts';
import type { OnPage } from './on-page.ts';

/** Somebody who watches a journey as it goes: the person who writes an application's entry. */
export interface Observer {
  /** The browser is shown. */
  readonly headed: boolean;
  /** A page came, or something was done on it. */
  step(step: Step): void;
  /** About to do something on a page; it is done when this resolves. */
  before(what: Pick<Step, 'page' | 'host' | 'path'> & { readonly will: string }): Promise<void>;
  /** A selector of the application's entry is looked for, and is visible so many times. Undefined where it is none. */
  sought(name: string, selector: string, visible: number | undefined): void;
  /** It goes no further from this page. */
  stopped(failure: Failure, page: OnPage): Promise<void>;
  /** It came to its end. */
  over(): Promise<void>;
}
