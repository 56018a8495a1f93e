import type { Route } from './next.ts';
import type { PageSummary } from './page.ts';

/** For tests: an application at a Keycloak, with nothing special about it. */
export const sampleRoute: Route = {
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

/** For tests: a page with nothing on it but what is given. */
export const samplePage = (url: string, parts: Partial<PageSummary> = {}): PageSummary => ({
  url,
  document: 1,
  quiet: 0,
  templates: [],
  ids: [],
  invalid: false,
  loggedIn: false,
  start: false,
  broker: false,
  ...parts,
});
