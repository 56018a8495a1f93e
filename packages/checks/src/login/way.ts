import type { Application, BrowserLogin, CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Browser, BrowserContext, Cookie } from 'playwright-core';
import type { Refusal } from './account/refusal.ts';
import type { Administration } from './administration.ts';
import type { Attempt, Part, Step } from './journey.ts';
import type { Observer } from './observer.ts';
import type { Prepared } from './prepare.ts';
import { stopwatch } from './stopwatch.ts';
import type { Tab } from './tab.ts';
import type { Witness } from './witness.ts';

/** What one attempt needs. */
export interface AttemptSettings {
  /** It may still be starting. */
  readonly browser: Promise<Browser>;
  readonly application: Application & { readonly url: string };
  readonly login: BrowserLogin;
  /** Undefined where the login is only followed to another identity provider. */
  readonly user?: Environment['users'][string];
  /** A login with these credentials that was refused before. */
  readonly refused?: Refusal;
  readonly observer?: Observer;
  readonly context: CollectContext<unknown>;
}

/** What of Keycloak's session has to be ended at the end. */
export interface Session {
  refreshToken: string | undefined;
  /** Once the password was given, there may be a session. */
  password: NonNullable<Attempt['password']>;
  /** What became of the answer to what was typed or agreed to last: `lost` where the browser no longer waits for it. */
  answer: () => 'awaited' | 'here' | 'lost';
  /** A proof showed that it is over, and the browser has no other one. */
  over: boolean;
  /** The browser's cookies when they were last looked at: with them a session is ended whose browser is gone. */
  cookies?: readonly Cookie[];
}

/** What is written down of an attempt while it goes on. */
export interface Log {
  readonly began: number;
  readonly steps: Step[];
  readonly pictures: Attempt['pictures'];
  readonly milliseconds: Partial<Record<Part, number>>;
  /** Notes how long a part took, from the call before this one; without a part the time between is nobody's. */
  readonly lap: (part?: Part) => void;
}

export function openLog(): Log {
  const began = stopwatch();
  const milliseconds: Log['milliseconds'] = {};
  let since = began;
  return {
    began,
    steps: [],
    pictures: [],
    milliseconds,
    lap: (part) => {
      const now = stopwatch();
      if (part !== undefined) milliseconds[part] = now - since;
      since = now;
    },
  };
}

/** The way of one attempt: what it is given, and what it keeps. */
export interface Way {
  readonly settings: AttemptSettings;
  readonly publicUrl: string;
  readonly log: Log;
  readonly tabs: BrowserContext;
  /** The one that the person uses. */
  readonly tab: Tab;
  /** How the browser names itself, so that what is asked beside it is asked alike. */
  readonly userAgent: string;
  readonly administration: Administration;
  readonly witness: Witness | undefined;
  readonly prepared: Prepared;
  readonly session: Session;
}
