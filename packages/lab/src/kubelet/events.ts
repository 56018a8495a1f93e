import { setTimeout as delay } from 'node:timers/promises';
import { isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { ObjectReference } from '../kubernetes-api/objects.ts';
import { rfc3339 } from './go-text.ts';

export interface EventRecorder {
  /** Records an event, in order, without waiting; the same event again only raises its count. */
  record(about: ObjectReference, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Resolves when all that was recorded so far is written or was given up. */
  written(): Promise<void>;
}

interface Known {
  readonly name: string;
  readonly first: string;
  count: number;
}

/** As many unwritten events a kubelet keeps; what comes while the API is away longer is lost, and told so. */
const queueLimit = 1000;
const attempts = 12;

/** Events as a kubelet writes them: source `kubelet` on `nodeName`, aggregated by object, type, reason and message. */
export function recordEvents(
  api: KubernetesApi,
  nodeName: string,
  complain: (what: string, error: unknown) => void,
  signal: AbortSignal,
): EventRecorder {
  const known = new Map<string, Known>();
  let queue = Promise.resolve();
  let waiting = 0;

  async function write(about: ObjectReference, type: 'Normal' | 'Warning', reason: string, message: string, at: Date): Promise<void> {
    const key = JSON.stringify([about.uid, about.kind, about.fieldPath, type, reason, message]);
    // Events of a node live in the namespace `default`.
    const namespace = about.namespace ?? 'default';
    const now = rfc3339(at);
    const before = known.get(key);
    if (before !== undefined) {
      try {
        before.count += 1;
        const patch = { count: before.count, lastTimestamp: now };
        await api.patch('Event', { name: before.name, namespace }, patch, signal, { type: 'strategic' });
        return;
      } catch (error) {
        // Events live for an hour; an expired one is written anew.
        if (!isNotFound(error)) throw error;
      }
    }
    const name = `${about.name}.${(BigInt(at.getTime()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n)).toString(16)}`;
    const first = before?.first ?? now;
    const count = before?.count ?? 1;
    await api.create(
      'Event',
      {
        metadata: { name, namespace },
        involvedObject: about,
        type,
        reason,
        message,
        source: { component: 'kubelet', host: nodeName },
        reportingComponent: 'kubelet',
        reportingInstance: nodeName,
        firstTimestamp: first,
        lastTimestamp: now,
        count,
      },
      signal,
    );
    known.set(key, { name, first, count });
  }

  return {
    record(about, type, reason, message) {
      if (waiting >= queueLimit) {
        complain(`event ${reason} of ${about.name} is lost`, new Error(`${queueLimit} events wait already`));
        return;
      }
      waiting += 1;
      const at = new Date();
      queue = queue.then(async () => {
        try {
          for (let attempt = 1; !signal.aborted; attempt += 1) {
            try {
              await write(about, type, reason, message, at);
              return;
            } catch (error) {
              if (attempt === attempts || isFinal(error)) {
                complain(`event ${reason} of ${about.name} is lost`, error);
                return;
              }
              await delay(500, undefined, { signal }).catch(() => undefined);
            }
          }
        } finally {
          waiting -= 1;
        }
      });
    },
    written: () => queue,
  };
}

/** A refusal that a second attempt would get again, such as for a namespace that is being deleted. */
const isFinal = (error: unknown): boolean =>
  error instanceof Error &&
  'status' in error &&
  typeof error.status === 'number' &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== 429;
