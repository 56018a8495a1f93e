import { exitCodeInWords } from './exit-code.ts';
import type { Container, Pod } from './workload-evidence.ts';

type Condition = Pod['conditions'][number];

/** The status as `kubectl get pods` shows it, in words: what a container waits for counts for more than the phase. */
export function statusOf(pod: Pod): string {
  if (pod.deleting !== undefined) return 'Terminating';
  const waiting = pod.containers.map(({ state }) => (state?.kind === 'waiting' ? state.reason : '')).find((reason) => reason !== '');
  const main = pod.containers.filter(({ role }) => role === 'main');
  const ready = main.filter((container) => container.ready).length;
  if (pod.reason !== '' || waiting !== undefined) return pod.reason || (waiting ?? '');
  return pod.phase === 'Running' ? `Running, ${ready} of ${main.length} ready` : pod.phase;
}

/** A container's state, with since when, and what its exit code means. */
export function stateInWords(state: Container['state'], observedAt: string | undefined): string {
  if (!state) return 'not reported yet';
  switch (state.kind) {
    case 'running':
      return state.startedAt === undefined ? 'Running' : `Running since ${momentInWords(state.startedAt, observedAt)}`;
    case 'waiting':
      return ['Waiting', state.reason, state.message].filter((text) => text !== '').join(': ');
    case 'terminated':
      return lastStateInWords(state, observedAt);
  }
}

/** How a run ended: why, with which exit code, when, how long it took, and its last words. */
export function lastStateInWords(state: NonNullable<Container['state']>, observedAt: string | undefined): string {
  if (state.kind !== 'terminated') return stateInWords(state, observedAt);
  const { reason, exitCode, signal, message, startedAt, finishedAt } = state;
  const ended = `Ended: ${reason === '' ? '' : `${reason}, `}${exitCodeInWords(exitCode)}${signal === undefined || signal === 0 ? '' : `, signal ${signal}`}`;
  const at = finishedAt === undefined ? '' : `, at ${momentInWords(finishedAt, observedAt)}`;
  const ran = startedAt === undefined || finishedAt === undefined ? '' : `, after ${span(startedAt, finishedAt)}`;
  return `${ended}${at}${ran}${message.trim() === '' ? '' : `\n${message.trim()}`}`;
}

export function conditionInWords({ status, reason, message, since }: Condition, observedAt: string | undefined): string {
  const why = [reason, message].filter((text) => text !== '').join(': ');
  return `${status}${since === undefined ? '' : ` since ${momentInWords(since, observedAt)}`}${why === '' ? '' : `: ${why}`}`;
}

/** `app=keycloak, tier=web`, by key. */
export const pairs = (map: Readonly<Record<string, string>> | undefined, between = '='): string =>
  Object.entries(map ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}${between}${value}`)
    .join(', ');

/** A time of the API, and how long before the look that was. */
export const momentInWords = (at: string, observedAt: string | undefined): string =>
  observedAt === undefined || Number.isNaN(Date.parse(at)) ? at : `${at} (${ago(at, observedAt)})`;

/** How long before the look a time was, or after it; the time itself where that is not known. */
export function ago(at: string, observedAt: string | undefined): string {
  if (observedAt === undefined || Number.isNaN(Date.parse(at))) return at;
  return Date.parse(at) > Date.parse(observedAt) ? `in ${span(observedAt, at)}` : `${span(at, observedAt)} ago`;
}

/** The two largest units of a stretch of time, as `kubectl` rounds ages. */
function span(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  if (days === 0) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
