import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { pathOf } from './objects.ts';
import type { Kind, ObjectsByKind } from './objects.ts';
import type { KubernetesApi, ListOptions } from './kubernetes-api.ts';

/** How a followed collection tells what happened. `listed` comes first and again after every gap in the watch. */
export interface Follower<T> {
  listed(items: readonly T[]): void;
  changed(object: T): void;
  deleted(object: T): void;
  /** An error that was survived: the collection is listed and watched again. */
  interrupted(error: unknown): void;
}

interface WatchLine<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** The server ends a watch after this time; an idle connection that died unnoticed is therefore no longer lost. */
const watchSeconds = 120;

/**
 * Lists a collection, then watches it, and starts again whenever the watch breaks (with a pause of 0.2 s up to 5 s when
 * that fails). Resolves only when the signal is aborted; never rejects.
 */
export async function follow<K extends Kind>(
  api: KubernetesApi,
  kind: K,
  options: ListOptions,
  follower: Follower<ObjectsByKind[K]>,
  signal: AbortSignal,
): Promise<void> {
  let pause = 200;
  while (!signal.aborted) {
    try {
      const list = await api.list(kind, options, signal);
      follower.listed(list.items);
      await watch(api, kind, options, list.resourceVersion, follower, signal);
      pause = 200;
    } catch (error) {
      if (signal.aborted) return;
      follower.interrupted(error);
      await delay(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(pause * 2, 5_000);
    }
  }
}

async function watch<K extends Kind>(
  api: KubernetesApi,
  kind: K,
  options: ListOptions,
  resourceVersion: string,
  follower: Follower<ObjectsByKind[K]>,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, ...query } = options;
  const clock = AbortSignal.timeout((watchSeconds + 30) * 1000);
  const response = await api.open({
    path: pathOf(kind, namespace === undefined ? {} : { namespace }),
    query: { ...query, watch: 'true', resourceVersion, timeoutSeconds: String(watchSeconds) },
    signal: AbortSignal.any([signal, clock]),
  });
  for await (const line of createInterface({ input: response })) {
    const event = JSON.parse(line) as WatchLine<ObjectsByKind[K]>;
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        follower.changed(event.object);
        break;
      case 'DELETED':
        follower.deleted(event.object);
        break;
      case 'BOOKMARK':
        break;
      case 'ERROR':
        throw new Error(`The watch on ${kind} was ended by the API server: ${line}`);
    }
  }
}
