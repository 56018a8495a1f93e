/** The identifiers of the lab's applications. */
export const labApplicationIds = [
  'apache',
  'express',
  'express-local',
  'single-page',
  'service',
  'consent',
  'totp',
  'brokered',
  'saml',
  'own-form',
  'hops',
  'stateless',
  'front-channel',
  'back-channel',
  'themed',
  'slow',
  'username-first',
] as const;
export type LabApplicationId = (typeof labApplicationIds)[number];

/** How an application ends a login: at Keycloak as it should, nowhere but at itself, or in one of the ways that go wrong. */
export type Logout =
  | 'provider'
  | 'local'
  /** Without `id_token_hint`: Keycloak has to ask. */
  | 'without-hint'
  /** With a hint that is no token. */
  | 'wrong-hint'
  /** With `redirect_uri` alone, as before Keycloak 18. */
  | 'legacy';

/** What an express application does beside logging people in. */
export interface ExpressOptions {
  readonly logout: Logout;
  /** A home page that anybody may see, with a link to log in; without it, opening the application leads to Keycloak. `form`: with a form for a password of the application's own. */
  readonly publicHome: false | 'link' | 'form';
  /** Sent with every authorization request. */
  readonly authorization?: { readonly prompt?: 'consent'; readonly kc_idp_hint?: string; readonly ui_locales?: string };
  /** `cookie`: the session is wholly in cookies, so large that there are several; else it is on the server. */
  readonly session?: 'cookie';
  /** The way by which Keycloak tells it that a session is over. */
  readonly told?: 'front-channel' | 'back-channel';
  /** The way to Keycloak and back goes over pages of its own and a gateway at another origin. */
  readonly hops?: true;
  /** Milliseconds until a page shows that one is logged in; it also asks before it lets go of the page. */
  readonly slow?: number;
}

/** The program that an application is, with what makes it the application that it is. */
export type Program =
  | { readonly kind: 'apache'; readonly module: 'openidc' | 'mellon' }
  | { readonly kind: 'express'; readonly options: ExpressOptions }
  | { readonly kind: 'single-page' }
  | { readonly kind: 'service' };

/** One of the lab's applications, before it has an address. */
export interface LabApplication {
  readonly id: LabApplicationId;
  readonly title: string;
  readonly clientId: string;
  readonly program: Program;
  /** Its own test user; logins of different applications then never meet in brute-force protection. */
  readonly username?: string;
  /** The path that Keycloak may send the browser back to after a login. */
  readonly callbackPath?: string;
  /** The path where a logout ends. */
  readonly signedOutPath?: string;
  /** Users must agree to what the client gets to see. */
  readonly consent?: true;
  /** The theme of its login pages; without it, the realm's. */
  readonly theme?: 'keycloak' | 'lab';
  /** The alias of the flow by which its users log in; without it, the realm's. */
  readonly flow?: string;
  /** It has a process of its own, which can be killed; the others written for Node share one. */
  readonly ownProcess?: true;
}

const express = (options: Partial<ExpressOptions> = {}): Program => ({
  kind: 'express',
  options: { logout: 'provider', publicHome: false, ...options },
});
const expressPaths = { callbackPath: '/callback', signedOutPath: '/signed-out' } as const;

/** The alias of the identity provider in realm `lab` behind which realm `lab-idp` stands. */
export const identityProviderAlias = 'lab-idp';

/** The alias of the flow that asks for the name on one page and for the password on the next. */
export const usernameFirstFlow = 'lab username first';

