import { readFile } from 'node:fs/promises';
import type { Placement } from '../applications/start.ts';
import { isAlive } from '../install/cache.ts';
import type { Tools } from '../install/install.ts';
import type { Administrator } from '../keycloak/admin-api.ts';
import type { PostgresAddress } from '../postgres/server.ts';
import type { DatabasePasswords } from '../postgres/database.ts';
import type { LabSecrets } from '../realm/index.ts';
import type { LabFolder } from './folder.ts';
import { writePrivateJson } from './folder.ts';
import { hasCode } from './lab-error.ts';

/** What the daemon of a lab that is coming up has written. */
export interface StartingState {
  readonly phase: 'starting';
  readonly name: string;
  readonly pid: number;
  /** The kernel's start time of the daemon: its process id alone may have been given to somebody else. */
  readonly pidStart: string;
  readonly startedAt: string;
}

/** Everything that a command must know about a lab that is up. It holds secrets: only its owner may read it. */
export interface RunningState extends Omit<StartingState, 'phase'> {
  readonly phase: 'running';
  readonly readyAt: string;
  readonly tools: Tools;
  readonly publicUrl: string;
  readonly kubernetes: {
    readonly server: string;
    readonly caFile: string;
    readonly adminToken: string;
    readonly gateToken: string;
    readonly kubeconfig: string;
    readonly gateKubeconfig: string;
  };
  readonly database: PostgresAddress;
  readonly passwords: DatabasePasswords;
  readonly administrator: Administrator;
  readonly secrets: LabSecrets;
  readonly applications: readonly Placement[];
}

export type LabState = StartingState | RunningState;

/** The state file's content; undefined where there is none. */
export async function readState(folder: LabFolder): Promise<LabState | undefined> {
  try {
    return JSON.parse(await readFile(folder.state, 'utf8')) as LabState;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

export const writeState = (folder: LabFolder, state: LabState): Promise<void> => writePrivateJson(folder.state, state);

/** True while the daemon that wrote a state is there. */
export async function daemonLives({ pid, pidStart }: LabState): Promise<boolean> {
  return isAlive(pid) && (await processStart(pid)) === pidStart;
}

/** When a process started, in the kernel's ticks; empty when there is none, or only a zombie of it. */
export async function processStart(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold blanks and brackets. Field 3 is the state, field 22 the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return '';
    throw error;
  }
}
