import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import type { ControlAnswer, ControlCommand, ControlHandlers, ControlRequest } from './protocol.ts';

/** Serves the daemon's commands at a Unix socket: a line of JSON in, a line of JSON out. Resolves to its end. */
export async function serveControl(socketFile: string, handlers: ControlHandlers): Promise<() => Promise<void>> {
  const open = new Set<Socket>();
  // A client half-closes when it has asked; the answer still goes to it.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).once('line', (line) => {
      void answer(line, handlers).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
    });
  });
  server.listen(socketFile);
  await once(server, 'listening');
  await chmod(socketFile, 0o600);
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroySoon();
    await closed;
  };
}

/** Never rejects: an error of a handler is the client's to know. */
export async function answer(line: string, handlers: ControlHandlers): Promise<ControlAnswer> {
  try {
    const request: unknown = JSON.parse(line);
    if (!isRequest(request, handlers)) return { ok: false, error: `unknown command: ${line.slice(0, 100)}` };
    return { ok: true, answer: await handle(request, handlers) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const handle = <C extends ControlCommand>(request: ControlRequest<C>, handlers: ControlHandlers): Promise<unknown> =>
  handlers[request.command](request.params);

function isRequest(value: unknown, handlers: ControlHandlers): value is ControlRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'command' in value &&
    typeof value.command === 'string' &&
    Object.hasOwn(handlers, value.command) &&
    'params' in value
  );
}
