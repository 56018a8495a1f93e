import type { Message } from './log-summary.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';

/** One message, over all pods and runs in which it was logged. */
export interface MessageGroup extends Message {
  readonly pods: readonly string[];
}

/** The messages of the chosen runs by fingerprint: errors first, then by fingerprint. */
export function groupMessages(logs: PodLogs, chosen: (run: Run, pod: LoggedPod) => boolean): readonly MessageGroup[] {
  const groups = new Map<string, MessageGroup>();
  for (const pod of logs.pods)
    for (const run of pod.runs.filter((each) => chosen(each, pod)))
      for (const message of run.log.messages) {
        const known = groups.get(message.fingerprint);
        groups.set(message.fingerprint, known ? join(known, message, pod.name) : { ...message, pods: [pod.name] });
      }
  return [...groups.values()].toSorted((a, b) => compare(a.level, b.level) || compare(a.fingerprint, b.fingerprint));
}

function join(known: MessageGroup, message: Message, pod: string): MessageGroup {
  const first = [known.first, message.first].filter((time) => time !== undefined).toSorted()[0];
  const last = [known.last, message.last]
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);
  return {
    ...known,
    count: known.count + message.count,
    pods: known.pods.includes(pod) ? known.pods : [...known.pods, pod].toSorted(compare),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    // The same one whichever pod comes first.
    excerpt: compare(known.excerpt, message.excerpt) <= 0 ? known.excerpt : message.excerpt,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
