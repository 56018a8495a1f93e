import { cleanLine } from '../../report/clean-text.ts';
import { writer } from '../../report/terminal-writer.ts';
import type { Terminal } from '../../report/terminal-writer.ts';
import type { PolicyProgress, ProgressStep } from './model.ts';

const marks = {
  done: ['✓', 'green'],
  failed: ['✗', 'red'],
  missing: ['○', 'yellow'],
  'not told': ['?', 'yellow'],
  'not needed': ['–', 'dim'],
  'not provable': ['–', 'dim'],
} as const;

/** How far a release is, for a terminal: the policy from top to bottom, then what happened, and what comes next. */
export function terminalProgress(progress: PolicyProgress, timeZone: string, terminal: Terminal): string {
  const { paint, text, line } = writer(terminal);
  const { release, steps, events, refused, next } = progress;
  const at = clock(timeZone);
  const sentences = [...new Set(steps.map(({ id }) => id))];
  const chapters = [...new Set(sentences.map((id) => id.split('/')[0] ?? ''))];
  // What several sentences wait for is told where it comes first.
  const told = new Set<string>();
  const isNew = (words: string): boolean => !told.has(words) && told.add(words).size > 0;
  const stepLines = (step: ProgressStep): string[] => {
    const [mark, tone] = marks[step.state];
    const what = [step.environment, step.part].flatMap((part) => part ?? []).join(', ');
    const when =
      step.evidence === undefined ? '' : ` · ${at(step.evidence.at)}${step.evidence.run === undefined ? '' : ` · ${step.evidence.run}`}`;
    const { next: todo } = step;
    return [
      line(4, cleanLine(`${what === '' ? '' : `${what}: `}${step.state}: ${step.because}${when}`), tone, `${mark} `),
      ...(todo === undefined || !isNew(`${step.environment} ${nextWords(todo)}`)
        ? []
        : [line(8, cleanLine(nextWords(todo)), undefined, '→ ')]),
    ];
  };
  return [
    paint('bold', text(`${release.id}: ${release.title}`)),
    text(`Keycloak ${release.keycloak.from} → ${release.keycloak.to}, ${release.status}; times are of ${timeZone}`),
    environmentMarks(progress),
    ...chapters.flatMap((chapter) => [
      '',
      paint('bold', text(chapter)),
      ...sentences
        .filter((id) => id.startsWith(`${chapter}/`))
        .flatMap((id) => {
          const own = steps.filter((step) => step.id === id);
          return [line(2, cleanLine(own[0]?.sentence ?? id)), ...own.flatMap(stepLines)];
        }),
    ]),
    '',
    paint('bold', 'What happened'),
    ...(events.length === 0 ? ['  nothing yet'] : []),
    ...events.map(({ at: when, what, environment, run, tone }) =>
      line(
        2,
        cleanLine(`${environment === undefined ? '' : `${environment}: `}${what}${run === undefined ? '' : ` (${run})`}`),
        tone === 'bad' ? 'red' : tone === 'good' ? 'green' : undefined,
        `${at(when)}  `,
      ),
    ),
    ...(refused.length === 0 ? [] : ['', ...refused.map((words) => line(0, cleanLine(words), 'red', '✗ not believed  '))]),
    '',
    ...(next?.next === undefined
      ? [paint('green', 'Nothing is left to do.')]
      : [
          line(
            0,
            cleanLine(`${next.environment === undefined ? '' : `${next.environment}: `}${nextWords(next.next)}`),
            undefined,
            'next  ',
          ),
        ]),
    '',
  ].join('\n');
}

const nextWords = ({ what, command, who }: NonNullable<ProgressStep['next']>): string =>
  `${what}${command === undefined ? '' : `: ${command}`}${who === undefined ? '' : ` (${who})`}`;

/** The environments in the order of the release, each with how far it is there. */
function environmentMarks({ release, steps }: PolicyProgress): string {
  const states = release.environments.map((id) => {
    const own = steps.filter(({ environment, id: sentence }) => environment === id && sentence.startsWith('upgrade/'));
    const state = own.some((step) => step.state === 'failed')
      ? '✗'
      : own.some((step) => step.state === 'not told')
        ? '?'
        : own.some((step) => step.state === 'missing')
          ? '○'
          : '✓';
    return `${state} ${id}`;
  });
  return states.join('   ');
}

/** One line for each release. */
export function terminalOverview(all: readonly PolicyProgress[], terminal: Terminal): string {
  const { paint, text } = writer(terminal);
  if (all.length === 0) return 'No release is open.\n';
  const widest = Math.max(...all.map(({ release }) => release.id.length));
  const tone = { 0: 'green', 1: 'red', 3: 'yellow' } as const;
  return all
    .map((progress) => {
      const { release, next, exitCode } = progress;
      const todo = next?.next === undefined ? 'nothing is left to do' : `next: ${next.next.command ?? next.next.what}`;
      return `${paint(tone[exitCode], text(release.id.padEnd(widest)))}  ${environmentMarks(progress)}   ${text(todo)}\n`;
    })
    .join('');
}

/** Writes a time (ISO 8601) as a clock in this zone shows it: `2026-11-23 21:40`. */
function clock(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => format.format(new Date(at));
}
