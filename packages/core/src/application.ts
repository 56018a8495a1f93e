import { z } from 'zod';
import { SecretReference } from './reference.ts';
import type { Definition } from './reference.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

/** ISO 8601 with an offset. */
const expires = z.iso.datetime({ offset: true, message: 'an ISO 8601 time with an offset, such as 2026-12-31T23:59:00+01:00' });

/** A host as the browser's address line has it. */
const host = z
  .string()
  .regex(/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i, 'a host, with its port if it has one: login.example.org, login.example.org:8443')
  .refine((name) => URL.canParse(`https://${name}`), 'a host that there can be');

/** Something that is known to be wrong with an application. Until it expires, it is told and does not count; then it does again. */
export const KnownIssue = z.strictObject({
  /** The code of the finding: `login/POST_LOGOUT_URI`. */
  code: z.string().regex(/^[a-z-]+\/[A-Z0-9_]+$/, 'the code of a finding, such as login/POST_LOGOUT_URI'),
  reason: z.string().min(1),
  owner: z.string().min(1),
  ticket: z.string().optional(),
  expires,
});
export type KnownIssue = z.infer<typeof KnownIssue>;

/** A client of a realm that nobody logs in to for a release, and why that is accepted. */
export const NotTested = z.strictObject({
  client: z.string().min(1),
  /** Without it, the first realm of the environment. */
  realm: z.string().optional(),
  reason: z.string().min(1),
  owner: z.string().min(1),
  expires,
});
export type NotTested = z.infer<typeof NotTested>;

/**
 * One step in Playwright, for an application that no declaration fits: it gets the `Page` of playwright-core. It never gets a
 * password: Keycloak's own pages, the proofs and the clean-up stay with the check.
 */
export type ApplicationStep = (page: never) => Promise<void>;
const applicationStep = z.custom<ApplicationStep>((step) => typeof step === 'function', 'a function that takes a page of Playwright');

const BrowserLogin = z.strictObject({
  kind: z.literal('browser'),
  /** What to click first on the application's page; without it, opening the URL leads to Keycloak. */
  start: z.strictObject({ click: z.string() }).optional(),
  /** A CSS selector that is visible when, and only when, a person is logged in. */
  loggedIn: z.string().min(1),
  /** Where the page shows who is logged in, as a CSS selector, and what must stand there: without `text`, the test user's name. */
  loggedInAs: z.strictObject({ selector: z.string().min(1), text: z.string().min(1).optional() }).optional(),
  /** The application asks for consent at every first login. */
  consent: z.boolean().default(false),
  /** The login goes through this identity provider; `redirect` only arrives there, `login` logs in there too. */
  broker: z
    .strictObject({
      alias: z.string(),
      depth: z.enum(['redirect', 'login']).default('redirect'),
      realm: z.string().optional(),
      /** The host that the provider is to be reached at, with its port if it has one: the browser must come to no other. */
      host: host.optional(),
      click: z.string().optional(),
    })
    .optional(),
  logout: z.strictObject({
    /** A CSS selector to click, or a path or URL to open. */
    click: z.string().optional(),
    open: z.string().optional(),
    /** The path or URL where a logout ends. */
    landsOn: z.string().optional(),
    /** True where Keycloak asks "Do you want to log out?" and that is wanted. */
    confirmation: z.boolean().default(false),
    /** `single-sign-on` ends Keycloak's session; `application` declares that only the application's own session ends. */
    ends: z.enum(['single-sign-on', 'application']).default('single-sign-on'),
  }),
  /** Steps of your own, where the declarations do not do. */
  steps: z
    .strictObject({
      /** From the application's page to Keycloak's; it ends where Keycloak's page, or the one after the login, is on its way. */
      login: applicationStep.optional(),
      /** Throws where the user is not as well logged in as they should be; it comes on top of `loggedIn`. */
      assertLoggedIn: applicationStep.optional(),
      /** What `logout.click` would do. */
      logout: applicationStep.optional(),
    })
    .optional(),
  /** Applications that a logout from this one logs out of, too: they are logged in to in the same browser, and must be out soon after. */
  singleLogout: z
    .strictObject({
      /** The ids of applications of the same environment, whose way in is a single sign-on then. */
      applications: z.array(id).min(1),
      /** How long that may take. */
      withinSeconds: z.number().positive().max(60).default(10),
    })
    .optional(),
  /** A path that only a logged-in person gets; proven before the logout, and proven closed after it. */
  protectedPath: z.string().optional(),
  /** `stateless`: the session is wholly in the cookie, so that replaying it works by design; `none`: there is no server side (a single-page application). */
  localSession: z.enum(['server', 'stateless', 'none']).default('server'),
});

const ServiceLogin = z.strictObject({
  kind: z.literal('service'),
  /** The client's secret, for the client-credentials grant. */
  clientSecret: SecretReference,
});

const shared = {
  id,
  title: z.string().optional(),
  realm: z.string().min(1),
  clientId: z.string().min(1),
  login: z.discriminatedUnion('kind', [BrowserLogin, ServiceLogin]),
  severity: z.enum(['blocker', 'warning']).default('blocker'),
  knownIssues: z.array(KnownIssue).default([]),
};

/** A system that logs its users in through Keycloak, as it is in one environment. */
export const Application = z.strictObject({
  ...shared,
  /** Where it is in this environment; a service without pages has none. */
  url: z.url().optional(),
  /** The id of the test user in the environment's `users`. */
  user: z.string().optional(),
});
export type Application = z.infer<typeof Application>;
export type BrowserLogin = z.infer<typeof BrowserLogin>;
export type ServiceLogin = z.infer<typeof ServiceLogin>;

/** What a person writes: the application, and per environment where it is and who logs in. */
export type ApplicationDefinition = Definition<Omit<z.input<typeof Application>, 'url' | 'user'>> & {
  readonly environments: Readonly<
    Record<string, Definition<{ readonly url?: string; readonly user?: string; readonly severity?: Application['severity'] }>>
  >;
};

/** An application, for `scenarios/applications/`. It is checked when an environment that lists it is loaded. */
export const defineApplication = (application: ApplicationDefinition): ApplicationDefinition => application;
