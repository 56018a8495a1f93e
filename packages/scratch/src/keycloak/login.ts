import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Question } from './ask.ts';
import type { KeycloakOnCopy } from './keycloak-on-copy.ts';
import { complaintOf, readLoginPage } from './login-page.ts';
import type { OwnUser } from './own-users.ts';

/** Whether something was possible; null where it could not be tried. If not, why not: mostly in the server's own words. */
export type Trial = { readonly ok: true; readonly why: null } | { readonly ok: false | null; readonly why: string };

export const succeeded: Trial = { ok: true, why: null };
export const failed = (why: string): Trial => ({ ok: false, why });
export const untried = (why: string): Trial => ({ ok: null, why });

/** A trial that nobody answered, or whose answer cannot be read, was none. */
export async function trial(signal: AbortSignal, attempt: () => Promise<Trial>): Promise<Trial> {
  try {
    return await attempt();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused) return failed(error.message);
    return untried(error instanceof Error ? error.message : String(error));
  }
}

type Asks = Pick<KeycloakOnCopy, 'ask'>;

/** Pages between the first one and the code. */
const MOST_PAGES = 5;

/** Clients that every realm is born with, and the page of the server that each of them is at. */
const clients = [
  { id: 'account-console', page: (realm: string) => `/realms/${realm}/account/` },
  { id: 'security-admin-console', page: (realm: string) => `/admin/${realm}/console/` },
] as const;

/** The realm's login page, as a browser gets it: that it renders, and asks for a name or a password. */
export async function loginPageRenders(keycloak: Asks, realm: string): Promise<Trial> {
  const { answer } = await openLoginPage(keycloak, realm);
  // To an identity provider, for example: a realm that has no page of its own.
  if (answer.status === 302 || answer.status === 303) return succeeded;
  const page = readLoginPage(answer.text);
  if (answer.status === 200 && page.kind === 'credentials') return succeeded;
  return failed(`${answer.status}: ${page.kind === 'other' ? page.says : 'a login page all the same'}`);
}

/**
 * Logs in as a browser does, to the authorization code. A realm that leaves the login to an identity provider, or that asks for more than a
 * name and a password (a one-time code, an action), works as it should: there it could not be tried.
 */
export async function logInOnPage(keycloak: Asks, { realm, username, password }: OwnUser): Promise<Trial> {
  const browser = await openLoginPage(keycloak, realm);
  let { answer } = browser;
  let gavePassword = false;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    if (answer.location !== undefined) return ledTo(answer.location);
    const page = readLoginPage(answer.text);
    if (answer.status >= 400)
      return failed(`${answer.status}: ${page.kind === 'other' ? page.says : (complaintOf(answer.text) ?? 'an error')}`);
    if (page.kind === 'other')
      return untried(`${gavePassword ? 'After the password, a' : 'A'} page asked for something else: ${page.says}`);
    if (gavePassword) return failed(complaintOf(answer.text) ?? 'The login page came again.');
    gavePassword = page.password;
    const fields = { ...(page.username ? { username } : {}), ...(page.password ? { password } : {}), credentialId: '' };
    answer = await browser.ask(pathOf(page.action), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }
  return untried(`There was no end after ${MOST_PAGES} pages.`);
}

function ledTo(location: string): Trial {
  const query = new URL(location, 'https://localhost').searchParams;
  if (query.has('code')) return succeeded;
  const [path = ''] = pathOf(location).split('?');
  const error = query.get('error');
  if (error !== null) return failed(`The login led to ${path} with the error ${error}.`);
  const action = query.get('execution');
  return untried(action === null ? `The login led to ${path}.` : `After the password, Keycloak asked for ${action}.`);
}

interface Browser {
  readonly answer: Answer;
  ask(path: string, question: Question): Promise<Answer>;
}

async function openLoginPage(keycloak: Asks, realm: string): Promise<Browser> {
  const base = `/realms/${encodeURIComponent(realm)}`;
  const issuer = await issuerOf(keycloak, base);
  // The server itself, as it is known to browsers.
  const server = issuer.slice(0, -base.length);
  const cookies = new Map<string, string>();
  const asked = async (path: string, question: Question): Promise<Answer> => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await keycloak.ask(path, { ...question, headers: { ...question.headers, ...(cookie === '' ? {} : { cookie }) } });
    for (const set of answer.cookies) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(set) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return answer;
  };
  const verifier = randomBytes(32).toString('base64url');
  let answer: Answer | undefined;
  for (const client of clients) {
    const query = new URLSearchParams({
      client_id: client.id,
      redirect_uri: `${server}${client.page(encodeURIComponent(realm))}`,
      response_type: 'code',
      scope: 'openid',
      state: randomBytes(8).toString('hex'),
      nonce: randomBytes(8).toString('hex'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    answer = await asked(`${base}/protocol/openid-connect/auth?${query.toString()}`, {});
    // A realm may have the one client closed; 400 says that it is not this one's page.
    if (answer.status !== 400 && answer.status !== 401 && answer.status !== 403) break;
  }
  if (answer === undefined) throw new Error('No client to log in to.');
  return { answer, ask: asked };
}

/** An answer that says no, as against none. */
class Refused extends Error {
  override readonly name = 'Refused';
}

async function issuerOf(keycloak: Asks, base: string): Promise<string> {
  const { status, text } = await keycloak.ask(`${base}/.well-known/openid-configuration`);
  if (status !== 200) throw new Refused(`Its discovery document: ${status}.`);
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null || !('issuer' in document) || typeof document.issuer !== 'string')
    throw new Error('Its discovery document names no issuer.');
  if (!document.issuer.endsWith(base)) throw new Error('Its issuer does not end with its realm.');
  return document.issuer;
}

/** The discovery document of a realm answers. */
export async function discoveryAnswers(keycloak: Asks, realm: string): Promise<Trial> {
  await issuerOf(keycloak, `/realms/${encodeURIComponent(realm)}`);
  return succeeded;
}

/** Path and query behind the server's own address and relative path, whatever the copy takes them for. */
function pathOf(address: string): string {
  const { pathname, search } = new URL(address, 'https://localhost');
  const realms = /\/(?:realms|admin)\/.*$/.exec(pathname)?.[0];
  return `${realms ?? pathname}${search}`;
}
