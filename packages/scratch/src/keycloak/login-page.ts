/** What a page of Keycloak asks for. */
export type LoginPage =
  | { readonly kind: 'credentials'; readonly action: string; readonly username: boolean; readonly password: boolean }
  /** A page that asks for something else, or says that something is wrong; with its own words. */
  | { readonly kind: 'other'; readonly says: string };

/** Characters of a page's own words that are told. */
const LONGEST = 160;

/**
 * Reads a page that Keycloak rendered: whatever the theme, its form goes to `login-actions/authenticate` and has the fields
 * `username` and `password`.
 */
export function readLoginPage(html: string): LoginPage {
  for (const [form = '', attributes = ''] of html.matchAll(/<form\b([^>]*)>[\s\S]*?<\/form>/gi)) {
    const action = unescaped(/\baction\s*=\s*"([^"]*)"/i.exec(attributes)?.[1] ?? '');
    if (!action.includes('/login-actions/authenticate')) continue;
    const fields = new Set(Array.from(form.matchAll(/<input\b[^>]*\bname\s*=\s*"([^"]*)"/gi), ([, name]) => name));
    if (fields.has('username') || fields.has('password'))
      return { kind: 'credentials', action, username: fields.has('username'), password: fields.has('password') };
  }
  return { kind: 'other', says: wordsOf(html) };
}

/** What a page says is wrong with what was typed; undefined where it says nothing. */
export function complaintOf(html: string): string | undefined {
  const said =
    /id="input-error[^"]*"[^>]*>([\s\S]*?)<\/(?:span|div)>/i.exec(html)?.[1] ??
    /class="[^"]*(?:kc-feedback-text|pf-v5-c-alert__title|alert-error)[^"]*"[^>]*>([\s\S]*?)<\/(?:span|h4|div)>/i.exec(html)?.[1];
  const words = said === undefined ? '' : plain(said);
  return words === '' ? undefined : words;
}

/** The page's message, else its title. */
function wordsOf(html: string): string {
  const message = /id="kc-error-message"[^>]*>([\s\S]*?)<\/div>/i.exec(html)?.[1];
  const heading = /id="kc-page-title"[^>]*>([\s\S]*?)<\/h1>/i.exec(html)?.[1];
  const title = /<title>([\s\S]*?)<\/title>/i.exec(html)?.[1];
  for (const part of [message, heading, title]) {
    const words = part === undefined ? '' : plain(part);
    if (words !== '') return words;
  }
  return plain(html);
}

const plain = (html: string): string =>
  unescaped(html.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", nbsp: ' ' };

const unescaped = (text: string): string => text.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
