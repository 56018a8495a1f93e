import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import express from 'express';
import type { NodeProgramSettings } from './node-process.ts';
import { page } from './page.ts';

/** A single-page application: a page, and Keycloak's own library for browsers. Nothing of a session is on this server. */
export function singlePageApplication(settings: NodeProgramSettings): Express {
  const library = fileURLToPath(import.meta.resolve('keycloak-js'));
  const { url, realm } = placeOf(settings.issuer);
  const html = page('Single page', body);
  const script = scriptFor(JSON.stringify({ url, realm, clientId: settings.clientId }));
  const application = express();
  application.disable('x-powered-by');
  application.get('/keycloak.js', (_request, response) => response.type('text/javascript').sendFile(library, { dotfiles: 'allow' }));
  application.get('/application.js', (_request, response) => void response.type('text/javascript').send(script));
  application.get('/', (_request, response) => void response.send(html));
  return application;
}

const body = `<p id="signed-in" hidden>You are <b id="user"></b>. <button id="log-out">Log out</button></p>
<p id="signed-out" hidden><button id="log-in">Log in</button></p>
<p id="failure" hidden></p>
<script type="module" src="/application.js"></script>`;

const scriptFor = (configuration: string): string => `import Keycloak from '/keycloak.js';

const show = (id) => { document.getElementById(id).hidden = false; };
const keycloak = new Keycloak(${configuration});
document.getElementById('log-in').addEventListener('click', () => keycloak.login({ redirectUri: location.origin + '/' }));
// As some libraries do: the page forgets the user first, and leaves when all else is done.
document.getElementById('log-out').addEventListener('click', () => {
  document.getElementById('signed-in').hidden = true;
  setTimeout(() => keycloak.logout({ redirectUri: location.origin + '/' }), 700);
});
try {
  const authenticated = await keycloak.init({ onLoad: 'check-sso', checkLoginIframe: false, pkceMethod: 'S256', redirectUri: location.origin + '/' });
  if (authenticated) {
    document.getElementById('user').textContent = keycloak.tokenParsed.preferred_username;
    show('signed-in');
  } else {
    show('signed-out');
  }
} catch (error) {
  document.getElementById('failure').textContent = 'Could not reach the login: ' + (error?.error ?? error?.message ?? 'unknown');
  show('failure');
}
`;

/** An issuer in the parts that keycloak-js takes. */
function placeOf(issuer: string): { readonly url: string; readonly realm: string } {
  const match = /^(?<url>.+)\/realms\/(?<realm>[^/]+)$/.exec(issuer)?.groups;
  if (match?.['url'] === undefined || match['realm'] === undefined) throw new Error(`${issuer} is not the issuer of a Keycloak realm.`);
  return { url: match['url'], realm: decodeURIComponent(match['realm']) };
}
