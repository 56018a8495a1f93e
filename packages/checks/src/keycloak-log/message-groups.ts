import { compare } from '@keycloak-release-gate/core';
import type { Message } from './log-summary.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';

/** One message, over all pods and runs in which it was logged. */
export interface MessageGroup extends Message {
  readonly pods: readonly string[];
  readonly loggedIn: readonly { readonly pod: LoggedPod; readonly run: Run }[];
}

/** The messages of the chosen runs by fingerprint: errors first, then by fingerprint. */
export function groupMessages(logs: PodLogs, chosen: (run: Run, pod: LoggedPod) => boolean): readonly MessageGroup[] {
  const groups = new Map<string, MessageGroup>();
  for (const pod of logs.pods)
    for (const run of pod.runs.filter((each) => chosen(each, pod)))
      for (const message of run.log.messages) {
        const known = groups.get(message.fingerprint);
        const group: MessageGroup = { ...message, pods: [pod.name], loggedIn: [{ pod, run }] };
        groups.set(message.fingerprint, known ? join(known, group) : group);
      }
  return [...groups.values()].toSorted((a, b) => compare(a.level, b.level) || compare(a.fingerprint, b.fingerprint));
}

function join(known: MessageGroup, more: MessageGroup): MessageGroup {
  const first = [known.first, more.first].filter((time) => time !== undefined).toSorted()[0];
  const last = [known.last, more.last]
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);
  return {
    ...known,
    count: known.count + more.count,
    pods: [...new Set([...known.pods, ...more.pods])].toSorted(compare),
    loggedIn: [...known.loggedIn, ...more.loggedIn],
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    // The same one whichever pod comes first.
    excerpt: compare(known.excerpt, more.excerpt) <= 0 ? known.excerpt : more.excerpt,
  };
}
