import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startRecordedProcess } from '../processes/recorded-process.ts';
import type { RecordedProcess } from '../processes/recorded-process.ts';

/** A part of the control plane: its process and where it writes its log. */
export interface ComponentProcess extends RecordedProcess {
  readonly logFile: string;
}

/**
 * Starts one binary of the control plane, in `dir`, with its log in `<dir>/<name>.log`. It gets an environment of its
 * own: a proxy of the user's shell must not come between the parts.
 */
export async function startComponent(dir: string, binaries: string, name: string, args: readonly string[]): Promise<ComponentProcess> {
  const logFile = join(dir, `${name}.log`);
  const log = await open(logFile, 'a');
  try {
    const started = await startRecordedProcess({
      name,
      file: join(binaries, name),
      args,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: dir, TMPDIR: dir },
      cwd: dir,
      stdio: ['ignore', log.fd, log.fd],
      records: join(dir, 'processes'),
    });
    return { ...started, logFile };
  } finally {
    await log.close();
  }
}

/** The last part of a component's log, for an error's message. */
export async function logTail(logFile: string, bytes = 2000): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(logFile, 'r');
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, Math.max(0, size - bytes));
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle?.close();
  }
}

/** A port that is free now. Somebody may take it before it is used: who uses it tries again with another. */
export function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free port on 127.0.0.1.'));
        else resolve(address.port);
      });
    });
  });
}
