import { LabError } from '../lab/lab-error.ts';

/** Who administers Keycloak: a user of realm `master`. */
export interface Administrator {
  readonly username: string;
  readonly password: string;
}

/** A request to the admin API: `path` is what follows `/admin`. */
export type AdminRequest = (
  path: string,
  request?: { readonly method?: string; readonly body?: unknown; readonly signal?: AbortSignal },
) => Promise<unknown>;

/** No answer within this time, in ms, is an error: making a realm or a client with keys takes long on a busy machine. */
const answerWithin = 90_000;

/**
 * The admin API of the Keycloak at `baseUrl`, asked anew each time: a node may come and go. Answers are parsed JSON,
 * undefined where there is no body; a refusal rejects with LabError. Tokens live for a minute and are used for half.
 */
export function adminApi(
  baseUrl: () => Promise<string> | string,
  { username, password }: Administrator,
  signal: AbortSignal,
): AdminRequest {
  let token: { readonly value: string; readonly until: number } | undefined;

  async function authenticate(base: string, until: AbortSignal): Promise<string> {
    if (token && token.until > Date.now()) return token.value;
    const response = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password }),
      signal: until,
    });
    const answer: unknown = response.ok ? await response.json() : await refuse(response, 'the administrator’s token');
    if (typeof answer !== 'object' || answer === null || !('access_token' in answer) || typeof answer.access_token !== 'string') {
      throw new LabError(`Keycloak at ${base} answered the request for a token without one.`, 'Look into the log of its pods.');
    }
    token = { value: answer.access_token, until: Date.now() + 30_000 };
    return token.value;
  }

  return async (path, request = {}) => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(answerWithin), ...(request.signal ? [request.signal] : [])]);
    const base = await baseUrl();
    const bearer = await authenticate(base, until);
    const method = request.method ?? 'GET';
    const response = await fetch(`${base}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: until,
    });
    if (response.status === 401) token = undefined;
    if (!response.ok) return refuse(response, `${method} /admin${path}`);
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    return answer;
  };
}

async function refuse(response: Response, what: string): Promise<never> {
  const said = (await response.text()).slice(0, 500);
  throw new LabError(`Keycloak refused ${what}: ${response.status} ${said}`, 'Its log says more.');
}
