/** Where lines go: a terminal, or the log of a CI job. */
export type Told = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

/** Tells a person how a long work goes. */
export interface LongWork {
  /** A line that stays. */
  line(text: string): void;
  /** What moves: on a terminal one line that is written anew, elsewhere a line now and then. */
  moving(text: string): void;
  /** Leaves nothing of what moved. */
  end(): void;
}

/** Milliseconds between two drawings on a terminal, and between two lines elsewhere. */
const every = { terminal: 100, log: 15_000 } as const;

export function longWork(stream: Told, now: () => number = Date.now): LongWork {
  const terminal = stream.isTTY === true;
  let last = now();
  let drawn = false;
  const erase = (): void => {
    if (drawn) stream.write('\r\x1b[2K');
    drawn = false;
  };
  return {
    end: erase,
    line(text) {
      erase();
      last = now();
      stream.write(`  ${text}\n`);
    },
    moving(text) {
      if (text === '' || now() - last < (terminal ? every.terminal : every.log)) return;
      last = now();
      if (!terminal) {
        stream.write(`  … ${text}\n`);
        return;
      }
      erase();
      // Names come from outside: no control of theirs reaches the terminal, and no line breaks.
      stream.write(`  … ${text.replaceAll(/\p{Cc}/gu, ' ')}`.slice(0, (stream.columns ?? 80) - 1));
      drawn = true;
    },
  };
}
