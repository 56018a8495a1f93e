import type { Emit, RunEvent } from '../collect/events.ts';

/** Milliseconds of a long look after which it is told again how far it is. */
const longSilence = 15_000;

/** One line for each thing worth telling: for CI logs and pipes. */
export function plainProgress(write: (line: string) => void): Emit {
  let told = '';
  let moved = Date.now();
  return (event) => {
    if (event.type === 'look-progress') {
      if (Date.now() - moved < longSilence) return;
      moved = Date.now();
    }
    const line = lineOf(event);
    if (line === undefined || line === told) return;
    told = line;
    write(line);
  };
}

export function headline(event: Extract<RunEvent, { type: 'run-started' }>): string {
  return `verify ${event.suite} on ${event.environment}${event.release === undefined ? '' : `, release ${event.release}`} (${event.chosen}): ${event.checks} checks, ${event.looks} looks`;
}

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run-started':
      return headline(event);
    case 'phase':
      return `· ${event.phase}`;
    case 'look-waiting':
      return `  waiting for ${event.for}: ${event.look}`;
    case 'look-progress':
      return `  … ${event.done}`;
    case 'look-finished':
      // Settling looks are told by what they wait for, not one by one.
      return event.round > 0 && event.gaps.length === 0
        ? undefined
        : `  ${event.gaps.length > 0 ? '?' : '✓'} ${event.look} (${event.milliseconds} ms)${event.gaps.map((gap) => `\n      ${gap.reason}`).join('')}`;
    case 'look-skipped':
      return `  - ${event.look}: not looked at, because of ${event.because}`;
    case 'settling':
      return event.pending.length === 0
        ? undefined
        : `  not yet: ${event.pending.map(({ check, why }) => `${check}: ${why}`).join('; ')} (${event.secondsLeft} s left)`;
    case 'look-started':
    case 'attached':
    case 'run-finished':
      return undefined;
  }
}
