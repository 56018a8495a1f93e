/** Cuts a stream of bytes into raw lines, wherever the chunks begin and end. */
export interface LineSplitter {
  push(chunk: Buffer): void;
  /** The last line, if the stream did not end with a line end. */
  end(): void;
}

/** In bytes. What is longer is cut: such a line is no log record that a person would read. */
const LONGEST_LINE = 65_536;

/** `onLine` gets each line as its bytes, one character each: see `textOf`. */
export function createLineSplitter(onLine: (raw: string) => void): LineSplitter {
  let rest = '';
  const give = (line: string): void => onLine(line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line);
  return {
    push: (chunk) => {
      const block = chunk.toString('latin1');
      let start = 0;
      for (let end = block.indexOf('\n'); end !== -1; end = block.indexOf('\n', start)) {
        const line = block.slice(start, end);
        start = end + 1;
        if (rest === '') give(line);
        else {
          give(rest + line);
          rest = '';
        }
      }
      // One character more than a line may have, so that it is still seen as too long.
      if (start < block.length && rest.length <= LONGEST_LINE) rest = (rest + block.slice(start)).slice(0, LONGEST_LINE + 1);
    },
    end: () => {
      if (rest !== '') give(rest);
      rest = '';
    },
  };
}
