import type { KeycloakOnCopy } from './keycloak-on-copy.ts';
import { failed, succeeded, trial, untried } from './login.ts';
import type { Trial } from './login.ts';
import type { OwnUser } from './own-users.ts';

/** A request below `/admin`: an answer of 400 or more is a failed trial with the server's own words. */
export type AdminRequest = (
  path: string,
  request?: { readonly method?: string; readonly body?: unknown },
) => Promise<Trial & { readonly answer?: unknown }>;

/** The admin API of a Keycloak on a copy, for an administrator who has just tried to log in. */
export interface Administration {
  readonly loggedIn: Trial;
  /** Tries what only an administrator can; not tried where none could log in. */
  asAdministrator(use: (request: AdminRequest) => Promise<Trial>): Promise<Trial>;
}

/** Logs the administrator in with the password, by the command-line client. */
export async function administrate(
  keycloak: Pick<KeycloakOnCopy, 'ask'>,
  { realm, username, password }: OwnUser,
  signal: AbortSignal,
): Promise<Administration> {
  const token = async (): Promise<string | Trial> => {
    const { status, text } = await keycloak.ask(`/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password }).toString(),
    });
    const answer = parsed(text);
    const value = member(answer, 'access_token');
    if (status === 200 && value !== undefined) return value;
    const why = `${status} ${wordsOf(answer)}`.trim();
    // Whoever hardens `master` closes this way in, or asks for more: that is no fault.
    return /direct access grants|not fully set up/i.test(why) ? untried(why) : failed(why);
  };
  const request: AdminRequest = async (path, { method = 'GET', body } = {}) => {
    // A token lives for a minute, and what is asked here may take as long.
    const bearer = await token();
    if (typeof bearer !== 'string') return bearer;
    const { status, text } = await keycloak.ask(`/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = parsed(text);
    return status < 400 ? { ...succeeded, answer } : failed(`${status} ${wordsOf(answer)}`.trim());
  };
  const loggedIn = await trial(signal, async () => {
    const first = await token();
    return typeof first === 'string' ? succeeded : first;
  });
  return {
    loggedIn,
    asAdministrator: (use) =>
      trial(signal, async () => {
        if (loggedIn.ok !== true) return untried('It was not tried: the administrator could not log in.');
        // Nothing of the answer is kept.
        const { ok, why } = await use(request);
        return ok === true ? succeeded : { ok, why };
      }),
  };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}

/** Keycloak's words for a refusal. They name what is asked for, never what somebody has. */
const wordsOf = (answer: unknown): string =>
  (member(answer, 'error_description') ?? member(answer, 'errorMessage') ?? member(answer, 'error') ?? '').slice(0, 200);
