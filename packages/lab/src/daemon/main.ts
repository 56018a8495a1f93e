import { labFolder, removeLabFolder } from '../lab/folder.ts';
import { processStart, writeState } from '../lab/state.ts';
import type { StartingState } from '../lab/state.ts';
import { serveControl } from './control-server.ts';
import type { DaemonMessage, DaemonOrder } from './order.ts';
import type { ControlHandlers } from './protocol.ts';
import { startLab } from './start-lab.ts';
import type { LabParts } from './start-lab.ts';

/*
 * The daemon of one lab: it owns every process of it, from `up` to `down`. Started with a channel to its parent, from
 * which it gets its order; a parent that is gone before the lab is up takes it along.
 */

const ends: (() => Promise<void>)[] = [];
const stopping = new AbortController();
let ending: Promise<void> | undefined;

function tell(message: DaemonMessage): void {
  if (process.connected) process.send?.(message);
}

/** Into daemon.log. */
function note(what: string, error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

/** Ends every part, the last that was started first, and removes the lab's folder. */
function end(folder: ReturnType<typeof labFolder>): Promise<void> {
  stopping.abort(new Error('The lab goes down.'));
  return (ending ??= (async () => {
    for (const each of ends.splice(0).toReversed()) {
      await each().catch((error: unknown) => note('While the lab went down', error));
    }
    await removeLabFolder(folder);
  })());
}

async function run(order: DaemonOrder): Promise<void> {
  const folder = labFolder(order.name);
  // What is still open then (a connection of somebody who asks) is nobody's any more.
  // oxlint-disable-next-line unicorn/no-process-exit
  const leave = (code: number): void => void end(folder).finally(() => process.exit(code));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => leave(0));
  let up = false;
  process.on('disconnect', () => {
    if (!up) leave(1);
  });
  const started: StartingState = {
    phase: 'starting',
    name: order.name,
    pid: process.pid,
    pidStart: await processStart(process.pid),
    startedAt: new Date().toISOString(),
  };
  await writeState(folder, started);
  try {
    const parts = await startLab(
      order,
      started,
      folder,
      (each) => ends.push(each),
      (event) => tell({ kind: 'progress', event }),
      stopping.signal,
    );
    ends.push(
      await serveControl(
        folder.socket,
        handlers(parts, () => leave(0)),
      ),
    );
    await writeState(folder, parts.state);
    up = true;
    tell({ kind: 'up' });
    if (process.connected) process.disconnect();
  } catch (error) {
    note('The lab did not come up', error);
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'failed', message, ...(stack === undefined ? {} : { stack }) });
    leave(1);
  }
}

function handlers({ postgres, kubelet, balancer, applications }: LabParts, leave: () => void): ControlHandlers {
  return {
    status: async () => ({
      pods: kubelet.addresses(),
      applications: applications.list(),
      balancer: balancer.mode(),
      database: postgres.running() ? 'running' : 'stopped',
    }),
    down: async () => {
      // The answer goes out before the socket closes.
      setImmediate(leave);
      return null;
    },
    'application.start': ({ id, change }) => applications.start(id, change),
    'application.stop': async ({ id }) => {
      await applications.stop(id);
      return null;
    },
    'application.kill': async ({ id }) => {
      await applications.kill(id);
      return null;
    },
    'balancer.mode': async ({ mode }) => {
      balancer.setMode(mode);
      return null;
    },
    'balancer.rule': async ({ name, rule }) => {
      balancer.setRule(name, rule);
      return null;
    },
    'kubelet.log-fault': async ({ fault }) => {
      await kubelet.setLogFault(fault ?? undefined);
      return null;
    },
    'kubelet.log-limit': async ({ maxBytes }) => {
      kubelet.setLogLimit(maxBytes ?? undefined);
      return null;
    },
    'kubelet.end-pod': async ({ podName, ending: how }) => {
      kubelet.endPod(podName, how);
      return null;
    },
    'database.stop': async () => {
      await postgres.stop();
      return null;
    },
    'database.start': async () => {
      await postgres.start(stopping.signal);
      return null;
    },
  };
}

process.once('message', (order) => void run(order as DaemonOrder));
