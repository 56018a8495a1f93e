import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import express from 'express';
import oidc from 'express-openid-connect';
import type { ExpressOptions } from './catalogue.ts';
import type { NodeProgramSettings } from './node-process.ts';
import { escapeHtml, page } from './page.ts';

/**
 * An express application with express-openid-connect. Its sessions are kept on the server, so that an old cookie is
 * worth nothing after a logout.
 */
export function expressApplication(settings: NodeProgramSettings, options: ExpressOptions): Express {
  const application = express();
  application.disable('x-powered-by');
  application.use(
    oidc.auth({
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
      routes: { callback: '/callback', postLogoutRedirect: '/signed-out' },
      session: { store: memoryStore() },
    }),
  );
  const home = page('Home', '<p><a id="log-in" href="/login">Log in</a></p>');
  const signedIn: express.RequestHandler = (request, response) => {
    const name = escapeHtml(String(request.oidc.user?.['preferred_username'] ?? ''));
    response.send(page('Welcome', `<p>You are <b id="user">${name}</b>.</p>\n<p><a id="log-out" href="/logout">Log out</a></p>`));
  };
  if (options.publicHome) {
    application.get('/', (request, response, next) =>
      request.oidc.isAuthenticated() ? signedIn(request, response, next) : response.send(home),
    );
  } else {
    application.get('/', oidc.requiresAuth(), signedIn);
  }
  application.get('/protected', oidc.requiresAuth(), signedIn);
  application.get('/signed-out', (_request, response) => response.send(page('Signed out', '<p><a href="/">Home</a></p>')));
  return application;
}

type Store = NonNullable<NonNullable<Parameters<typeof oidc.auth>[0]>['session']>['store'];

/** Sessions in memory, with the interface of express-session's stores. */
function memoryStore(): NonNullable<Store> {
  const sessions = new Map<string, Parameters<NonNullable<Store>['set']>[1]>();
  return {
    get: (id, done) => done(null, sessions.get(id)),
    set: (id, session, done) => {
      sessions.set(id, session);
      done?.(null);
    },
    destroy: (id, done) => {
      sessions.delete(id);
      done?.(null);
    },
  };
}
