import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { kubernetesCodes } from '@keycloak-release-gate/checks';
import type { z } from 'zod';

const SECONDS = 10;
const LARGEST_BODY = 8 * 1024 * 1024;

/** Where GitHub's REST API is, and as whom it is asked. */
export interface GitHub {
  readonly apiUrl: string;
  readonly token?: string;
}

/** Why the Deploy action's run could not be read. */
export const unreadable = (reason: string, remedy?: string): Gap =>
  gap(kubernetesCodes.DEPLOY_RUN_UNREADABLE, { subject: 'deploy', reason, ...(remedy === undefined ? {} : { remedy }) });

/**
 * One document of GitHub's REST API, checked against its schema; or why there is none, named for what it is. The token is never
 * part of a message. Nothing is followed to another host, and nothing waits longer than ten seconds.
 */
export async function readGitHub<T>(
  { apiUrl, token }: GitHub,
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<{ readonly value: T } | { readonly gap: Gap }> {
  const url = `${apiUrl.replace(/\/$/, '')}${path}`;
  const waited = AbortSignal.timeout(SECONDS * 1000);
  const failed = (reason: string, remedy?: string) => ({ gap: unreadable(`GET ${url}: ${reason}`, remedy) });
  try {
    const answer = await fetch(url, {
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'keycloak-release-gate',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      // A renamed repository answers 301; a token must not go wherever it points.
      redirect: 'manual',
      signal: AbortSignal.any([signal, waited]),
    });
    const text = await bounded(answer);
    const body = parseOrUndefined(text);
    if (body === undefined) return failed(...page(answer, text));
    if (answer.status !== 200) return failed(...refusal(answer, body, token !== undefined));
    const parsed = schema.safeParse(body);
    if (parsed.success) return { value: parsed.data };
    const issue = parsed.error.issues[0];
    return failed(`the answer is not what GitHub's API gives: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
  } catch (error) {
    signal.throwIfAborted();
    return failed(
      waited.aborted ? `no answer within ${SECONDS} s.` : `${wordsOf(error)}.`,
      "Check `deploy.github.apiUrl` and the network's way to it.",
    );
  }
}

type Failure = readonly [reason: string, remedy?: string];

/** What an answer in JSON other than 200 means. GitHub answers 404, not 403, where a token may not see a repository. */
function refusal(answer: Response, body: object, hasToken: boolean): Failure {
  const { status, headers } = answer;
  const message = 'message' in body && typeof body.message === 'string' ? body.message.slice(0, 300) : '';
  const said = `${status}${message === '' ? '' : `: ${message}`}`;
  if (status === 401) return [`the token is refused (${said}).`, 'The token in `deploy.github.token` is wrong or has expired: renew it.'];
  const retryAfter = headers.get('retry-after');
  if (status === 429 || (status === 403 && (headers.get('x-ratelimit-remaining') === '0' || retryAfter !== null))) {
    const reset = Number(headers.get('x-ratelimit-reset'));
    const until = retryAfter !== null ? ` for ${retryAfter} s` : reset > 0 ? ` until ${new Date(reset * 1000).toISOString()}` : '';
    return [
      `the rate limit is used up${until} (${said}).`,
      hasToken
        ? 'Wait until then.'
        : 'Wait until then, or give a token (`deploy.github.token`): without one, GitHub allows 60 requests an hour.',
    ];
  }
  if (status === 403) return [`the token has no right (${said}).`, 'Give the token the right to read actions (`actions: read`).'];
  if (status === 404)
    return [
      `there is no such thing, or ${hasToken ? 'the token' : 'who has no token'} may not see it (${said}).`,
      `Check repository, workflow and run${hasToken ? ', and that the token may read them (`actions: read`)' : '; a private repository needs `deploy.github.token`'}.`,
    ];
  if (status >= 300 && status < 400) return [`it has moved (${said}).`, 'The repository was renamed: correct `deploy.github.repository`.'];
  return [`${said}.`, "See https://www.githubstatus.com; run the gate again when it passes, or give the deploy's start: `--since <time>`."];
}

function page({ status, headers }: Response, text: string): Failure {
  const type = headers.get('content-type') ?? '';
  const what = /html/i.test(type) || /^\s*</.test(text) ? 'a web page' : type || 'a body without a type';
  return [
    `${status} with ${what} instead of JSON.`,
    'A proxy or a login page answers for GitHub: correct `deploy.github.apiUrl`, or go around the proxy.',
  ];
}

async function bounded(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY) throw new Error(`the answer is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOrUndefined(text: string): object | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    // Not JSON, so not GitHub: the caller says what it is instead.
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  return cause instanceof Error ? cause.message : error.message;
}