/** All of the lab's applications: each has a client, an address and, where people log in, a test user of its own. */
export const labApplications: readonly LabApplication[] = [
  {
    id: 'apache',
    title: 'Apache with mod_auth_openidc',
    clientId: 'lab-apache',
    username: 'apache-user',
    program: { kind: 'apache', module: 'openidc' },
    callbackPath: '/redirect_uri',
    signedOutPath: '/signed-out.html',
  },
  {
    id: 'express',
    title: 'express-openid-connect, with logout at the provider',
    clientId: 'lab-express',
    username: 'express-user',
    program: express({ publicHome: 'link' }),
    ...expressPaths,
  },
  {
    id: 'express-local',
    title: 'express-openid-connect, with a local logout only',
    clientId: 'lab-express-local',
    username: 'express-local-user',
    program: express({ logout: 'local' }),
    ...expressPaths,
  },
  {
    id: 'single-page',
    title: 'A single-page application with keycloak-js',
    clientId: 'lab-single-page',
    username: 'single-page-user',
    program: { kind: 'single-page' },
    callbackPath: '/',
    signedOutPath: '/',
  },
  {
    id: 'service',
    title: 'A back-end with a service account',
    clientId: 'lab-service',
    program: { kind: 'service' },
  },
  {
    id: 'consent',
    title: 'An application that asks for consent',
    clientId: 'lab-consent',
    username: 'consent-user',
    program: express({ authorization: { prompt: 'consent' } }),
    consent: true,
    ...expressPaths,
  },
  {
    id: 'totp',
    title: 'An application whose user has a one-time code',
    clientId: 'lab-totp',
    username: 'totp-user',
    program: express(),
    ownProcess: true,
    ...expressPaths,
  },
  {
    id: 'brokered',
    title: 'An application whose users log in at another identity provider',
    clientId: 'lab-brokered',
    username: 'brokered-user',
    program: express({ authorization: { kc_idp_hint: identityProviderAlias } }),
    ...expressPaths,
  },
  {
    id: 'saml',
    title: 'Apache with mod_auth_mellon, which speaks SAML',
    clientId: 'https://saml.lab.example/metadata',
    username: 'saml-user',
    program: { kind: 'apache', module: 'mellon' },
    callbackPath: '/mellon/postResponse',
    signedOutPath: '/signed-out.html',
  },
  {
    id: 'own-form',
    title: 'An application with a password form of its own beside the button, in German',
    clientId: 'lab-own-form',
    username: 'own-form-user',
    program: express({ publicHome: 'form', authorization: { ui_locales: 'de' } }),
    ...expressPaths,
  },
  {
    id: 'hops',
    title: 'An application that is a long way off, and whose client id is an address',
    clientId: 'https://hops.lab.example/application',
    username: 'hops-user',
    program: express({ hops: true }),
    ...expressPaths,
  },
  {
    id: 'stateless',
    title: 'An application whose session is wholly in its cookies',
    clientId: 'lab-stateless',
    username: 'stateless-user',
    program: express({ session: 'cookie' }),
    ...expressPaths,
  },
  {
    id: 'front-channel',
    title: 'An application that hears of logouts by the front channel',
    clientId: 'lab-front-channel',
    username: 'front-channel-user',
    program: express({ told: 'front-channel' }),
    ...expressPaths,
  },
  {
    id: 'back-channel',
    title: 'An application that hears of logouts by the back channel',
    clientId: 'lab-back-channel',
    username: 'back-channel-user',
    program: express({ told: 'back-channel' }),
    ...expressPaths,
  },
  {
    id: 'themed',
    title: "An application with the company's own login page, in Dutch",
    clientId: 'lab-themed',
    username: 'themed-user',
    program: express({ authorization: { ui_locales: 'nl' } }),
    theme: 'lab',
    ...expressPaths,
  },
  {
    id: 'slow',
    title: 'An application that takes its time, and does not like to let go',
    clientId: 'lab-slow',
    username: 'slow-user',
    program: express({ slow: 6_000 }),
    ...expressPaths,
  },
  {
    id: 'username-first',
    title: 'An application whose users give their name first, in French',
    clientId: 'lab-username-first',
    username: 'username-first-user',
    program: express({ authorization: { ui_locales: 'fr' } }),
    theme: 'keycloak',
    flow: usernameFirstFlow,
    ...expressPaths,
  },
];

/** The application of this id. */
export function labApplication(id: LabApplicationId): LabApplication {
  const found = labApplications.find((application) => application.id === id);
  if (!found) throw new Error(`The lab has no application "${id}"; it has ${labApplicationIds.join(', ')}.`);
  return found;
}
