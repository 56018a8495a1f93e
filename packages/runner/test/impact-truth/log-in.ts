import { createHash, randomBytes } from 'node:crypto';
import type { Representation } from './edited-realm.ts';
import type { Visited } from './behaviour.ts';

/** Clients that are logged in to, with the address by which it begins; a SAML client is asked at the provider. */
const begins: Readonly<Record<string, (url: string, client: Representation) => string>> = {
  portal: authorization,
  shop: authorization,
  'old-app': authorization,
  'signed-in-with-a-key': authorization,
  payments: authorization,
  'https://wiki.rich.example/metadata': (url) => `${url}/protocol/saml/clients/wiki`,
};

function authorization(url: string, { clientId, redirectUris }: Representation): string {
  const [redirect = ''] = (redirectUris as readonly string[]).toSorted();
  const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
  const query = new URLSearchParams({
    client_id: String(clientId),
    redirect_uri: redirect.replace('*', 'callback'),
    response_type: 'code',
    scope: 'openid',
    state: randomBytes(8).toString('hex'),
    nonce: randomBytes(8).toString('hex'),
    // Most clients do not ask for it; none minds.
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `${url}/protocol/openid-connect/auth?${query}`;
}

/** What a person meets who logs in: each page or redirect, told without what is drawn anew. */
export async function logIn(client: Representation, { url, user }: Visited): Promise<readonly string[] | undefined> {
  const begin = begins[String(client['clientId'])];
  if (!begin) return undefined;
  const cookies = new Map<string, string>();
  const seen: string[] = [];
  let page = await visit(begin(url, client), cookies);
  seen.push(told(page));
  // A name and a password may be asked for one after the other.
  for (let form = formIn(page); form !== undefined && seen.length < 4; form = formIn(page)) {
    page = await visit(form, cookies, new URLSearchParams({ username: user.username, password: user.password, credentialId: '' }));
    seen.push(told(page));
  }
  // Required actions are a page of their own behind a redirect.
  if (page.location?.startsWith(url) === true) seen.push(told(await visit(page.location, cookies)));
  return seen;
}

const formIn = ({ text }: Page): string | undefined =>
  /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');

interface Page {
  readonly status: number;
  readonly location?: string;
  readonly text: string;
}

async function visit(address: string, cookies: Map<string, string>, form?: URLSearchParams): Promise<Page> {
  const response = await fetch(address, {
    redirect: 'manual',
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form ? { method: 'POST', body: form } : {}),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  return { status: response.status, ...(location === null ? {} : { location }), text: await response.text() };
}

function told({ status, location, text }: Page): string {
  if (location !== undefined) {
    const { origin, pathname, searchParams } = new URL(location);
    const error = searchParams.get('error');
    return `${status} to ${origin}${pathname}${error === null ? '' : `: ${error} ${searchParams.get('error_description') ?? ''}`} with ${[...searchParams.keys()].toSorted().join(' ')}`;
  }
  const assertion = /name="SAMLResponse" value="([^"]+)"/i.exec(text)?.[1];
  if (assertion !== undefined) return `${status} assertion ${attributesIn(Buffer.from(assertion, 'base64').toString('utf8'))}`;
  const visible = text
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    // A page that sets up one-time codes shows a secret that is drawn for it.
    .replaceAll(/\b[A-Z2-7]{4}(?: [A-Z2-7]{4})+\b|\b[A-Z2-7]{16,}\b/g, '‹secret›');
  return `${status} ${visible}`;
}

const attributesIn = (assertion: string): string =>
  [...assertion.matchAll(/<saml:(?:NameID|Attribute)\b[\s\S]*?<\/saml:(?:NameID|Attribute)>/g)]
    .map(([attribute]) => attribute)
    .toSorted()
    .join('\n');
