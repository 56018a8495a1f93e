import type { SheetPlace } from './pod-sheet-marks.ts';
import { ago } from './pod-words.ts';
import type { Pod, WorkloadEvent } from './workload-evidence.ts';

/** More events of one pod nobody reads. */
const MOST = 30;

/** What Kubernetes reported of a pod, newest first: how often and when, by whom, and in which words. */
export function eventEntries(events: readonly WorkloadEvent[], pod: Pod, observedAt: string | undefined): SheetPlace[] {
  const section = 'Events';
  const places = events.slice(0, MOST).map((event): SheetPlace => {
    const { type, reason, message, container, component } = event;
    const about = [container === undefined ? '' : `container ${container}`, component === undefined ? '' : `by ${component}`];
    const said = [whenOf(event, observedAt), ...about].filter((text) => text !== '').join(', ');
    return {
      section,
      label: `${type} ${reason}`.trim(),
      value: `${said}: ${message}`,
      ...(container === undefined ? {} : { subject: `pod/${pod.name}/${container}` }),
      ...(type === 'Normal' && reason !== 'Killing' ? {} : { kind: 'event' as const, words: [reason, message] }),
    };
  });
  return events.length <= MOST ? places : [...places, { section, label: 'And', value: `${events.length - MOST} older events` }];
}

function whenOf({ count, first, last }: WorkloadEvent, observedAt: string | undefined): string {
  const times = count > 1 ? `${count} times${first === undefined ? '' : ` since ${ago(first, observedAt)}`}, the last ` : '';
  return `${times}${last === undefined ? 'at an unknown time' : ago(last, observedAt)}`;
}
