import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { apiVersionOf, pathOf } from './objects.ts';
import type { Kind, KubernetesObject, ObjectName, ObjectsByKind } from './objects.ts';

/** Where an API server is and how to be let in. */
export interface KubernetesAccess {
  readonly server: string;
  readonly caFile: string;
  readonly token: string;
}

/** A refusal by the API server; `reason` is Kubernetes' own word for it (NotFound, Conflict, Forbidden…). */
class KubernetesApiError extends Error {
  override readonly name = 'KubernetesApiError';
  readonly status: number;
  readonly reason: string;
  constructor(request: string, status: number, reason: string, message: string) {
    super(`${request}: ${status} ${reason}: ${message}`);
    this.status = status;
    this.reason = reason;
  }
}

/** True for the refusal that says that an object does not exist. */
export const isNotFound = (error: unknown): boolean => error instanceof KubernetesApiError && error.status === 404;

/** True for the refusal of a request that makes no sense, or not yet: the log of a container that waits to start. */
export const isBadRequest = (error: unknown): boolean => error instanceof KubernetesApiError && error.status === 400;
/** True for the refusal that says that an object exists already, or changed meanwhile. */
export const isConflict = (error: unknown): boolean => error instanceof KubernetesApiError && error.status === 409;

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ObjectList<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

export interface PatchOptions {
  readonly type?: 'merge' | 'strategic' | 'json';
  readonly subresource?: 'status' | 'scale' | 'ephemeralcontainers';
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly uid?: string;
}

export interface RawRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly contentType?: string;
  readonly signal: AbortSignal;
}

/** A typed client of one API server, for one user. All calls reject with KubernetesApiError when the server refuses. */
export interface KubernetesApi {
  readonly server: string;
  get<K extends Kind>(kind: K, name: ObjectName, signal: AbortSignal): Promise<ObjectsByKind[K]>;
  /** Like `get`, but undefined where there is no such object. */
  find<K extends Kind>(kind: K, name: ObjectName, signal: AbortSignal): Promise<ObjectsByKind[K] | undefined>;
  list<K extends Kind>(kind: K, options: ListOptions, signal: AbortSignal): Promise<ObjectList<ObjectsByKind[K]>>;
  create<K extends Kind>(kind: K, object: ObjectsByKind[K], signal: AbortSignal): Promise<ObjectsByKind[K]>;
  replace<K extends Kind>(kind: K, object: ObjectsByKind[K], signal: AbortSignal): Promise<ObjectsByKind[K]>;
  patch<K extends Kind>(kind: K, name: ObjectName, patch: object, signal: AbortSignal, options?: PatchOptions): Promise<ObjectsByKind[K]>;
  /** Resolves when the server has accepted the deletion; an object that is gone already is no error. */
  delete(kind: Kind, name: ObjectName, signal: AbortSignal, options?: DeleteOptions): Promise<void>;
  /** The open response of any request with a status below 400; the caller consumes or destroys it. */
  open(request: RawRequest): Promise<IncomingMessage>;
  close(): void;
}

/** No answer within this time is an error; watches and logs, which stay open, start their own clock when answered. */
const answerWithin = 30_000;

const namedBy = (object: KubernetesObject): ObjectName => {
  const { name, namespace } = object.metadata ?? {};
  if (name === undefined) throw new Error('An object without metadata.name cannot be written to the API.');
  return namespace === undefined ? { name } : { name, namespace };
};

const withType = (kind: Kind, object: KubernetesObject): KubernetesObject => ({
  apiVersion: apiVersionOf(kind),
  kind,
  ...object,
});

async function refusal(request: string, response: IncomingMessage): Promise<KubernetesApiError> {
  const body = await text(response);
  const status = response.statusCode ?? 0;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed && typeof parsed.message === 'string') {
      const reason = 'reason' in parsed && typeof parsed.reason === 'string' ? parsed.reason : '';
      return new KubernetesApiError(request, status, reason, parsed.message);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return new KubernetesApiError(request, status, '', body.slice(0, 1000));
}

