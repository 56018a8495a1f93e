/** Cuts a stream of bytes into raw lines, wherever the chunks begin and end. */
export interface LineSplitter {
  push(chunk: Buffer): void;
  /** The last line, if the stream did not end with a line end. */
  end(): void;
}

/** In bytes. What is longer is cut: such a line is no log record that a person would read. */
const LONGEST_LINE = 65_536;
const LINE_END = 0x0a;

/**
 * `glance` is asked about each line first, by where it is in these bytes; where it says true, the line is done with. `onLine` gets
 * the others as their bytes, one character each (see `textOf`).
 */
export function createLineSplitter(
  onLine: (raw: string) => void,
  glance: (bytes: Buffer, start: number, end: number) => boolean = () => false,
): LineSplitter {
  let rest: Buffer | undefined;
  const give = (bytes: Buffer, start: number, end: number): void => {
    const last = Math.min(end, start + LONGEST_LINE);
    if (!glance(bytes, start, last)) onLine(bytes.toString('latin1', start, last));
  };
  return {
    push: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
        if (rest) {
          const line = Buffer.concat([rest, chunk.subarray(start, end)]);
          rest = undefined;
          give(line, 0, line.length);
        } else give(chunk, start, end);
        start = end + 1;
      }
      if (start === chunk.length || (rest?.length ?? 0) >= LONGEST_LINE) return;
      // A copy, as it must not hold on to the whole chunk.
      rest = Buffer.concat([...(rest ? [rest] : []), chunk.subarray(start, start + LONGEST_LINE)]);
    },
    end: () => {
      const line = rest;
      rest = undefined;
      if (line) give(line, 0, line.length);
    },
  };
}
