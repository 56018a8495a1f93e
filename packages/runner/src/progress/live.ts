import { styleText } from 'node:util';
import type { Emit } from '../collect/events.ts';
import { headline } from './plain.ts';

export interface LiveProgress {
  readonly emit: Emit;
  /** Removes the live lines: what follows is the report. */
  readonly stop: () => void;
}

/** A few lines at the bottom of a terminal, drawn anew: what runs, what waits and for what, and the time that is left. */
export function liveProgress(stream: NodeJS.WriteStream): LiveProgress {
  const running = new Map<string, number>();
  const progress = new Map<string, string>();
  const waiting = new Map<string, string>();
  let pending: readonly { readonly check: string; readonly why: string }[] = [];
  let deadline = Infinity;
  let phase = '';
  let done = 0;
  let drawn = 0;
  const erase = (): void => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = (): void => {
    const left = Math.max(0, Math.round((deadline - Date.now()) / 1000));
    const lines = [
      `${styleText('bold', phase)}  ${done} looks taken · ${left} s until the deadline`,
      ...[...running]
        .slice(0, 8)
        .map(
          ([look, since]) =>
            `  ${styleText('cyan', '●')} ${look} ${styleText('dim', `${((Date.now() - since) / 1000).toFixed(1)} s ${progress.get(look) ?? ''}`)}`,
        ),
      ...[...waiting].slice(0, 4).map(([look, resource]) => styleText('dim', `  ○ ${look} waits for ${resource}`)),
      ...pending.slice(0, 4).map(({ check, why }) => `  ${styleText('yellow', '…')} ${check}: ${why}`),
    ].map((line) => fit(line, stream.columns || 80));
    erase();
    stream.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, 200);
  const emit: Emit = (event) => {
    switch (event.type) {
      case 'run-started':
        deadline = Date.parse(event.deadline);
        stream.write(`${headline(event)}\n`);
        return;
      case 'phase':
        phase = event.phase;
        pending = [];
        return;
      case 'look-waiting':
        waiting.set(event.look, event.for);
        return;
      case 'look-started':
        waiting.delete(event.look);
        running.set(event.look, Date.now());
        return;
      case 'look-progress':
        progress.set(event.look, event.done);
        return;
      case 'look-finished':
        progress.delete(event.look);
        running.delete(event.look);
        done += 1;
        return;
      case 'settling':
        pending = event.pending;
        return;
      case 'attached':
      case 'look-skipped':
      case 'run-finished':
        return;
    }
  };
  return {
    emit,
    stop: () => {
      clearInterval(timer);
      erase();
    },
  };
}

/** Cuts to the terminal's width, not counting the colours; controls in names from outside never reach the terminal. */
function fit(line: string, width: number): string {
  let visible = 0;
  let fitted = '';
  for (const part of line.split(/(\x1b\[\d+m)/)) {
    if (/^\x1b\[\d+m$/.test(part)) fitted += part;
    else {
      const clean = part.replaceAll(/\p{Cc}/gu, ' ').slice(0, Math.max(0, width - 1 - visible));
      visible += clean.length;
      fitted += clean;
    }
  }
  return fitted;
}
