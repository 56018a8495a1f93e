import type { Agent, IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { asGate } from '../as-gate.ts';
import { nodeHttp } from '../node-agent.ts';
import { failureOfAnswer, failureOfConnection, failureOfShape } from './api-failure.ts';
import type { Request } from './api-failure.ts';
import type { CredentialExpiry } from './credential-expiry.ts';

/** How to reach one API server as one user. */
export interface Connection {
  readonly server: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  /** When what is sent ends, where that is known: it says why a server refuses it. */
  readonly expiry?: CredentialExpiry;
}

/** The few reads that the gate needs. Every failure is thrown as an ApiFailure, named for what it is. */
export interface KubernetesApi {
  readonly namespace: string;
  /** One object, or undefined where it does not exist. `at` is the server's own clock. */
  get<T>(schema: z.ZodType<T>, kind: Kind, name: string): Promise<{ readonly value: T | undefined; readonly at: string | undefined }>;
  /** All objects of a kind in the namespace (nodes: in the cluster), read page by page. */
  list<T>(schema: z.ZodType<T>, kind: Kind): Promise<readonly T[]>;
  /** The answer to a request for a pod's log, whatever its status: its body is read by the caller. */
  log(pod: string, query: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  /** Whether the cluster knows the API group of a kind: what is not Kubernetes' own must be installed. */
  serves(kind: Kind): Promise<boolean>;
  /** False where the namespace does not exist; throws where the gate may not know. */
  namespaceExists(): Promise<boolean>;
  /** Whether the API would allow it, in the namespace or in the whole cluster; nothing is done. */
  may(
    right: { readonly verb: string; readonly group: string; readonly resource: string },
    scope: 'namespace' | 'cluster',
  ): Promise<boolean>;
}

export type Kind = keyof typeof kinds;
/** What the gate reads: the API group that it is in, that group's version, and whether it is in a namespace. */
export const kinds = {
  deployments: { group: 'apps', version: 'v1', scope: 'namespace' },
  statefulsets: { group: 'apps', version: 'v1', scope: 'namespace' },
  replicasets: { group: 'apps', version: 'v1', scope: 'namespace' },
  controllerrevisions: { group: 'apps', version: 'v1', scope: 'namespace' },
  pods: { group: '', version: 'v1', scope: 'namespace' },
  events: { group: '', version: 'v1', scope: 'namespace' },
  services: { group: '', version: 'v1', scope: 'namespace' },
  endpointslices: { group: 'discovery.k8s.io', version: 'v1', scope: 'namespace' },
  persistentvolumeclaims: { group: '', version: 'v1', scope: 'namespace' },
  poddisruptionbudgets: { group: 'policy', version: 'v1', scope: 'namespace' },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2', scope: 'namespace' },
  configmaps: { group: '', version: 'v1', scope: 'namespace' },
  ingresses: { group: 'networking.k8s.io', version: 'v1', scope: 'namespace' },
  nodes: { group: '', version: 'v1', scope: 'cluster' },
  cronjobs: { group: 'batch', version: 'v1', scope: 'namespace' },
  jobs: { group: 'batch', version: 'v1', scope: 'namespace' },
  // CloudNativePG's, and its plugin's for object stores.
  backups: { group: 'postgresql.cnpg.io', version: 'v1', scope: 'namespace' },
  clusters: { group: 'postgresql.cnpg.io', version: 'v1', scope: 'namespace' },
  objectstores: { group: 'barmancloud.cnpg.io', version: 'v1', scope: 'namespace' },
  // Of the CSI snapshot controller, which not every cluster has.
  volumesnapshots: { group: 'snapshot.storage.k8s.io', version: 'v1', scope: 'namespace' },
} as const;

const SECONDS = 8;
/** As often a request is sent that the server asks to send again. */
const TRIES = 4;
const PAGE = 2_000;
const LARGEST_BODY = 128 * 1024 * 1024;

const Review = z.object({ status: z.object({ allowed: z.boolean() }) });
const Groups = z.object({ groups: z.array(z.object({ name: z.string() })) });
const Page = z.object({ metadata: z.object({ continue: z.string().optional() }), items: z.array(z.unknown()) });

/** The API behind a connection. No call outlives the signal; none waits longer than eight seconds for an answer. */
export function kubernetesApi(connection: Connection, namespace: string, signal: AbortSignal): KubernetesApi {
  const path = (kind: Kind, rest = ''): string => {
    const { group, version, scope } = kinds[kind];
    const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    return `${base}${scope === 'cluster' ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${kind}${rest}`;
  };
  const request = (verb: 'get' | 'list', kind: Kind): Request => {
    const { group, scope } = kinds[kind];
    return { verb, group, resource: kind, ...(scope === 'cluster' ? {} : { namespace }) };
  };
  const ask = async (asked: Request, target: string, limit?: AbortSignal, posted?: string): Promise<IncomingMessage> => {
    const ends = AbortSignal.any([signal, ...(limit ? [limit] : [])]);
    for (let tries = 1; ; tries += 1) {
      const waited = AbortSignal.timeout(SECONDS * 1000);
      try {
        const answer = await send(connection, target, ends, waited, posted);
        const later = tries < TRIES ? askedToWait(answer) : undefined;
        if (later === undefined) return answer;
        answer.destroy();
        await pause(later, undefined, { signal: ends });
      } catch (error) {
        signal.throwIfAborted();
        const late = waited.aborted || limit?.aborted === true;
        throw failureOfConnection(asked, connection.server, late ? { code: 'TIMEOUT' } : error, SECONDS);
      }
    }
  };
  const json = async (
    asked: Request,
    target: string,
    posted?: object,
  ): Promise<{ status: number; body: unknown; at: string | undefined }> => {
    const limit = AbortSignal.timeout(SECONDS * 1000);
    const answer = await ask(asked, target, limit, posted && JSON.stringify(posted));
    const status = answer.statusCode ?? 0;
    const type = answer.headers['content-type'] ?? '';
    const text = await bodyOf(answer).catch((error: unknown) => {
      signal.throwIfAborted();
      throw failureOfConnection(asked, connection.server, limit.aborted ? { code: 'TIMEOUT' } : error, SECONDS);
    });
    const body = parseOrUndefined(text);
    // A namespace or an object that is not there is an answer of the API; a 404 page of a proxy is not.
    if (status === 404 && isStatus(body)) return { status, body: undefined, at: timeOf(answer) };
    if (status !== (posted ? 201 : 200) || body === undefined)
      throw failureOfAnswer(asked, status, type, text.slice(0, 4_000), connection.expiry);
    return { status, body, at: timeOf(answer) };
  };
  return {
    namespace,
    get: async (schema, kind, name) => {
      const asked: Request = { ...request('get', kind), name };
      const { body, at } = await json(asked, path(kind, `/${encodeURIComponent(name)}`));
      return { value: body === undefined ? undefined : checked(schema, body, asked), at };
    },
    list: async (schema, kind) => {
      const asked = request('list', kind);
      const items: unknown[] = [];
      let next: string | undefined;
      do {
        const query = new URLSearchParams({ limit: String(PAGE), ...(next === undefined ? {} : { continue: next }) });
        const { body } = await json(asked, `${path(kind)}?${query.toString()}`);
        const page = checked(Page, body, asked);
        items.push(...page.items);
        next = page.metadata.continue === '' ? undefined : page.metadata.continue;
      } while (next !== undefined);
      return checked(z.array(schema), items, asked);
    },
    log: async (pod, query) =>
      ask(
        { verb: 'get', group: '', resource: 'pods/log', namespace, name: pod },
        path('pods', `/${encodeURIComponent(pod)}/log?${new URLSearchParams(query).toString()}`),
      ),
    serves: async (kind) => {
      const asked: Request = { verb: 'list', group: '', resource: 'apis' };
      const { groups } = checked(Groups, (await json(asked, '/apis')).body, asked);
      return groups.some(({ name }) => name === kinds[kind].group);
    },
    namespaceExists: async () => {
      const asked: Request = { verb: 'get', group: '', resource: 'namespaces', namespace, name: namespace };
      return (await json(asked, `/api/v1/namespaces/${encodeURIComponent(namespace)}`)).body !== undefined;
    },
    may: async ({ verb, group, resource: whole }, scope) => {
      const [resource, subresource] = whole.split('/');
      const resourceAttributes = { verb, group, resource, subresource, ...(scope === 'namespace' ? { namespace } : {}) };
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
      const asked: Request = { verb: 'create', group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' };
      const { body } = await json(asked, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review);
      return checked(Review, body, asked).status.allowed;
    },
  };
}

function checked<T>(schema: z.ZodType<T>, body: unknown, asked: Request): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw failureOfShape(asked, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** Resolves with the answer's head. `signal` covers the body too; `waited` only the wait for the head. */
async function send(
  connection: Connection,
  target: string,
  signal: AbortSignal,
  waited: AbortSignal,
  posted?: string,
): Promise<IncomingMessage> {
  const url = new URL(`${connection.server.replace(/\/$/, '')}${target}`);
  const { http, https } = nodeHttp();
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: connection.agent,
      method: posted === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...asGate,
        ...(posted === undefined ? {} : { 'content-type': 'application/json' }),
        ...connection.headers,
      },
      signal,
    });
    const tooLate = (): void => {
      sent.destroy(Object.assign(new Error('no answer in time'), { code: 'TIMEOUT' }));
    };
    waited.addEventListener('abort', tooLate, { once: true });
    sent.once('response', (answer) => {
      waited.removeEventListener('abort', tooLate);
      resolve(answer);
    });
    sent.on('error', (error) => {
      waited.removeEventListener('abort', tooLate);
      reject(error);
    });
    sent.end(posted);
  });
}

/**
 * Milliseconds after which a server that is busy for the moment asks to be asked again, as it does of every client (Kubernetes'
 * "API Priority and Fairness"); undefined for any other answer.
 */
function askedToWait({ statusCode = 0, headers }: IncomingMessage): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return (statusCode === 429 || statusCode >= 500) && seconds >= 0 ? Math.min(seconds, 2) * 1000 : undefined;
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > LARGEST_BODY) throw new Error(`the answer is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it is instead of JSON is said by the caller, who knows the status and the type.
    return undefined;
  }
}

const isStatus = (body: unknown): boolean => typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'Status';

const timeOf = (answer: IncomingMessage): string | undefined => {
  const milliseconds = Date.parse(answer.headers.date ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
};
