/** Cuts a stream of bytes into lines, wherever the chunks begin and end. */
export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** The last line, if the stream did not end with a line end. */
  end(): void;
}

/** What is longer is cut: such a line is no log record that a person would read. */
const LONGEST_LINE = 65_536;

export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  // The byte-order mark of each stream is kept out by the decoder; one in the middle is left to the reader of the line.
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  const take = (text: string): void => {
    let start = 0;
    for (let end = text.indexOf('\n', start); end !== -1; end = text.indexOf('\n', start)) {
      const line = start === 0 && rest !== '' ? rest + text.slice(0, end) : text.slice(start, end);
      rest = '';
      onLine(line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line);
      start = end + 1;
    }
    // One character more than a line may have, so that it is still seen as too long.
    if (rest.length <= LONGEST_LINE) rest = (rest + text.slice(start)).slice(0, LONGEST_LINE + 1);
  };
  return {
    push: (chunk) => take(decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (rest !== '') onLine(rest.length > LONGEST_LINE ? rest.slice(0, LONGEST_LINE) : rest);
      rest = '';
    },
  };
}
