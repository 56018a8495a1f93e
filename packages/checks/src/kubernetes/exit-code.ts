const meanings: Readonly<Record<number, string>> = {
  0: 'ended by itself without an error',
  1: 'ended with an error',
  2: 'refused its options or configuration',
  126: 'its command cannot be executed',
  127: 'its command was not found',
};

const signals: Readonly<Record<number, string>> = {
  2: 'interrupted',
  6: 'aborted itself',
  9: 'killed (SIGKILL): by a probe that gave up, by the node, or for lack of memory',
  11: 'crashed (segmentation fault)',
  15: 'told to end (SIGTERM)',
};

/** What a container's exit code means, in words; codes above 128 are signals. */
export function exitCodeInWords(code: number): string {
  const meaning = meanings[code] ?? signals[code - 128] ?? (code > 128 && code <= 192 ? `ended by signal ${code - 128}` : undefined);
  return meaning === undefined ? `exit code ${code}` : `exit code ${code}: ${meaning}`;
}
