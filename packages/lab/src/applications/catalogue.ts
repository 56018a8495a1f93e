/** The identifiers of the lab's applications. */
export const labApplicationIds = ['apache', 'express', 'express-local', 'single-page', 'service', 'consent', 'totp', 'brokered'] as const;
export type LabApplicationId = (typeof labApplicationIds)[number];

/** What an express application does beside logging people in. */
export interface ExpressOptions {
  /** `provider`: a logout ends Keycloak's session too; `local`: only the application's own. */
  readonly logout: 'provider' | 'local';
  /** A home page that anybody may see, with a link to log in; without it, opening the application leads to Keycloak. */
  readonly publicHome: boolean;
  /** Sent with every authorization request. */
  readonly authorization?: { readonly prompt?: 'consent'; readonly kc_idp_hint?: string };
}

/** The program that an application is, with what makes it the application that it is. */
export type Program =
  | { readonly kind: 'apache' }
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
}

const express = (options: Partial<ExpressOptions> = {}): Program => ({
  kind: 'express',
  options: { logout: 'provider', publicHome: false, ...options },
});
const expressPaths = { callbackPath: '/callback', signedOutPath: '/signed-out' } as const;

/** The alias of the identity provider in realm `lab` behind which realm `lab-idp` stands. */
export const identityProviderAlias = 'lab-idp';

/** All of the lab's applications: each has a client, an address and, where people log in, a test user of its own. */
export const labApplications: readonly LabApplication[] = [
  {
    id: 'apache',
    title: 'Apache with mod_auth_openidc',
    clientId: 'lab-apache',
    username: 'apache-user',
    program: { kind: 'apache' },
    callbackPath: '/redirect_uri',
    signedOutPath: '/signed-out.html',
  },
  {
    id: 'express',
    title: 'express-openid-connect, with logout at the provider',
    clientId: 'lab-express',
    username: 'express-user',
    program: express({ publicHome: true }),
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
];

/** The application of this id. */
export function labApplication(id: LabApplicationId): LabApplication {
  const found = labApplications.find((application) => application.id === id);
  if (!found) throw new Error(`The lab has no application "${id}"; it has ${labApplicationIds.join(', ')}.`);
  return found;
}
