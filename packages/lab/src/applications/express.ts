import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import oidc from 'express-openid-connect';
import type { ExpressOptions } from './catalogue.ts';
import { expressPages } from './express-pages.ts';
import { startGateway } from './gateway.ts';
import { startOutdatedTls } from './outdated-tls.ts';
import { logoutStore, sessionStore } from './memory-store.ts';
import type { SessionStore } from './memory-store.ts';
import type { NodeProgramSettings } from './node-process.ts';

/** What an application that is written for Node serves, and servers that end with it. */
export interface Served {
  readonly listener: Express;
  readonly beside?: readonly Pick<Server, 'close' | 'closeAllConnections'>[];
}

/**
 * An express application with express-openid-connect. Its sessions are kept on the server, so that an old cookie is
 * worth nothing after a logout; or wholly in cookies.
 */
export async function expressApplication(settings: NodeProgramSettings, options: ExpressOptions): Promise<Served> {
  const { trouble } = settings;
  const application = express();
  application.disable('x-powered-by');
  if (trouble === 'fails') application.use((_request, response) => void response.status(500).send('Internal Server Error'));
  // Nobody answers, and the connection stays open.
  if (trouble === 'hangs') application.use(() => undefined);
  const beside: Server[] = [];
  if (trouble === 'certificate-expired') {
    const server = await startOutdatedTls(settings.address);
    beside.push(server.server);
    application.get('/', (_request, response) => response.redirect(server.url));
  }
  const store = sessionStore(trouble === 'forgets-sessions' ? 'forgets' : trouble === 'keeps-sessions' ? 'keeps' : undefined);
  if (options.hops === true) {
    const gateway = await startGateway(settings.address, `${settings.url}/enter`);
    beside.push(gateway.server);
    application.get('/', (request, response, next) =>
      request.headers.cookie?.includes('appSession') ? next() : response.redirect(gateway.url),
    );
  }
  if (options.told === 'front-channel') application.get('/front-channel-logout', hearsOfLogout(settings, store));
  application.use(oidc.auth(configurationOf(settings, options, store)));
  routes(application, settings, options);
  return { listener: application, beside };
}

type Configuration = NonNullable<Parameters<typeof oidc.auth>[0]>;

function configurationOf(settings: NodeProgramSettings, options: ExpressOptions, store: SessionStore): Configuration {
  return {
    issuerBaseURL: settings.issuer,
    baseURL: settings.url,
    clientID: settings.clientId,
    ...(settings.clientSecret === undefined ? {} : { clientSecret: settings.clientSecret }),
    secret: randomBytes(32).toString('hex'),
    authRequired: false,
    idpLogout: options.logout === 'provider',
    authorizationParams: {
      response_type: 'code',
      response_mode: 'query',
      scope: 'openid profile email',
      ...options.authorization,
    },
    routes: {
      callback: '/callback',
      postLogoutRedirect: '/signed-out',
      ...(hasOwnLogout(settings, options) ? { logout: false } : {}),
    },
    ...(options.session === 'cookie' ? {} : { session: { store } }),
    ...(options.told === 'back-channel' ? { backchannelLogout: { store: logoutStore() } } : {}),
  };
}

const hasOwnLogout = ({ trouble }: NodeProgramSettings, { logout, hops }: ExpressOptions): boolean =>
  hops === true || trouble === 'keeps-cookie' || !['provider', 'local'].includes(logout);

function routes(application: Express, settings: NodeProgramSettings, options: ExpressOptions): void {
  const { trouble } = settings;
  const pages = expressPages(options, trouble);
  const signedIn: RequestHandler = (request, response) => {
    const page = pages.signedIn(String(request.oidc.user?.['preferred_username'] ?? ''));
    // Without its end, and the connection stays open.
    if (trouble === 'never-ends') return void response.type('html').write(page.slice(0, page.indexOf('<body>')));
    response.status(trouble === 'error-in-layout' ? 500 : 200).send(page);
  };
  const forLoggedIn = (open: boolean): readonly RequestHandler[] => (open ? [signedIn] : [oidc.requiresAuth(), signedIn]);
  if (options.publicHome === false) {
    application.get('/', ...forLoggedIn(trouble === 'open'));
  } else {
    application.get('/', (request, response, next) =>
      request.oidc.isAuthenticated() || trouble === 'open' ? signedIn(request, response, next) : response.send(pages.home),
    );
  }
  // A password that is typed into the application's own form is not for it to have.
  application.post('/own-login', (_request, response) => response.status(401).send(pages.home));
  application.get('/enter', (_request, response) => response.redirect('/enter-further'));
  application.get('/enter-further', (_request, response) => void response.oidc.login({ returnTo: '/entered' }));
  application.get('/entered', (_request, response) => response.redirect('/'));
  application.get('/protected', ...forLoggedIn(trouble === 'open' || trouble === 'unprotected'));
  application.get('/signed-out', (_request, response) =>
    trouble === 'lands-elsewhere'
      ? response.redirect('/farewell')
      : trouble === 'comes-back'
        ? response.redirect('/')
        : response.status(trouble === 'farewell-fails' ? 500 : 200).send(pages.signedOut),
  );
  application.get('/farewell', (_request, response) => response.send(pages.signedOut));
  application.get('/leave', (_request, response) => void response.oidc.logout());
  application.get('/logout', (request, response) => {
    if (options.hops === true && options.logout === 'provider') return void response.send(pages.leaving);
    const hint = trouble === 'keeps-cookie' ? request.oidc.idToken : undefined;
    if (trouble !== 'keeps-cookie') Object.assign(request, { appSession: undefined });
    response.redirect(endSession(settings, options, hint));
  });
}

/** Keycloak's end-session address, asked for in one of the ways in which applications get it wrong. */
function endSession({ issuer, url, clientId }: NodeProgramSettings, { logout }: ExpressOptions, hint?: string): string {
  const landing = `${url}/signed-out`;
  const parameters: Record<string, string> =
    logout === 'legacy'
      ? { redirect_uri: landing }
      : {
          client_id: clientId,
          post_logout_redirect_uri: landing,
          ...(logout === 'wrong-hint' ? { id_token_hint: 'no.token.atall' } : hint === undefined ? {} : { id_token_hint: hint }),
        };
  return `${issuer}/protocol/openid-connect/logout?${new URLSearchParams(parameters).toString()}`;
}

/** OpenID Connect Front-Channel Logout 1.0: Keycloak opens this in a frame, and names the session that is over. */
function hearsOfLogout({ issuer }: NodeProgramSettings, store: SessionStore): RequestHandler {
  return (request, response) => {
    const { iss, sid } = request.query;
    if (iss !== issuer || typeof sid !== 'string') return void response.status(400).send('whose session is over?');
    store.forget(sid);
    response.set('cache-control', 'no-store').send('');
  };
}
