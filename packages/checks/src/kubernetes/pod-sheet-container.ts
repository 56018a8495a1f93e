import type { SheetPlace } from './pod-sheet-marks.ts';
import { lastStateInWords, pairs, stateInWords } from './pod-words.ts';
import type { Container, Pod } from './workload-evidence.ts';

/** What a pod's page tells of one container: what it runs, how it does, and what was declared for it. */
export function containerEntries(container: Container, pod: Pod, observedAt: string | undefined): SheetPlace[] {
  const { image, imageID, state, last, ready, started, restarts, role, probes, limits, requests, ports } = container;
  const section = role === 'main' ? `Container ${container.name}` : `${capital(role)} container ${container.name}`;
  const subject = `pod/${pod.name}/${container.name}`;
  const entry = (label: string, value: string | undefined): SheetPlace[] =>
    value === undefined || value === '' ? [] : [{ section, label, value }];
  return [
    ...entry('Image', image),
    ...entry('Image ID', imageID),
    { section, label: 'State', value: stateInWords(state, observedAt), kind: 'state', subject, words: wordsOf(state) },
    ...(last
      ? [
          {
            section,
            label: 'Last state',
            value: lastStateInWords(last, observedAt),
            kind: 'last state' as const,
            subject,
            words: wordsOf(last),
          },
        ]
      : []),
    ...(role === 'ephemeral' ? [] : entry('Ready', ready ? 'yes' : 'no')),
    ...entry('Started', started === undefined ? undefined : started ? 'yes' : 'no'),
    { section, label: 'Restarts', value: String(restarts), kind: 'restarts', subject },
    ...entry('Ports', ports?.join(', ')),
    ...entry('Startup probe', probes?.startup),
    ...entry('Readiness probe', probes?.readiness),
    ...entry('Liveness probe', probes?.liveness),
    ...entry('Requests', pairs(requests, ' ')),
    ...entry('Limits', pairs(limits, ' ')),
  ];
}

/** What messages of findings repeat of a state; a run that goes well has nothing to repeat. */
const wordsOf = (state: Container['state']): string[] => (!state || state.kind === 'running' ? [] : [state.reason, state.message]);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
