import { text } from 'node:stream/consumers';
import { isBadRequest } from '../kubernetes-api/kubernetes-api.ts';
import type { Lab } from '../lab/lab.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import { nameOf, pods, replacePods, startAfresh } from './workload.ts';

/** The names of the pods whose logs hold errors, with how many. */
export async function loggedErrors(lab: Lab, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  return matchingLines(lab, / ERROR +\[/, signal);
}

/** The names of the pods whose logs have lines that match, with how many. */
export async function matchingLines(lab: Lab, pattern: RegExp, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const pod of await pods(lab, signal)) {
    const path = `/api/v1/namespaces/${labNamespace}/pods/${nameOf(pod)}/log?container=${keycloakName}`;
    const log = await lab.kubernetes.open({ path, signal }).then(text, nothingYet);
    const lines = log.split('\n').filter((line) => pattern.test(line)).length;
    if (lines > 0) found.set(nameOf(pod), lines);
  }
  return found;
}

/** A container that waits to start has logged nothing, and the server says that it asks too early. */
function nothingYet(error: unknown): string {
  if (isBadRequest(error)) return '';
  throw error;
}

/** Errors stay in a log for as long as its pod lives: the pods that logged any are replaced by new ones. */
export async function replaceTroubledPods(lab: Lab, signal: AbortSignal): Promise<void> {
  const troubled = [...(await loggedErrors(lab, signal)).keys()];
  if (troubled.length === 0) return;
  if (troubled.length < (await pods(lab, signal)).length) await replacePods(lab, troubled, signal);
  else await startAfresh(lab, signal);
}
