import { setTimeout as delay } from 'node:timers/promises';
import { controlOf } from '../daemon/control-client.ts';
import { removeAbandonedLock } from '../install/cache.ts';
import { cleanCrashedLab } from './clean.ts';
import { labFolder } from './folder.ts';
import { stepOf } from './progress.ts';
import type { LabProgress } from './progress.ts';
import { daemonLives, readState } from './state.ts';

export interface DownWanted {
  readonly name?: string;
  readonly signal?: AbortSignal;
  readonly progress?: LabProgress;
}

/** How long the daemon may take to end everything before it is ended, in ms. */
const patience = 45_000;

/** Ends a lab: afterwards there is no process and no file of it, the cache aside. One that is not there is no error. */
export async function down({ name, signal = new AbortController().signal, progress = () => undefined }: DownWanted = {}): Promise<void> {
  const folder = labFolder(name);
  const state = await readState(folder);
  await stepOf(progress, `Lab "${folder.name}": down`, async () => {
    if (state && (await daemonLives(state))) {
      if (state.phase === 'running') {
        await controlOf(folder.socket, signal)('down', {}).catch(() => {
          // A daemon that does not answer is asked in another way.
          process.kill(state.pid, 'SIGTERM');
        });
      } else process.kill(state.pid, 'SIGTERM');
      for (const deadline = Date.now() + patience; (await daemonLives(state)) && Date.now() < deadline;)
        await delay(50, undefined, { signal });
      if (await daemonLives(state)) process.kill(state.pid, 'SIGKILL');
    }
    await removeAbandonedLock(folder.lock);
    await cleanCrashedLab(folder);
  });
}