/**
 * Connects to an API server (the certificate authority's file is read once; no request is made yet).
 * Requests are retried by nobody: a caller that must survive failures says so itself.
 */
export async function connectKubernetes(access: KubernetesAccess, userAgent = 'verify-lab'): Promise<KubernetesApi> {
  const ca = await readFile(access.caFile);
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 64 });

  function open(request: RawRequest): Promise<IncomingMessage> {
    const url = new URL(request.path, access.server);
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const method = request.method ?? 'GET';
    const described = `${method} ${url.pathname}${url.search}`;
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(url, {
        method,
        agent,
        signal: request.signal,
        headers: {
          Authorization: `Bearer ${access.token}`,
          Accept: 'application/json, */*',
          'User-Agent': userAgent,
          ...(request.body === undefined
            ? {}
            : {
                'Content-Type': request.contentType ?? 'application/json',
                'Content-Length': Buffer.byteLength(request.body),
              }),
        },
      });
      const clock = setTimeout(() => {
        outgoing.destroy(new Error(`${described}: no answer from ${access.server} within ${answerWithin / 1000} s`));
      }, answerWithin);
      outgoing.on('response', (response) => {
        clearTimeout(clock);
        if ((response.statusCode ?? 0) < 400) resolve(response);
        else refusal(described, response).then(reject, reject);
      });
      outgoing.on('error', (error) => {
        clearTimeout(clock);
        reject(request.signal.aborted ? error : new Error(`${described}: ${error.message}`, { cause: error }));
      });
      outgoing.end(request.body);
    });
  }

  /** The one place where the server's JSON becomes typed: its shape is the API's promise for the path asked for. */
  async function call<T>(request: RawRequest): Promise<T> {
    return JSON.parse(await text(await open(request))) as T;
  }

  const write = <K extends Kind>(method: 'POST' | 'PUT', kind: K, object: ObjectsByKind[K], signal: AbortSignal) => {
    const { name, ...place } = namedBy(object);
    return call<ObjectsByKind[K]>({
      method,
      path: pathOf(kind, method === 'POST' ? place : { name, ...place }),
      body: JSON.stringify(withType(kind, object)),
      signal,
    });
  };

  const api: KubernetesApi = {
    server: access.server,
    open,
    get: (kind, name, signal) => call({ path: pathOf(kind, name), signal }),
    async find(kind, name, signal) {
      try {
        return await api.get(kind, name, signal);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async list<K extends Kind>(kind: K, options: ListOptions, signal: AbortSignal) {
      const { namespace, ...query } = options;
      const answer = await call<{
        readonly items: readonly ObjectsByKind[K][];
        readonly metadata: { readonly resourceVersion: string };
      }>({ path: pathOf(kind, namespace === undefined ? {} : { namespace }), query, signal });
      return { items: answer.items, resourceVersion: answer.metadata.resourceVersion };
    },
    create: (kind, object, signal) => write('POST', kind, object, signal),
    replace: (kind, object, signal) => write('PUT', kind, object, signal),
    patch: (kind, name, patch, signal, options = {}) =>
      call({
        method: 'PATCH',
        path: pathOf(kind, name, options.subresource),
        body: JSON.stringify(patch),
        contentType: {
          merge: 'application/merge-patch+json',
          strategic: 'application/strategic-merge-patch+json',
          json: 'application/json-patch+json',
        }[options.type ?? 'merge'],
        signal,
      }),
    async delete(kind, name, signal, options = {}) {
      const { uid, ...rest } = options;
      const body = JSON.stringify({ ...rest, ...(uid === undefined ? {} : { preconditions: { uid } }) });
      try {
        await text(await open({ method: 'DELETE', path: pathOf(kind, name), body, signal }));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    close: () => {
      agent.destroy();
    },
  };
  return api;
}
