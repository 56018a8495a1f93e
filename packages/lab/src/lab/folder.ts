import { renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LabError, hasCode } from './lab-error.ts';

/** Where the files of one lab are. */
export interface LabFolder {
  readonly name: string;
  readonly root: string;
  /** Held by `up`. Beside the folder, which is removed and made anew meanwhile. */
  readonly lock: string;
  readonly state: string;
  readonly socket: string;
  /** What the daemon says. */
  readonly log: string;
  readonly postgres: string;
  readonly controlPlane: string;
  readonly kubelet: string;
  readonly applications: string;
  readonly backups: string;
  /** Keycloak as its images have it: a folder a version. */
  readonly images: string;
  readonly rollbackPoint: string;
  /** Where the pods are now: the daemon keeps it up to date. */
  readonly pods: string;
  /** The version that was deployed last. */
  readonly deployed: string;
  /** Records of the processes that the daemon itself starts. */
  readonly processes: string;
}

/** The folder of the lab of this name, LAB_NAME's by default. It need not be there. */
export function labFolder(name: string = process.env['LAB_NAME'] ?? 'lab'): LabFolder {
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(name)) {
    throw new LabError(`"${name}" cannot be the name of a lab.`, 'Take lower-case letters, digits and hyphens, at most 31.');
  }
  const root = join(tmpdir(), 'keycloak-release-gate', name);
  const at = (part: string): string => join(root, part);
  return {
    name,
    root,
    lock: `${root}.lock`,
    state: at('state.json'),
    socket: at('daemon.sock'),
    log: at('daemon.log'),
    postgres: at('postgres'),
    controlPlane: at('control-plane'),
    kubelet: at('kubelet'),
    applications: at('applications'),
    backups: at('backups'),
    images: at('images'),
    rollbackPoint: at('rollback-point.json'),
    pods: at('pods.json'),
    deployed: at('deployed.json'),
    processes: at('processes'),
  };
}

/** Makes the folder that all labs are in. Other accounts may pass through it to a part of their own, and see nothing. */
export const makeLabsFolder = ({ root }: LabFolder): Promise<void> => makePassage(dirname(root));

/** Makes the folder of a lab, open to others as the one around it. */
export async function makeLabFolder(folder: LabFolder): Promise<void> {
  await makeLabsFolder(folder);
  await makePassage(folder.root);
}

async function makePassage(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM')) throw error;
    throw new LabError(`The folder ${folder} belongs to another account.`, 'Set TMPDIR to a folder of your own.', { cause: error });
  }
}

/** Removes the folder, and the one around it when no other lab is in there. */
export async function removeLabFolder(folder: LabFolder): Promise<void> {
  await rm(folder.root, { recursive: true, force: true, maxRetries: 3 });
  await removeLabsFolder(folder);
}

/** Removes the folder that all labs are in when it is empty. */
export async function removeLabsFolder({ root }: LabFolder): Promise<void> {
  await rmdir(dirname(root)).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  });
}

/** The names of the labs that have a folder on this machine. */
export async function labNames(): Promise<readonly string[]> {
  try {
    return (await readdir(join(tmpdir(), 'keycloak-release-gate'), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Writes JSON that only the owner may read; a reader sees the old content or the new one. */
export async function writePrivateJson(file: string, content: unknown): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

/** The same at once, for what is written in the order in which it happens. */
export function writePrivateJsonNow(file: string, content: unknown): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
