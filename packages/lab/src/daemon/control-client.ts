import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { LabError } from '../lab/lab-error.ts';
import type { ControlAnswer, ControlCommand, ControlCommands } from './protocol.ts';

/** Asks a lab's daemon for something, and resolves to its answer. */
export type Control = <C extends ControlCommand>(command: C, params: ControlCommands[C]['params']) => Promise<ControlCommands[C]['answer']>;

/** Longer than any command takes, in ms. */
const answerWithin = 60_000;

/** The way to the daemon behind a socket. Its refusals, and its absence, reject with LabError. */
export const controlOf = (socketFile: string, signal: AbortSignal): Control => {
  return async (command, params) => {
    const answer = await exchange(socketFile, JSON.stringify({ command, params }), signal);
    if (!answer.ok) throw new LabError(`The lab could not do "${command}": ${answer.error}`, 'Its daemon.log says more.');
    // The daemon is of the same version, and its handlers are typed by the same table.
    return answer.answer as ControlCommands[typeof command]['answer'];
  };
};

async function exchange(socketFile: string, line: string, signal: AbortSignal): Promise<ControlAnswer> {
  const socket = connect(socketFile);
  const until = AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]);
  const onAbort = (): void => void socket.destroy(until.reason instanceof Error ? until.reason : new Error('aborted'));
  until.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    socket.end(`${line}\n`);
    return JSON.parse(await text(socket)) as ControlAnswer;
  } catch (error) {
    signal.throwIfAborted();
    throw new LabError(`The lab's daemon does not answer at ${socketFile}.`, 'Bring the lab down and up again.', { cause: error });
  } finally {
    until.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}
