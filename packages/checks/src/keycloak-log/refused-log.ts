import { ApiFailure, failureOfAnswer } from '../kubernetes/api-failure.ts';
import type { Reading } from './pod-log-reader.ts';
import { GONE } from './pod-logs-evidence.ts';

/** What an answer that is no log means. Throws an ApiFailure where it says something about the API and not about this pod. */
export function refusedLog(status: number, contentType: string, text: string, namespace: string, pod: string): Reading {
  if (status === 400 && /previous terminated container .* not found/.test(text)) return { kind: 'absent', why: 'there was no run before' };
  if (status === 400 && /is waiting to start|container .* is not available|ContainerCreating|PodInitializing/.test(text))
    return { kind: 'absent', why: 'the container has not started yet' };
  if (status === 404 && text.includes('"kind":"Status"')) return { kind: 'absent', why: GONE };
  const failure = failureOfAnswer({ verb: 'get', group: '', resource: 'pods/log', namespace, name: pod }, status, contentType, text);
  // A kubelet that cannot be reached is a 500 of the API server: that says something about this pod, not about the API.
  if (status >= 500 && failure.gap.code === 'kubernetes/API_ERROR') return { kind: 'failed', why: failure.message };
  // So does a container's log that is no longer there, or a request that this node does not understand.
  if (status === 400 && failure.gap.code === 'kubernetes/API_ERROR') return { kind: 'failed', why: failure.message };
  throw new ApiFailure(failure.gap);
}

/** As much of a body as a refusal needs. */
export async function startOfBody(answer: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of answer) {
    if (Buffer.isBuffer(chunk)) text += chunk.toString('utf8');
    if (text.length > 4_000) break;
  }
  return text;
}
