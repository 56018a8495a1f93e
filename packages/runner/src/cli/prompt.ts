import { createInterface } from 'node:readline';

/** Waits for a person at the terminal. */
export interface Prompt {
  /** Asks, and resolves with the next line. Where nobody is there to answer, it goes on. */
  readonly go: (question: string) => Promise<void>;
  readonly close: () => void;
}

/** Asks on `output` and reads lines from `input`; each line answers one question, and the end of the input all that are left. */
export function openPrompt(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Prompt {
  const lines = createInterface({ input });
  const waiting: (() => void)[] = [];
  let answered = 0;
  let ended = false;
  lines.on('line', () => {
    const next = waiting.shift();
    if (next) next();
    else answered += 1;
  });
  lines.on('close', () => {
    ended = true;
    for (const next of waiting.splice(0)) next();
  });
  return {
    go: async (question) => {
      output.write(`${question}\n`);
      if (answered > 0) answered -= 1;
      else if (!ended) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => lines.close(),
  };
}
