import type { State } from './workload-evidence.ts';

type End = Extract<State, { kind: 'terminated' }>;

const meanings: Readonly<Record<number, string>> = {
  0: 'no error',
  1: 'an error',
  2: 'options or configuration refused',
  126: 'the command cannot be executed',
  127: 'the command was not found',
  128: 'it could not be started',
};

const signals: Readonly<Record<number, string>> = {
  2: 'interrupted',
  6: 'it aborted itself',
  9: 'killed: by a probe that gave up, by the node, or for lack of memory',
  11: 'it crashed with a segmentation fault',
  15: 'told to end',
};

/** What a container's exit code means, in words; codes above 128 are signals. */
export function exitCodeInWords(code: number): string {
  const signal = code > 128 && code <= 192 ? code - 128 : undefined;
  const meaning = meanings[code] ?? (signal === undefined ? undefined : signalInWords(signal));
  return meaning === undefined ? `exit code ${code}` : `exit code ${code} (${meaning})`;
}

/** How a run of a container ended, as a clause: `ended with exit code 1 (an error), saying: …`. */
export function endInWords({ exitCode, signal, reason, message }: End): string {
  // A runtime that tells the signal apart may leave the exit code at zero.
  const how = signal === undefined || exitCode > 128 ? exitCodeInWords(exitCode) : `signal ${signal} (${signalInWords(signal)})`;
  const known = reason === '' || reason === 'Error' || reason === 'Completed';
  const said = message.trim();
  return `ended with ${how}${known ? '' : ` (${reason})`}${said === '' ? '' : `, saying: ${said}`}`;
}

const signalInWords = (signal: number): string => signals[signal] ?? `signal ${signal}`;
